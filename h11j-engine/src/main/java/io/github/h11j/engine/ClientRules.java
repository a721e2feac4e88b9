package io.github.h11j.engine;

import io.github.h11j.Policy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client behaves on each of its connections: all limits and timeouts of a {@link ClientSession}.
 *
 * @param policy the policy for responses. Bytes that arrive between two exchanges are rejected under every policy
 * @param queueBytes how many bytes of a request may be queued before the connection stops being writable
 *     (backpressure); more than 0
 * @param timeouts how long the client waits for its servers
 * @param observer is notified of connections and exchanges; empty for none, which costs nothing
 */
public record ClientRules(Policy policy, int queueBytes, Timeouts timeouts, Optional<Observer> observer) {

    /** STRICT, 256 KiB queued, default timeouts, no observer. */
    public static final ClientRules DEFAULT =
            new ClientRules(Policy.STRICT, 256 * 1024, Timeouts.DEFAULT, Optional.empty());

    /**
     * How long a client waits for its servers. Each timeout is 0 to 365 days; 0 is over at once, and does not stand for
     * no limit. While a response is paused, or its handler is being called, only {@code whole}, {@code expect}, and
     * {@code silence} of a server that does not read run.
     *
     * @param start for a connection to one address, including the TLS handshake
     * @param expect for 100 (Continue), after which the body is sent without it (RFC 9110 §10.1.1)
     * @param head for the complete head of the final response, from the end of the request. Neither interim responses
     *     nor single bytes extend it
     * @param silence for the next bytes of a response's body, and for the server to read some of the request
     * @param whole for the whole exchange, including connecting and sending the request. Nothing extends it
     * @param idle for another request, less than servers usually wait; on a connection that was switched, for any byte
     *     in either direction
     * @param linger for the server to close after us: after {@code Duplex.close()}, or if a request that was answered
     *     early is still being written
     * @param stop for a connection that was switched to end, when the client stops
     */
    public record Timeouts(
            Duration start,
            Duration expect,
            Duration head,
            Duration silence,
            Duration whole,
            Duration idle,
            Duration linger,
            Duration stop) {

        /**
         * 10 s to connect, 1 s for 100 (Continue), 30 s for the head, 30 s of silence, a day for the whole exchange, 30
         * s idle, 5 s to linger, 5 s to stop.
         */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofDays(1),
                Duration.ofSeconds(30),
                Duration.ofSeconds(5),
                Duration.ofSeconds(5));

        /**
         * Creates timeouts.
         *
         * @param start for a connection
         * @param expect for 100 (Continue)
         * @param head for the head of the response
         * @param silence for progress of a body
         * @param whole for the whole exchange
         * @param idle for another request
         * @param linger for the server to close after us
         * @param stop for another protocol to end
         * @throws IllegalArgumentException if one is not 0 to 365 days
         * @throws NullPointerException if one is null
         */
        public Timeouts {
            ServerRules.Timeouts.requireNanos(start);
            ServerRules.Timeouts.requireNanos(expect);
            ServerRules.Timeouts.requireNanos(head);
            ServerRules.Timeouts.requireNanos(silence);
            ServerRules.Timeouts.requireNanos(whole);
            ServerRules.Timeouts.requireNanos(idle);
            ServerRules.Timeouts.requireNanos(linger);
            ServerRules.Timeouts.requireNanos(stop);
        }

        /** Returns how long to wait. */
        Duration of(Protocol.Waiting waiting) {
            return switch (waiting) {
                case START -> start;
                case CONTINUE -> expect;
                case IDLE -> idle;
                case LINGER -> linger;
                case STOP -> stop;
                default -> silence;
            };
        }

        /**
         * Returns a copy with another {@link #start()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withStart(Duration value) {
            return new Timeouts(value, expect, head, silence, whole, idle, linger, stop);
        }

        /**
         * Returns a copy with another {@link #expect()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withExpect(Duration value) {
            return new Timeouts(start, value, head, silence, whole, idle, linger, stop);
        }

        /**
         * Returns a copy with another {@link #head()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withHead(Duration value) {
            return new Timeouts(start, expect, value, silence, whole, idle, linger, stop);
        }

        /**
         * Returns a copy with another {@link #silence()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withSilence(Duration value) {
            return new Timeouts(start, expect, head, value, whole, idle, linger, stop);
        }

        /**
         * Returns a copy with another {@link #whole()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withWhole(Duration value) {
            return new Timeouts(start, expect, head, silence, value, idle, linger, stop);
        }

        /**
         * Returns a copy with another {@link #idle()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withIdle(Duration value) {
            return new Timeouts(start, expect, head, silence, whole, value, linger, stop);
        }

        /**
         * Returns a copy with another {@link #stop()}.
         *
         * @param value the new value
         * @return the copy
         * @throws IllegalArgumentException as the constructor
         */
        public Timeouts withStop(Duration value) {
            return new Timeouts(start, expect, head, silence, whole, idle, linger, value);
        }
    }

    /**
     * Creates rules.
     *
     * @param policy the policy for responses
     * @param queueBytes how many bytes of a request may be queued
     * @param timeouts how long the client waits for its servers
     * @param observer is notified of connections and exchanges
     * @throws IllegalArgumentException if {@code queueBytes} is 0 or less
     * @throws NullPointerException if an argument is null
     */
    public ClientRules {
        Objects.requireNonNull(policy, "policy");
        Objects.requireNonNull(timeouts, "timeouts");
        Objects.requireNonNull(observer, "observer");
        if (queueBytes < 1) {
            throw new IllegalArgumentException("out of range: " + queueBytes);
        }
    }

    /**
     * Returns a copy with another {@link #policy()}.
     *
     * @param value the new value
     * @return the copy
     */
    public ClientRules withPolicy(Policy value) {
        return new ClientRules(value, queueBytes, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #queueBytes()}.
     *
     * @param value the new value
     * @return the copy
     * @throws IllegalArgumentException as the constructor
     */
    public ClientRules withQueueBytes(int value) {
        return new ClientRules(policy, value, timeouts, observer);
    }

    /**
     * Returns a copy with another {@link #timeouts()}.
     *
     * @param value the new value
     * @return the copy
     */
    public ClientRules withTimeouts(Timeouts value) {
        return new ClientRules(policy, queueBytes, value, observer);
    }

    /**
     * Returns a copy with an observer.
     *
     * @param value is notified of connections and exchanges
     * @return the copy
     */
    public ClientRules withObserver(Observer value) {
        return new ClientRules(policy, queueBytes, timeouts, Optional.of(value));
    }
}
