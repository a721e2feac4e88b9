package io.github.h11j.engine;

import io.github.h11j.Policy;
import java.time.Clock;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a server behaves on each of its connections: all limits and timeouts of a {@link ServerSession}.
 *
 * @param policy the policy for requests
 * @param fields what is added to responses, and the clock for their dates
 * @param queueBytes how many bytes of output may be queued before the connection stops being writable and no new
 *     request is begun (backpressure); more than 0
 * @param readAhead how many bytes are read before they can be used, so that a peer that has disappeared is noticed
 *     while the application is working; 0 to read only what can be used
 * @param dropBytes if the application does not read a body, how many bytes of it the server reads and drops, so that
 *     the connection can be used again; 0 or more. If more are still to come, or an unknown number, the response says
 *     that the connection closes (RFC 9112 §9.6)
 * @param lingerBytes how many bytes are read and dropped while the connection closes, so that no reset destroys the
 *     last response; 0 or more
 * @param timeouts how long the server waits for its peers
 * @param observer is notified of connections and exchanges; empty for none, which costs nothing
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

    /**
     * STRICT, {@code Server: h11j} and the system's clock, 256 KiB queued, 16 KiB read ahead, 256 KiB dropped to keep a
     * connection and 64 MiB to close one, default timeouts, no observer.
     */
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
     * How long a server waits for its peers. Each timeout is 0 to 365 days; 0 is over at once, and does not stand for
     * no limit. While the application is working, only {@code transfer} runs, if the peer does not read what is queued.
     *
     * @param idle for the first byte of a request, from the end of the previous one; on a connection that was switched,
     *     for any byte in either direction. Empty lines before a request do not extend it
     * @param head for the complete rest of the request's head, and for the complete TLS handshake
     * @param transfer for a body, or the reading of a response, to make progress
     * @param linger for all of the rest of a body that the application does not read, and for the peer to close after
     *     us
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
         * Creates timeouts.
         *
         * @param idle for the first byte of a request
         * @param head for the rest of its head
         * @param transfer for progress of a body or a response
         * @param linger for what the application does not read
         * @param stop for another protocol to end
         * @throws IllegalArgumentException if one is not 0 to 365 days
         * @throws NullPointerException if one is null
         */
        public Timeouts {
            requireNanos(idle);
            requireNanos(head);
            requireNanos(transfer);
            requireNanos(linger);
            requireNanos(stop);
        }

        /** Returns how long to wait. */
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
                throw new IllegalArgumentException("not a timeout of 0 to 365 days: " + limit);
            }
        }

        /**
         * Returns a copy with another {@link #idle()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withIdle(Duration value) {
            return new Timeouts(value, head, transfer, linger, stop);
        }

        /**
         * Returns a copy with another {@link #head()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withHead(Duration value) {
            return new Timeouts(idle, value, transfer, linger, stop);
        }

        /**
         * Returns a copy with another {@link #transfer()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withTransfer(Duration value) {
            return new Timeouts(idle, head, value, linger, stop);
        }

        /**
         * Returns a copy with another {@link #linger()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withLinger(Duration value) {
            return new Timeouts(idle, head, transfer, value, stop);
        }

        /**
         * Returns a copy with another {@link #stop()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withStop(Duration value) {
            return new Timeouts(idle, head, transfer, linger, value);
        }
    }

    /**
     * Creates rules.
     *
     * @param policy the policy for requests
     * @param fields what is added to responses
     * @param queueBytes how many bytes of output may be queued
     * @param readAhead how many bytes are read before they can be used
     * @param dropBytes how many bytes are dropped of a body that the application does not read
     * @param lingerBytes how many bytes are read while the connection closes
     * @param timeouts how long the server waits for its peers
     * @param observer is notified of connections and exchanges
     * @throws IllegalArgumentException if the policy is {@linkplain Policy#isOnlyForClients() only for clients},
     *     {@code queueBytes} is 0 or less, or another number is negative
     * @throws NullPointerException if an argument is null
     */
    public ServerRules {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(fields, "fields");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(observer, "observer");
        if (policy.isOnlyForClients()) {
            throw new IllegalArgumentException("this policy is for clients only");
        }
        if (queueBytes < 1 || readAhead < 0 || dropBytes < 0 || lingerBytes < 0) {
            throw new IllegalArgumentException(
                    "out of range: " + queueBytes + ", " + readAhead + ", " + dropBytes + ", " + lingerBytes);
        }
    }

    /**
     * Returns a copy with another {@link #policy()}.
     *
     * @param value the new value
     * @return the copy
     * @throws IllegalArgumentException as the constructor
     */
    public ServerRules withPolicy(Policy value) {
        return new ServerRules(value, fields, queueBytes, readAhead, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #fields()}.
     *
     * @param value the new value
     * @return the copy
     */
    public ServerRules withFields(ServerFields value) {
        return new ServerRules(policy, value, queueBytes, readAhead, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #queueBytes()}.
     *
     * @param value the new value
     * @return the copy
     * @throws IllegalArgumentException as the constructor
     */
    public ServerRules withQueueBytes(int value) {
        return new ServerRules(policy, fields, value, readAhead, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #readAhead()}.
     *
     * @param value the new value
     * @return the copy
     * @throws IllegalArgumentException as the constructor
     */
    public ServerRules withReadAhead(int value) {
        return new ServerRules(policy, fields, queueBytes, value, dropBytes, lingerBytes, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #dropBytes()}.
     *
     * @param value the new value
     * @return the copy
     * @throws IllegalArgumentException as the constructor
     */
    public ServerRules withDropBytes(long value) {
        return new ServerRules(policy, fields, queueBytes, readAhead, value, lingerBytes, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #lingerBytes()}.
     *
     * @param value the new value
     * @return the copy
     * @throws IllegalArgumentException as the constructor
     */
    public ServerRules withLingerBytes(long value) {
        return new ServerRules(policy, fields, queueBytes, readAhead, dropBytes, value, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #timeouts()}.
     *
     * @param value the new value
     * @return the copy
     */
    public ServerRules withTimeouts(Timeouts value) {
        return new ServerRules(policy, fields, queueBytes, readAhead, dropBytes, lingerBytes, value, observer);
    }

    /**
     * Returns a copy with an observer.
     *
     * @param value is notified of connections and exchanges
     * @return the copy
     */
    public ServerRules withObserver(Observer value) {
        return new ServerRules(
                policy, fields, queueBytes, readAhead, dropBytes, lingerBytes, timeouts, Optional.of(value));
    }
}
