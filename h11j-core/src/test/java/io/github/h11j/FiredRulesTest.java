package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.StateMachine.Switch;
import java.util.List;
import java.util.Set;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

/** A connection says which rows fired in its last step, and those rows are the whole step. */
class FiredRulesTest {

    private static final Request GET = new Request("GET", "/", Headers.of("Host", "a"));
    private static final EndOfMessage END = new EndOfMessage();

    /** Automaton and new state, or the operation. */
    private static List<String> fired(Connection connection) {
        return connection.firedRules().stream().map(FiredRulesTest::name).toList();
    }

    private static String name(Rule rule) {
        if (rule instanceof EventRule event) {
            return event.event() + " " + event.machine() + " " + event.to();
        }
        return rule instanceof StateRule state
                ? "- " + state.machine() + " " + state.to()
                : ((OperationRule) rule).operation().name();
    }

    @Test
    void an_exchange_fires_these_rows() {
        Connection server = Connection.server();
        server.recordFiredRules();
        assertThat(server.firedRules()).isEmpty();
        server.receiveData(Talk.bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"));
        assertThat(server.firedRules()).isEmpty();

        server.nextEvent();
        assertThat(fired(server)).containsExactly("REQUEST CLIENT SEND_BODY", "REQUEST SERVER SEND_RESPONSE");
        server.nextEvent();
        assertThat(fired(server)).containsExactly("DATA CLIENT SEND_BODY");
        server.nextEvent();
        assertThat(fired(server)).containsExactly("END_OF_MESSAGE CLIENT DONE");
        server.nextEvent();
        assertThat(fired(server)).isEmpty();

        server.check(new Response(204, Headers.EMPTY), END);
        assertThat(fired(server)).isEmpty();
        server.send(new Response(200, Headers.of("Content-Length", "1")), Data.utf8("1"), END);
        assertThat(fired(server))
                .containsExactly("RESPONSE SERVER SEND_BODY", "DATA SERVER SEND_BODY", "END_OF_MESSAGE SERVER DONE");
        server.startNextCycle();
        assertThat(fired(server)).containsExactly("START_NEXT_CYCLE");
    }

    @Test
    void each_call_that_sends_is_a_step() {
        Connection client = Connection.client();
        client.recordFiredRules();
        client.send(GET);
        client.send(END);
        assertThat(fired(client)).containsExactly("END_OF_MESSAGE CLIENT DONE");

        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Talk.drain(server);
        server.recordFiredRules();
        server.sendBody(1, new Response(200, Headers.of("Content-Length", "2")));
        assertThat(fired(server)).containsExactly("RESPONSE SERVER SEND_BODY", "DATA SERVER SEND_BODY");
        server.sendBody(1);
        assertThat(fired(server)).containsExactly("DATA SERVER SEND_BODY");
    }

    @Test
    void the_last_exchange_fires_keep_alive_and_the_states_that_follow() {
        Connection server = Connection.server();
        server.recordFiredRules();
        server.receiveData(Talk.bytes("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n"));
        server.nextEvent();
        assertThat(fired(server))
                .containsExactly("REQUEST CLIENT SEND_BODY", "REQUEST SERVER SEND_RESPONSE", "DISABLE_KEEP_ALIVE");
        server.nextEvent();
        assertThat(fired(server)).containsExactly("END_OF_MESSAGE CLIENT DONE", "- CLIENT MUST_CLOSE");
        server.sendFailed();
        assertThat(fired(server)).containsExactly("SERVER_ERROR");
    }

    @Test
    void a_switch_fires_its_proposal_and_takes_both_peers_along() {
        Connection client = Connection.client();
        client.recordFiredRules();
        client.send(new Request("CONNECT", "a:1", Headers.of("Host", "a:1")), END);
        assertThat(fired(client))
                .containsExactly(
                        "PROPOSE_CONNECT",
                        "REQUEST CLIENT SEND_BODY",
                        "REQUEST SERVER SEND_RESPONSE",
                        "END_OF_MESSAGE CLIENT DONE",
                        "- CLIENT MIGHT_SWITCH_PROTOCOL");
        assertThat(client.jointState())
                .isEqualTo(
                        new JointState(State.MIGHT_SWITCH_PROTOCOL, State.SEND_RESPONSE, true, Set.of(Switch.CONNECT)));
        client.receiveData(Talk.bytes("HTTP/1.1 200 OK\r\n\r\n"));
        client.nextEvent();
        assertThat(fired(client)).containsExactly("RESPONSE SERVER SWITCHED_PROTOCOL", "- CLIENT SWITCHED_PROTOCOL");
    }

    @Test
    void a_step_that_throws_has_its_rows() {
        Connection server = Connection.server();
        server.recordFiredRules();
        server.receiveData(Talk.bytes(" "));
        assertThat(Talk.drain(server)).hasSize(1);
        assertThat(fired(server)).containsExactly("CLIENT_ERROR", "DISABLE_KEEP_ALIVE");

        Connection client = Connection.client(Policy.STRICT.without(Option.REFUSE_WITHOUT_CHANGE));
        client.send(GET, END);
        client.recordFiredRules();
        assertThat(failed(() -> client.send(GET))).isTrue();
        assertThat(fired(client)).containsExactly("CLIENT_ERROR");
        assertThat(failed(client::startNextCycle)).isTrue();
        assertThat(fired(client)).isEmpty();
    }

    @Test
    void nothing_is_recorded_before_it_is_asked_for_and_what_is_returned_stays() {
        Connection client = Connection.client();
        client.send(GET);
        assertThat(client.firedRules()).isEmpty();
        client.recordFiredRules();
        client.send(END);
        List<Rule> rules = client.firedRules();
        assertThat(rules).hasSize(1);
        client.sendFailed();
        assertThat(rules).extracting(FiredRulesTest::name).containsExactly("END_OF_MESSAGE CLIENT DONE");
    }

    private static boolean failed(Runnable step) {
        try {
            step.run();
            return false;
        } catch (ProtocolException e) {
            return true;
        }
    }

    private static final List<String> WIRE = List.of(
            "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
            "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: 3\r\n\r\n",
            "abc",
            "GET / HTTP/1.1\r\nHost: a\r\nConnection: close, upgrade\r\nUpgrade: x\r\n\r\n",
            "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n",
            "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n",
            "HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\n",
            "HTTP/1.1 100 Continue\r\n\r\n",
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n",
            "HTTP/1.1 200 OK\r\n\r\nabc",
            "HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 0\r\n\r\n",
            "\r\n");

    private static final List<Event> EVENTS = List.of(
            GET,
            new Request("POST", "/", Headers.of("Host", "a", "Content-Length", "3", "Expect", "100-continue")),
            new Request("CONNECT", "a:1", Headers.of("Host", "a:1")),
            new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "x")),
            new InformationalResponse(100, Headers.EMPTY),
            new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "x")),
            new Response(200, Headers.of("Content-Length", "3")),
            new Response(200, Headers.EMPTY),
            new Response(503, Headers.of("Content-Length", "0", "Connection", "close")),
            Data.utf8("abc"),
            END,
            new ConnectionClosed());

    @Property(tries = 3000)
    void the_rows_that_fired_are_the_whole_step(
            @ForAll Role role,
            @ForAll boolean strict,
            @ForAll @Size(min = 4, max = 16) List<@IntRange(max = 39) Integer> walk) {
        Policy policy = strict ? Policy.STRICT : Policy.H11;
        Connection connection = role == Role.CLIENT ? Connection.client(policy) : Connection.server(policy);
        connection.recordFiredRules();
        for (int action : walk) {
            JointState before = connection.jointState();
            boolean isStep = take(connection, action);
            JointState after = isStep ? RowInterpreter.replay(before, connection.firedRules()) : before;
            assertThat(connection.jointState()).isEqualTo(after);
        }
    }

    /** Whether it is a step of the connection. */
    private static boolean take(Connection connection, int action) {
        if (action < WIRE.size()) {
            receive(connection, action);
            return false;
        }
        int event = action - WIRE.size();
        if (event < EVENTS.size()) {
            failed(() -> connection.send(EVENTS.get(event)));
        } else if (event < EVENTS.size() + 12) {
            failed(connection::nextEvent);
        } else if (event == EVENTS.size() + 12) {
            connection.sendFailed();
        } else {
            failed(connection::startNextCycle);
        }
        return true;
    }

    private static void receive(Connection connection, int wire) {
        if (wire == WIRE.size() - 1) {
            connection.receiveEof();
            return;
        }
        try {
            connection.receiveData(Talk.bytes(WIRE.get(wire)));
        } catch (IllegalStateException e) {
            assertThat(e).hasMessageContaining("after the end");
        }
    }
}
