package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a pipe does with both its sides, each of which has its turn when the test says so. */
class PipeTest {

    private static final int KIB_64 = 1 << 16;

    private final List<String> log = new ArrayList<>();
    private final Queue<Runnable> sourceTurns = new ArrayDeque<>();
    private final Queue<Runnable> sinkTurns = new ArrayDeque<>();
    private boolean writable = true;
    private Runnable onWritable;
    private RuntimeException broken;

    private final Pipe<String> pipe = new Pipe<>(
            new Pipe.Source() {
                @Override
                public void execute(Runnable task) {
                    sourceTurns.add(task);
                }

                @Override
                public void pause() {
                    log.add("pause");
                }

                @Override
                public void resume() {
                    log.add("resume");
                }
            },
            new Pipe.Sink<>() {
                @Override
                public void execute(Runnable task) {
                    sinkTurns.add(task);
                }

                @Override
                public void send(List<String> parts) {
                    if (broken != null) {
                        throw broken;
                    }
                    log.add(String.join("+", parts));
                }

                @Override
                public boolean isWritable() {
                    return writable;
                }

                @Override
                public void onWritable(Runnable task) {
                    onWritable = task;
                }
            },
            cause -> log.add("failed: " + cause.getMessage()));

    private void turns() {
        while (!sourceTurns.isEmpty() || !sinkTurns.isEmpty()) {
            (sinkTurns.isEmpty() ? sourceTurns : sinkTurns).remove().run();
        }
    }

    @Test
    void parts_that_come_before_the_receiver_has_its_turn_leave_together_and_in_order() {
        pipe.add("head", 0);
        pipe.add("body", 4);
        pipe.add("end", 0);
        assertThat(sinkTurns).hasSize(1);
        turns();
        pipe.add("more", 4);
        turns();
        assertThat(log).containsExactly("head+body+end", "more");
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_sender_is_paused_at_64_kib_and_goes_on_below_half_of_it(boolean receiverKeepsUp) {
        writable = receiverKeepsUp;
        pipe.add("a", KIB_64 - 1);
        assertThat(log).isEmpty();
        pipe.add("b", 1);
        pipe.add("c", 1); // what was on its way before the pause
        assertThat(log).containsExactly("pause");
        turns();
        if (receiverKeepsUp) {
            assertThat(log).containsExactly("pause", "a+b+c", "resume");
            return;
        }
        assertThat(log).containsExactly("pause", "a+b+c");
        onWritable.run();
        turns();
        assertThat(log).containsExactly("pause", "a+b+c", "resume");
    }

    @Test
    void bytes_of_two_sendings_count_until_the_receiver_is_writable_again() {
        writable = false;
        pipe.add("a", KIB_64 / 2);
        turns();
        pipe.add("b", KIB_64 / 2);
        turns();
        assertThat(log).containsExactly("a", "pause", "b");
        onWritable.run();
        turns();
        assertThat(log).containsExactly("a", "pause", "b", "resume");
        writable = true;
        pipe.add("c", KIB_64);
        turns();
        assertThat(log).endsWith("pause", "c", "resume");
    }

    @Test
    void what_a_receiver_throws_is_reported() {
        broken = new IllegalStateException("gone");
        pipe.add("a", 1);
        turns();
        assertThat(log).containsExactly("failed: gone");
    }

    @Test
    void a_sender_whose_parts_are_no_longer_wanted_is_not_held_up() {
        writable = false;
        pipe.add("a", KIB_64);
        turns();
        assertThat(log).containsExactly("pause", "a");
        pipe.close();
        pipe.add("b", KIB_64);
        turns();
        assertThat(log).containsExactly("pause", "a", "resume");
        onWritable.run();
        turns();
        assertThat(log).containsExactly("pause", "a", "resume");
    }
}
