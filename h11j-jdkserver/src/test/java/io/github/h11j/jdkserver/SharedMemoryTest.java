package io.github.h11j.jdkserver;

import static io.github.h11j.jdkserver.ServerFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The connections of a server may hold a quarter of the heap together. The test reports the bytes of others. */
@Timeout(120)
class SharedMemoryTest {

    private static final long MOST = Runtime.getRuntime().maxMemory() / 4;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final CountDownLatch begun = new CountDownLatch(1);
    private final CountDownLatch goOn = new CountDownLatch(1);
    private Server server;

    @BeforeEach
    void start() throws IOException {
        server = new Server(Provider.H11J.get().createHttpServer(null, 0), Encryption.NONE);
        server.bind(Provider.anyPort(), 0);
        server.setExecutor(threads);
        server.contexts.create("/fine", exchange -> answer(exchange, "fine"));
        server.contexts.create("/", exchange -> {
            begun.countDown();
            await(goOn);
            answer(exchange, "done");
        });
        server.start();
    }

    @AfterEach
    void stop() {
        goOn.countDown();
        server.stop(0);
        threads.shutdownNow();
    }

    private Raw client() throws IOException {
        return new Raw(server.address().getPort());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void when_they_hold_too_much_connections_are_aborted_and_new_ones_are_served() throws Exception {
        try (Raw client = client()) {
            client.get("/");
            begun.await();
            server.holds(MOST + 1);
            assertThat(client.read().status()).isEqualTo("nothing");
            server.holds(-MOST - 1);
        }
        try (Raw other = client()) {
            assertThat(other.get("/fine").read().body()).isEqualTo("fine");
        }
    }

    @Test
    void when_memory_is_short_and_then_no_longer_an_exchange_in_flight_goes_on() throws Exception {
        try (Raw client = client()) {
            client.get("/");
            begun.await();
            server.holds(MOST / 2 + 1);
            assertThat(server.share()).isLessThan(MOST);
            server.holds(-MOST / 2 - 1);
            assertThat(server.share()).isEqualTo(Long.MAX_VALUE);
            goOn.countDown();
            assertThat(client.read().body()).isEqualTo("done");
        }
    }
}
