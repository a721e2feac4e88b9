package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tlschannel.ServerTlsChannel;
import tlschannel.TlsChannel;

/** A connection that breaks between the check and the first byte of a request. */
class NioReuseTest extends NioClientFixture {

    /** Whether the next write fails. */
    private final AtomicBoolean breaks = new AtomicBoolean();

    /** Whether the one after the next does. */
    private final AtomicBoolean breaksHalfway = new AtomicBoolean();

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @Override
    Hooks hooks() {
        return new Hooks(nanos::get, Breaking::new);
    }

    /** Takes nothing of the next write, if a test asks for that. */
    private final class Breaking implements GatheringByteChannel {
        private final SocketChannel channel;

        Breaking(SocketChannel channel) {
            this.channel = channel;
        }

        private void breakIfTold() throws IOException {
            if (breaks.getAndSet(false)) {
                throw new IOException("Broken pipe");
            }
            breaks.set(breaksHalfway.getAndSet(false));
        }

        @Override
        public int write(ByteBuffer bytes) throws IOException {
            breakIfTold();
            return channel.write(bytes);
        }

        @Override
        public long write(ByteBuffer[] bytes) throws IOException {
            return write(bytes, 0, bytes.length);
        }

        @Override
        public long write(ByteBuffer[] bytes, int offset, int length) throws IOException {
            breakIfTold();
            return channel.write(bytes, offset, length);
        }

        @Override
        public boolean isOpen() {
            return channel.isOpen();
        }

        @Override
        public void close() throws IOException {
            channel.close();
        }
    }

    /** Sends its body in two parts: the first when it is asked, the second when there is room. */
    private static final class Parts extends Fetch {
        private final AtomicBoolean asked = new AtomicBoolean();

        @Override
        public void sendBody(ClientExchange exchange) {
            assertThat(asked.getAndSet(true)).as("asked before").isFalse();
            exchange.send(Data.utf8("one,"));
            exchange.onWritable(() -> exchange.send(Data.utf8("two"), new EndOfMessage()));
        }
    }

    private Scripted origin() throws IOException {
        return new Scripted((peer, number) -> {
            requests.add(peer.readUntil(number == 1 ? "\r\n\r\n" : "one,two"));
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            peer.drain();
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void another_connection_is_used_whatever_the_method_and_no_byte_of_the_body_is_lost(boolean whole)
            throws Exception {
        try (Scripted server = origin()) {
            NioClient client = client();
            assertThat(send(client, server.origin(), new Fetch(), get("/"), new EndOfMessage())
                            .get()
                            .text())
                    .isEqualTo("1");
            breaks.set(true);
            Fetch fetch = whole
                    ? send(
                            client,
                            server.origin(),
                            new Fetch(),
                            post("/", "Content-Length", "7"),
                            Data.utf8("one,two"),
                            new EndOfMessage())
                    : send(client, server.origin(), new Parts(), post("/", "Content-Length", "7"));
            assertThat(fetch.get().text()).isEqualTo("2");
            assertThat(requests).hasSize(2);
            assertThat(requests.get(1)).startsWith("POST ").endsWith("\r\n\r\none,two");
        }
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII));
    }

    private Scripted secureOrigin(CountDownLatch answered) throws IOException {
        return new Scripted((peer, number) -> {
            TlsChannel tls = ServerTlsChannel.newBuilder(peer.channel(), TlsTestContext.CONTEXT)
                    .build();
            peer.channel().setOption(StandardSocketOptions.TCP_NODELAY, true); // all arrives at once
            tls.read(ByteBuffer.allocate(1000));
            tls.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number));
            if (number == 1) {
                tls.write(bytes("\r\n"));
                tls.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\npoison"));
            }
            answered.countDown();
            peer.drain();
        });
    }

    @Test
    void all_records_that_have_come_are_looked_at_before_the_next_request() throws Exception {
        CountDownLatch answered = new CountDownLatch(1);
        try (Scripted server = secureOrigin(answered)) {
            NioClient client = client(ClientSettings.DEFAULT.withTls(TlsTestContext.CONTEXT));
            Origin origin = Origin.https("localhost", server.port());
            Fetch second = new Fetch();
            send(
                    client,
                    origin,
                    new Fetch() {
                        @Override
                        public void end(EndOfMessage end) {
                            NioFixture.await("all has been sent", () -> answered.getCount() == 0);
                            send(client, origin, second, NioFixture.get("/"), new EndOfMessage());
                        }
                    },
                    get("/"),
                    new EndOfMessage());
            assertThat(second.get().text()).isEqualTo("2");
        }
    }

    @Test
    void a_request_of_which_a_record_has_left_is_not_sent_again() throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Scripted server = new Scripted((peer, number) -> {
            connections.set(number);
            TlsChannel tls = ServerTlsChannel.newBuilder(peer.channel(), TlsTestContext.CONTEXT)
                    .build();
            tls.read(ByteBuffer.allocate(1000));
            tls.write(bytes("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number));
            peer.drain();
        })) {
            NioClient client = client(ClientSettings.DEFAULT.withTls(TlsTestContext.CONTEXT));
            Origin origin = Origin.https("localhost", server.port());
            assertThat(send(client, origin, new Fetch(), get("/"), new EndOfMessage())
                            .get()
                            .text())
                    .isEqualTo("1");
            breaksHalfway.set(true);
            Fetch fetch = send(
                    client,
                    origin,
                    new Fetch(),
                    post("/", "Content-Length", "100000"),
                    new Data(Bytes.wrap(new byte[100_000])),
                    new EndOfMessage());
            await("it has broken", () -> !breaksHalfway.get() && !breaks.get());
            await("it waits for an answer in vain", () -> {
                pass(client, Duration.ofSeconds(31));
                return fetch.isDone();
            });
            assertThat(fetch.failure()).isNotNull();
            assertThat(connections).hasValue(1);
        }
    }

    @Test
    void a_new_connection_that_takes_nothing_is_not_replaced() throws Exception {
        try (Scripted server = origin()) {
            NioClient client = client();
            breaks.set(true);
            assertThat(send(client, server.origin(), new Fetch(), get("/"), new EndOfMessage())
                            .failure())
                    .isNotNull();
            await("closed", () -> client.connections() == 0);
        }
    }
}
