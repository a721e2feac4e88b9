package io.github.h11j.examples.nio;

import io.github.h11j.engine.ServerRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioServer} behaves.
 *
 * @param loops how many event loops, each with a thread
 * @param maxConnections how many connections are open at most; further ones wait in the system's backlog
 * @param heldBytes how many bytes all connections may hold in the server's memory: input that is not used yet, output that
 *     is not written. Each loop has an equal part of it for its connections. Above half of that each of them gets an
 *     equal share, and one that holds more is not read and not writable; above all of it, those that hold most are
 *     broken off
 * @param tcpNoDelay whether accepted sockets send small segments at once; false only to show what is wrong with it
 * @param rules how each connection is served: bounds, time-outs, judgement
 * @param tls with which connections are secured; empty for plain ones
 */
public record NioSettings(
        int loops,
        int maxConnections,
        long heldBytes,
        boolean tcpNoDelay,
        ServerRules rules,
        Optional<SSLContext> tls) {

    /** One loop per core, a quarter of the heap for what connections hold. */
    public static final NioSettings DEFAULT = new NioSettings(
            Runtime.getRuntime().availableProcessors(),
            10_000,
            Math.max(1, Runtime.getRuntime().maxMemory() / 4),
            true,
            ServerRules.DEFAULT,
            Optional.empty());

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public NioSettings {
        Objects.requireNonNull(rules, "rules");
        if (loops < 1 || maxConnections < 1 || heldBytes < 1) {
            throw new IllegalArgumentException("not positive: " + loops + ", " + maxConnections + ", " + heldBytes);
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #loops()}
     * @return the copy
     */
    public NioSettings withLoops(int value) {
        return new NioSettings(value, maxConnections, heldBytes, tcpNoDelay, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #maxConnections()}
     * @return the copy
     */
    public NioSettings withMaxConnections(int value) {
        return new NioSettings(loops, value, heldBytes, tcpNoDelay, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #heldBytes()}
     * @return the copy
     */
    public NioSettings withHeldBytes(long value) {
        return new NioSettings(loops, maxConnections, value, tcpNoDelay, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #tcpNoDelay()}
     * @return the copy
     */
    public NioSettings withTcpNoDelay(boolean value) {
        return new NioSettings(loops, maxConnections, heldBytes, value, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #rules()}
     * @return the copy
     */
    public NioSettings withRules(ServerRules value) {
        return new NioSettings(loops, maxConnections, heldBytes, tcpNoDelay, value, tls);
    }

    /**
     * A copy with TLS.
     *
     * @param context has the server's key and certificate
     * @return the copy
     */
    public NioSettings withTls(SSLContext context) {
        return new NioSettings(loops, maxConnections, heldBytes, tcpNoDelay, rules, Optional.of(context));
    }
}
