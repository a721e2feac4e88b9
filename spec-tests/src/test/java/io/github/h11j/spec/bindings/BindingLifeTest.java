package io.github.h11j.spec.bindings;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.bindings.RunningServer.Timeouts;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Tests each binding with what the kit does not cover: a head or a body that does not arrive, and a shutdown. */
class BindingLifeTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final int GIVE_UP_MILLIS = 20_000;

    enum Kind {
        BLOCKING,
        NIO,
        NETTY;

        RunningServer start(Timeouts timeouts) throws IOException {
            return switch (this) {
                case BLOCKING -> BlockingBinding.start(timeouts);
                case NIO -> NioBinding.start(timeouts);
                case NETTY -> NettyBinding.start(timeouts);
            };
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_head_that_does_not_come_in_time_is_answered_with_408(Kind kind) throws Exception {
        RunningServer server = kind.start(new Timeouts(LONG, SHORT, LONG));
        try (Socket socket = connect(server)) {
            write(socket, "GET / HTTP/1.1\r\nHost:");

            assertThat(readAll(socket)).startsWith("HTTP/1.1 408 ").contains("\r\nDate: ", "\r\nConnection: close\r\n");
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_second_head_that_does_not_come_in_time_is_answered_with_408_too(Kind kind) throws Exception {
        RunningServer server = kind.start(new Timeouts(LONG, SHORT, LONG));
        try (Socket socket = connect(server)) {
            write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTT");

            assertThat(readAll(socket)).startsWith("HTTP/1.1 200 OK\r\n").contains("\r\n\r\nHello\nHTTP/1.1 408 ");
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_does_not_come_in_time_is_answered_with_408(Kind kind) throws Exception {
        RunningServer server = kind.start(new Timeouts(LONG, LONG, SHORT));
        try (Socket socket = connect(server)) {
            write(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            write(socket, "ab");

            assertThat(readAll(socket)).startsWith("HTTP/1.1 408 ");
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_connection_without_a_request_is_closed_silently(Kind kind) throws Exception {
        RunningServer server = kind.start(new Timeouts(SHORT, LONG, LONG));
        try (Socket socket = connect(server)) {
            assertThat(readAll(socket)).isEmpty();
        } finally {
            server.stop(Duration.ZERO);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_closes_idle_connections_and_lets_a_request_in_flight_end(Kind kind) throws Exception {
        RunningServer server = kind.start(Timeouts.LONG);
        try (Socket idle = connect(server);
                Socket busy = connect(server)) {
            write(idle, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(readUntil(idle, "Hello\n")).startsWith("HTTP/1.1 200 OK\r\n");
            write(busy, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(readUntil(busy, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");
            CompletableFuture<Boolean> stopped = stop(server, LONG);

            assertThat(readAll(idle)).isEmpty();
            write(busy, "abcde");
            assertThat(readAll(busy))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .contains("\r\nConnection: close\r\n")
                    .endsWith("\r\n\r\nabcde");
            idle.shutdownOutput();
            busy.shutdownOutput();
            assertThat(stopped.join()).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_stop_cuts_off_what_does_not_end_in_time(Kind kind) throws Exception {
        RunningServer server = kind.start(Timeouts.LONG);
        try (Socket busy = connect(server)) {
            write(busy, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\nExpect: 100-continue\r\n\r\n");
            assertThat(readUntil(busy, "\r\n\r\n")).startsWith("HTTP/1.1 100 ");

            assertThat(server.stop(SHORT)).isFalse();
            assertThat(readAll(busy)).isEmpty();
        }
    }

    private static CompletableFuture<Boolean> stop(RunningServer server, Duration atMost) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                return server.stop(atMost);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static Socket connect(RunningServer server) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port());
        socket.setSoTimeout(GIVE_UP_MILLIS);
        return socket;
    }

    private static void write(Socket socket, String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Reads until the end of the stream; a reset counts as an end. */
    private static String readAll(Socket socket) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        try {
            for (int b = in.read(); b >= 0; b = in.read()) {
                text.append((char) b);
            }
        } catch (SocketException e) {
            return text.toString();
        }
        return text.toString();
    }

    private static String readUntil(Socket socket, String end) throws IOException {
        StringBuilder text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (!text.toString().endsWith(end)) {
            int b = in.read();
            if (b < 0) {
                throw new IOException("ended after: " + text);
            }
            text.append((char) b);
        }
        return text.toString();
    }
}
