package io.github.h11j.examples.nio;

import io.github.h11j.Policy;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioServer} behaves.
 *
 * @param loops how many event loops, each with a thread
 * @param maxConnections how many connections are open at most; further ones wait in the system's backlog
 * @param queueOctets how much output of a connection may wait until its handler is told to stop and no more of its
 *     input is read
 * @param heldBytes how many bytes all connections may hold in the server's memory: input that is not used yet, output that
 *     is not written. Each loop has an equal part of it for its connections. Above half of that each of them gets an
 *     equal share, and one that holds more is not read and not writable; above all of it, those that hold most are
 *     broken off
 * @param tcpNoDelay whether accepted sockets send small segments at once; false only to show what is wrong with it
 * @param timeouts how long the server waits for peers
 * @param policy how requests are judged
 * @param server the {@code Server} field; empty for none
 * @param tls with which connections are secured; empty for plain ones
 */
public record NioSettings(
        int loops,
        int maxConnections,
        int queueOctets,
        long heldBytes,
        boolean tcpNoDelay,
        Timeouts timeouts,
        Policy policy,
        String server,
        Optional<SSLContext> tls) {

    /** One loop per core, a quarter of the heap for what connections hold. */
    public static final NioSettings DEFAULT = new NioSettings(
            Runtime.getRuntime().availableProcessors(),
            10_000,
            256 * 1024,
            Math.max(1, Runtime.getRuntime().maxMemory() / 4),
            true,
            Timeouts.DEFAULT,
            Policy.STRICT,
            "h11j",
            Optional.empty());

    /**
     * How long the server waits.
     *
     * @param idle for the first octet of a request; on a connection that was switched, for any octet of either side
     * @param head for the rest of its head, and for the handshake of TLS
     * @param transfer for a body, or the reading of a response, to make progress
     * @param linger for the peer to close after us
     */
    public record Timeouts(Duration idle, Duration head, Duration transfer, Duration linger) {

        /** A minute, ten seconds, half a minute, five seconds. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(5));
    }

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public NioSettings {
        if (loops < 1 || maxConnections < 1 || queueOctets < 1 || heldBytes < 1) {
            throw new IllegalArgumentException(
                    "not positive: " + loops + ", " + maxConnections + ", " + queueOctets + ", " + heldBytes);
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #loops()}
     * @return the copy
     */
    public NioSettings withLoops(int value) {
        return new NioSettings(
                value, maxConnections, queueOctets, heldBytes, tcpNoDelay, timeouts, policy, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #maxConnections()}
     * @return the copy
     */
    public NioSettings withMaxConnections(int value) {
        return new NioSettings(loops, value, queueOctets, heldBytes, tcpNoDelay, timeouts, policy, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #queueOctets()}
     * @return the copy
     */
    public NioSettings withQueueOctets(int value) {
        return new NioSettings(loops, maxConnections, value, heldBytes, tcpNoDelay, timeouts, policy, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #heldBytes()}
     * @return the copy
     */
    public NioSettings withHeldBytes(long value) {
        return new NioSettings(loops, maxConnections, queueOctets, value, tcpNoDelay, timeouts, policy, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #tcpNoDelay()}
     * @return the copy
     */
    public NioSettings withTcpNoDelay(boolean value) {
        return new NioSettings(loops, maxConnections, queueOctets, heldBytes, value, timeouts, policy, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #timeouts()}
     * @return the copy
     */
    public NioSettings withTimeouts(Timeouts value) {
        return new NioSettings(loops, maxConnections, queueOctets, heldBytes, tcpNoDelay, value, policy, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #policy()}
     * @return the copy
     */
    public NioSettings withPolicy(Policy value) {
        return new NioSettings(loops, maxConnections, queueOctets, heldBytes, tcpNoDelay, timeouts, value, server, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #server()}
     * @return the copy
     */
    public NioSettings withServer(String value) {
        return new NioSettings(loops, maxConnections, queueOctets, heldBytes, tcpNoDelay, timeouts, policy, value, tls);
    }

    /**
     * A copy with TLS.
     *
     * @param context has the server's key and certificate
     * @return the copy
     */
    public NioSettings withTls(SSLContext context) {
        return new NioSettings(
                loops,
                maxConnections,
                queueOctets,
                heldBytes,
                tcpNoDelay,
                timeouts,
                policy,
                server,
                Optional.of(context));
    }
}
