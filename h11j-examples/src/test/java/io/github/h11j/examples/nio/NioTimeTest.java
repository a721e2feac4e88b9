package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NioTimeTest extends NioFixture {

    private static final Duration ALMOST_IDLE =
            SETTINGS.rules().timeouts().idle().minusSeconds(1);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void an_idle_connection_is_closed_after_requests(int requests) throws Exception {
        NioServer server = serve((request, exchange) -> exchange.send(Responses.text(200, "")));
        try (Client client = new Client(server.address())) {
            await("accepted", () -> server.connections() == 1 && accepted.size() == 1);
            for (int i = 0; i < requests; i++) {
                pass(server, ALMOST_IDLE);
                assertThat(client.exchange(get("/")).status()).isEqualTo(200);
            }
            settle(server);
            pass(server, ALMOST_IDLE);
            settle(server);
            assertThat(server.connections()).isEqualTo(1);
            pass(server, Duration.ofSeconds(2));
            assertThat(client.readAll()).isEmpty();
        }
        await("closed", () -> server.connections() == 0);
    }

    /** Every loop has done what it had to do when an exchange on each has been answered. */
    private static void settle(NioServer server) throws Exception {
        for (int i = 0; i < SETTINGS.loops(); i++) {
            int before = server.connections();
            try (Client client = new Client(server.address())) {
                client.exchange(get("/"));
            }
            await("gone", () -> server.connections() == before);
        }
    }

    @Test
    void a_head_that_trickles_gets_408() throws Exception {
        NioServer server = serve((request, exchange) -> exchange.send(Responses.text(200, "")));
        try (Client client = new Client(server.address())) {
            client.exchange(get("/"));
            client.write("GET / HTTP/1.1\r\nHos");
            settle(server);
            settle(server);
            pass(server, Duration.ofSeconds(6));
            client.write("t: a\r\nX: ");
            settle(server);
            settle(server);
            pass(server, Duration.ofSeconds(6));
            assertThat(client.readAll()).startsWith("HTTP/1.1 408 ").contains("\r\nConnection: close\r\n");
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void empty_lines_do_not_put_the_end_of_an_idle_connection_off() throws Exception {
        NioServer server = serve((request, exchange) -> exchange.send(Responses.text(200, "")));
        try (Client client = new Client(server.address())) {
            client.exchange(get("/"));
            settle(server);
            pass(server, ALMOST_IDLE);
            client.write("\r\n");
            settle(server);
            settle(server);
            pass(server, Duration.ofSeconds(2));
            assertThat(client.readAll()).isEmpty();
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void a_body_that_does_not_come_gets_408_and_the_handler_is_told() throws Exception {
        List<Exception> failures = new CopyOnWriteArrayList<>();
        AtomicInteger begun = new AtomicInteger();
        NioServer server = serve((request, exchange) -> {
            if (request.method().equals("GET")) {
                exchange.send(Responses.text(200, ""));
                return;
            }
            exchange.onFailure(failures::add);
            WholeBody.receive(request, exchange, 100, (body, trailers) -> exchange.send(Responses.text(200, "")));
            begun.incrementAndGet();
        });
        try (Client client = new Client(server.address())) {
            client.send(post("/", "Content-Length", "10"), Data.utf8("12345"));
            await("begun", () -> begun.get() == 1);
            settle(server);
            pass(server, SETTINGS.rules().timeouts().transfer());
            assertThat(client.answer().status()).isEqualTo(408);
            assertThat(failures).hasSize(1);
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void a_client_that_never_reads_is_bounded_and_stops_nobody() throws Exception {
        AtomicLong sent = new AtomicLong();
        AtomicReference<Exchange> streaming = new AtomicReference<>();
        NioServer server = serve(SETTINGS.withLoops(1), (request, exchange) -> {
            if (request.target().equals("/stream")) {
                exchange.send(new Response(200, Headers.EMPTY));
                streaming.set(exchange);
                new Endless(exchange, sent).run();
            } else {
                exchange.send(Responses.text(200, "x".repeat(10_000)));
            }
        });
        try (Client streamed = new Client(server.address());
                Client pipelined = new Client(server.address())) {
            streamed.send(get("/stream"), new EndOfMessage());
            pipelined.channel.configureBlocking(false);
            byte[] request = "GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
            long piped = 0;
            int refusals = 0;
            while (refusals < 100) {
                int taken = pipelined.channel.write(ByteBuffer.wrap(request));
                piped += taken;
                refusals = taken == 0 ? refusals + 1 : 0;
                try (Client other = new Client(server.address())) {
                    assertThat(other.exchange(get("/")).body()).hasSize(10_000);
                }
                assertThat(piped).as("the server reads on").isLessThan(64 << 20);
            }
            long before = sent.get();
            try (Client other = new Client(server.address())) {
                assertThat(other.exchange(get("/")).body()).hasSize(10_000);
            }
            assertThat(sent.get()).isEqualTo(before).isLessThan(64 << 20);
            assertThat(streaming.get().isWritable()).isFalse();
            await("others gone", () -> server.connections() == 2);
            pass(server, SETTINGS.rules().timeouts().transfer());
            await("given up", () -> server.connections() == 0);
        }
    }

    /** Sends as long as the peer keeps up. */
    private record Endless(Exchange exchange, AtomicLong sent) implements Runnable {
        @Override
        public void run() {
            while (exchange.isWritable()) {
                exchange.send(Data.of(new byte[10_000]));
                sent.addAndGet(10_000);
            }
            exchange.onWritable(this);
        }
    }

    @Test
    void a_switched_connection_ends_when_both_sides_are_silent_and_it_is_not_paused() throws Exception {
        AtomicReference<Duplex> duplex = new AtomicReference<>();
        AtomicInteger received = new AtomicInteger();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        NioServer server = serve((request, exchange) -> {
            if (request.target().equals("/")) {
                exchange.send(Responses.text(200, ""));
            } else {
                exchange.send(Responses.switching("silence"));
                exchange.switchTo(new Silent(duplex, received, failures));
            }
        });
        try (Client client = new Client(server.address())) {
            client.write("GET /switch HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: silence\r\n\r\n");
            await("switched", () -> duplex.get() != null);
            settle(server);

            pass(server, ALMOST_IDLE);
            client.write("theirs");
            await("received", () -> received.get() == 6);
            settle(server);
            pass(server, ALMOST_IDLE);
            duplex.get().execute(() -> duplex.get().write(Bytes.utf8("ours")));
            settle(server);
            pass(server, ALMOST_IDLE);
            duplex.get().execute(duplex.get()::pause);
            settle(server);
            pass(server, SETTINGS.rules().timeouts().idle().multipliedBy(10));
            settle(server);
            duplex.get().execute(duplex.get()::resume);
            settle(server);
            pass(server, ALMOST_IDLE);
            settle(server);
            assertThat(server.connections()).isEqualTo(1);
            assertThat(failures).isEmpty();

            pass(server, Duration.ofSeconds(2));
            await("ended", () -> server.connections() == 0);
            assertThat(failures).singleElement().isInstanceOf(SocketTimeoutException.class);
        }
    }

    /** Says nothing by itself. */
    private record Silent(AtomicReference<Duplex> duplex, AtomicInteger received, List<Exception> failures)
            implements ProtocolHandler {

        @Override
        public void opened(Duplex opened) {
            duplex.set(opened);
        }

        @Override
        public void received(Bytes bytes) {
            received.addAndGet(bytes.length());
        }

        @Override
        public void ended() {}

        @Override
        public void failed(Exception cause) {
            failures.add(cause);
        }
    }

    @Test
    void connections_beyond_the_maximum_wait() throws Exception {
        NioServer server =
                serve(SETTINGS.withMaxConnections(2), (request, exchange) -> exchange.send(Responses.text(200, "")));
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(new Client(server.address()));
            clients.get(i).send(get("/"), new EndOfMessage());
        }
        for (Client client : clients) {
            assertThat(client.answer().status()).isEqualTo(200);
            assertThat(server.connections()).isLessThanOrEqualTo(2);
            client.close();
        }
        await("closed", () -> server.connections() == 0);
    }

    @Test
    void a_head_without_end_is_refused_at_its_limit() throws Exception {
        NioServer server = serve((request, exchange) -> exchange.send(Responses.text(200, "")));
        byte[] fields = "X: 0123456789\r\n".repeat(1000).getBytes(StandardCharsets.US_ASCII);
        try (Client client = new Client(server.address())) {
            client.write("GET / HTTP/1.1\r\nHost: a\r\n");
            for (int i = 0; i < 200; i++) {
                client.write(fields); // 3 MB, of which no more than the limit is kept
            }
            client.channel.shutdownOutput();
            assertThat(client.readAll()).startsWith("HTTP/1.1 431 ").contains("\r\nConnection: close\r\n");
        }
        await("closed", () -> server.connections() == 0);
    }
}
