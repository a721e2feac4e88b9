package io.github.h11j.examples.nio;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * How many connections a server has, and its acceptor's wait for room. One thread takes, any thread gives back. After
 * {@link #takeOrAwait()} has returned false, the first slot that is given back calls the acceptor once: however the two
 * interleave, it never stands still while there is room.
 */
final class Slots {

    private final int most;
    private final Runnable whenRoom;

    /** Run between any two steps that other threads can see; only tests do something there. */
    private final Runnable step;

    private final AtomicInteger taken = new AtomicInteger();

    /** Whether the acceptor waits until it is called. */
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

    /** Takes a slot; false if there is none, and then the acceptor will be called. For the acceptor's thread. */
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
                // a slot that was given back before that was announced to nobody
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
