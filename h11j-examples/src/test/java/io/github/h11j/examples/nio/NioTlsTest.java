package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Violation;
import io.github.h11j.engine.ObservedConnection;
import io.github.h11j.engine.Observer;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.netty.NettyServer;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tlschannel.ClientTlsChannel;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;

class NioTlsTest extends NioClientFixture {

    private static final NioSettings TLS = SETTINGS.withTls(TlsTestContext.CONTEXT);
    private static final ClientSettings CLIENT = ClientSettings.DEFAULT.withTls(TlsTestContext.CONTEXT);

    private static final Handler HELLO = (request, exchange) -> {
        assertThat(exchange.tls()).isPresent();
        exchange.send(Responses.text(200, "hello " + request.target()));
    };

    private static Origin secure(NioServer server) {
        return Origin.https("localhost", ((InetSocketAddress) server.address()).getPort());
    }

    private static Fetch fetch(NioClient client, Origin origin, String target) {
        return send(client, origin, new Fetch(), get(target), new EndOfMessage());
    }

    @Test
    void a_small_response_is_one_record_and_an_idle_connection_holds_no_buffer() throws Exception {
        NioServer server = serve(TLS, HELLO);
        NioClient client = new NioClient(CLIENT);
        try (client) {
            for (int i = 0; i < 3; i++) {
                fetch(client, secure(server), "/").get();
                writes.clear();
                assertThat(fetch(client, secure(server), "/" + i).get().text()).isEqualTo("hello /" + i);
                assertThat(writes).singleElement().matches(octets -> octets > 100 && octets < 300);
            }
            assertThat(client.connections()).isEqualTo(1);
            await("the server's buffers are given back", () -> server.tlsBuffersLent() == 0);
            await("the client's buffers are given back", () -> client.tlsBuffersLent() == 0);
        }
    }

    @Test
    void large_bodies_and_files_arrive_as_they_are(@TempDir Path folder) throws Exception {
        byte[] content = NioServerTest.random(10 << 20);
        Path file = Files.write(folder.resolve("f"), content);
        NioServer server = serve(TLS, (request, exchange) -> {
            if (request.target().equals("/file")) {
                exchange.sendFile(new Response(200, Headers.EMPTY), FileChannel.open(file), 0, content.length);
                return;
            }
            exchange.receiveBody(new BodyHandler() {
                @Override
                public void data(Data data) {
                    exchange.send(data);
                }

                @Override
                public void end(EndOfMessage end) {
                    exchange.send(end);
                }
            });
            exchange.send(new Response(200, Headers.EMPTY));
        });
        NioClient client = client(CLIENT);
        for (int i = 0; i < 2; i++) {
            assertThat(fetch(client, secure(server), "/file").get().body()).isEqualTo(content);
            Fetch echoed = send(
                    client,
                    secure(server),
                    new Fetch(),
                    post("/echo", "Content-Length", "" + content.length),
                    new Data(Bytes.wrap(content)),
                    new EndOfMessage());
            assertThat(echoed.get().body()).isEqualTo(content);
        }
        assertThat(client.connections()).isEqualTo(1);
    }

    /**
     * RFC 8446 §6.2: its alert says why. The server is one that writes its part of the handshake at once: one that still writes
     * when the client closes can learn of a reset only.
     */
    @Test
    void a_server_whose_certificate_is_not_trusted_learns_that() throws Exception {
        CompletableFuture<Exception> learned = new CompletableFuture<>();
        ServerRules rules = ServerRules.DEFAULT.withObserver(new Observer() {
            @Override
            public void connectionEnded(ObservedConnection connection) {
                learned.complete(connection.failure().orElseThrow());
            }
        });
        try (NettyServer server = new NettyServer(HELLO, rules, 1 << 20, Optional.of(TlsTestContext.CONTEXT))) {
            NioClient distrustful = client(ClientSettings.DEFAULT.withTls(SSLContext.getDefault()));
            Origin origin = Origin.https("localhost", server.port());
            assertThat(fetch(distrustful, origin, "/").failure()).isInstanceOf(SSLException.class);
            assertThat(learned.get(20, TimeUnit.SECONDS))
                    .isInstanceOf(SSLException.class)
                    .hasMessageContaining("certificate");
        }
    }

    @Test
    void a_certificate_for_another_host_is_refused() throws Exception {
        NioServer server = serve(TLS, HELLO);
        NioClient client = client(CLIENT);
        InetSocketAddress address = (InetSocketAddress) server.address();
        Origin other = new Origin(List.of(address), "example.com", address.getPort(), true);
        assertThat(fetch(client, other, "/").failure()).isInstanceOf(SSLException.class);
        NioClient distrustful = client(ClientSettings.DEFAULT.withTls(SSLContext.getDefault()));
        assertThat(fetch(distrustful, secure(server), "/").failure()).isInstanceOf(SSLException.class);
        assertThat(fetch(client, secure(server), "/").get().text()).isEqualTo("hello /");
    }

    @Test
    void a_handshake_that_does_not_come_is_given_up_and_other_talk_too() throws Exception {
        NioServer server = serve(TLS, HELLO);
        try (Client silent = new Client(server.address());
                Client plain = new Client(server.address())) {
            plain.write("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            await("one is gone", () -> accepted.size() == 2 && server.connections() == 1);
            pass(server, TLS.rules().timeouts().head());
            assertThat(silent.readAll()).isEmpty();
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void the_server_says_close_notify_at_the_end_and_after_idling() throws Exception {
        NioServer server = serve(TLS, (request, exchange) -> {
            exchange.send(new Response(200, Headers.EMPTY), Data.utf8("until close"));
            exchange.send(new EndOfMessage());
        });
        try (TlsChannel client = connect(server)) {
            client.write(bytes("GET / HTTP/1.0\r\n\r\n"));
            assertThat(readAll(client)).endsWith("until close");
            assertThat(client.shutdownReceived()).isTrue();
        }
        await("closed", () -> server.connections() == 0);
        try (TlsChannel client = connect(server)) {
            client.write(bytes("GET / HTTP/1.1\r\nHost: a\r\n\r\n"));
            readUntil(client, "0\r\n\r\n");
            await("closed", () -> {
                pass(server, TLS.rules().timeouts().idle());
                return server.connections() == 0;
            });
            assertThat(readAll(client)).isEmpty();
            assertThat(client.shutdownReceived()).isTrue();
        }
    }

    @Test
    void a_body_without_close_notify_is_never_complete() throws Exception {
        for (boolean inOrder : new boolean[] {true, false}) {
            try (Scripted server = new Scripted((peer, number) -> {
                TlsChannel tls = ServerTlsChannel.newBuilder(peer.channel(), TlsTestContext.CONTEXT)
                        .build();
                tls.read(ByteBuffer.allocate(1000));
                tls.write(bytes("HTTP/1.1 200 OK\r\n\r\nuntil close"));
                if (inOrder) {
                    tls.shutdown();
                }
                peer.channel().shutdownOutput();
                peer.drain();
            })) {
                NioClient client = client(CLIENT);
                Fetch fetch = fetch(client, Origin.https("localhost", server.port()), "/");
                if (inOrder) {
                    assertThat(fetch.get().text()).isEqualTo("until close");
                } else {
                    assertThat(fetch.failure())
                            .isInstanceOfSatisfying(
                                    RemoteProtocolException.class,
                                    e -> assertThat(e.violation()).isEqualTo(Violation.CONNECTION_ABORTED));
                }
                await("closed", () -> client.connections() == 0);
            }
        }
    }

    @Test
    void a_request_that_breaks_at_any_byte_leaves_no_buffer_behind() throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        NioServer server = serve(TLS, (request, exchange) -> {
            exchange.onFailure(failures::add);
            WholeBody.receive(
                    request, exchange, 100, (body, trailers) -> exchange.send(Responses.bytes(200, "a/b", body)));
        });
        String request = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n\r\n";
        for (int cut = 0; cut < request.length(); cut++) {
            try (SocketChannel channel = SocketChannel.open(server.address())) {
                TlsChannel tls = ClientTlsChannel.newBuilder(channel, TlsTestContext.CONTEXT)
                        .build();
                tls.write(bytes(request.substring(0, cut)));
                if (cut % 2 == 0) {
                    channel.shutdownOutput();
                    assertThat(readAll(tls)).as("%d", cut).doesNotContain(" 200 ");
                }
            }
        }
        await("closed", () -> server.connections() == 0);
        assertThat(server.tlsBuffersLent()).isZero();
        assertThat(fetch(client(CLIENT), secure(server), "/").get().status()).isEqualTo(200);
    }

    @Test
    void another_protocol_can_end_one_side_before_the_other() throws Exception {
        NioServer server = serve(TLS, (request, exchange) -> {
            exchange.send(Responses.switching("count"));
            exchange.switchTo(new Counter());
        });
        try (TlsChannel client = connect(server)) {
            client.write(bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: count\r\n\r\n12345"));
            String answer = readAll(client);
            assertThat(answer).endsWith("\r\n\r\nready");
            assertThat(client.shutdownReceived()).isTrue();
            client.write(bytes("67890"));
            client.shutdown();
            await("counted", () -> Counter.COUNTS.contains(10));
        }
        await("closed", () -> server.connections() == 0);
    }

    /** Says that it is ready, ends its side, and counts what still comes. */
    private static final class Counter implements ProtocolHandler {
        private static final List<Integer> COUNTS = new CopyOnWriteArrayList<>();
        private int count;

        @Override
        public void opened(Duplex duplex) {
            duplex.write(Bytes.utf8("ready"));
            duplex.end();
        }

        @Override
        public void received(Bytes bytes) {
            count += bytes.length();
        }

        @Override
        public void ended() {
            COUNTS.add(count);
        }

        @Override
        public void failed(Exception cause) {
            throw new AssertionError(cause);
        }
    }

    private static TlsChannel connect(NioServer server) throws IOException {
        return ClientTlsChannel.newBuilder(SocketChannel.open(server.address()), TlsTestContext.CONTEXT)
                .build();
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static void readUntil(TlsChannel channel, String end) throws IOException {
        StringBuilder all = new StringBuilder();
        ByteBuffer buffer = ByteBuffer.allocate(1);
        while (all.indexOf(end) < 0) {
            assertThat(channel.read(buffer.clear())).as("%s", all).isPositive();
            all.append((char) buffer.get(0));
        }
    }

    private static String readAll(TlsChannel channel) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        ByteBuffer buffer = ByteBuffer.allocate(20_000);
        while (channel.read(buffer.clear()) >= 0) {
            all.write(buffer.array(), 0, buffer.position());
        }
        return all.toString(StandardCharsets.ISO_8859_1);
    }
}
