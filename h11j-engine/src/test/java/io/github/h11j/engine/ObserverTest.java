package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.CloseReason;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What an observer learns of a server's and a client's connections. */
class ObserverTest extends ClientSessionFixture {

    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("client", 1);
    private static final String GET = "GET /a HTTP/1.1\r\nHost: a\r\n\r\n";

    private final List<String> seen = new ArrayList<>();
    private final List<ObservedExchange> ended = new ArrayList<>();
    private final List<ObservedConnection> closed = new ArrayList<>();

    private final Observer observer = new Observer() {
        @Override
        public void connectionBegan(ObservedConnection connection) {
            seen.add("connection");
        }

        @Override
        public void exchangeBegan(ObservedExchange exchange) {
            seen.add("begins " + target(exchange));
        }

        @Override
        public void exchangeEnded(ObservedExchange exchange) {
            seen.add("ends " + target(exchange) + " " + exchange.status());
            ended.add(exchange);
        }

        @Override
        public void connectionEnded(ObservedConnection connection) {
            seen.add("closed");
            closed.add(connection);
        }
    };

    private static String target(ObservedExchange exchange) {
        return exchange.request().map(request -> request.target()).orElse("-");
    }

    private ServerSession server(Handler handler, Observer with) {
        ServerSession session = new ServerSession(ServerRules.DEFAULT.withObserver(with), handler, host, PEER, now);
        session.opened(Optional.empty(), now);
        work(session);
        return session;
    }

    private ServerSession server(Handler handler) {
        return server(handler, observer);
    }

    private String settled(Session session) {
        String text = written(session);
        work(session);
        return text;
    }

    private ObservedExchange last() {
        return ended.get(ended.size() - 1);
    }

    @Test
    void an_exchange_begins_before_its_handler_and_ends_when_all_is_written() {
        ServerSession session = server((request, exchange) -> {
            seen.add("handler");
            exchange.send(Responses.text(200, "hello"));
        });
        now = 5;
        receive(session, GET + GET);
        assertThat(seen).containsExactly("connection", "begins /a", "handler", "begins /a", "handler");
        now = 7;
        String text = settled(session);
        assertThat(seen.subList(5, seen.size())).containsExactly("ends /a 200", "ends /a 200");
        assertThat(last().sent()).isEqualTo(text.length() / 2);
        assertThat(last().received()).isEqualTo(GET.length());
        assertThat(last().content()).isEqualTo(5);
        assertThat(last().begun()).isEqualTo(5);
        assertThat(last().ended()).isEqualTo(7);
        assertThat(last().failure()).isEmpty();
        now = 9;
        session.endOfInput(true, now);
        settled(session);
        ObservedConnection connection = closed.get(0);
        assertThat(last().connection()).isSameAs(connection);
        assertThat(connection.peer()).contains(PEER);
        assertThat(connection.tls()).isEmpty();
        assertThat(connection.begun()).isZero();
        assertThat(connection.ended()).isEqualTo(9);
        assertThat(connection.received()).isEqualTo(2L * GET.length());
        assertThat(connection.sent()).isEqualTo(text.length());
        assertThat(connection.closeReason()).contains(CloseReason.PEER_CLOSED);
        assertThat(connection.failure()).isEmpty();
    }

    @Test
    void a_response_that_could_not_be_written_has_failed() {
        ServerSession session = server((request, exchange) -> exchange.send(Responses.text(200, "hello")));
        receive(session, GET);
        session.take();
        session.written(10, now);
        IOException reset = new IOException("reset");
        session.outputFailed(reset, now);
        work(session);
        assertThat(last().sent()).isEqualTo(10);
        assertThat(last().failure()).contains(reset);
        assertThat(closed.get(0).failure()).contains(reset);
    }

    @Test
    void a_response_that_is_aborted_at_once_has_failed() {
        ServerSession session = server((request, exchange) -> {
            exchange.send(Responses.text(200, "hello"));
            session(exchange).abort(new IOException("aborted"), now);
        });
        receive(session, GET);
        assertThat(last().sent()).isZero();
        assertThat(last().content()).isEqualTo(5);
        assertThat(last().failure().orElseThrow()).hasMessage("aborted");
    }

    private static Session session(Exchange exchange) {
        return ((ServerExchange) exchange).session;
    }

    @Test
    void a_connection_that_lingers_too_long_leaves_a_response_incomplete_without_a_failure_of_its_own() {
        ServerSession session = server((request, exchange) -> exchange.send(
                new Response(200, Headers.of("Connection", "close")), Data.utf8("x"), new EndOfMessage()));
        receive(session, GET);
        session.abort(new IOException("slow"), now);
        work(session);
        assertThat(last().failure().orElseThrow()).hasMessage("slow");
    }

    @Test
    void what_a_handler_throws_is_its_failure_and_the_servers_answer_its_status() {
        ServerSession session = server((request, exchange) -> {
            throw new IllegalStateException("on purpose");
        });
        receive(session, GET);
        settled(session);
        assertThat(last().status()).isEqualTo(500);
        assertThat(last().content()).isPositive();
        assertThat(last().failure().orElseThrow()).hasMessage("on purpose");
    }

    @Test
    void a_request_that_cannot_be_read_is_an_exchange_without_a_request() {
        ServerSession session = server((request, exchange) -> {});
        receive(session, "nonsense\r\n\r\n");
        String text = settled(session);
        assertThat(seen).containsExactly("connection", "begins -", "ends - 400");
        assertThat(last().sent()).isEqualTo(text.length());
        assertThat(last().failure()).isPresent();
    }

    @Test
    void a_late_head_is_one_too_and_a_late_body_is_its_exchanges_failure() {
        ServerSession session = server((request, exchange) -> {});
        receive(session, "GET / HT");
        now = session.deadline();
        session.timeout(now);
        settled(session);
        assertThat(seen).containsExactly("connection", "begins -", "ends - 408");
        assertThat(last().begun()).isEqualTo(now);
        seen.clear();
        ServerSession other = server((request, exchange) -> exchange.receiveBody(new Body()));
        receive(other, "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhe");
        now = other.deadline();
        other.timeout(now);
        settled(other);
        assertThat(seen).containsExactly("connection", "begins /b", "ends /b 408");
        assertThat(last().failure()).isPresent();
    }

    private static final class Body implements BodyHandler {
        @Override
        public void data(Data data) {}

        @Override
        public void end(EndOfMessage end) {}
    }

    @Test
    void content_that_is_not_sent_does_not_count() {
        ServerSession session = server((request, exchange) -> exchange.send(Responses.text(200, "hello")));
        receive(session, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        settled(session);
        assertThat(last().content()).isZero();
        for (int status : new int[] {204, 304}) {
            ServerSession other = server(
                    (request, exchange) -> exchange.send(new Response(status, Headers.EMPTY), new EndOfMessage()));
            receive(other, GET);
            settled(other);
            assertThat(last().status()).isEqualTo(status);
            assertThat(last().content()).isZero();
        }
        ServerSession other = server((request, exchange) ->
                exchange.send(new Response(304, Headers.EMPTY), Data.utf8("dropped"), new EndOfMessage()));
        receive(other, GET);
        settled(other);
        assertThat(last().status()).isEqualTo(304);
        assertThat(last().content()).isZero();
    }

    @Test
    void a_connection_that_is_never_ready_ends_with_the_reason() {
        ServerSession session = new ServerSession(
                ServerRules.DEFAULT.withObserver(observer), (request, exchange) -> {}, host, PEER, now);
        now = session.deadline();
        session.timeout(now);
        work(session);
        assertThat(seen).containsExactly("connection", "closed");
        assertThat(closed.get(0).failure().orElseThrow()).hasMessageContaining("not ready");
    }

    @Test
    void a_connection_that_has_ended_cannot_fail_any_more() {
        ServerSession session = server((request, exchange) -> {});
        session.stop(now);
        work(session);
        session.abort(new IOException("too late"), now);
        session.inputFailed(new IOException("too late"), now);
        work(session);
        assertThat(closed.get(0).failure()).isEmpty();
    }

    @Test
    void a_switch_ends_the_exchange_and_not_the_connection() {
        ServerSession session = server((request, exchange) -> {
            exchange.send(Responses.switching("echo"));
            exchange.switchTo(new Other());
        });
        String head = "GET /u HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\n";
        receive(session, head + "hi");
        settled(session);
        assertThat(seen).containsExactly("connection", "begins /u", "ends /u 101");
        assertThat(last().received()).isEqualTo(head.length());
        assertThat(last().failure()).isEmpty();
        session.abort(new IOException("enough"), now);
        work(session);
        assertThat(closed.get(0).closeReason()).contains(CloseReason.SWITCHED);
    }

    @Test
    void what_it_throws_costs_nothing() {
        Observer broken = new Observer() {
            @Override
            public void exchangeEnded(ObservedExchange exchange) {
                throw new AssertionError("on purpose");
            }
        };
        ServerSession session = server((request, exchange) -> exchange.send(Responses.text(200, "hello")), broken);
        receive(session, GET);
        assertThat(settled(session)).startsWith("HTTP/1.1 200").endsWith("hello");
        assertThat(session.isClosing()).isFalse();
        assertThat(failures).containsExactly("an observer has failed");
        session.stop(now);
        work(session);
        assertThat(session.next()).isEqualTo(Next.CLOSE);
    }

    @Test
    void one_that_is_interested_in_nothing_is_one_too() {
        ServerSession session =
                server((request, exchange) -> exchange.send(Responses.text(200, "hello")), new Observer() {});
        receive(session, GET);
        assertThat(settled(session)).endsWith("hello");
        assertThat(failures).isEmpty();
    }

    // ---- A client

    private ClientSession client() {
        ClientSession session = opened(ClientRules.DEFAULT.withObserver(observer));
        work(session);
        return session;
    }

    @Test
    void an_exchange_of_a_client_ends_with_its_response() {
        ClientSession session = client();
        sendGet(session);
        int sent = settled(session).length();
        receive(session, "HTTP/1.1 103 Early Hints\r\n\r\n" + OK);
        assertThat(seen).containsExactly("connection", "begins /", "ends / 200");
        assertThat(last().sent()).isEqualTo(sent);
        assertThat(last().received()).isEqualTo(28 + OK.length());
        assertThat(last().content()).isEqualTo(2);
        assertThat(last().failure()).isEmpty();
        session.stop(now);
        work(session);
        assertThat(closed.get(0).peer()).isEmpty();
        assertThat(closed.get(0).closeReason()).isEmpty();
        assertThat(closed.get(0).failure()).isEmpty();
    }

    @Test
    void an_exchange_that_goes_to_another_connection_ends_on_this_one() {
        ClientSession session = client();
        sendGet(session);
        settled(session);
        receive(session, OK);
        ClientRequest again = sendGet(session);
        IOException reset = new IOException("reset");
        session.inputFailed(reset, now);
        work(session);
        assertThat(seen.subList(3, seen.size())).containsExactly("begins /", "ends / 0", "closed");
        assertThat(last().failure()).contains(reset);
        ClientSession other = client();
        other.send(again, now);
        work(other);
        settled(other);
        receive(other, OK);
        assertThat(last().failure()).isEmpty();
        assertThat(last().status()).isEqualTo(200);
    }

    @Test
    void the_end_decides_though_the_connection_is_lost_meanwhile() {
        ClientSession session = client();
        boolean[] fails = {false};
        for (int i = 0; i < 2; i++) {
            ClientSession one = i == 0 ? session : client();
            Listener listener = new Listener() {
                @Override
                public void end(EndOfMessage end) {
                    one.abort(new IOException("lost"), now);
                    if (fails[0]) {
                        throw new IllegalStateException("on purpose");
                    }
                }
            };
            one.send(request(listener, ClientRules.DEFAULT, get(), new EndOfMessage()), now);
            work(one);
            settled(one);
            receive(one, OK);
            assertThat(last().failure().map(Exception::getMessage))
                    .isEqualTo(fails[0] ? Optional.of("on purpose") : Optional.empty());
            fails[0] = true;
        }
    }

    @Test
    void a_request_that_may_not_be_sent_has_failed() {
        ClientSession session = client();
        send(session, new Request("GET", "/", Headers.EMPTY), new EndOfMessage());
        assertThat(seen).containsExactly("connection", "begins /", "ends / 0");
        assertThat(last().failure()).isPresent();
        assertThat(last().sent()).isZero();
    }
}
