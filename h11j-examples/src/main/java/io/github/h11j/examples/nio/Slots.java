package io.github.h11j.examples.nio;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts the connections of a server, and lets its acceptor wait for room. One thread takes slots, any thread gives
 * them back. After {@link #takeOrAwait()} has returned false, the first slot that is given back calls the acceptor
 * once. In every interleaving, the acceptor never waits while there is room.
 */
final class Slots {

    private final int most;
    private final Runnable whenRoom;

    /** Runs between any two steps that other threads can see; only tests use it. */
    private final Runnable step;

    private final AtomicInteger taken = new AtomicInteger();

    /** Whether the acceptor is waiting to be called. */
    private final AtomicBoolean awaited = new AtomicBoolean();

    Slots(int most, Runnable whenRoom) {
        this(most, whenRoom, () -> {});
    }

    Slots(int most, Runnable whenRoom, Runnable step) {
        this.most = most;
        this.whenRoom = whenRoom;
        this.step = step;
    }

    int taken() {
        return taken.get();
    }

    /**
     * Takes a slot. Returns false if there is none; then the acceptor will be called. Only for the acceptor's thread.
     */
    boolean takeOrAwait() {
        while (true) {
            step.run();
            // the count never exceeds the slots, not even for a moment: other threads read it
            int now = taken.get();
            if (now < most) {
                step.run();
                if (taken.compareAndSet(now, now + 1)) {
                    return true;
                }
            } else {
                step.run();
                awaited.set(true);
                step.run();
                // a slot that was given back before that did not call the acceptor
                if (taken.get() >= most) {
                    return false;
                }
                awaited.set(false);
            }
        }
    }

    /** Returns a slot. Any thread may call this. */
    void giveBack() {
        step.run();
        taken.decrementAndGet();
        step.run();
        if (awaited.getAndSet(false)) {
            whenRoom.run();
        }
    }
}
