package io.github.h11j.jdkserver;

import static io.github.h11j.jdkserver.ServerFixture.answer;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

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
        server.contexts.create("/upload", this::upload);
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

    /** How an exchange goes on whose handler has read only the beginning of the body. */
    enum Way {
        READS_THE_REST,
        CLOSES_THE_BODY,
        RESPONDS,
        THROWS,
        LOSES_ITS_CLIENT
    }

    private void upload(HttpExchange exchange) throws IOException {
        InputStream body = exchange.getRequestBody();
        body.read();
        begun.countDown();
        await(goOn);
        switch (Way.valueOf(exchange.getRequestURI().getQuery())) {
            case READS_THE_REST -> body.readAllBytes();
            case CLOSES_THE_BODY -> body.close();
            case THROWS -> throw new IOException("on purpose");
            default -> {}
        }
        answer(exchange, "done");
    }

    @ParameterizedTest
    @EnumSource
    void the_part_of_a_body_that_its_handler_has_not_read_yet_counts_until_then(Way way) throws Exception {
        long others = MOST / 2 - 48 * 1024;
        server.holds(others);
        try (Raw client = client()) {
            String body = "x".repeat(200_000);
            threads.execute(() -> send(
                    client,
                    "POST /upload?" + way + " HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length() + "\r\n\r\n"
                            + body));
            begun.await();
            await("memory is short", () -> server.share() < MOST);
            if (way == Way.LOSES_ITS_CLIENT) {
                client.socket().setSoLinger(true, 0);
                client.socket().close();
            }
            server.holds(-others);
            goOn.countDown();
            if (way != Way.LOSES_ITS_CLIENT) {
                assertThat(client.read().status()).isEqualTo(way == Way.THROWS ? "500" : "200");
            }
        }
        await("nothing is held", () -> isNothingHeld());
    }

    /** With half of what all may hold, memory is not short; with a byte more it is. */
    private boolean isNothingHeld() {
        server.holds(MOST / 2);
        boolean nothing = server.share() == Long.MAX_VALUE;
        server.holds(-MOST / 2);
        return nothing;
    }

    private static void send(Raw client, String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            // the test has closed it
        }
    }

    private static void await(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime() - deadline).as(what).isNegative();
            LockSupport.parkNanos(1_000_000);
        }
    }
}
