package io.github.h11j.examples.blocking;

import io.github.h11j.engine.ServerRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link BlockingServer} behaves.
 *
 * @param maxConnections how many connections are open at most, each with a thread; more wait in the system's backlog
 * @param heldBytes how many bytes all connections may hold in the server's memory: unread input and unwritten output.
 *     Once they hold more than half of this, a connection that holds more than an equal share is paused in both
 *     directions; once they hold more than all of it, the connections that hold most are aborted
 * @param rules how each connection is served: limits, timeouts, policy
 * @param tls the TLS context for connections; empty for plain ones
 */
public record BlockingSettings(int maxConnections, long heldBytes, ServerRules rules, Optional<SSLContext> tls) {

    /** 10,000 connections, a quarter of the heap for what they hold. */
    public static final BlockingSettings DEFAULT = new BlockingSettings(
            10_000, Math.max(1, Runtime.getRuntime().maxMemory() / 4), ServerRules.DEFAULT, Optional.empty());

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public BlockingSettings {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(tls, "tls");
        if (maxConnections < 1 || heldBytes < 1) {
            throw new IllegalArgumentException("not positive: " + maxConnections + ", " + heldBytes);
        }
    }

    /**
     * Returns a copy with another value.
     *
     * @param value of {@link #maxConnections()}
     * @return the copy
     */
    public BlockingSettings withMaxConnections(int value) {
        return new BlockingSettings(value, heldBytes, rules, tls);
    }

    /**
     * Returns a copy with another value.
     *
     * @param value of {@link #heldBytes()}
     * @return the copy
     */
    public BlockingSettings withHeldBytes(long value) {
        return new BlockingSettings(maxConnections, value, rules, tls);
    }

    /**
     * Returns a copy with another value.
     *
     * @param value of {@link #rules()}
     * @return the copy
     */
    public BlockingSettings withRules(ServerRules value) {
        return new BlockingSettings(maxConnections, heldBytes, value, tls);
    }

    /**
     * Returns a copy with TLS.
     *
     * @param context a context with the server's key
     * @return the copy
     */
    public BlockingSettings withTls(SSLContext context) {
        return new BlockingSettings(maxConnections, heldBytes, rules, Optional.of(context));
    }
}
