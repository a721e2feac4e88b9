package io.github.h11j.examples.nio;

import io.github.h11j.engine.ServerRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioServer} behaves.
 *
 * @param loops the number of event loops, each with a thread
 * @param maxConnections the maximum number of open connections; further ones wait in the system's backlog
 * @param heldBytes how many bytes all connections may hold in the server's memory: input that is not used yet, output
 *     that is not written. Each loop has an equal part of it for its connections. Once they hold more than half
 *     of that part, a connection that holds more than an equal share is not read and not writable; once they hold more
 *     than all of it, the connections that hold most are aborted
 * @param tcpNoDelay whether accepted sockets send small segments at once; false only to demonstrate the delay
 * @param rules how each connection is served: limits, timeouts, policy
 * @param tls the TLS context for connections; empty for plain ones
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
     * Creates settings.
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
     * Returns a copy with other {@link #loops()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioSettings withLoops(int value) {
        return new NioSettings(value, maxConnections, heldBytes, tcpNoDelay, rules, tls);
    }

    /**
     * Returns a copy with another {@link #maxConnections()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioSettings withMaxConnections(int value) {
        return new NioSettings(loops, value, heldBytes, tcpNoDelay, rules, tls);
    }

    /**
     * Returns a copy with another {@link #heldBytes()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioSettings withHeldBytes(long value) {
        return new NioSettings(loops, maxConnections, value, tcpNoDelay, rules, tls);
    }

    /**
     * Returns a copy with another {@link #tcpNoDelay()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioSettings withTcpNoDelay(boolean value) {
        return new NioSettings(loops, maxConnections, heldBytes, value, rules, tls);
    }

    /**
     * Returns a copy with other {@link #rules()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioSettings withRules(ServerRules value) {
        return new NioSettings(loops, maxConnections, heldBytes, tcpNoDelay, value, tls);
    }

    /**
     * Returns a copy with TLS.
     *
     * @param context a context with the server's key and certificate
     * @return the copy
     */
    public NioSettings withTls(SSLContext context) {
        return new NioSettings(loops, maxConnections, heldBytes, tcpNoDelay, rules, Optional.of(context));
    }
}
