package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Handler;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Requests that come back to a proxy, and those that only pass several. */
class LoopTest extends ProxyFixture {

    private final AtomicInteger requests = new AtomicInteger();

    /** A proxy whose next server is known later. */
    private Io.Running late(Io io, CompletableFuture<Integer> next) throws Exception {
        return start(io, new Io.Proxy() {
            @Override
            public Handler of(BlockingClient client) {
                return counting(next.thenApply(port -> to(port).of(client)));
            }

            @Override
            public Handler of(NioClient client) {
                return counting(next.thenApply(port -> to(port).of(client)));
            }
        });
    }

    private Handler counting(CompletableFuture<Handler> handler) {
        return (request, exchange) -> {
            requests.incrementAndGet();
            handler.join().handle(request, exchange);
        };
    }

    private Io.Proxy to(int port) {
        return reverse(Origin.http("127.0.0.1", port), executor);
    }

    @ParameterizedTest
    @EnumSource
    void a_proxy_that_is_its_own_next_server_says_508(Io io) throws Exception {
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Io.Running server = late(io, next);
        next.complete(server.port());
        assertThat(talk(server.port(), get("/"))).startsWith("HTTP/1.1 508 ");
        assertThat(requests).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource
    void one_of_two_proxies_that_forward_to_each_other_says_508(Io io) throws Exception {
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Io.Running first = late(io, next);
        next.complete(reverse(io, first.port()));
        assertThat(talk(first.port(), get("/"))).startsWith("HTTP/1.1 508 ");
        assertThat(requests).hasValue(2);
    }

    @ParameterizedTest
    @EnumSource
    void a_forward_proxy_that_is_asked_for_itself_says_508(Io io) throws Exception {
        int port = forward(io, Destinations.LOOPBACK);
        assertThat(talk(port, get("http://127.0.0.1:" + port + "/")))
                .startsWith("HTTP/1.1 400 "); // its target is no URI
        CompletableFuture<Integer> next = new CompletableFuture<>();
        Io.Running reverse = late(io, next);
        next.complete(reverse.port());
        assertThat(talk(port, get("http://127.0.0.1:" + reverse.port() + "/"))).startsWith("HTTP/1.1 508 ");
    }

    @ParameterizedTest
    @EnumSource
    void proxies_of_one_kind_may_stand_behind_each_other(Io io) throws Exception {
        int origin = played(peer -> {
            peer.head();
            peer.write(ok("hi"));
        });
        assertThat(talk(reverse(io, reverse(io, reverse(io, origin))), get("/")))
                .startsWith("HTTP/1.1 200 ")
                .endsWith("hi");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1.1 h11j-1 | true",
                "1.0 fred, 1.1 H11J-1 | true",
                "HTTP/1.1  h11j-1 (a, comment) | true",
                "1.1 fred (1.1 h11j-1) | false",
                "1.1 h11j-10 | false",
                "h11j-1 | false",
                "'' | false"
            })
    void the_name_is_found_where_it_stands(String via, boolean passed) {
        assertThat(HopByHop.hasPassed(Headers.of("Via", via), "h11j-1")).isEqualTo(passed);
        assertThat(HopByHop.hasPassed(Headers.of("Via", "1.1 other", "Via", via), "h11j-1"))
                .isEqualTo(passed);
    }

    @Test
    void each_proxy_has_its_own_name() {
        assertThat(named().name()).matches("h11j-[0-9a-f]{8}").isNotEqualTo(named().name());
    }

    private Forwarder named() {
        return Forwarder.of(new BlockingClient(ClientSettings.DEFAULT), executor, options);
    }
}
