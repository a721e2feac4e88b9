package io.github.h11j.engine;

import java.net.SocketTimeoutException;
import java.time.Duration;

/**
 * When a response has to arrive at the latest, whatever arrives before: its head, for which the time runs only during
 * the server's turn, and all of it.
 */
final class ResponseTime {

    private final ClientRules.Timeouts limits;

    /** When the whole exchange has to be over. */
    private final long until;

    /** How much time the server has left for the head, while that time does not run. */
    private long headLeft;

    /** When the head has to be complete; {@link Session#NEVER} while it is not the server's turn. */
    private long headUntil = Session.NEVER;

    ResponseTime(ClientRules.Timeouts limits, long until) {
        this.limits = limits;
        this.until = until;
        this.headLeft = limits.head().toNanos();
    }

    /** Returns the time that nothing extends, from now on. */
    long bound(boolean owesHead, long now) {
        boolean runs = headUntil != Session.NEVER;
        if (owesHead && !runs) {
            headUntil = Deadlines.after(now, headLeft);
        } else if (!owesHead && runs) { // it is the application's turn, which does not use the server's time
            headLeft = headUntil - now;
            headUntil = Session.NEVER;
        }
        return Deadlines.earlier(until, headUntil);
    }

    /** Returns the failure to report when that time has passed. */
    SocketTimeoutException passed() {
        return Deadlines.earlier(until, headUntil) == until
                ? late("the exchange has taken longer than ", limits.whole())
                : late("the head of the response has not come within ", limits.head());
    }

    /** Returns the failure of a response whose body does not continue. */
    SocketTimeoutException silent() {
        return late("the server has been silent within the response's body for ", limits.silence());
    }

    private static SocketTimeoutException late(String what, Duration limit) {
        return new SocketTimeoutException(what + limit.toMillis() / 1000.0 + " s");
    }
}
