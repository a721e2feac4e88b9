package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import io.github.h11j.examples.Echo;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A client that has sent its request and ended its stream, with TLS by close_notify, gets the answer (RFC 9112 §9.6, §9.8). In
 * TLS 1.2 the JDK ends both directions as soon as it sees close_notify.
 */
@Timeout(60)
class HalfCloseTest {

    private static final int LENGTH = 8 << 20;

    static Stream<Arguments> clients() {
        return Stream.of(
                Arguments.of(Kind.BLOCKING, ""),
                Arguments.of(Kind.BLOCKING_TLS, "TLSv1.2"),
                Arguments.of(Kind.BLOCKING_TLS, "TLSv1.3"),
                Arguments.of(Kind.NIO, ""),
                Arguments.of(Kind.NIO_TLS, "TLSv1.2"),
                Arguments.of(Kind.NIO_TLS, "TLSv1.3"),
                Arguments.of(Kind.NETTY, ""),
                // not with TLS 1.2: SslHandler looks for the end in all that it has read, and can send nothing after it
                Arguments.of(Kind.NETTY_TLS, "TLSv1.3"));
    }

    /** Every loop has seen what has come before. */
    private static void settle(Kind.Running server) throws Exception {
        for (int i = 0; i < 4; i++) {
            assertThat(server.talk("GET /now HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("now");
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void an_answer_that_comes_later_is_not_lost(Kind kind, String protocol) throws Exception {
        answersLater(kind, protocol, "GET /later HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    @ParameterizedTest
    @MethodSource("clients")
    void an_answer_to_a_body_that_nobody_wants_is_not_lost(Kind kind, String protocol) throws Exception {
        answersLater(kind, protocol, "POST /later HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello");
    }

    private static void answersLater(Kind kind, String protocol, String request) throws Exception {
        CompletableFuture<Exchange> waiting = new CompletableFuture<>();
        try (Kind.Running server = kind.start((head, exchange) -> {
                    if (head.target().equals("/now")) {
                        exchange.send(Responses.text(200, "now"));
                    } else {
                        waiting.complete(exchange);
                    }
                });
                Peer peer = server.connect(protocol)) {
            peer.write(request);
            Exchange exchange = waiting.get(20, TimeUnit.SECONDS);
            peer.end();
            settle(server);
            exchange.execute(() -> exchange.send(Responses.text(200, "later")));
            assertThat(peer.readAll()).startsWith("HTTP/1.1 200 ").endsWith("later");
            Peer.await("closed", () -> server.connections() == 0);
        }
    }

    /** Over TLS, too: the end must not wait until the connection is read again. */
    @ParameterizedTest
    @MethodSource("clients")
    void a_protocol_that_reads_nothing_can_end_its_own_stream(Kind kind, String protocol) throws Exception {
        CompletableFuture<Duplex> switched = new CompletableFuture<>();
        try (Kind.Running server = kind.start((request, exchange) -> {
                    if (request.target().equals("/now")) {
                        exchange.send(Responses.text(200, "now"));
                    } else {
                        exchange.send(Responses.switching("other"));
                        exchange.switchTo(new Deaf(switched));
                    }
                });
                Peer peer = server.connect(protocol)) {
            peer.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: other\r\n\r\n");
            assertThat(peer.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ");
            Duplex duplex = switched.get(20, TimeUnit.SECONDS);
            peer.write("x".repeat(300_000)); // more than is read ahead
            settle(server);
            duplex.execute(() -> {
                duplex.write(Bytes.utf8("bye"));
                duplex.end();
            });
            assertThat(peer.readAll()).isEqualTo("bye");
        }
    }

    /** Pauses at once, and for ever. */
    private record Deaf(CompletableFuture<Duplex> switched) implements ProtocolHandler {

        @Override
        public void opened(Duplex duplex) {
            duplex.pause();
            switched.complete(duplex);
        }

        @Override
        public void received(Bytes bytes) {
            // it does not read
        }

        @Override
        public void ended() {
            // it has ended already
        }

        @Override
        public void failed(Exception cause) {
            // the client goes
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void an_answer_that_is_long_is_not_cut(Kind kind, String protocol) throws Exception {
        try (Kind.Running server = kind.start((request, exchange) -> {
                    if (request.target().equals("/now")) {
                        exchange.send(Responses.text(200, "now"));
                    } else {
                        exchange.send(new Response(200, Headers.of("Content-Length", "" + LENGTH)));
                        new Sender(exchange).run();
                    }
                });
                Peer peer = server.connect(protocol)) {
            peer.write("GET /long HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 200 ");
            peer.end();
            settle(server);
            assertThat(peer.socket().getInputStream().readAllBytes()).hasSize(LENGTH);
            Peer.await("closed", () -> server.connections() == 0);
        }
    }

    /** Sends as fast as the client reads. */
    private static final class Sender implements Runnable {
        private static final int PART = 1 << 16;
        private final Exchange exchange;
        private int sent;

        Sender(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void run() {
            while (exchange.isWritable()) {
                exchange.send(Data.of(new byte[PART]));
                sent += PART;
                if (sent == LENGTH) {
                    exchange.send(new EndOfMessage());
                    return;
                }
            }
            exchange.onWritable(this);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void all_pipelined_requests_before_the_end_are_answered(Kind kind, String protocol) throws Exception {
        String one = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhello";
        try (Kind.Running server = kind.start(Echo::handle);
                Peer peer = server.connect(protocol)) {
            peer.write(one.repeat(50));
            peer.end();
            String answers = peer.readAll();
            // a body whose bytes came in two reads is echoed in two chunks
            assertThat(answers.replaceAll("\r\n[1-5]\r\n", "").split("hello", -1))
                    .hasSize(51);
            Peer.await("closed", () -> server.connections() == 0);
        }
    }

    @ParameterizedTest
    @MethodSource("clients")
    void a_request_that_is_cut_by_the_end_is_never_complete(Kind kind, String protocol) throws Exception {
        AtomicInteger complete = new AtomicInteger();
        try (Kind.Running server = kind.start((request, exchange) ->
                        WholeBody.receive(request, exchange, 10, (body, trailers) -> complete.incrementAndGet()));
                Peer peer = server.connect(protocol)) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhell");
            peer.end();
            assertThat(peer.readAll()).doesNotContain(" 200 ");
            Peer.await("closed", () -> server.connections() == 0);
            assertThat(complete).hasValue(0);
        }
    }
}
