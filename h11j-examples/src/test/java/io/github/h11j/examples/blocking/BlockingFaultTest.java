package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Response;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.WholeBody;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Connections that break at every byte: nothing truncated is complete, and nothing is lost. */
@Timeout(60)
class BlockingFaultTest {

    private static final String REQUEST =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n";

    private static final String RESPONSE =
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: 1\r\n\r\n";

    @Test
    void requests_that_break_at_any_byte_leave_nothing_behind() throws Exception {
        AtomicInteger complete = new AtomicInteger();
        try (Lab lab = new Lab((request, exchange) -> WholeBody.receive(request, exchange, 10, (body, trailers) -> {
            complete.incrementAndGet();
            Lab.hello(request, exchange);
        }))) {
            for (boolean reset : new boolean[] {false, true}) {
                for (int cut = 0; cut < REQUEST.length(); cut++) {
                    try (Socket socket = lab.raw()) {
                        Lab.write(socket, REQUEST.substring(0, cut));
                        socket.setSoLinger(reset, 0);
                    }
                }
            }
            lab.awaitNoConnections();
            assertThat(complete).hasValue(0);
            assertThat(lab.talk(REQUEST)).startsWith("HTTP/1.1 200 ");
            assertThat(complete).hasValue(1);
            assertThat(lab.server.failures()).isZero();
        }
    }

    @Test
    void responses_that_break_at_any_byte_are_never_complete() throws Exception {
        try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
                BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(1))) {
            for (boolean reset : new boolean[] {false, true}) {
                for (int cut = 0; cut < RESPONSE.length(); cut++) {
                    Thread peer = answering(server, RESPONSE.substring(0, cut), reset);
                    assertThatThrownBy(() -> exchange(pool, server)).isInstanceOf(IOException.class);
                    peer.join(Lab.LONG.toMillis());
                    assertThat(pool.connections()).isZero();
                }
            }
            answering(server, RESPONSE, false);
            assertThat(exchange(pool, server)).isEqualTo("hello");
        }
    }

    @Test
    void clients_that_disconnect_at_any_byte_of_the_response_leave_nothing_behind() throws Exception {
        int length = 400_000;
        try (Lab lab = new Lab((request, exchange) -> {
            exchange.send(new Response(200, Headers.of("Content-Length", Integer.toString(length))));
            for (int sent = 0; sent < length; sent += 10_000) {
                exchange.send(new Data(Bytes.wrap(new byte[10_000])));
                exchange.flush();
            }
            exchange.send(new EndOfMessage());
        })) {
            for (boolean reset : new boolean[] {false, true}) {
                for (int cut = 0; cut < 200; cut++) { // the head and some of the body
                    try (Socket socket = lab.raw()) {
                        Lab.write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                        assertThat(socket.getInputStream().readNBytes(cut)).hasSize(cut);
                        socket.setSoLinger(reset, 0);
                    }
                }
            }
            lab.awaitNoConnections();
            assertThat(lab.server.failures()).isZero();
            try (BlockingClient client = lab.client()) {
                assertThat(client.send(lab.origin(), Lab.get("/"), RequestBody.NONE)
                                .readAll(length)
                                .length())
                        .isEqualTo(length);
            }
        }
    }

    @Test
    void a_body_that_runs_until_close_is_reset_when_the_handler_fails() throws Exception {
        try (Lab lab = new Lab((request, exchange) -> {
                    exchange.send(new Response(200, Headers.EMPTY), Data.utf8("half"));
                    exchange.flush();
                    throw new IllegalArgumentException("on purpose");
                });
                Socket socket = lab.raw()) {
            Lab.write(socket, "GET / HTTP/1.0\r\n\r\n");
            assertThatThrownBy(() -> Lab.readAll(socket)).isInstanceOf(SocketException.class);
        }
    }

    @Test
    void a_refused_event_changes_nothing() throws Exception {
        try (Lab lab = new Lab((request, exchange) -> {
                    exchange.send(new Response(200, Headers.of("Content-Length", "2")));
                    assertThatThrownBy(() -> exchange.send(Data.utf8("abc")))
                            .isInstanceOf(LocalProtocolException.class);
                    exchange.send(Data.utf8("ab"), EndOfMessage.NO_TRAILERS);
                });
                BlockingClient client = lab.client()) {
            for (int i = 0; i < 2; i++) {
                assertThat(Lab.text(client.send(lab.origin(), Lab.get("/"), RequestBody.NONE)))
                        .isEqualTo("ab");
            }
        }
    }

    @Test
    void the_exchange_is_notified_when_the_body_does_not_arrive() throws Exception {
        AtomicInteger told = new AtomicInteger();
        Duration quick = Duration.ofMillis(100);
        try (Lab lab = new Lab(
                        (request, exchange) -> {
                            exchange.onFailure(cause -> told.incrementAndGet());
                            Echo.handle(request, exchange);
                        },
                        BlockingSettings.DEFAULT.withRules(ServerRules.DEFAULT.withTimeouts(
                                new ServerRules.Timeouts(Lab.LONG, Lab.LONG, quick, Lab.LONG, Lab.LONG))));
                Socket socket = lab.raw()) {
            Lab.write(socket, "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n");
            assertThat(Lab.readAll(socket)).startsWith("HTTP/1.1 408 ");
            assertThat(told).hasValue(1);
        }
    }

    @Test
    void another_protocol_that_fails_ends_the_connection() throws Exception {
        AtomicInteger told = new AtomicInteger();
        ProtocolHandler failing = new ProtocolHandler() {
            @Override
            public void opened(Duplex duplex) {}

            @Override
            public void received(Bytes bytes) {
                throw new IllegalArgumentException("on purpose");
            }

            @Override
            public void ended() {}

            @Override
            public void failed(Exception cause) {
                told.incrementAndGet();
            }
        };
        try (Lab lab = new Lab((request, exchange) -> {
                    exchange.send(new Response(200, Headers.EMPTY));
                    exchange.switchTo(failing);
                });
                Socket socket = lab.raw()) {
            Lab.write(socket, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nabc");
            Lab.await(() -> told.get() == 1);
            lab.awaitNoConnections();
            assertThat(lab.server.failures()).isEqualTo(1);
        }
    }

    private static String exchange(BlockingClient pool, ServerSocket server) throws IOException {
        return Lab.text(pool.send(Origin.http("127.0.0.1", server.getLocalPort()), Lab.get("/"), RequestBody.NONE));
    }

    private static Thread answering(ServerSocket server, String text, boolean reset) {
        return Threads.start("breaking", () -> {
            try (Socket socket = server.accept()) {
                Lab.readUntil(socket, "\r\n\r\n");
                socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
                socket.setSoLinger(reset, 0);
            } catch (IOException e) {
                // shows in the client
            }
        });
    }
}
