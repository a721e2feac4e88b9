package io.github.h11j.engine;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * How many bytes of memory the connections of a server hold: input that is not used yet, and output that is not
 * written. Once they hold more than half of the budget, each connection has an equal share; a connection that holds
 * more is not read and not writable. Once they hold more than the budget, the connections that hold most should be
 * closed. Thread-safe. A server with several event loops should nevertheless have one budget for each loop, so that the
 * loops do not contend for it.
 */
public final class Budget {

    /** A share is never less than this, which is enough for a usual head. */
    private static final long LEAST_SHARE = 4 * 1024;

    private final long most;
    private final AtomicLong held = new AtomicLong();
    private final AtomicInteger connections = new AtomicInteger();
    /** The number of connections when starved ones were last allowed to continue, or a larger one since. */
    private final AtomicInteger sharers = new AtomicInteger();

    private final AtomicBoolean tight = new AtomicBoolean();

    /**
     * Creates a budget.
     *
     * @param most how many bytes the connections may hold, 0 or more
     */
    public Budget(long most) {
        this.most = most;
    }

    /** Reports that a connection was opened. */
    public void opened() {
        sharers.accumulateAndGet(connections.incrementAndGet(), Math::max);
    }

    /**
     * Reports that a connection was closed. What it held must have been given back with {@link #change} before. The
     * others may hold more then. The starved ones are not to be woken for each connection that closes, which would take
     * quadratic time if many close, but only once an eighth of them has: so a starved connection waits although its
     * share has grown, but only by less than a seventh.
     *
     * @return whether the shares have grown so much that the starved connections should be looked at again
     */
    public boolean closed() {
        int now = connections.decrementAndGet();
        int before = sharers.getAndUpdate(last -> haveGrown(last, now) ? now : last);
        return haveGrown(before, now) && tight.get();
    }

    private static boolean haveGrown(int before, int now) {
        return now <= before - Math.max(1, before / 8);
    }

    /**
     * Reports that a connection holds more or fewer bytes than before.
     *
     * @param difference in bytes
     * @return whether there is enough for all connections again, so that the starved ones can continue; see
     *     {@link #closed}, too
     */
    public boolean change(long difference) {
        held.addAndGet(difference);
        boolean relieved = false;
        boolean before = tight.get();
        // until the decision matches what is held at the end, whatever other threads add meanwhile
        for (boolean now = isTight(before); now != before; now = isTight(before)) {
            tight.compareAndSet(before, now);
            relieved |= before; // if another thread was faster, both return true
            before = tight.get();
        }
        return relieved;
    }

    /**
     * The thresholds for becoming tight and for ceasing to be tight differ, so that the state does not change all the
     * time.
     */
    private boolean isTight(boolean before) {
        return held.get() > (before ? most / 8 * 3 : most / 2);
    }

    /**
     * Returns how many bytes one connection may hold now.
     *
     * @return in bytes, at least 4 KiB, which is enough for most heads; {@link Long#MAX_VALUE} while there is enough
     *     for all
     */
    public long share() {
        return tight.get() ? Math.max(LEAST_SHARE, most / 2 / Math.max(1, connections.get())) : Long.MAX_VALUE;
    }

    /**
     * Returns whether the connections together hold more than the budget.
     *
     * @return whether the connections that hold most should be closed
     */
    public boolean isOver() {
        return held.get() > most;
    }

    /**
     * Returns how many bytes the connections hold.
     *
     * @return in bytes
     */
    public long held() {
        return held.get();
    }
}
