package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ViolationTableTest {

    static List<ViolationCases.Row> rows() {
        return ViolationCases.rows();
    }

    @ParameterizedTest
    @MethodSource("rows")
    void each_violation_is_found_at_its_byte_however_the_bytes_are_cut(ViolationCases.Row row) {
        Transcript transcript =
                Playback.playEveryCut(row.sender(), row.policy(), row.setup(), row.bytes(), row.ending());

        assertThat(transcript.verdict()).isEqualTo(row.violation() + " at " + row.offset());
        assertThat(transcript.theirs()).isEqualTo(State.ERROR);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_exception_has_the_status_hint_and_comes_again(ViolationCases.Row row) {
        Playback playback = new Playback(row.sender(), row.policy(), row.setup());
        playback.feed(row.bytes(), 0, row.bytes().length);
        playback.end(row.ending());
        RemoteProtocolException error = playback.error();

        assertThat(error.statusHint()).isEqualTo(row.hint());
        assertThat(error)
                .hasMessageStartingWith(row.violation().text())
                .hasMessageContaining(row.violation().source())
                .hasMessageContaining("at byte " + row.offset());
        assertThat(error.getStackTrace()).isEmpty();
        for (int i = 0; i < 2; i++) {
            assertThat(catchThrowable(playback.connection::nextEvent))
                    .isNotSameAs(error)
                    .isInstanceOf(RemoteProtocolException.class)
                    .hasMessage(error.getMessage());
        }
    }

    @ParameterizedTest
    @MethodSource("rows")
    void what_comes_after_a_violation_is_counted_and_dropped(ViolationCases.Row row) {
        Playback playback = new Playback(row.sender(), row.policy(), row.setup());
        playback.feed(row.bytes(), 0, row.bytes().length);
        if (row.ending() != Ending.OPEN) {
            return;
        }
        long before = playback.connection.discardedBytes();

        playback.feed(Wire.bytes("more"), 0, 4);

        assertThat(playback.connection.discardedBytes()).isEqualTo(before + 4);
        assertThat(playback.connection.closeReason()).isPresent();
        assertThat(playback.connection.isReusable()).isFalse();
    }

    @Test
    void each_violation_has_a_row_among_the_received_or_the_sent() {
        Set<Violation> missing = EnumSet.allOf(Violation.class);
        rows().forEach(row -> missing.remove(row.violation()));
        missing.removeAll(SendViolationCases.covered());
        missing.remove(Violation.READING_ABANDONED); // no fault of a peer: ListenerFailureTest

        assertThat(missing).isEmpty();
    }

    @Test
    void a_tolerable_violation_that_is_tolerated_is_not_reported_as_an_error() {
        for (ViolationCases.Row row : rows()) {
            if (row.violation().isTolerable(row.sender())) {
                Policy tolerant = row.policy().tolerating(row.sender(), row.violation());
                Transcript transcript =
                        Playback.playEveryCut(row.sender(), tolerant, row.setup(), row.bytes(), row.ending());

                assertThat(transcript.verdict())
                        .as(row.toString())
                        .isNotEqualTo(row.violation() + " at " + row.offset());
                assertThat(transcript.happenings())
                        .as(row.toString())
                        .contains(row.sender() + " " + row.violation() + " tolerated at " + row.offset());
            }
        }
    }
}
