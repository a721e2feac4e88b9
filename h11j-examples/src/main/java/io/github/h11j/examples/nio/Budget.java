package io.github.h11j.examples.nio;

/**
 * How many bytes the connections of a loop hold: input that is not used yet, output that is not written. Above half of
 * what they may, each gets an equal share, and one that holds more reads no more; above all of it, the worst are closed.
 * On the loop's thread.
 */
final class Budget {

    /** A share is never less than this: a usual head. */
    private static final long LEAST_SHARE = 4 * 1024;

    private final long most;
    private long held;
    private boolean tight;

    Budget(long most) {
        this.most = most;
    }

    /** A connection holds more, or less. Returns whether there is enough for all again, which there was not before. */
    boolean change(long difference) {
        held += difference;
        boolean before = tight;
        // not at the same point in both directions, or it would change all the time
        tight = held > (before ? most / 8 * 3 : most / 2);
        return before && !tight;
    }

    /** How many bytes one of so many connections may hold. */
    long share(int connections) {
        return tight ? Math.max(LEAST_SHARE, most / 2 / Math.max(1, connections)) : Long.MAX_VALUE;
    }

    boolean isTight() {
        return tight;
    }

    /** Whether they hold too much. */
    boolean isOver() {
        return held > most;
    }

    long held() {
        return held;
    }
}
