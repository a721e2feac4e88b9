package io.github.h11j.examples.nio;

import io.github.h11j.engine.ClientRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioClient} behaves.
 *
 * @param connectionsPerOrigin the maximum number of connections to one origin on a loop; further requests wait, for as
 *     long as connecting may take
 * @param idleConnections the maximum number of idle connections to all origins on a loop; beyond it, the one that
 *     has been idle longest is closed
 * @param rules how each connection is used: limits, timeouts, policy
 * @param tls the TLS context, with the trusted certificates and our key; empty if there are no origins with TLS
 */
public record NioClientSettings(
        int connectionsPerOrigin, int idleConnections, ClientRules rules, Optional<SSLContext> tls) {

    /** Six connections per origin, 256 idle ones, no TLS. */
    public static final NioClientSettings DEFAULT =
            new NioClientSettings(6, 256, ClientRules.DEFAULT, Optional.empty());

    /**
     * Creates settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public NioClientSettings {
        Objects.requireNonNull(rules, "rules");
        if (connectionsPerOrigin < 1 || idleConnections < 1) {
            throw new IllegalArgumentException("not positive: " + Math.min(connectionsPerOrigin, idleConnections));
        }
    }

    /**
     * Returns a copy with another {@link #connectionsPerOrigin()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioClientSettings withConnectionsPerOrigin(int value) {
        return new NioClientSettings(value, idleConnections, rules, tls);
    }

    /**
     * Returns a copy with another {@link #idleConnections()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioClientSettings withIdleConnections(int value) {
        return new NioClientSettings(connectionsPerOrigin, value, rules, tls);
    }

    /**
     * Returns a copy with other {@link #rules()}.
     *
     * @param value the new value
     * @return the copy
     */
    public NioClientSettings withRules(ClientRules value) {
        return new NioClientSettings(connectionsPerOrigin, idleConnections, value, tls);
    }

    /**
     * Returns a copy with TLS.
     *
     * @param context a context with the trusted certificates
     * @return the copy
     */
    public NioClientSettings withTls(SSLContext context) {
        return new NioClientSettings(connectionsPerOrigin, idleConnections, rules, Optional.of(context));
    }
}
