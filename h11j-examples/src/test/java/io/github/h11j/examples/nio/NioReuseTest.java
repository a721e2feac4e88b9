package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.handler.ClientExchange;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A connection that breaks between the look at it and the first byte of a request. */
class NioReuseTest extends NioClientFixture {

    /** Whether the next write fails. */
    private final AtomicBoolean breaks = new AtomicBoolean();

    private final List<String> requests = new CopyOnWriteArrayList<>();

    @Override
    Hooks hooks() {
        return new Hooks(nanos::get, Breaking::new);
    }

    /** Takes nothing of one write, when it is told to. */
    private final class Breaking implements GatheringByteChannel {
        private final SocketChannel channel;

        Breaking(SocketChannel channel) {
            this.channel = channel;
        }

        private void breakIfTold() throws IOException {
            if (breaks.getAndSet(false)) {
                throw new IOException("Broken pipe");
            }
        }

        @Override
        public int write(ByteBuffer octets) throws IOException {
            breakIfTold();
            return channel.write(octets);
        }

        @Override
        public long write(ByteBuffer[] octets) throws IOException {
            return write(octets, 0, octets.length);
        }

        @Override
        public long write(ByteBuffer[] octets, int offset, int length) throws IOException {
            breakIfTold();
            return channel.write(octets, offset, length);
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
