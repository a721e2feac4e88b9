package io.github.h11j.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of memory the connections of a server hold: input that is not used yet, output that is not written. Once
 * they hold more than half of it, each connection gets an equal share, and one that holds more is not read and not writable.
 * Once they hold more than all of it, the worst should be closed. Safe for many threads; a server with several event loops
 * has one for each loop all the same, so that they need not share it.
 */
public final class Budget {

    /** A share is never less than this: a usual head. */
    private static final long LEAST_SHARE = 4 * 1024;

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    private final AtomicBoolean tight = new AtomicBoolean();

    /**
     * A budget.
     *
     * @param most how many bytes the connections may hold
     */
    public Budget(long most) {
        this.most = most;
    }

    /** A connection was opened. */
    public void opened() {
        connections.incrementAndGet();
    }

    /** A connection was closed. It holds nothing any more. */
    public void closed() {
        connections.decrementAndGet();
    }

    /**
     * A connection holds more, or less.
     *
     * @param difference in bytes
     * @return whether there is enough for all connections again, so that the starved ones can go on
     */
    public boolean change(long difference) {
        held.addAndGet(difference);
        boolean relieved = false;
        boolean before = tight.get();
        // until it fits what is held at the end, whatever other threads add meanwhile
        for (boolean now = isTight(before); now != before; now = isTight(before)) {
            tight.compareAndSet(before, now);
            relieved |= before; // if another thread was quicker, both say so
            before = tight.get();
        }
        return relieved;
    }

    /** The thresholds for becoming tight and for ceasing to be differ, or the answer would change all the time. */
    private boolean isTight(boolean before) {
        return held.get() > (before ? most / 8 * 3 : most / 2);
    }

    /**
     * How many bytes one connection may hold now.
     *
     * @return in bytes, at least 4 KiB, enough for most heads; {@link Long#MAX_VALUE} while there is enough for all
     */
    public long share() {
        return tight.get() ? Math.max(LEAST_SHARE, most / 2 / Math.max(1, connections.get())) : Long.MAX_VALUE;
    }

    /**
     * Whether the connections together hold more than the budget.
     *
     * @return whether the ones that hold most should be closed
     */
    public boolean isOver() {
        return held.get() > most;
    }

    /**
     * What they hold.
     *
     * @return in bytes
     */
    public long held() {
        return held.get();
    }
}
