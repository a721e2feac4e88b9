package io.github.h11j.engine;

import java.util.concurrent.TimeUnit;

/**
 * When a server's connection may learn that the server stops, where one thread reads without holding the session and another may
 * report the stop. A request that the system has accepted, or that the reading thread has taken from the socket and not reported
 * yet, is still answered: its client cannot have known of the stop.
 *
 * <p>{@link #ask} and {@link #isPending} are for any thread, all else for the one that may use the session.
 */
public final class ReaderStop {

    /** How long a thread may have bytes that it has not reported, where its read cannot be ended: 100 ms. */
    private static final long MOST_UNREPORTED = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile boolean asked;
    private volatile boolean done;
    private boolean receivedSince;
    private boolean inputEnded;
    private boolean waiting;
    private long waitsSince;

    /** A connection whose server does not stop. */
    public ReaderStop() {}

    /** What a connection is read from. */
    public interface Input {
        /**
         * Whether bytes have come that no thread has read.
         *
         * @return false if that is not known
         */
        boolean hasUnread();

        /**
         * Makes a read that waits return what has come, or the end of the stream, and all later ones the end. A socket of the JDK
         * returns the end to a read that begins only then, even if bytes have come.
         *
         * @return false if that cannot be done without losing the connection, as with TLS
         */
        boolean end();
    }

    /** The server stops. */
    public void ask() {
        asked = true;
    }

    /**
     * Whether the session does not know of the stop yet: {@link #take} is to be called, and again from time to time.
     *
     * @return false if there is none
     */
    public boolean isPending() {
        return asked && !done;
    }

    /** Bytes are about to be reported to the session. */
    public void received() {
        receivedSince = asked;
    }

    /**
     * Whether an end of the stream that was read just now is the one that {@link Input#end} has made: it is not reported to the
     * session, and {@link #take} comes next.
     *
     * @return false if it is the peer's
     */
    public boolean isOwnEnd() {
        return inputEnded && !done;
    }

    /**
     * Whether {@link Input#end} has ended the input. What a read returns or throws from then on is the end of the stream: from JDK
     * 25 on it throws, and that is no failure of the connection, on which a response may still be on its way.
     *
     * @return false if the peer can still be heard
     */
    public boolean hasEndedInput() {
        return inputEnded;
    }

    /**
     * Whether {@link Session#stop} is to be called now. Once.
     *
     * @param mayHaveRead whether another thread reads, and the session {@linkplain ServerSession#isIdle() has no request}: that
     *     thread may have read one
     * @param input what it reads from
     * @param now the time
     * @return true at most once
     */
    public boolean take(boolean mayHaveRead, Input input, long now) {
        if (!isPending()) {
            return false;
        }
        boolean unread = input.hasUnread(); // the end could hide it from a read that has not begun yet
        if (mayHaveRead && !unread && input.end()) {
            inputEnded = true; // the thread that reads takes the stop
            return false;
        }
        if (mayHaveRead && !isOverdue(now)) {
            return false;
        }
        done = receivedSince || inputEnded || !unread;
        return done;
    }

    private boolean isOverdue(long now) {
        if (!waiting) {
            waiting = true;
            waitsSince = now;
        }
        return now - waitsSince >= MOST_UNREPORTED;
    }
}
