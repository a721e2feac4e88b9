package io.github.h11j.examples.blocking;

import io.github.h11j.engine.ClientRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link BlockingClient} behaves.
 *
 * @param connectionsPerOrigin the maximum number of connections to one origin; further requests wait, for as long as
 *     connecting may take
 * @param idleConnections the maximum number of idle connections to all origins; beyond it, those that have been idle
 *     for the longest time are closed
 * @param rules how each connection is used: limits, timeouts, policy
 * @param tls the TLS context, with the trusted certificates and our key; empty if there are no origins with TLS
 */
public record BlockingClientSettings(
        int connectionsPerOrigin, int idleConnections, ClientRules rules, Optional<SSLContext> tls) {

    /** Six connections per origin, 256 idle ones, no TLS. */
    public static final BlockingClientSettings DEFAULT =
            new BlockingClientSettings(6, 256, ClientRules.DEFAULT, Optional.empty());

    /**
     * Creates settings.
     *
     * @throws IllegalArgumentException if there could be no connection, or a number is negative
     */
    public BlockingClientSettings {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(tls, "tls");
        if (connectionsPerOrigin < 1 || idleConnections < 0) {
            throw new IllegalArgumentException("out of range: " + connectionsPerOrigin + ", " + idleConnections);
        }
    }

    /**
     * Returns a copy with another {@link #connectionsPerOrigin()}.
     *
     * @param value the new value
     * @return the copy
     */
    public BlockingClientSettings withConnectionsPerOrigin(int value) {
        return new BlockingClientSettings(value, idleConnections, rules, tls);
    }

    /**
     * Returns a copy with another {@link #idleConnections()}.
     *
     * @param value the new value
     * @return the copy
     */
    public BlockingClientSettings withIdleConnections(int value) {
        return new BlockingClientSettings(connectionsPerOrigin, value, rules, tls);
    }

    /**
     * Returns a copy with other {@link #rules()}.
     *
     * @param value the new value
     * @return the copy
     */
    public BlockingClientSettings withRules(ClientRules value) {
        return new BlockingClientSettings(connectionsPerOrigin, idleConnections, value, tls);
    }

    /**
     * Returns a copy with TLS.
     *
     * @param context a context with the trusted certificates
     * @return the copy
     */
    public BlockingClientSettings withTls(SSLContext context) {
        return new BlockingClientSettings(connectionsPerOrigin, idleConnections, rules, Optional.of(context));
    }
}
