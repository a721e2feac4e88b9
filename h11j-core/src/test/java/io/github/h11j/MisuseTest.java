package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.GET;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNullPointerException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.StateMachine.Switch;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What no program may hand over is refused by the call that takes it, which names it and changes nothing. */
@SuppressWarnings({"NullAway", "DataFlowIssue"}) // null is the point
class MisuseTest {

    private static final Event[] NO_ARRAY = null;
    private static final List<Event> NO_LIST = null;

    private record Row(String name, ThrowingCallable call) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Row> constructors() {
        Headers none = Headers.EMPTY;
        return List.of(
                new Row("bytes", () -> new Data(null)),
                new Row("bytes", () -> new Data(null, true, true)),
                new Row("trailers", () -> new EndOfMessage(null)),
                new Row("method", () -> new Request(null, "/", none)),
                new Row("target", () -> new Request("GET", null, none)),
                new Row("headers", () -> new Request("GET", "/", null)),
                new Row("version", () -> new Request("GET", "/", none, null)),
                new Row("headers", () -> new Response(200, null)),
                new Row("reason", () -> new Response(200, null, none)),
                new Row("headers", () -> new Response(200, "OK", null)),
                new Row("version", () -> new Response(200, "OK", none, null)),
                new Row("headers", () -> new InformationalResponse(100, null)),
                new Row("reason", () -> new InformationalResponse(100, null, none)),
                new Row("headers", () -> new InformationalResponse(100, "", null)),
                new Row("version", () -> new InformationalResponse(100, "", none, null)),
                new Row("policy", () -> Connection.client(null)),
                new Row("policy", () -> Connection.server(null)));
    }

    @ParameterizedTest
    @MethodSource("constructors")
    void null_is_refused_when_a_value_is_made(Row row) {
        assertThatNullPointerException().isThrownBy(row.call()).withMessage(row.name());
    }

    @Test
    void null_is_refused_by_the_call_and_changes_nothing() {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Connection client = Connection.client(policy);
            List<Event> withNull = Arrays.asList(GET, null, END);
            List<Row> rows = List.of(
                    new Row("one of the events is null", () -> client.send((Event) null)),
                    new Row("one of the events is null", () -> client.send(GET, (Event) null)),
                    new Row("one of the events is null", () -> client.send(GET, END, null)),
                    new Row("one of the events is null", () -> client.send(withNull)),
                    new Row("one of the events is null", () -> client.sendWithDataPassthrough(GET, null, END)),
                    new Row("one of the events is null", () -> client.sendWithDataPassthrough(withNull)),
                    new Row("one of the events is null", () -> client.sendBody(0, GET, null)),
                    new Row("one of the events is null", () -> client.sendBody(0, withNull)),
                    new Row("one of the events is null", () -> client.check(GET, null, END)),
                    new Row("one of the events is null", () -> client.check(withNull)),
                    new Row("more", () -> client.send(GET, NO_ARRAY)),
                    new Row("more", () -> client.sendWithDataPassthrough(GET, NO_ARRAY)),
                    new Row("more", () -> client.check(GET, NO_ARRAY)),
                    new Row("first", () -> client.sendBody(0, NO_ARRAY)),
                    new Row("events", () -> client.send(NO_LIST)),
                    new Row("events", () -> client.sendWithDataPassthrough(NO_LIST)),
                    new Row("events", () -> client.sendBody(0, NO_LIST)),
                    new Row("events", () -> client.check(NO_LIST)),
                    new Row("text", () -> client.errorResponse(400, null)));
            for (Row row : rows) {
                assertThatNullPointerException().isThrownBy(row.call()).withMessage(row.name());
                assertThat(client.ourState()).isEqualTo(State.IDLE);
                assertThat(client.closeReason()).isEmpty();
            }
            assertThat(client.send(GET, END)).isNotEmpty();
        }
    }

    private static final Role NO_ROLE = null;

    @Test
    void no_role_is_none_of_the_two() {
        StateMachine machine = new StateMachine();
        Violation fold = Violation.OBS_FOLD;
        List<Row> rows = List.of(
                new Row("sender", () -> Policy.STRICT.tolerating(NO_ROLE, fold)),
                new Row("sender", () -> Policy.STRICT.refusing(NO_ROLE, fold)),
                new Row("sender", () -> Policy.STRICT.tolerances(NO_ROLE)),
                new Row("sender", () -> Policy.STRICT.tolerates(NO_ROLE, fold)),
                new Row("sender", () -> fold.isTolerable(NO_ROLE)),
                new Row("sender", () -> machine.process(NO_ROLE, EventType.REQUEST)),
                new Row("sender", () -> machine.process(NO_ROLE, EventType.RESPONSE, Switch.CONNECT)),
                new Row("sender", () -> StateMachine.refusal(machine.jointState(), NO_ROLE, EventType.REQUEST)),
                new Row("sender", () -> StateMachine.firingRules(machine.jointState(), NO_ROLE, EventType.REQUEST)),
                new Row("role", () -> machine.state(NO_ROLE)),
                new Row("role", () -> machine.jointState().state(NO_ROLE)),
                new Row("role", () -> Connection.client().state(NO_ROLE)));
        for (Row row : rows) {
            assertThatNullPointerException().isThrownBy(row.call()).withMessage(row.name());
        }
        assertThat(machine.jointState()).isEqualTo(new StateMachine().jointState());
    }

    /** A connection as a resource whose close looks whether the peer has ended well. */
    private record Resource(Connection connection) implements AutoCloseable {
        @Override
        public void close() {
            connection.nextEvent();
        }
    }

    @Test
    void an_error_that_is_thrown_again_while_it_is_on_its_way_stays_the_error() {
        Connection server = Talk.serverAfter("nonsense\r\n\r\n");
        RemoteProtocolException[] caught = new RemoteProtocolException[3];
        assertThatThrownBy(() -> {
                    try (Resource outer = new Resource(server);
                            Resource inner = new Resource(server)) {
                        assertThat(outer).isEqualTo(inner);
                        server.nextEvent();
                    }
                })
                .isInstanceOfSatisfying(RemoteProtocolException.class, e -> caught[0] = e);
        for (int i = 1; i < caught.length; i++) {
            int at = i;
            assertThatThrownBy(server::nextEvent)
                    .isInstanceOfSatisfying(RemoteProtocolException.class, e -> caught[at] = e);
        }
        assertThat(caught[2]).isNotSameAs(caught[1]).hasMessage(caught[0].getMessage());
        assertThat(caught[2].violation()).isEqualTo(caught[0].violation());
        assertThat(caught[2].offset()).isEqualTo(caught[0].offset());
        assertThat(caught[2].excerpt()).isEqualTo(caught[0].excerpt());
        assertThat(caught[2].unsolicitedStatus()).isEqualTo(caught[0].unsolicitedStatus());
        assertThat(Collections.nCopies(1, caught[2].getStackTrace().length)).containsOnly(0);
    }
}
