package io.github.h11j.examples.running;

import io.github.h11j.engine.ClientRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a client behaves, with blocking sockets or on event loops. On event loops, each loop has its own connections, and
 * the two numbers are per loop.
 *
 * @param connectionsPerOrigin the maximum number of connections to one origin, 1 or more; further requests wait, for
 *     as long as connecting may take
 * @param idleConnections the maximum number of idle connections to all origins, 0 or more; beyond it, those that have
 *     been idle for the longest time are closed
 * @param rules how each connection is used: limits, timeouts, policy
 * @param tls the TLS context, with the trusted certificates and our key; empty if there are no origins with TLS
 */
public record ClientSettings(
        int connectionsPerOrigin, int idleConnections, ClientRules rules, Optional<SSLContext> tls) {

    /** Six connections per origin, 256 idle ones, no TLS. */
    public static final ClientSettings DEFAULT = new ClientSettings(6, 256, ClientRules.DEFAULT, Optional.empty());

    /**
     * Creates settings.
     *
     * @throws IllegalArgumentException if there could be no connection, or a number is negative
     */
    public ClientSettings {
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
    public ClientSettings withConnectionsPerOrigin(int value) {
        return new ClientSettings(value, idleConnections, rules, tls);
    }

    /**
     * Returns a copy with another {@link #idleConnections()}.
     *
     * @param value the new value
     * @return the copy
     */
    public ClientSettings withIdleConnections(int value) {
        return new ClientSettings(connectionsPerOrigin, value, rules, tls);
    }

    /**
     * Returns a copy with other {@link #rules()}.
     *
     * @param value the new value
     * @return the copy
     */
    public ClientSettings withRules(ClientRules value) {
        return new ClientSettings(connectionsPerOrigin, idleConnections, value, tls);
    }

    /**
     * Returns a copy with TLS.
     *
     * @param context a context with the trusted certificates
     * @return the copy
     */
    public ClientSettings withTls(SSLContext context) {
        return new ClientSettings(connectionsPerOrigin, idleConnections, rules, Optional.of(context));
    }
}
