package io.github.h11j.examples.netty;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.contract.Peer;
import io.github.h11j.examples.contract.Played;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What only the Netty adapter does; the rest is in the contract of all servers. */
@Timeout(60)
class NettyHandlerTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";

    @ParameterizedTest
    @CsvSource({"false, 1", "false, 1000000", "true, 1", "true, 65536", "true, 65537", "true, 1000000"})
    void a_part_of_a_file_arrives_whole_and_what_follows_comes_after_it(boolean tls, int length, @TempDir Path folder)
            throws Exception {
        byte[] content = new byte[length + 5];
        for (int i = 0; i < content.length; i++) {
            content[i] = (byte) ('a' + i % 23);
        }
        Path file = Files.write(folder.resolve("file"), content);
        try (NettyServer server = start(sending(file, length), tls);
                Peer peer = connect(server, tls)) {
            peer.write(GET + GET.replace("GET /", "GET /again"));
            String expected = new String(content, 3, length, StandardCharsets.ISO_8859_1);
            assertThat(peer.answer()).endsWith("\r\n\r\n" + expected);
            assertThat(peer.answer()).endsWith("\r\n\r\nafter");
        }
    }

    private static Handler sending(Path file, int length) {
        return (request, exchange) -> {
            if (request.target().equals("/")) {
                exchange.sendFile(new Response(200, Headers.EMPTY), FileChannel.open(file), 3, length);
            } else {
                exchange.send(Responses.text(200, "after"));
            }
        };
    }

    @ParameterizedTest
    @CsvSource({"false", "true"})
    void a_file_that_is_shorter_than_announced_never_looks_complete(boolean tls, @TempDir Path folder)
            throws Exception {
        Path file = Files.write(folder.resolve("file"), new byte[10]);
        try (NettyServer server = start(sending(file, 100_000), tls);
                Peer peer = connect(server, tls)) {
            peer.write(GET);
            CompletableFuture<Boolean> whole = new CompletableFuture<>();
            try {
                whole.complete(peer.answer().length() > 100_000);
            } catch (IOException e) {
                whole.complete(false); // a reset
            }
            assertThat(whole.get()).isFalse();
        }
    }

    @Test
    void a_small_response_is_one_flush_and_pipelined_ones_share_it() throws Exception {
        AtomicInteger flushes = new AtomicInteger();
        try (NettyServer server = start(
                        (request, exchange) -> exchange.send(Responses.text(200, "hello")),
                        pipeline -> pipeline.addLast(new ChannelOutboundHandlerAdapter() {
                            @Override
                            public void flush(ChannelHandlerContext context) {
                                flushes.incrementAndGet();
                                context.flush();
                            }
                        }));
                Peer peer = connect(server, false)) {
            peer.write(GET);
            assertThat(peer.answer()).endsWith("hello");
            assertThat(flushes).hasValue(1);
            peer.write(GET.repeat(10));
            for (int i = 0; i < 10; i++) {
                assertThat(peer.answer()).endsWith("hello");
            }
            assertThat(flushes).hasValue(2);
        }
    }

    /** A handler before ours may put buffers together. */
    @Test
    void a_buffer_of_several_components_is_read_whole() throws Exception {
        try (NettyServer server = start(
                        (request, exchange) -> exchange.send(Responses.text(200, request.target())),
                        pipeline -> pipeline.addLast(new ChannelInboundHandlerAdapter() {
                            @Override
                            public void channelRead(ChannelHandlerContext context, Object message) {
                                context.fireChannelRead(inThree((ByteBuf) message));
                            }
                        }));
                Peer peer = connect(server, false)) {
            peer.write(GET.replace("GET /", "GET /whole"));
            assertThat(peer.answer()).endsWith("/whole");
        }
    }

    private static ByteBuf inThree(ByteBuf message) {
        int third = message.readableBytes() / 3;
        CompositeByteBuf all = Unpooled.compositeBuffer();
        all.addComponent(true, message.readRetainedSlice(third));
        all.addComponent(true, message.readRetainedSlice(third));
        all.addComponent(true, message.readRetainedSlice(message.readableBytes()));
        message.release();
        return all;
    }

    @Test
    void a_body_is_borrowed_from_the_buffer_that_netty_read_into() throws Exception {
        CompletableFuture<Boolean> borrowed = new CompletableFuture<>();
        try (NettyServer server = start(
                        (request, exchange) -> exchange.receiveBody(new BodyHandler() {
                            @Override
                            public void data(Data data) {
                                borrowed.complete(data.bytes().isBorrowed());
                            }

                            @Override
                            public void end(EndOfMessage end) {
                                exchange.send(Responses.text(200, "done"));
                            }
                        }),
                        false);
                Peer peer = connect(server, false)) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(peer.answer()).endsWith("\r\n\r\ndone");
            assertThat(borrowed.get()).isTrue();
        }
    }

    /** How a connection ends, other than by its session. */
    @SuppressWarnings("ImmutableEnumChecker") // the endings keep nothing
    enum Ending {
        RESET_BY_THE_CLIENT((peer, channel) -> {
            peer.raw().setSoLinger(true, 0);
            peer.raw().close();
        }),
        CLOSED_BY_ANOTHER_HANDLER((peer, channel) -> channel.close().syncUninterruptibly()),
        HANDLER_REMOVED((peer, channel) -> channel.pipeline().remove(NettyHandler.class));

        interface End {
            void of(Peer peer, Channel channel) throws IOException;
        }

        private final End end;

        Ending(End end) {
            this.end = end;
        }
    }

    /** Otherwise a stop of the group would wait for it for ever. */
    @ParameterizedTest
    @EnumSource
    void a_connection_that_ends_while_a_response_is_written_leaves_its_group(Ending ending) throws Exception {
        CompletableFuture<Channel> channel = new CompletableFuture<>();
        CompletableFuture<Exception> failure = new CompletableFuture<>();
        try (NettyServer server = start(
                        (request, exchange) -> {
                            exchange.onFailure(failure::complete);
                            exchange.send(new Response(200, Headers.EMPTY), new Data(Bytes.wrap(new byte[20_000_000])));
                        },
                        pipeline -> channel.complete(pipeline.channel()));
                Peer peer = connect(server, false)) {
            peer.write(GET).readUntil("\r\n\r\n"); // and no more: the server waits until it can write
            ending.end.of(peer, channel.get());
            assertThat(failure.get()).isInstanceOf(IOException.class);
            Peer.await("closed", () -> server.connections() == 0);
            assertThat(channel.get().closeFuture().await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void a_handler_that_comes_after_the_channel_was_closed_leaves_its_group() throws Exception {
        CompletableFuture<Channel> channel = new CompletableFuture<>();
        try (NettyServer server = start(
                        (request, exchange) -> exchange.send(Responses.text(200, "x")),
                        pipeline -> channel.complete(pipeline.channel().close().channel()));
                Peer peer = connect(server, false)) {
            assertThat(peer.message()).isEmpty();
            channel.get().eventLoop().submit(() -> {}).get(); // the handler was added before this
            Peer.await("closed", () -> server.connections() == 0);
        }
    }

    private static NettyServer start(Handler handler, boolean tls) {
        return new NettyServer(handler, ServerRules.DEFAULT, 1 << 30, tls ? Optional.of(Played.TLS) : Optional.empty());
    }

    private static NettyServer start(Handler handler, Consumer<ChannelPipeline> before) {
        return new NettyServer(handler, ServerRules.DEFAULT, 1 << 30, before);
    }

    private static Peer connect(NettyServer server, boolean tls) throws IOException {
        InetAddress loopback = InetAddress.getLoopbackAddress();
        Socket raw = new Socket(loopback, server.port());
        raw.setTcpNoDelay(true);
        raw.setSoTimeout(20_000);
        return new Peer(
                raw, tls ? Played.TLS.getSocketFactory().createSocket(raw, "localhost", server.port(), true) : raw);
    }
}
