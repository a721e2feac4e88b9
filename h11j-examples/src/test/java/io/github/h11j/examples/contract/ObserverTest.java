package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.engine.ObservedConnection;
import io.github.h11j.engine.ObservedExchange;
import io.github.h11j.engine.Observer;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.blocking.Tunnel;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Responses;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One setting, and every server and client says what becomes of its connections and exchanges. */
class ObserverTest {

    /** Writes down what it hears, and throws all the same. */
    private static final class Log implements Observer {
        final List<String> lines = new CopyOnWriteArrayList<>();
        final List<ObservedConnection> closed = new CopyOnWriteArrayList<>();

        private void add(String line) {
            lines.add(line);
            throw new AssertionError("on purpose");
        }

        @Override
        public void connectionBegan(ObservedConnection connection) {
            add("connection");
        }

        @Override
        public void exchangeBegan(ObservedExchange exchange) {
            add("begins " + target(exchange));
        }

        @Override
        public void exchangeEnded(ObservedExchange exchange) {
            boolean complete = exchange.failure().isEmpty();
            add("ends " + target(exchange) + " " + exchange.status() + (complete ? "" : " failed"));
        }

        @Override
        public void connectionEnded(ObservedConnection connection) {
            closed.add(connection);
            add("closed");
        }

        private static String target(ObservedExchange exchange) {
            return exchange.request().map(request -> request.target()).orElse("-");
        }

        void await(String... expected) {
            Peer.await(lines, "the connection has ended", () -> lines.contains("closed"));
            assertThat(lines).containsExactly(expected);
        }
    }

    private static Kind.Running start(Kind kind, Log log) throws Exception {
        return kind.start(
                (request, exchange) -> {
                    switch (request.target()) {
                        case "/throws" -> throw new IllegalStateException("on purpose");
                        case "/never" ->
                            exchange.send(new Response(200, Headers.of("Content-Length", "10")), Data.utf8("begin"));
                        default -> exchange.send(Responses.text(200, "hello"));
                    }
                },
                ServerRules.DEFAULT.withObserver(log));
    }

    @ParameterizedTest
    @EnumSource
    void a_server_says_what_becomes_of_each(Kind kind) throws Exception {
        Log log = new Log();
        try (Kind.Running server = start(kind, log);
                Peer peer = server.connect()) {
            peer.write("GET /a HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.answer()).endsWith("hello");
            peer.write("GET /throws HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(peer.answer()).startsWith("HTTP/1.1 500");
            peer.write("nonsense\r\n\r\n");
            assertThat(peer.answer()).startsWith("HTTP/1.1 400");
            peer.end();
            log.await(
                    "connection",
                    "begins /a",
                    "ends /a 200",
                    "begins /throws",
                    "ends /throws 500 failed",
                    "begins -",
                    "ends - 400 failed",
                    "closed");
            ObservedConnection connection = log.closed.get(0);
            assertThat(connection.tls().isPresent()).isEqualTo(kind.isTls());
            assertThat(connection.peer()).isPresent();
            assertThat(connection.received()).isPositive();
            assertThat(connection.sent()).isPositive();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_server_says_what_was_cut_off(Kind kind) throws Exception {
        Log log = new Log();
        try (Kind.Running server = start(kind, log);
                Peer peer = server.connect()) {
            peer.write("GET /never HTTP/1.1\r\nHost: a\r\n\r\n");
            peer.readUntil("begin");
            peer.reset();
            log.await("connection", "begins /never", "ends /never 200 failed", "closed");
            assertThat(log.closed.get(0).failure()).isPresent();
        }
    }

    @ParameterizedTest
    @EnumSource(
            mode = EnumSource.Mode.MATCH_ANY,
            names = {"BLOCKING_CLIENT.*", "NIO_CLIENT.*"})
    void a_client_says_what_becomes_of_each(Way way) throws Exception {
        Log log = new Log();
        try (Played origin = new Played(way.isTls(), (peer, number) -> {
                    peer.message();
                    peer.ok("one");
                    peer.message();
                    peer.write("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nbegin");
                });
                Way.Caller caller = way.open(way.origin(origin.port()), ClientRules.DEFAULT.withObserver(log))) {
            assertThat(caller.call("GET", "/a", "").body()).isEqualTo("one");
            try {
                caller.call("GET", "/b", "");
            } catch (Exception e) {
                // it was cut
            }
            log.await("connection", "begins /a", "ends /a 200", "begins /b", "ends /b 200 failed", "closed");
            assertThat(log.closed.get(0).tls().isPresent()).isEqualTo(way.isTls());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void a_blocking_client_says_that_a_tunnel_has_ended(boolean aborts) throws Exception {
        Log log = new Log();
        ClientSettings settings = ClientSettings.DEFAULT.withRules(ClientRules.DEFAULT.withObserver(log));
        try (Played proxy = new Played(false, (peer, number) -> {
                    peer.message();
                    peer.write("HTTP/1.1 200 OK\r\n\r\n");
                    peer.readAll();
                });
                BlockingClient client = new BlockingClient(settings)) {
            Request request = new Request("CONNECT", "a:1", Headers.of("Host", "a:1"));
            Origin origin = Origin.http("localhost", proxy.port());
            Tunnel tunnel =
                    client.send(origin, request, RequestBody.NONE).tunnel().orElseThrow();
            tunnel.out().write(1);
            if (aborts) {
                tunnel.abort();
            }
            tunnel.close();
            log.await("connection", "begins a:1", "ends a:1 200", "closed");
            assertThat(log.closed.get(0).failure().isPresent()).isEqualTo(aborts);
            assertThat(client.connections()).isZero();
        }
    }
}
