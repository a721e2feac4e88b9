package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Policy;
import io.github.h11j.examples.handler.Responses;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What a server does at the limit of its connections. */
@Timeout(60)
class LimitsTest {

    @ParameterizedTest
    @EnumSource
    void many_short_connections_at_the_limit_are_all_served(Kind kind) throws Exception {
        int clients = 12;
        int connections = kind.isTls() ? 20 : 200;
        ExecutorService executor = Executors.newFixedThreadPool(clients);
        try (Kind.Running server = kind.start(
                (request, exchange) -> {
                    assertThat(exchange.peer()).isNotNull();
                    exchange.send(Responses.text(200, "x"));
                },
                new Kind.Rules(2, Policy.STRICT))) {
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
}
