package io.github.h11j.engine;

import io.github.h11j.engine.Protocol.Waiting;
import java.time.Duration;
import java.util.function.Function;

/** How long a session waits for its peer, both to send and to read. */
final class Deadlines {

    private final Function<Waiting, Duration> limits;

    private Waiting waiting = Waiting.START;
    private long waitingSince;

    /** Whether the current time limit starts again. */
    private boolean restart;

    private boolean writing;
    private long writingSince;

    /** A time of the clock that nothing extends, or {@link Session#NEVER}. */
    private long bound = Session.NEVER;

    Deadlines(Function<Waiting, Duration> limits, long now) {
        this.limits = limits;
        this.waitingSince = now;
    }

    Waiting waiting() {
        return waiting;
    }

    /** Restarts the current time limit. */
    void restart() {
        restart = true;
    }

    /** The peer reads, so its time limit for that restarts. */
    void outputMoves() {
        writing = false;
    }

    boolean hasOutputPassed(long now) {
        return writing && now - outputDeadline() >= 0;
    }

    boolean hasBoundPassed(long now) {
        return bound != Session.NEVER && now - bound >= 0;
    }

    boolean hasInputPassed(long now) {
        return waiting != Waiting.NONE && now - inputDeadline() >= 0;
    }

    /** Returns the earliest deadline, or {@link Session#NEVER}. */
    long next() {
        long next = waiting == Waiting.NONE ? Session.NEVER : inputDeadline();
        if (writing) {
            next = earlier(next, outputDeadline());
        }
        return earlier(next, bound);
    }

    /**
     * Returns the time at which a limit has passed. The clock may overflow, so the sum can be the number that stands
     * for no deadline; a nanosecond later is a deadline.
     */
    static long after(long now, long nanos) {
        long time = now + nanos;
        return time == Session.NEVER ? time + 1 : time;
    }

    static long earlier(long one, long other) {
        if (one == Session.NEVER || other == Session.NEVER) {
            return one == Session.NEVER ? other : one;
        }
        return other - one < 0 ? other : one;
    }

    /**
     * Called after each step.
     *
     * @param next what the session waits for now
     * @param writes whether output waits for the peer
     * @param until a time that nothing extends, or {@link Session#NEVER}
     */
    void settle(Waiting next, boolean writes, long until, long now) {
        bound = until;
        if (next != waiting || restart) {
            waiting = next;
            waitingSince = now;
            restart = false;
        }
        if (writing != writes) {
            writing = writes;
            writingSince = now;
        }
    }

    private long inputDeadline() {
        return after(waitingSince, limits.apply(waiting).toNanos());
    }

    private long outputDeadline() {
        return after(writingSince, limits.apply(Waiting.BODY).toNanos());
    }
}
