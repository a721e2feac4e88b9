package io.github.h11j.engine;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ConnectionGroupTest {

    private static final long MOST = 100_000;

    private final ConnectionGroup<Connected> group = new ConnectionGroup<>(MOST);

    /** A connection that releases what it holds only when the test says so. */
    private final class Connected implements ConnectionGroup.Member {

        private long held;
        private int relieved;
        private boolean broken;

        Connected() {
            group.opened(this);
        }

        int holds(long bytes) {
            long difference = bytes - held;
            held = bytes;
            return group.holds(difference);
        }

        void close() {
            holds(0);
            group.closed(this);
        }

        @Override
        public long held() {
            return held;
        }

        @Override
        public void relieved() {
            relieved++;
        }

        @Override
        public boolean breakOff() {
            boolean first = !broken;
            broken = true;
            return first;
        }
    }

    @Test
    void the_connections_that_are_open_are_known() {
        Connected first = new Connected();
        Connected second = new Connected();
        assertThat(group.size()).isEqualTo(2);
        first.close();
        List<Connected> open = new ArrayList<>();
        group.forEach(open::add);
        assertThat(open).containsExactly(second);
    }

    @Test
    void all_are_relieved_once_when_there_is_enough_again() {
        Connected large = new Connected();
        Connected small = new Connected();
        assertThat(group.share()).isEqualTo(Long.MAX_VALUE);
        large.holds(MOST / 2 + 1);
        assertThat(group.share()).isEqualTo(MOST / 4);
        large.holds(MOST / 2 - 1);
        assertThat(small.relieved).isZero();
        large.holds(0);
        large.holds(1);
        assertThat(small.relieved).isEqualTo(1);
        assertThat(large.relieved).isEqualTo(1);
    }

    @Test
    void the_others_are_relieved_when_a_connection_closes_and_memory_is_short() {
        Connected large = new Connected();
        Connected small = new Connected();
        new Connected().close();
        assertThat(small.relieved).as("there is enough for all").isZero();
        Connected empty = new Connected();
        large.holds(MOST / 2 + 1);
        empty.close();
        assertThat(small.relieved).isEqualTo(1);
        assertThat(large.relieved).isEqualTo(1);
        assertThat(empty.relieved).isZero();
    }

    @Test
    void those_that_hold_most_are_broken_off_and_no_more_than_needed() {
        Connected small = new Connected();
        Connected middle = new Connected();
        Connected large = new Connected();
        small.holds(20_000);
        middle.holds(30_000);
        assertThat(large.holds(50_000)).isZero();
        assertThat(small.holds(30_001)).isEqualTo(1);
        assertThat(large.broken).isTrue();
        assertThat(middle.broken).isFalse();
    }

    /** Other threads change what their connections hold while this one sorts them. */
    @Test
    void what_the_connections_hold_may_change_while_the_worst_are_looked_for() {
        Random random = new Random(1);
        ConnectionGroup<ConnectionGroup.Member> changing = new ConnectionGroup<>(0);
        for (int i = 0; i < 1000; i++) {
            changing.opened(new ConnectionGroup.Member() {
                @Override
                public long held() {
                    return random.nextInt(1000);
                }

                @Override
                public void relieved() {
                    // it does not wait
                }

                @Override
                public boolean breakOff() {
                    return true;
                }
            });
        }
        for (int i = 0; i < 50; i++) {
            assertThat(changing.holds(1)).isPositive();
        }
    }

    /** Their bytes are released by their own threads, later. */
    @Test
    void what_was_broken_off_counts_as_released_although_it_is_not_yet() {
        Connected small = new Connected();
        Connected large = new Connected();
        small.holds(50_000);
        assertThat(large.holds(60_000)).isEqualTo(1);
        assertThat(small.holds(51_000)).isZero();
        assertThat(small.broken).isFalse();
        large.close();
        assertThat(small.holds(MOST + 1)).isEqualTo(1);
    }

    /** To release is never a reason to break off. */
    @Test
    void less_breaks_nothing_off() {
        Connected large = new Connected();
        large.holds(MOST + 2);
        large.broken = false;
        assertThat(large.holds(MOST + 1)).isZero();
        assertThat(large.broken).isFalse();
    }

    /** While connections are broken off, another may report that it holds more: the one after it counts both. */
    @Test
    void a_report_within_a_report_breaks_nothing_else_off() {
        ConnectionGroup<ConnectionGroup.Member> nested = new ConnectionGroup<>(0);
        nested.opened(new ConnectionGroup.Member() {
            @Override
            public long held() {
                return 1;
            }

            @Override
            public void relieved() {
                // it does not wait
            }

            @Override
            public boolean breakOff() {
                return nested.holds(1) == 0;
            }
        });
        assertThat(nested.holds(1)).isEqualTo(1);
    }
}
