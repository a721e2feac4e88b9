package io.github.h11j.engine;

import io.github.h11j.Policy;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server behaves on each of its connections: every bound and time-out that a {@link ServerSession} keeps.
 *
 * @param policy how requests are judged
 * @param fields what is added to responses, and the clock of their dates
 * @param queueBytes how many bytes of output may be queued before the connection stops being writable, and no new request is
 *     begun (backpressure); more than 0
 * @param readAhead how many bytes are read before they are of use, so that it shows that the peer has gone while the
 *     application takes its time; 0 to read only what is of use
 * @param dropBytes how many bytes are read of a body that nobody wants, so that the connection can be used again; 0 or more.
 *     If more are to come, or may be, the response says that the connection closes (RFC 9112 §9.6)
 * @param lingerBytes how many bytes are read and dropped while the connection closes, so that no reset destroys the last
 *     response; 0 or more
 * @param timeouts how long the server waits for its peers
 * @param observer learns what becomes of connections and exchanges; empty for none, which costs nothing
 */
public record ServerRules(
        Policy policy,
        ServerFields fields,
        int queueBytes,
        int readAhead,
        long dropBytes,
        long lingerBytes,
        Timeouts timeouts,
        Optional<Observer> observer) {

    /** STRICT, 256 KiB queued, 16 KiB read ahead, 256 KiB dropped to keep a connection and 64 MiB to close one. */
    public static final ServerRules DEFAULT = new ServerRules(
            Policy.STRICT,
            new ServerFields(Clock.systemUTC(), "h11j"),
            256 * 1024,
            16 * 1024,
            256 * 1024,
            64L << 20,
            Timeouts.DEFAULT,
            Optional.empty());

    /**
     * How long a server waits for its peers. While the application takes its time, none of these runs.
     *
     * @param idle for the first byte of a request, from the end of the one before; on a connection that was switched, for any
     *     byte of either side. Empty lines before a request put it off no more than silence does
     * @param head for the whole rest of its head, and for the whole handshake of TLS
     * @param transfer for a body, or the reading of a response, to make progress
     * @param linger for all of the rest of a body that nobody wants, and for the peer to close after us
     * @param stop for a connection that was switched to end, when the server stops
     */
    public record Timeouts(Duration idle, Duration head, Duration transfer, Duration linger, Duration stop) {

        /** 60 s idle, 10 s for a head, 30 s for a transfer, 5 s to linger, 5 s to stop. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(60),
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));

        /**
         * Time-outs.
         *
         * @param idle for the first byte of a request
         * @param head for the rest of its head
         * @param transfer for progress of a body or a response
         * @param linger for what nobody wants
         * @param stop for another protocol to end
         * @throws IllegalArgumentException if one is negative, or too long for a number of nanoseconds
         */
        public Timeouts {
            requireNanos(idle);
            requireNanos(head);
            requireNanos(transfer);
            requireNanos(linger);
            requireNanos(stop);
        }

        /** How long to wait. */
        Duration of(Protocol.Waiting waiting) {
            return switch (waiting) {
                case IDLE -> idle;
                case START, HEAD -> head;
                case DROP, LINGER -> linger;
                case STOP -> stop;
                default -> transfer;
            };
        }

        static void requireNanos(Duration limit) {
            if (limit.isNegative() || limit.compareTo(Duration.ofDays(365)) > 0) {
                throw new IllegalArgumentException("not a time-out of up to a year: " + limit);
            }
        }
    }

    /**
     * Rules.
     *
     * @param policy how requests are judged
     * @param fields what is added to responses
     * @param queueBytes how many bytes of output may wait
     * @param readAhead how many bytes are read before they are of use
     * @param dropBytes how many bytes are read of a body that nobody wants
     * @param lingerBytes how many bytes are read while the connection closes
     * @param timeouts how long the server waits for its peers
     * @param observer learns what becomes of connections and exchanges
     * @throws IllegalArgumentException if a number is out of its range
     */
    public ServerRules {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(observer, "observer");
        if (queueBytes < 1 || readAhead < 0 || dropBytes < 0 || lingerBytes < 0) {
            throw new IllegalArgumentException(
                    "out of range: " + queueBytes + ", " + readAhead + ", " + dropBytes + ", " + lingerBytes);
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #policy()}
     * @return the copy
     */
    public ServerRules withPolicy(Policy value) {
        return new ServerRules(value, fields, queueBytes, readAhead, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #fields()}
     * @return the copy
     */
    public ServerRules withFields(ServerFields value) {
        return new ServerRules(policy, value, queueBytes, readAhead, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #queueBytes()}
     * @return the copy
     */
    public ServerRules withQueueBytes(int value) {
        return new ServerRules(policy, fields, value, readAhead, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #readAhead()}
     * @return the copy
     */
    public ServerRules withReadAhead(int value) {
        return new ServerRules(policy, fields, queueBytes, value, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #dropBytes()}
     * @return the copy
     */
    public ServerRules withDropBytes(long value) {
        return new ServerRules(policy, fields, queueBytes, readAhead, value, lingerBytes, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #lingerBytes()}
     * @return the copy
     */
    public ServerRules withLingerBytes(long value) {
        return new ServerRules(policy, fields, queueBytes, readAhead, dropBytes, value, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #timeouts()}
     * @return the copy
     */
    public ServerRules withTimeouts(Timeouts value) {
        return new ServerRules(policy, fields, queueBytes, readAhead, dropBytes, lingerBytes, value, observer);
    }

    /**
     * A copy with an observer.
     *
     * @param value learns what becomes of connections and exchanges
     * @return the copy
     */
    public ServerRules withObserver(Observer value) {
        return new ServerRules(
                policy, fields, queueBytes, readAhead, dropBytes, lingerBytes, timeouts, Optional.of(value));
    }
}
