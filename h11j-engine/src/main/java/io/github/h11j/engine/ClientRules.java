package io.github.h11j.engine;

import io.github.h11j.Policy;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;

/**
 * How a client behaves on each of its connections: every bound and time-out that a {@link ClientSession} keeps.
 *
 * @param policy how responses are judged. Bytes that come between two exchanges are refused whatever it says
 * @param queueBytes how many bytes of a request may be queued before the connection stops being writable (backpressure);
 *     more than 0
 * @param timeouts how long the client waits for its servers
 * @param observer learns what becomes of connections and exchanges; empty for none, which costs nothing
 */
public record ClientRules(Policy policy, int queueBytes, Timeouts timeouts, Optional<Observer> observer) {

    /** STRICT, 256 KiB queued. */
    public static final ClientRules DEFAULT =
            new ClientRules(Policy.STRICT, 256 * 1024, Timeouts.DEFAULT, Optional.empty());

    /**
     * How long a client waits for its servers. While a response is paused, or its handler is being called, only {@code whole}
     * runs.
     *
     * @param start for a connection to one address, the handshake of TLS included
     * @param expect for 100 (Continue), before the body is sent without it (RFC 9110 §10.1.1)
     * @param head for the whole head of the final response, from the end of the request. Neither interim responses nor single
     *     bytes put it off
     * @param silence for the next bytes of a response's body, and for the server to read some of the request
     * @param whole for the whole exchange, connecting and the sending of the request included. Nothing puts it off
     * @param idle for another request, less than the servers wait; on a connection that was switched, for any byte of
     *     either side
     * @param linger for the server to close after us, where a request that was answered early is still being written
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
         * Ten seconds to connect, one for 100 (Continue), thirty for the head, thirty of silence, a day for the whole, thirty
         * seconds of rest, five to linger and to stop.
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
         * Time-outs.
         *
         * @param start for a connection
         * @param expect for 100 (Continue)
         * @param head for the head of the response
         * @param silence for progress of a body
         * @param whole for the whole exchange
         * @param idle for another request
         * @param linger for the server to close after us
         * @param stop for another protocol to end
         * @throws IllegalArgumentException if one is negative, or too long for a number of nanoseconds
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

        /** How long to wait. */
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
         * A copy with another component.
         *
         * @param value of {@link #start()}
         * @return the copy
         */
        public Timeouts withStart(Duration value) {
            return new Timeouts(value, expect, head, silence, whole, idle, linger, stop);
        }

        /**
         * A copy with another component.
         *
         * @param value of {@link #expect()}
         * @return the copy
         */
        public Timeouts withExpect(Duration value) {
            return new Timeouts(start, value, head, silence, whole, idle, linger, stop);
        }

        /**
         * A copy with another component.
         *
         * @param value of {@link #head()}
         * @return the copy
         */
        public Timeouts withHead(Duration value) {
            return new Timeouts(start, expect, value, silence, whole, idle, linger, stop);
        }

        /**
         * A copy with another component.
         *
         * @param value of {@link #silence()}
         * @return the copy
         */
        public Timeouts withSilence(Duration value) {
            return new Timeouts(start, expect, head, value, whole, idle, linger, stop);
        }

        /**
         * A copy with another component.
         *
         * @param value of {@link #whole()}
         * @return the copy
         */
        public Timeouts withWhole(Duration value) {
            return new Timeouts(start, expect, head, silence, value, idle, linger, stop);
        }

        /**
         * A copy with another component.
         *
         * @param value of {@link #idle()}
         * @return the copy
         */
        public Timeouts withIdle(Duration value) {
            return new Timeouts(start, expect, head, silence, whole, value, linger, stop);
        }
    }

    /**
     * Rules.
     *
     * @param policy how responses are judged
     * @param queueBytes how many bytes of a request may wait
     * @param timeouts how long the client waits for its servers
     * @param observer learns what becomes of connections and exchanges
     * @throws IllegalArgumentException if a number is out of its range
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
     * A copy with another component.
     *
     * @param value of {@link #policy()}
     * @return the copy
     */
    public ClientRules withPolicy(Policy value) {
        return new ClientRules(value, queueBytes, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #queueBytes()}
     * @return the copy
     */
    public ClientRules withQueueBytes(int value) {
        return new ClientRules(policy, value, timeouts, observer);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #timeouts()}
     * @return the copy
     */
    public ClientRules withTimeouts(Timeouts value) {
        return new ClientRules(policy, queueBytes, value, observer);
    }

    /**
     * A copy with an observer.
     *
     * @param value learns what becomes of connections and exchanges
     * @return the copy
     */
    public ClientRules withObserver(Observer value) {
        return new ClientRules(policy, queueBytes, timeouts, Optional.of(value));
    }
}
