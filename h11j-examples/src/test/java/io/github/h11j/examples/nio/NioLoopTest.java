package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.EndOfMessage;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** A loop goes on whatever is thrown in it, and a stop reaches every loop whatever has become of the others. */
class NioLoopTest extends NioFixture {

    private static Error error() {
        return new OutOfMemoryError("on purpose");
    }

    private static String answer(NioServer server) throws Exception {
        try (Client client = new Client(server.address())) {
            return client.exchange(get("/")).text();
        }
    }

    @Test
    void tasks_and_timers_may_throw_anything() throws Exception {
        NioServer server = serve(SETTINGS.withLoops(1), (request, exchange) -> exchange.send(Responses.text(200, "x")));
        EventLoop loop = server.loop(0);
        CountDownLatch done = new CountDownLatch(1);
        loop.execute(() -> {
            loop.timers.arm(
                    new Timers.Timer(() -> {
                        throw error();
                    }),
                    Duration.ZERO);
            loop.timers.arm(
                    new Timers.Timer(() -> {
                        throw new IllegalStateException("on purpose");
                    }),
                    Duration.ZERO);
            loop.timers.arm(new Timers.Timer(done::countDown), Duration.ZERO);
            throw error();
        });
        loop.execute(() -> {
            throw new AssertionError("on purpose");
        });
        done.await();
        assertThat(answer(server)).isEqualTo("x");
    }

    @Test
    void a_connection_that_cannot_be_set_up_gives_its_slot_back() throws Exception {
        List<Integer> failing = new CopyOnWriteArrayList<>(List.of(1, 2, 3));
        Hooks hooks = new Hooks(nanos::get, channel -> {
            if (!failing.isEmpty()) {
                failing.remove(0);
                throw error();
            }
            return channel;
        });
        NioServer server = stopLater(new NioServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                (request, exchange) -> exchange.send(Responses.text(200, "x")),
                SETTINGS.withMaxConnections(1),
                hooks));
        for (int i = 0; i < 3; i++) {
            try (Client client = new Client(server.address())) {
                assertThat(client.readAll()).isEmpty();
            }
        }
        assertThat(answer(server)).isEqualTo("x");
    }

    @Test
    void a_stop_reaches_all_loops_though_the_accepting_one_has_died() throws Exception {
        List<Exchange> waiting = new CopyOnWriteArrayList<>();
        NioServer server = serve(SETTINGS.withLoops(3), (request, exchange) -> waiting.add(exchange));
        List<Client> clients = new ArrayList<>();
        for (int i = 0; i < 6; i++) {
            Client client = new Client(server.address());
            clients.add(client);
            client.send(get("/"), new EndOfMessage());
            int count = i + 1;
            await("begun", () -> waiting.size() == count);
        }
        server.loop(0).selector.close();
        await("its connections are given up", () -> server.connections() == 4);
        waiting.forEach(exchange -> exchange.execute(() -> exchange.send(Responses.text(200, "last"))));
        for (int i = 0; i < clients.size(); i++) {
            if (i % 3 != 0) { // of the other loops
                assertThat(clients.get(i).answer().text()).isEqualTo("last");
            }
        }
        assertThat(server.stop(Duration.ofSeconds(20))).isTrue();
        assertThat(server.connections()).isZero();
        for (Client client : clients) {
            client.close();
        }
    }

    @Test
    void a_server_that_an_interrupted_thread_closes_ends_its_loops() throws Exception {
        NioServer server = serve(SETTINGS.withLoops(2), (request, exchange) -> {});
        try (Client waiting = new Client(server.address())) {
            waiting.send(get("/"), new EndOfMessage());
            await("begun", () -> server.connections() == 1);
            Thread.currentThread().interrupt();
            server.close();
            assertThat(Thread.interrupted()).isTrue();
            for (int i = 0; i < 2; i++) {
                assertThat(server.loop(i).awaitTermination(TimeUnit.SECONDS.toNanos(20)))
                        .isTrue();
            }
        }
    }

    @Test
    void a_stop_does_not_wait_for_ever_for_a_handler_that_never_returns() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        NioServer server = serve(SETTINGS.withLoops(2), (request, exchange) -> {
            if (request.target().equals("/stuck")) {
                begun.countDown();
                proceed.await();
            }
        });
        try (Client stuck = new Client(server.address());
                Client other = new Client(server.address())) {
            stuck.send(get("/stuck"), new EndOfMessage());
            begun.await();
            other.send(get("/"), new EndOfMessage());
            await("both begun", () -> server.connections() == 2);
            assertThat(server.stop(Duration.ZERO)).isFalse();
            assertThat(server.connections()).as("the other loop was told").isEqualTo(1);
        } finally {
            proceed.countDown();
        }
        await("closed", () -> server.connections() == 0);
    }
}
