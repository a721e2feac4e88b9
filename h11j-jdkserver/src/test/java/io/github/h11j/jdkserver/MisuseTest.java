package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import io.github.h11j.Headers;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** What a handler must not do, threads that are interrupted, and a logger that throws: each costs one exchange at most. */
@Timeout(120)
class MisuseTest extends ServerFixture {

    private void start(HttpHandler handler) throws IOException {
        server = Provider.H11J.server();
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.createContext("/fine", exchange -> answer(exchange, "fine"));
        server.start();
    }

    /** What the handler does wrong. */
    @SuppressWarnings("ImmutableEnumChecker") // the handlers keep nothing
    enum Misuse {
        A_NEGATIVE_LENGTH("GET", x -> x.sendResponseHeaders(200, -2)),
        ANOTHER_PROTOCOL("GET", x -> x.sendResponseHeaders(101, -1)),
        NO_STATUS_CODE("GET", x -> x.sendResponseHeaders(99, -1)),
        A_LENGTH_THAT_IS_NO_NUMBER("HEAD", x -> {
            x.getResponseHeaders().set("Content-Length", "five");
            x.sendResponseHeaders(200, -1);
        }),
        A_426_THAT_NAMES_NO_PROTOCOL("GET", x -> x.sendResponseHeaders(426, -1)),
        A_426_WITH_A_BODY("GET", x -> {
            x.sendResponseHeaders(426, 0);
            x.close();
        });

        private final String method;
        private final HttpHandler handler;

        Misuse(String method, HttpHandler handler) {
            this.method = method;
            this.handler = handler;
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_response_that_cannot_be_sent_is_the_handlers_fault(Misuse misuse) throws Exception {
        CompletableFuture<Exception> thrown = new CompletableFuture<>();
        start(exchange -> {
            try {
                misuse.handler.handle(exchange);
            } catch (RuntimeException e) {
                thrown.complete(e);
                throw e;
            }
        });
        try (Raw client = client()) {
            client.send(misuse.method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.read(misuse.method.equals("HEAD")).status()).isEqualTo("500");
            assertThat(thrown.get(20, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
            assertThat(client.get("/fine").read().body()).isEqualTo("fine");
        }
    }

    /** Nothing limits how long a handler may take, so the client would wait for ever. */
    @ParameterizedTest
    @EnumSource
    void a_client_does_not_wait_for_a_response_that_could_not_be_sent(Misuse misuse) throws Exception {
        start(exchange -> {
            try {
                misuse.handler.handle(exchange);
            } catch (RuntimeException e) {
                exchange.close(); // and the exception is lost
            }
        });
        try (Raw client = client()) {
            client.send(misuse.method + " / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(client.read(misuse.method.equals("HEAD")).status()).isIn("500", "nothing");
        }
    }

    @Test
    void a_handler_can_respond_with_another_head_if_its_first_one_is_refused() throws Exception {
        start(exchange -> {
            exchange.getResponseHeaders().set("Content-Length", "five");
            assertThatThrownBy(() -> exchange.sendResponseHeaders(304, -1))
                    .isInstanceOf(IllegalArgumentException.class);
            assertThat(exchange.getResponseCode()).isEqualTo(-1);
            answer(exchange, "sorry");
        });
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("sorry");
        }
    }

    /** The client must not take what was announced for what the handler meant. */
    @Test
    void a_byte_more_than_was_announced_fails_the_response_though_its_handler_does_not_notice() throws Exception {
        CompletableFuture<Exception> thrown = new CompletableFuture<>();
        start(exchange -> {
            exchange.sendResponseHeaders(200, 5);
            OutputStream out = exchange.getResponseBody();
            out.write("hello".getBytes(ISO_8859_1));
            try {
                out.write('!');
            } catch (IOException e) {
                thrown.complete(e);
            }
            exchange.close();
        });
        try (Raw client = client()) {
            assertThat(client.get("/").read().status()).isEqualTo("500");
            assertThat(thrown.get(20, TimeUnit.SECONDS)).hasMessageContaining("too many bytes");
            assertThat(client.get("/fine").read().body()).isEqualTo("fine");
        }
    }

    @Test
    void the_streams_of_an_exchange_that_is_over_are_closed() throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        start(exchange -> {
            answer(exchange, "over");
            exchange.getResponseBody().flush(); // as with other streams of the JDK, this does nothing
            exchange.getResponseBody().close();
            outcome.complete(failure(() -> exchange.getRequestBody().read())
                    + ", " + failure(() -> exchange.getRequestBody().available())
                    + ", " + failure(() -> exchange.getResponseBody().write('x')));
        });
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("over");
            assertThat(outcome.get(20, TimeUnit.SECONDS))
                    .isEqualTo("the stream is closed, the stream is closed, the stream is closed");
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private static String failure(Step step) {
        try {
            step.run();
            return "no failure";
        } catch (IOException e) {
            return e.getMessage();
        }
    }

    @Test
    void what_is_available_of_a_body_can_be_read_without_waiting() throws IOException {
        start(exchange -> {
            InputStream body = exchange.getRequestBody();
            StringBuilder seen = new StringBuilder();
            seen.append((char) body.read()); // the rest has come with it
            seen.append(' ').append(body.available()).append(' ');
            seen.append(new String(body.readNBytes(body.available()), ISO_8859_1));
            seen.append(' ').append(body.read()).append(' ').append(body.available());
            answer(exchange, seen.toString());
        });
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
            assertThat(client.read().body()).isEqualTo("h 4 ello -1 0");
        }
    }

    /** It would go on for ever: no more can become available. */
    @Test
    void a_handler_that_waits_for_more_to_be_available_ends_when_the_client_goes() throws Exception {
        CompletableFuture<String> outcome = new CompletableFuture<>();
        start(exchange -> outcome.complete(failure(() -> {
            while (exchange.getRequestBody().available() < 5) {
                LockSupport.parkNanos(1_000_000);
            }
        })));
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
        }
        assertThat(outcome.get(20, TimeUnit.SECONDS)).isEqualTo("the request is not complete");
    }

    static Stream<Arguments> changes() {
        return Stream.of(
                Arguments.of("add", change(fields -> fields.add("a", "2"))),
                Arguments.of("set", change(fields -> fields.set("a", "2"))),
                Arguments.of("put", change(fields -> fields.put("a", List.of("2")))),
                Arguments.of("remove", change(fields -> fields.remove("a"))),
                Arguments.of("putAll", change(fields -> fields.putAll(Map.of("a", List.of("2"))))),
                Arguments.of("clear", change(Map::clear)),
                Arguments.of("get", change(fields -> fields.get("a").add("2"))),
                Arguments.of("keySet", change(fields -> fields.keySet().remove("A"))),
                Arguments.of("values", change(fields -> fields.values().clear())),
                Arguments.of("entrySet", change(fields -> fields.entrySet().clear())),
                Arguments.of(
                        "entry",
                        change(fields -> fields.entrySet().iterator().next().setValue(List.of()))));
    }

    private static Consumer<com.sun.net.httpserver.Headers> change(Consumer<com.sun.net.httpserver.Headers> change) {
        return change;
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("changes")
    void the_fields_of_a_request_cannot_be_changed(String name, Consumer<com.sun.net.httpserver.Headers> change) {
        RequestHeaders fields = new RequestHeaders(Headers.of("A", "1"));
        assertThatThrownBy(() -> change.accept(fields)).as(name).isInstanceOf(UnsupportedOperationException.class);
        assertThat(fields).hasSize(1).containsEntry("A", List.of("1"));
    }

    // ---- Threads that are interrupted

    /** If the handler's thread is the one that reads the socket, it notices this when something comes. */
    @Test
    void a_handler_that_is_interrupted_stops_reading_and_stays_interrupted() throws Exception {
        CompletableFuture<Thread> reading = new CompletableFuture<>();
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        start(exchange -> {
            reading.complete(Thread.currentThread());
            try {
                exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
            } catch (InterruptedIOException e) {
                interrupted.complete(Thread.interrupted());
                throw e;
            }
        });
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n\r\n");
            reading.get(20, TimeUnit.SECONDS).interrupt();
            sendUntil(interrupted, client);
            assertThat(interrupted.get(20, TimeUnit.SECONDS)).isTrue();
        }
        try (Raw other = client()) {
            assertThat(other.get("/fine").read().body()).isEqualTo("fine");
        }
    }

    private static void sendUntil(CompletableFuture<?> done, Raw client) throws IOException {
        try {
            while (!done.isDone()) {
                client.send("x");
            }
        } catch (SocketException e) {
            // the server has closed the connection: the request is not read any more
        }
    }

    @Test
    void a_stop_that_is_interrupted_waits_no_longer() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        start(exchange -> {
            begun.countDown();
            exchange.getRequestBody().read();
        });
        try (Raw client = client()) {
            client.send("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            begun.await();
            Thread.currentThread().interrupt();
            server.stop(1000);
            assertThat(Thread.interrupted()).isTrue();
            assertThat(client.read().status()).isEqualTo("nothing");
        }
    }

    @Test
    void a_thread_that_is_interrupted_can_start_a_server() throws Exception {
        Thread.currentThread().interrupt();
        start(exchange -> answer(exchange, "started"));
        assertThat(Thread.interrupted()).isTrue();
        try (Raw client = client()) {
            assertThat(client.get("/").read().body()).isEqualTo("started");
        }
    }

    // ---- A logger that throws

    /** To log, the application may need memory or a file descriptor, of which there may be none when there is most to log. */
    @Test
    void a_logger_that_throws_does_not_keep_the_server_from_answering() throws IOException {
        Logger logger = Logger.getLogger("io.github.h11j.jdkserver");
        Handler throwing = new Handler() {
            @Override
            public void publish(LogRecord event) {
                throw new OutOfMemoryError("on purpose");
            }

            @Override
            public void flush() {
                // nothing is kept
            }

            @Override
            public void close() {
                // nothing is kept
            }
        };
        server = Provider.H11J.server();
        server.setExecutor(task -> {
            throw new RejectedExecutionException("on purpose");
        });
        server.createContext("/", exchange -> answer(exchange, "unused"));
        server.start();
        logger.addHandler(throwing);
        try (Raw client = client()) {
            assertThat(client.get("/").read().status()).isEqualTo("503");
            assertThat(client.get("/").read().status()).isEqualTo("503");
        } finally {
            logger.removeHandler(throwing);
        }
    }
}
