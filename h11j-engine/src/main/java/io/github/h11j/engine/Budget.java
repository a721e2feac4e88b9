package io.github.h11j.engine;

/**
 * How many bytes of memory the connections of a server hold: input that is not used yet, output that is not written. Above
 * half of what they may hold, each gets an equal share, and one that holds more is not read and not writable; above all of
 * it, the worst are to be closed. For one thread at a time: a server with several event loops has one for each.
 */
public final class Budget {

    /** A share is never less than this: a usual head. */
    private static final long LEAST_SHARE = 4 * 1024;

    private final long most;
    private long held;
    private int connections;
    private boolean tight;

    /**
     * A budget.
     *
     * @param most how many bytes the connections may hold
     */
    public Budget(long most) {
        this.most = most;
    }

    /** There is a connection more. */
    public void opened() {
        connections++;
    }

    /** There is a connection less. It holds nothing any more. */
    public void closed() {
        connections--;
    }

    /**
     * A connection holds more, or less.
     *
     * @param difference in bytes
     * @return whether there is enough for all again, which there was not before: those that were starved go on
     */
    public boolean change(long difference) {
        held += difference;
        boolean before = tight;
        // not at the same point in both directions, or it would change all the time
        tight = held > (before ? most / 8 * 3 : most / 2);
        return before && !tight;
    }

    /**
     * How many bytes one connection may hold now.
     *
     * @return at least a usual head; {@link Long#MAX_VALUE} while there is enough for all
     */
    public long share() {
        return tight ? Math.max(LEAST_SHARE, most / 2 / Math.max(1, connections)) : Long.MAX_VALUE;
    }

    /**
     * Whether they hold too much.
     *
     * @return whether the worst are to be closed
     */
    public boolean isOver() {
        return held > most;
    }

    /**
     * What they hold.
     *
     * @return in bytes
     */
    public long held() {
        return held;
    }
}
