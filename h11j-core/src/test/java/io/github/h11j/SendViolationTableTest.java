package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.h11j.SendViolationCases.Fault;
import io.github.h11j.SendViolationCases.Row;
import java.util.EnumSet;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Each violation of {@link SendViolationCases} is refused, by check as by send, without a byte. */
class SendViolationTableTest {

    private static final Event[] NONE = {};

    /** All that a connection tells of itself. */
    private record Snapshot(
            List<State> states, List<Object> facts, boolean reusable, boolean client100, boolean they100) {

        static Snapshot of(Connection connection) {
            return new Snapshot(
                    List.of(connection.ourState(), connection.theirState()),
                    List.of(
                            connection.closeReason(),
                            connection.theirHttpVersion(),
                            connection.trailingData(),
                            connection.discardedBytes()),
                    connection.isReusable(),
                    connection.clientIsWaitingFor100Continue(),
                    connection.theyAreWaitingFor100Continue());
        }
    }

    static List<Row> rows() {
        return SendViolationCases.rows();
    }

    static List<Row> rowsOfSentEvents() {
        return rows().stream().filter(row -> row.fault() != Fault.NOT_MADE).toList();
    }

    private static LocalProtocolException refusal(ThrowingCallable call) {
        LocalProtocolException refusal = catchThrowableOfType(LocalProtocolException.class, call);
        assertThat(refusal).isNotNull();
        return refusal;
    }

    private static byte[] send(Connection connection, Row row) {
        return connection.send(row.events().get());
    }

    private static void check(Connection connection, List<Event> events) {
        connection.check(events.get(0), events.subList(1, events.size()).toArray(NONE));
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_events_are_refused_with_the_violation(Row row) {
        Connection connection = row.connection();
        Snapshot before = Snapshot.of(connection);
        LocalProtocolException refusal = refusal(() -> send(connection, row));
        assertThat(refusal.violation()).isEqualTo(row.violation());
        assertThat(refusal.statusHint()).isEqualTo(row.violation().statusHint());
        assertThat(refusal.offset()).isEmpty();
        assertThat(refusal.excerpt()).isEmpty();
        assertThat(refusal).hasMessageStartingWith(row.violation().text() + " (");
        assertThat(refusal.getStackTrace()).isNotEmpty();
        if (row.policy().has(Option.REFUSE_WITHOUT_CHANGE) || row.fault() != Fault.IN_CONVERSATION) {
            assertThat(Snapshot.of(connection)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("rowsOfSentEvents")
    void without_the_option_only_an_event_at_fault_by_itself_changes_nothing(Row row) {
        Connection connection = row.connection(row.policy().without(Option.REFUSE_WITHOUT_CHANGE));
        Snapshot before = Snapshot.of(connection);
        refusal(() -> send(connection, row));
        if (row.fault() == Fault.IN_CONVERSATION) {
            assertThat(connection.ourState()).isEqualTo(State.ERROR);
            assertThat(connection.closeReason()).isPresent();
        } else {
            assertThat(Snapshot.of(connection)).isEqualTo(before);
        }
    }

    @ParameterizedTest
    @MethodSource("rowsOfSentEvents")
    void check_throws_the_same_and_changes_nothing(Row row) {
        Connection connection = row.connection();
        Snapshot before = Snapshot.of(connection);
        LocalProtocolException checked =
                refusal(() -> check(connection, row.events().get()));
        assertThat(Snapshot.of(connection)).isEqualTo(before);
        LocalProtocolException sent = refusal(() -> send(connection, row));
        assertThat(checked.violation()).isEqualTo(sent.violation());
        assertThat(checked).hasMessage(sent.getMessage());
    }

    @ParameterizedTest
    @MethodSource("rowsOfSentEvents")
    void sending_with_data_passed_through_refuses_alike(Row row) {
        Connection connection = row.connection();
        List<Event> events = row.events().get();
        LocalProtocolException refusal = refusal(() -> connection.sendWithDataPassthrough(
                events.get(0), events.subList(1, events.size()).toArray(NONE)));
        assertThat(refusal.violation()).isEqualTo(row.violation());
    }

    @ParameterizedTest
    @MethodSource("rowsOfSentEvents")
    void a_body_from_outside_after_the_events_is_refused_alike(Row row) {
        Connection connection = row.connection();
        LocalProtocolException refusal =
                refusal(() -> connection.sendBody(0, row.events().get().toArray(NONE)));
        assertThat(refusal.violation()).isEqualTo(row.violation());
    }

    @Test
    void every_violation_that_is_only_of_what_is_sent_has_a_row() {
        assertThat(SendViolationCases.covered())
                .containsAll(EnumSet.range(Violation.VERSION_NOT_SENT, Violation.NOT_REUSABLE))
                .contains(
                        Violation.BAD_METHOD,
                        Violation.BAD_TARGET,
                        Violation.BAD_REASON,
                        Violation.BAD_STATUS_CODE,
                        Violation.BAD_FIELD_NAME,
                        Violation.BAD_FIELD_VALUE);
    }

    @Test
    void the_message_shows_what_is_at_fault_escaped() {
        LocalProtocolException refusal = refusal(() -> Headers.of("a", "b\r\n\u0100"));
        assertThat(refusal)
                .hasMessage("a field value contains a character that is never allowed (RFC 9110 §5.5): \"a: b\\r***\"");
    }
}
