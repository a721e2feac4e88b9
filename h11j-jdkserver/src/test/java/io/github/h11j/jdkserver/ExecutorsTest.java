package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Threads, and what goes wrong on them: with every kind of executor, one exchange is what it costs at most. */
class ExecutorsTest extends ServerFixture {

    /** Whose threads run the handlers. */
    enum Kind {
        NONE,
        POOL,
        CALLER
    }

    private void start(Kind kind, HttpHandler handler) throws IOException {
        Executor executor = switch (kind) {
            case NONE -> null;
            case POOL -> threads;
            case CALLER -> Runnable::run;
        };
        start(executor, handler);
    }

    private void start(Executor executor, HttpHandler handler) throws IOException {
        server = Provider.H11J.server();
        server.setExecutor(executor);
        server.createContext("/", handler);
        server.createContext("/fine", exchange -> answer(exchange, "fine"));
        server.start();
    }

    private void others_are_served() throws IOException {
        try (Raw other = client()) {
            assertThat(other.get("/fine").read().body()).isEqualTo("fine");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_error_costs_its_exchange_only(Kind kind) throws IOException {
        start(kind, exchange -> {
            throw new StackOverflowError("on purpose");
        });
        try (Raw client = client()) {
            assertThat(client.get("/").read().status()).isEqualTo("500");
            assertThat(client.get("/fine").read().body()).isEqualTo("fine");
        }
        others_are_served();
    }

    /** As a program does that copies both directions at the same time. */
    @Test
    void a_read_of_the_body_ends_when_another_thread_completes_the_response() throws Exception {
        CompletableFuture<String> read = new CompletableFuture<>();
        start(Kind.POOL, exchange -> {
            CountDownLatch reading = new CountDownLatch(1);
            threads.execute(() -> {
                try {
                    exchange.getRequestBody().read();
                    reading.countDown();
                    exchange.getRequestBody().read();
                    read.complete("more");
                } catch (IOException e) {
                    read.complete("closed");
                }
            });
            try {
                reading.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            exchange.sendResponseHeaders(200, -1);
            exchange.close();
        });
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 10\r\n\r\nx");
            assertThat(client.read().status()).isEqualTo("200");
            assertThat(read.get(20, TimeUnit.SECONDS)).isEqualTo("closed");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_failure_after_a_part_of_the_body_shows(Kind kind) throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        start(kind, exchange -> {
            exchange.sendResponseHeaders(200, 6);
            exchange.getResponseBody().write("hello".getBytes(ISO_8859_1));
            exchange.getResponseBody().flush();
            await(seen);
            throw new IllegalStateException("on purpose");
        });
        try (Raw client = client()) {
            client.get("/");
            assertThat(client.socket().getInputStream().readNBytes(17)).isNotEmpty();
            seen.countDown();
            assertThat(client.read().status()).isEqualTo("nothing");
        }
        others_are_served();
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_comes_slowly_is_read(Kind kind) throws IOException {
        CountDownLatch begun = new CountDownLatch(1);
        start(kind, exchange -> {
            int first = exchange.getRequestBody().read();
            begun.countDown();
            String rest = new String(exchange.getRequestBody().readAllBytes(), ISO_8859_1);
            answer(exchange, (char) first + rest);
        });
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 6\r\n\r\n")
                    .send("a");
            await(begun);
            client.send("bc").send("def");
            assertThat(client.read().body()).isEqualTo("abcdef");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_is_read_at_the_pace_of_the_handler(Kind kind) throws IOException {
        CountDownLatch proceed = new CountDownLatch(1);
        start(kind, exchange -> {
            exchange.getRequestBody().read();
            await(proceed);
            int length = 1;
            for (int next = exchange.getRequestBody().read(new byte[1000]); next >= 0; ) {
                length += next;
                next = exchange.getRequestBody().read(new byte[1000]);
            }
            answer(exchange, "" + length);
        });
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3000000\r\n\r\n");
            Thread sender = new Thread(() -> sendAll(client, "x".repeat(3_000_000)));
            sender.start();
            proceed.countDown();
            assertThat(client.read().body()).isEqualTo("3000000");
        }
    }

    private static void sendAll(Raw client, String text) {
        try {
            client.send(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_thousand_pipelined_requests_do_not_fill_the_stack(Kind kind) throws IOException {
        AtomicInteger count = new AtomicInteger();
        start(kind, exchange -> answer(exchange, "" + count.incrementAndGet()));
        try (Raw client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(1000));
            for (int i = 1; i <= 1000; i++) {
                assertThat(client.read().body()).isEqualTo("" + i);
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_exchange_may_be_finished_by_another_thread(Kind kind) throws IOException {
        start(
                kind,
                exchange -> new Thread(() -> {
                            try {
                                answer(exchange, "later");
                            } catch (IOException e) {
                                throw new AssertionError(e);
                            }
                        })
                        .start());
        try (Raw client = client()) {
            assertThat(client.get("/").get("/").read().body()).isEqualTo("later");
            assertThat(client.read().body()).isEqualTo("later");
        }
    }

    /** The next handler may wait for what that thread does next. */
    @ParameterizedTest
    @EnumSource
    void a_thread_that_finishes_an_exchange_does_not_run_the_next_handler(Kind kind) throws Exception {
        CompletableFuture<HttpExchange> first = new CompletableFuture<>();
        CompletableFuture<Thread> runner = new CompletableFuture<>();
        start(kind, exchange -> {
            if (!first.complete(exchange)) {
                runner.complete(Thread.currentThread());
                answer(exchange, "second");
            }
        });
        try (Raw client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\n\r\n".repeat(2));
            answer(first.get(20, TimeUnit.SECONDS), "first");
            assertThat(client.read().body()).isEqualTo("first");
            assertThat(client.read().body()).isEqualTo("second");
        }
        assertThat(runner.get(20, TimeUnit.SECONDS)).isNotSameAs(Thread.currentThread());
    }

    @ParameterizedTest
    @EnumSource
    void an_interrupted_handler_does_not_harm_the_connection(Kind kind) throws IOException {
        start(kind, exchange -> {
            answer(exchange, "first");
            Thread.currentThread().interrupt();
        });
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("first");
            assertThat(client.get("/fine").read().body()).isEqualTo("fine");
        }
    }

    /** A client may wait for the head alone, of a stream of events for example. */
    @ParameterizedTest
    @EnumSource
    void a_head_does_not_wait_for_long(Kind kind) throws IOException {
        CountDownLatch seen = new CountDownLatch(1);
        start(kind, exchange -> {
            exchange.sendResponseHeaders(200, 4);
            await(seen);
            exchange.getResponseBody().write("late".getBytes(ISO_8859_1));
            exchange.close();
        });
        try (Raw client = client()) {
            client.send("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
            assertThat(client.socket().getInputStream().read()).isEqualTo('H');
            seen.countDown();
            assertThat(new String(client.socket().getInputStream().readAllBytes(), ISO_8859_1))
                    .endsWith("\r\n\r\nlate");
        } finally {
            seen.countDown();
        }
    }

    @ParameterizedTest
    @EnumSource
    void interim_responses_are_sent(Kind kind) throws IOException {
        start(kind, exchange -> {
            exchange.sendResponseHeaders(103, 0);
            answer(exchange, "final");
        });
        try (Raw client = client()) {
            assertThat(client.get("/").read().status()).isEqualTo("103");
            assertThat(client.read().body()).isEqualTo("final");
            client.send("GET / HTTP/1.0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("final");
        }
    }

    /** Starts a server that writes until that fails, which completes the future. */
    private CompletableFuture<Exception> streamWithoutEnd() throws IOException {
        CompletableFuture<Exception> outcome = new CompletableFuture<>();
        start(Kind.POOL, exchange -> {
            try {
                exchange.sendResponseHeaders(200, 0);
                while (!outcome.isDone()) {
                    exchange.getResponseBody().write(new byte[100_000]);
                }
            } catch (IOException e) {
                outcome.complete(e);
                throw e;
            }
        });
        return outcome;
    }

    @Test
    void a_client_that_does_not_read_delays_no_other_and_is_given_up_when_it_resets() throws Exception {
        CompletableFuture<Exception> outcome = streamWithoutEnd();
        try (Raw client = client()) {
            client.get("/");
            assertThat(client.socket().getInputStream().read()).isEqualTo('H');
            others_are_served();
            client.socket().setSoLinger(true, 0);
        }
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        others_are_served();
    }

    @Test
    void a_stop_does_not_wait_for_a_client_that_does_not_read() throws Exception {
        CompletableFuture<Exception> outcome = streamWithoutEnd();
        try (Raw client = client()) {
            client.get("/");
            assertThat(client.socket().getInputStream().read()).isEqualTo('H');
            server.stop(0);
            assertThat(outcome.get(20, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
        }
    }

    @Test
    void what_the_executor_does_not_take_is_answered_with_503() throws IOException {
        ConcurrentLinkedQueue<Throwable> refusals = new ConcurrentLinkedQueue<>();
        refusals.add(new RejectedExecutionException("on purpose"));
        refusals.add(new OutOfMemoryError("on purpose"));
        start(
                task -> {
                    Throwable refusal = refusals.poll();
                    if (refusal instanceof Error error) {
                        throw error;
                    }
                    if (refusal instanceof RuntimeException exception) {
                        throw exception;
                    }
                    threads.execute(task);
                },
                exchange -> answer(exchange, "taken"));
        try (Raw client = client()) {
            assertThat(client.get("/").read().status()).isEqualTo("503");
            assertThat(client.get("/").read().status()).isEqualTo("503");
            assertThat(client.get("/").read().body()).isEqualTo("taken");
        }
    }

    @Test
    void without_an_executor_handlers_run_one_after_another() throws Exception {
        AtomicInteger running = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        start(Kind.NONE, exchange -> {
            most.accumulateAndGet(running.incrementAndGet(), Math::max);
            answer(exchange, "one");
            running.decrementAndGet();
        });
        Raw[] clients = new Raw[20];
        for (int i = 0; i < clients.length; i++) {
            clients[i] = client();
            clients[i].get("/");
        }
        for (Raw client : clients) {
            assertThat(client.read().body()).isEqualTo("one");
            client.close();
        }
        assertThat(most).hasValue(1);
    }

    /** The trap that h11j began with: head and body of a small response must leave in one write. */
    @ParameterizedTest
    @EnumSource
    void head_and_body_of_a_small_response_arrive_together_every_time(Kind kind) throws IOException {
        start(kind, exchange -> answer(exchange, "hello"));
        try (Raw client = client()) {
            byte[] bytes = new byte[4096];
            for (int i = 0; i < 1000; i++) {
                client.get("/");
                int length = client.socket().getInputStream().read(bytes);
                assertThat(new String(bytes, 0, length, ISO_8859_1))
                        .startsWith("HTTP/1.1 200 OK\r\n")
                        .endsWith("\r\n\r\nhello");
            }
        }
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
