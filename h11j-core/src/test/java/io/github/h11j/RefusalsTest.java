package io.github.h11j;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.RowInterpreter.EventStep;
import io.github.h11j.RowInterpreter.OperationStep;
import io.github.h11j.RowInterpreter.Step;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Refusal;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** The reason that is given for an event without a row is true in that joint state. */
class RefusalsTest {

    /** What is refused where. */
    record Refused(JointState now, Step step, Refusal refusal) {

        State client() {
            return now.client();
        }

        State server() {
            return now.server();
        }

        boolean isPending(Switch proposed) {
            return now.pendingSwitches().contains(proposed);
        }

        Optional<Switch> accepts() {
            return step instanceof EventStep event ? event.accepts() : Optional.empty();
        }

        boolean isSentBy(Role role) {
            return step instanceof EventStep event && event.sender() == role;
        }

        boolean is(EventType type) {
            return step instanceof EventStep event && event.event() == type;
        }
    }

    /** A part of a sentence, and when it is true. */
    private static final Map<String, Predicate<Refused>> CLAIMS = Map.ofEntries(
            entry("Only a client sends requests.", it -> it.is(EventType.REQUEST) && it.isSentBy(Role.SERVER)),
            entry(
                    "Only a server sends responses.",
                    it -> (it.is(EventType.RESPONSE) || it.is(EventType.INFORMATIONAL_RESPONSE))
                            && it.isSentBy(Role.CLIENT)),
            entry("Only a server accepts a switch.", it -> it.accepts().isPresent() && it.isSentBy(Role.CLIENT)),
            entry(
                    "Only a 101 (Switching Protocols) response accepts an upgrade.",
                    it -> it.accepts().equals(Optional.of(Switch.UPGRADE)) && !it.is(EventType.INFORMATIONAL_RESPONSE)),
            entry(
                    "Only a 2xx response to CONNECT opens a tunnel.",
                    it -> it.accepts().equals(Optional.of(Switch.CONNECT)) && !it.is(EventType.RESPONSE)),
            entry("The client broke the protocol or did not send", it -> it.client() == State.ERROR),
            entry("The server broke the protocol or did not send", it -> it.server() == State.ERROR),
            entry("the connection is closed without another event", it -> it.is(EventType.CONNECTION_CLOSED)),
            entry("the server would not understand what follows", it -> it.isSentBy(Role.CLIENT)),
            entry("the client would not understand what follows", it -> it.isSentBy(Role.SERVER)),
            entry(
                    "The connection speaks another protocol now",
                    it -> it.client() == State.SWITCHED_PROTOCOL || it.server() == State.SWITCHED_PROTOCOL),
            entry("the client sends no more HTTP on it", it -> it.client() == State.SWITCHED_PROTOCOL),
            entry("the server sends no more HTTP on it", it -> it.server() == State.SWITCHED_PROTOCOL),
            entry("The server has switched to another protocol", it -> it.server() == State.SWITCHED_PROTOCOL),
            entry("The client has closed its sending side", it -> it.client() == State.CLOSED),
            entry("The server has closed its sending side", it -> it.server() == State.CLOSED),
            entry(
                    "The client has proposed a switch that the server has neither accepted nor declined",
                    it -> it.client() == State.MIGHT_SWITCH_PROTOCOL
                            && !it.now().pendingSwitches().isEmpty()
                            && it.server() != State.SWITCHED_PROTOCOL),
            entry(
                    "The server is sending a response that no request asked for",
                    it -> it.client() == State.IDLE && it.server() == State.SEND_BODY),
            entry(
                    "The server has completed its response before any request",
                    it -> it.client() == State.IDLE && it.server() == State.DONE),
            entry("The server is not waiting for a request", it -> it.server() != State.IDLE),
            entry("would not answer", it -> it.server() != State.IDLE && it.server() != State.SEND_RESPONSE),
            entry("The client's request is not complete", it -> it.client() == State.SEND_BODY),
            entry("The client's request is complete", it -> it.client() == State.DONE),
            entry("The client's request has ended already", it -> it.client() == State.DONE),
            entry("the next one comes after startNextCycle()", it -> it.server() == State.DONE),
            entry("The client has begun no request", it -> it.client() == State.IDLE),
            entry("The client is sending no request and may begin none", it -> it.client() == State.MUST_CLOSE),
            entry("The server has not begun its final response", it -> it.server() == State.SEND_RESPONSE),
            entry("The server's response is not complete", it -> it.server() == State.SEND_BODY),
            entry("The server's response is complete", it -> it.server() == State.DONE),
            entry("The server's response has ended already", it -> it.server() == State.DONE),
            entry("The server has already begun its final response", it -> it.server() == State.SEND_BODY),
            entry("The server has already completed its final response", it -> it.server() == State.DONE),
            entry("The server has begun no response", it -> it.server() == State.IDLE),
            entry("The server is sending no response and may begin none", it -> it.server() == State.MUST_CLOSE),
            entry("The server has nothing left to answer", it -> it.server() == State.MUST_CLOSE),
            entry("There is no request to respond to", it -> it.server() == State.IDLE),
            entry("There is no request that asks for a tunnel", it -> it.server() == State.IDLE),
            entry(
                    "The client's request does not propose an upgrade",
                    it -> it.server() == State.SEND_RESPONSE && !it.isPending(Switch.UPGRADE)),
            entry(
                    "The client's request is not CONNECT",
                    it -> it.server() == State.SEND_RESPONSE && !it.isPending(Switch.CONNECT)),
            entry("The client's request still needs a final response", it -> it.server() == State.SEND_RESPONSE),
            entry("The connection ends with this exchange", it -> !it.now().keepAlive()),
            entry("both peers are idle already", it -> it.client() == State.IDLE && it.server() == State.IDLE),
            entry(
                    "There is no complete exchange of a request and its response",
                    it -> it.client() == State.IDLE && it.server() == State.DONE));

    /** Everything that is illegal in a joint state that can be reached. */
    static List<Refused> refused() {
        List<Refused> all = new ArrayList<>();
        for (JointState now : RowInterpreter.reachable().keySet()) {
            for (Step step : RowInterpreter.steps()) {
                refusal(now, step).ifPresent(refusal -> all.add(new Refused(now, step, refusal)));
            }
        }
        return all;
    }

    private static Optional<Refusal> refusal(JointState now, Step step) {
        if (step instanceof OperationStep operation) {
            return StateMachine.refusal(now, operation.operation());
        }
        EventStep event = (EventStep) step;
        return event.accepts().isEmpty()
                ? StateMachine.refusal(now, event.sender(), event.event())
                : StateMachine.refusal(
                        now, event.sender(), event.event(), event.accepts().get());
    }

    @Test
    void an_event_has_a_reason_exactly_if_it_has_no_row_be_the_states_reachable_or_not() {
        int illegal = 0;
        for (JointState now : everyJointState()) {
            for (Step step : RowInterpreter.steps()) {
                boolean legal = !RowInterpreter.rows(now, step).isEmpty();
                Optional<Refusal> refusal = refusal(now, step);
                assertThat(refusal.isEmpty()).as("%s: %s", now, step).isEqualTo(legal);
                illegal += legal ? 0 : 1;
            }
        }
        assertThat(illegal).isGreaterThan(5000);
    }

    private static List<JointState> everyJointState() {
        List<JointState> all = new ArrayList<>();
        for (State client : State.values()) {
            for (State server : State.values()) {
                if (client == State.SEND_RESPONSE || server == State.MIGHT_SWITCH_PROTOCOL) {
                    continue;
                }
                for (boolean keepAlive : new boolean[] {true, false}) {
                    for (Set<Switch> pending : List.of(
                            Set.<Switch>of(),
                            Set.of(Switch.UPGRADE),
                            Set.of(Switch.CONNECT),
                            Set.of(Switch.UPGRADE, Switch.CONNECT))) {
                        all.add(new JointState(client, server, keepAlive, pending));
                    }
                }
            }
        }
        return all;
    }

    @Test
    void every_reason_is_a_sentence_with_its_section() {
        assertThat(refused()).isNotEmpty().allSatisfy(it -> {
            assertThat(it.refusal().source()).matches("RFC 911[02] §[0-9]+(\\.[0-9]+)*");
            assertThat(it.refusal().explanation()).matches("[A-Z].*[a-z)]\\.");
        });
    }

    @Test
    void every_reason_is_true_where_it_is_given() {
        Map<String, Integer> used = new HashMap<>();
        for (Refused each : refused()) {
            Set<String> claims = new HashSet<>(CLAIMS.keySet());
            claims.removeIf(claim -> !each.refusal().explanation().contains(claim));
            assertThat(claims).as("what %s claims", each).isNotEmpty();
            for (String claim : claims) {
                assertThat(CLAIMS.get(claim).test(each))
                        .as("\"%s\" of %s", claim, each)
                        .isTrue();
                used.merge(claim, 1, Integer::sum);
            }
        }
        assertThat(used.keySet()).isEqualTo(CLAIMS.keySet());
    }
}
