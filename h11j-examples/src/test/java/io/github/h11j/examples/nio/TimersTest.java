package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimersTest {

    private final AtomicLong now = new AtomicLong();
    private final Timers timers = new Timers(now::get);
    private final AtomicInteger expired = new AtomicInteger();

    @Test
    void a_deadline_that_was_moved_passes_once_and_when_it_should() {
        Timers.Timer timer = new Timers.Timer(expired::incrementAndGet);
        timers.arm(timer, Duration.ofSeconds(10));
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        timers.arm(timer, Duration.ofSeconds(10));
        now.addAndGet(Duration.ofSeconds(9).toNanos());
        timers.expire();
        assertThat(expired).hasValue(0);
        now.addAndGet(Duration.ofSeconds(1).toNanos());
        timers.expire();
        timers.expire();
        assertThat(expired).hasValue(1);
        assertThat(timers.nanosToNext()).isNegative();
    }

    @Test
    void connections_that_come_and_go_leave_no_entries_behind() {
        Timers.Timer lasting = new Timers.Timer(expired::incrementAndGet);
        timers.arm(lasting, Duration.ofSeconds(60));
        for (int i = 0; i < 100_000; i++) {
            Timers.Timer timer = new Timers.Timer(() -> {});
            timers.arm(timer, Duration.ofSeconds(60));
            timers.cancel(timer);
        }
        assertThat(timers.size()).isLessThan(10);
        now.addAndGet(Duration.ofSeconds(60).toNanos());
        timers.expire();
        assertThat(expired).hasValue(1);
    }
}
