package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The acceptor and the connections that close, in every order of their steps in which one of them is interrupted by
 * another, though it could go on, three times at most.
 */
@Timeout(60)
class SlotsTest {

    private static final int INTERRUPTIONS = 3;

    /** A thread that runs one step each time a test asks it to. */
    private static final class Actor {
        private final Semaphore turn = new Semaphore(0);
        private final Semaphore stopped = new Semaphore(0);
        private volatile boolean done;
        private final AtomicReference<Throwable> failure = new AtomicReference<>();

        Actor(Runnable script, ThreadLocal<Actor> current) {
            Thread thread = new Thread(() -> {
                current.set(this);
                turn.acquireUninterruptibly();
                try {
                    script.run();
                } catch (Throwable e) {
                    failure.set(e);
                } finally {
                    done = true;
                    stopped.release();
                }
            });
            thread.setDaemon(true);
            thread.start();
        }

        /** Called by the script: another may go on now. */
        void pause() {
            stopped.release();
            turn.acquireUninterruptibly();
        }

        /** Called by the test. */
        void proceed() {
            turn.release();
            stopped.acquireUninterruptibly();
        }
    }

    /** One run: which actor went on at each step, and how many could have. */
    private record Choice(int taken, int possible) {}

    /** A server: clients that wait, an acceptor, connections that close. */
    private static final class World {
        @SuppressWarnings("ThreadLocalUsage") // of one run, whose threads end with it
        private final ThreadLocal<Actor> current = new ThreadLocal<>();

        private final List<Runnable> posted = new ArrayList<>();
        private final Slots slots;
        private final int most;
        private int waiting;
        private boolean interested = true;

        World(int most, int waiting) {
            this.most = most;
            this.waiting = waiting;
            this.slots = new Slots(most, () -> posted.add(() -> interested = true), () -> {
                Actor actor = current.get();
                if (actor != null) {
                    actor.pause();
                }
            });
            for (int i = 0; i < most; i++) {
                assertThat(slots.takeOrAwait()).isTrue();
            }
        }

        /** What the acceptor does when the selector says that somebody waits. */
        void accept() {
            while (interested) {
                if (!slots.takeOrAwait()) {
                    current.get().pause(); // the answer and what follows from it are two steps
                    interested = false;
                } else if (waiting == 0) {
                    slots.giveBack();
                    return;
                } else {
                    waiting--;
                }
                assertThat(slots.taken()).isBetween(0, most);
            }
        }

        /** What the loop does when all other threads stand still. */
        void runPosted() {
            while (!posted.isEmpty()) {
                posted.remove(0).run();
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 1, 1", "1, 2, 1", "2, 1, 2", "2, 3, 2", "2, 0, 2"})
    void the_acceptor_never_stands_still_while_there_is_room(int most, int waiting, int closing) {
        List<Choice> path = new ArrayList<>();
        int runs = 0;
        do {
            play(most, waiting, closing, path);
            runs++;
        } while (next(path));
        assertThat(runs).as("orders").isGreaterThan(closing * 5);
    }

    /** Plays an order: as the path says, then always the first that can go on. Notes what else would have been possible. */
    private static void play(int most, int waiting, int closing, List<Choice> path) {
        World world = new World(most, waiting);
        int depth = 0;
        List<Actor> actors = new ArrayList<>();
        actors.add(new Actor(world::accept, world.current));
        for (int i = 0; i < closing; i++) {
            actors.add(new Actor(world.slots::giveBack, world.current));
        }
        Actor last = null;
        int interruptions = 0;
        for (List<Actor> able = able(actors, last); !able.isEmpty(); able = able(actors, last)) {
            boolean goesOn = able.get(0) == last;
            if (depth == path.size()) {
                path.add(new Choice(0, goesOn && interruptions == INTERRUPTIONS ? 1 : able.size()));
            }
            Actor chosen = able.get(path.get(depth).taken);
            depth++;
            interruptions += goesOn && chosen != last ? 1 : 0;
            chosen.proceed();
            assertThat(chosen.failure.get()).isNull();
            last = chosen;
        }
        world.runPosted();
        boolean room = world.slots.taken() < most;
        assertThat(world.interested || !room)
                .as("accepts, or has no room: %s", path)
                .isTrue();
    }

    /** Those that can go on, first the one that did last. */
    private static List<Actor> able(List<Actor> actors, Actor last) {
        return actors.stream()
                .filter(actor -> !actor.done)
                .sorted(Comparator.comparing(actor -> actor != last))
                .toList();
    }

    /** The next path, depth first; false if there is none. */
    private static boolean next(List<Choice> path) {
        while (!path.isEmpty()) {
            Choice last = path.remove(path.size() - 1);
            if (last.taken + 1 < last.possible) {
                path.add(new Choice(last.taken + 1, last.possible));
                return true;
            }
        }
        return false;
    }

    @Test
    void slots_are_counted() {
        List<Integer> calls = new ArrayList<>();
        Slots slots = new Slots(2, () -> calls.add(1));
        assertThat(slots.takeOrAwait()).isTrue();
        slots.giveBack();
        assertThat(slots.takeOrAwait()).isTrue();
        assertThat(slots.takeOrAwait()).isTrue();
        assertThat(slots.taken()).isEqualTo(2);
        assertThat(calls).as("nobody waited").isEmpty();
        assertThat(slots.takeOrAwait()).isFalse();
        slots.giveBack();
        slots.giveBack();
        assertThat(calls).as("called once").hasSize(1);
        assertThat(slots.taken()).isZero();
    }
}
