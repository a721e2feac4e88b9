package io.github.h11j.engine;

import io.github.h11j.engine.Protocol.Waiting;
import java.time.Duration;

/** Until when a session waits for its peer: for what it sends, and for it to read. */
final class Deadlines {

    private final ServerRules.Timeouts limits;

    private Waiting waiting = Waiting.START;
    private long waitingSince;

    /** Whether the current time limit starts again. */
    private boolean restart;

    private boolean writing;
    private long writingSince;

    Deadlines(ServerRules.Timeouts limits, long now) {
        this.limits = limits;
        this.waitingSince = now;
    }

    Waiting waiting() {
        return waiting;
    }

    /** The current time limit starts again. */
    void restart() {
        restart = true;
    }

    /** The peer reads: its time to do so begins anew. */
    void outputMoves() {
        writing = false;
    }

    boolean hasOutputPassed(long now) {
        return writing && now - outputDeadline() >= 0;
    }

    boolean hasInputPassed(long now) {
        return waiting != Waiting.NONE && now - inputDeadline() >= 0;
    }

    /** The next of both, or {@link ServerSession#NEVER}. */
    long next() {
        long input = waiting == Waiting.NONE ? ServerSession.NEVER : inputDeadline();
        if (!writing) {
            return input;
        }
        long output = outputDeadline();
        return input == ServerSession.NEVER || output - input < 0 ? output : input;
    }

    /**
     * After each step.
     *
     * @param next what the session waits for now
     * @param writes whether output waits for the peer
     */
    void settle(Waiting next, boolean writes, long now) {
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
        Duration limit = switch (waiting) {
            case IDLE -> limits.idle();
            case START, HEAD -> limits.head();
            case DROP, LINGER -> limits.linger();
            case STOP -> limits.stop();
            default -> limits.transfer();
        };
        return waitingSince + limit.toNanos();
    }

    private long outputDeadline() {
        return writingSince + limits.transfer().toNanos();
    }
}
