package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stop that one thread reports while another reads. */
class ReaderStopTest {

    private static final boolean READS = true;

    private final ReaderStop stop = new ReaderStop();
    private final Wire wire = new Wire();
    private long now = -50; // a clock has no zero

    private static final class Wire implements ReaderStop.Input {
        boolean unread;
        boolean canEnd;
        int ends;

        @Override
        public boolean hasUnread() {
            return unread;
        }

        @Override
        public boolean end() {
            ends += canEnd ? 1 : 0;
            return canEnd;
        }
    }

    private boolean take(boolean reads) {
        return stop.take(reads, wire, now);
    }

    private void pass(long millis) {
        now += Duration.ofMillis(millis).toNanos();
    }

    @Test
    void nothing_is_taken_before_the_server_stops() {
        stop.received();
        assertThat(stop.isPending()).isFalse();
        assertThat(take(false)).isFalse();
        assertThat(wire.ends).isZero();
    }

    @Test
    void a_stop_is_taken_once_where_nobody_reads() {
        stop.ask();
        assertThat(stop.isPending()).isTrue();
        assertThat(take(false)).isTrue();
        assertThat(stop.isPending()).isFalse();
        assertThat(take(false)).isFalse();
    }

    @Test
    void what_has_come_is_read_and_reported_first() {
        stop.ask();
        wire.unread = true;
        assertThat(take(false)).isFalse();
        stop.received();
        assertThat(take(false)).as("more may have come: that is no reason").isTrue();
    }

    @Test
    void what_was_reported_before_the_stop_was_asked_for_does_not_count() {
        stop.received();
        stop.ask();
        wire.unread = true;
        assertThat(take(false)).isFalse();
    }

    @Test
    void a_read_is_ended_and_the_thread_that_reads_takes_the_stop() {
        wire.canEnd = true;
        stop.ask();
        assertThat(take(READS)).isFalse();
        pass(1_000);
        assertThat(take(READS)).as("it may have read a request").isFalse();
        assertThat(wire.ends).isEqualTo(2);
        assertThat(stop.isOwnEnd()).isTrue();
        assertThat(stop.hasEndedInput()).isTrue();
        assertThat(take(false)).isTrue();
        assertThat(stop.isOwnEnd())
                .as("what is read now is an end for the session too")
                .isFalse();
    }

    @Test
    void a_request_that_was_read_before_its_read_was_ended_is_reported_first() {
        wire.canEnd = true;
        stop.ask();
        assertThat(take(READS)).isFalse();
        stop.received();
        assertThat(take(false)).isTrue();
    }

    /** A read of the JDK's that begins after the end of its input does not return bytes that came before. */
    @Test
    void a_read_is_not_ended_while_there_is_something_to_read() {
        wire.canEnd = true;
        wire.unread = true;
        stop.ask();
        assertThat(take(READS)).isFalse();
        pass(1_000);
        assertThat(take(READS)).isFalse();
        assertThat(wire.ends).isZero();
        wire.unread = false;
        assertThat(take(READS)).isFalse();
        assertThat(wire.ends).isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_read_that_cannot_be_ended_has_100_ms_to_report(boolean unread) {
        stop.ask();
        assertThat(take(READS)).isFalse();
        pass(99);
        assertThat(take(READS)).isFalse();
        assertThat(stop.isOwnEnd()).isFalse();
        assertThat(stop.hasEndedInput()).isFalse();
        pass(1);
        wire.unread = unread;
        assertThat(take(READS)).isEqualTo(!unread);
        wire.unread = false;
        assertThat(take(READS)).isEqualTo(unread);
    }
}
