package io.github.h11j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.app.AccessLog;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Solutions of the exercises of docs/guide/deployment.md. */
@Timeout(60)
class DeploymentExercisesTest {

    private static final Duration LONG = Duration.ofSeconds(20);

    private final ByteArrayOutputStream log = new ByteArrayOutputStream();

    private BlockingServer server(Handler handler) throws IOException {
        AccessLog observer = AccessLog.to(log, Clock.fixed(Instant.parse("2026-11-28T05:20:49Z"), ZoneOffset.UTC));
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                handler,
                BlockingSettings.DEFAULT.withRules(ServerRules.DEFAULT.withObserver(observer)));
    }

    private static Socket sent(BlockingServer server, String request) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
        return socket;
    }

    private static String all(Socket socket) throws IOException {
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
    }

    /** The proxy may have believed Content-Length, and forwarded this as one request. */
    @Test
    void exercise_1_the_server_answers_400_and_never_sees_what_was_smuggled() throws Exception {
        String smuggled = "GET /admin HTTP/1.1\r\nHost: a\r\n\r\n";
        String body = "0\r\n\r\n" + smuggled;
        try (BlockingServer server =
                        server((request, exchange) -> exchange.send(Responses.text(200, request.target())));
                Socket socket = sent(
                        server,
                        "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + body.length()
                                + "\r\nTransfer-Encoding: chunked\r\n\r\n" + body)) {
            socket.shutdownOutput();
            assertThat(all(socket)).startsWith("HTTP/1.1 400 ").doesNotContain("HTTP/1.1 200", "/admin");
            server.stop(LONG);
        }
        assertThat(log.toString(StandardCharsets.UTF_8)).contains(" 400 ").doesNotContain("/admin");
    }

    @Test
    void exercise_2_a_request_in_flight_is_answered_and_told_that_no_more_follows() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch stopping = new CountDownLatch(1);
        try (BlockingServer server = server((request, exchange) -> {
                    begun.countDown();
                    stopping.await();
                    exchange.send(Responses.text(200, "at last\n"));
                });
                Socket socket = sent(server, "GET / HTTP/1.1\r\nHost: a\r\n\r\n")) {
            begun.await();
            AtomicBoolean finished = new AtomicBoolean();
            Thread stop = new Thread(() -> finished.set(stop(server)));
            stop.start();
            // then each connection knows of the stop, and it waits for this one
            while (stop.getState() != Thread.State.TIMED_WAITING) {
                LockSupport.parkNanos(1_000_000);
            }
            stopping.countDown();
            assertThat(all(socket)).contains("\r\nConnection: close\r\n").endsWith("at last\n");
            stop.join();
            assertThat(finished).isTrue();
        }
    }

    private static boolean stop(BlockingServer server) {
        try {
            return server.stop(LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void exercise_3_a_client_cannot_end_the_quoted_text_or_the_line() throws Exception {
        try (BlockingServer server = server((request, exchange) -> exchange.send(Responses.text(200, "")));
                Socket socket = sent(
                        server, "GET / HTTP/1.1\r\nHost: a\r\nUser-Agent: x\" 200 0 \\\r\nConnection: close\r\n\r\n")) {
            all(socket);
            server.stop(LONG);
        }
        assertThat(log.toString(StandardCharsets.UTF_8))
                .hasLineCount(1)
                .endsWith("\"GET / HTTP/1.1\" 200 - \"-\" \"x\\\" 200 0 \\\\\"\n");
    }
}
