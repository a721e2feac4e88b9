package io.github.h11j.engine;

import java.util.concurrent.TimeUnit;

/**
 * Decides when a server's connection may be told that the server stops. It is for adapters in which one thread reads,
 * without holding the session, while another one may report the stop. A request that the system has accepted, or that
 * the reading thread has taken from the socket and not reported yet, is still answered: its client cannot have known
 * about the stop.
 *
 * <p>Any thread may call {@link #ask} and {@link #isPending}. All other methods are for the thread that may use the
 * session.
 */
public final class ReaderStop {

    /** How long a thread may have bytes that it has not reported, if its read cannot be ended: 100 ms. */
    private static final long MOST_UNREPORTED = TimeUnit.MILLISECONDS.toNanos(100);

    private volatile boolean asked;
    private volatile boolean done;
    private boolean receivedSince;
    private boolean inputEnded;
    private boolean waiting;
    private long waitsSince;

    /** Creates the state of a connection whose server is not stopping. */
    public ReaderStop() {}

    /** What a connection is read from. */
    public interface Input {
        /**
         * Returns whether bytes have arrived that no thread has read.
         *
         * @return false if that is not known
         */
        boolean hasUnread();

        /**
         * Ends the input. A read that is blocked returns what has arrived, or the end of the stream. Every later read
         * returns the end; on a JDK socket it does so even if bytes have arrived that were not read.
         *
         * @return false if that is impossible without losing the connection, as with TLS
         */
        boolean end();
    }

    /** Reports that the server stops. */
    public void ask() {
        asked = true;
    }

    /**
     * Returns whether there is a stop of which the session has not been told yet. As long as there is, call
     * {@link #take} in each turn of the connection, and at least every 100 ms.
     *
     * @return false if there is no stop to report
     */
    public boolean isPending() {
        return asked && !done;
    }

    /** Reports that bytes are about to be passed to the session. */
    public void received() {
        receivedSince = asked;
    }

    /**
     * Returns whether an end of the stream that has just been read was caused by {@link Input#end}. It must not be
     * reported to the session; {@link #take} is to be called next.
     *
     * @return false if it is the peer's end
     */
    public boolean isOwnEnd() {
        return inputEnded && !done;
    }

    /**
     * Returns whether {@link Input#end} has ended the input. What a read returns or throws from then on means the end
     * of the stream: since JDK 25 it throws. That is not a failure of the connection, on which a response may still be
     * written.
     *
     * @return false if the peer can still be read
     */
    public boolean hasEndedInput() {
        return inputEnded;
    }

    /**
     * Returns whether {@link Session#stop} is to be called now. This happens once.
     *
     * @param mayHaveRead true if another thread reads and the session
     *     {@linkplain ServerSession#isIdle() has no request}: that thread may have read a request and not reported it
     *     yet
     * @param input what it reads from
     * @param now the time
     * @return true at most once
     */
    public boolean take(boolean mayHaveRead, Input input, long now) {
        if (!isPending()) {
            return false;
        }
        boolean unread = input.hasUnread(); // the end could hide it from a read that begins later
        if (mayHaveRead && !unread && input.end()) {
            inputEnded = true; // the reading thread calls take
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
