package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.handler.Responses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server does at the limit of its connections. */
@Timeout(120)
class LimitsTest {

    /** How many connections a Netty server accepts is a matter of the program that opens its address. */
    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.EXCLUDE,
            names = {"NETTY", "NETTY_TLS"})
    void many_short_connections_at_the_limit_are_all_served(Kind kind) throws Exception {
        int clients = 12;
        int connections = kind.isTls() ? 8 : 100;
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        try (Kind.Running server = kind.start(
                (request, exchange) -> {
                    assertThat(exchange.peer()).isNotNull();
                    exchange.send(Responses.text(200, "x"));
                },
                Kind.Rules.USUAL.withMaxConnections(2))) {
            List<Future<?>> all = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                all.add(executor.submit(() -> {
                    for (int k = 0; k < connections; k++) {
                        assertThat(server.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n"))
                                .startsWith("HTTP/1.1 200 ");
                        assertThat(server.connections()).isLessThanOrEqualTo(2);
                    }
                    return null;
                }));
            }
            for (Future<?> one : all) {
                one.get();
            }
            assertThat(server.failures()).isZero();
        } finally {
            executor.shutdownNow();
        }
    }

    /** A response in one piece, of which no buffer of the system takes much. */
    private static final int LARGE = 16 << 20;

    @ParameterizedTest
    @EnumSource
    void of_those_that_hold_too_much_the_worst_are_closed(Kind kind) throws Exception {
        Bytes large = Bytes.wrap(new byte[LARGE]);
        List<Peer> rude = new ArrayList<>();
        try (Kind.Running server = kind.start(
                (request, exchange) -> exchange.send(
                        request.target().equals("/large")
                                ? Responses.bytes(200, "a/b", large)
                                : Responses.text(200, "small")),
                Kind.Rules.USUAL.withHeldBytes(3L * LARGE))) {
            int count = 10;
            for (int i = 0; i < count; i++) {
                Peer peer = server.connect();
                rude.add(peer);
                peer.write("GET /large HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(server.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("small");
            }
            // each keeps most of a response, but for what the buffers of the system take
            Peer.await("the worst are closed", () -> server.connections() <= 6);
            assertThat(server.talk("GET / HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("small");
        } finally {
            for (Peer peer : rude) {
                peer.close();
            }
        }
    }
}
