package io.github.h11j.examples.nio;

import io.github.h11j.engine.ClientRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioClient} behaves.
 *
 * @param connectionsPerOrigin how many connections to one origin there are at most on a loop; further requests wait, for as
 *     long as connecting may take
 * @param restingConnections how many connections to all origins may wait for a request on a loop; beyond it, that which has
 *     waited longest is closed
 * @param rules how each connection is used: bounds, time-outs, judgement
 * @param tls whom to trust, and who we are; empty if there are no origins with TLS
 */
public record NioClientSettings(
        int connectionsPerOrigin, int restingConnections, ClientRules rules, Optional<SSLContext> tls) {

    /** Six connections an origin, 256 that wait, no TLS. */
    public static final NioClientSettings DEFAULT =
            new NioClientSettings(6, 256, ClientRules.DEFAULT, Optional.empty());

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public NioClientSettings {
        Objects.requireNonNull(rules, "rules");
        if (connectionsPerOrigin < 1 || restingConnections < 1) {
            throw new IllegalArgumentException("not positive: " + Math.min(connectionsPerOrigin, restingConnections));
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #connectionsPerOrigin()}
     * @return the copy
     */
    public NioClientSettings withConnectionsPerOrigin(int value) {
        return new NioClientSettings(value, restingConnections, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #restingConnections()}
     * @return the copy
     */
    public NioClientSettings withRestingConnections(int value) {
        return new NioClientSettings(connectionsPerOrigin, value, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #rules()}
     * @return the copy
     */
    public NioClientSettings withRules(ClientRules value) {
        return new NioClientSettings(connectionsPerOrigin, restingConnections, value, tls);
    }

    /**
     * A copy with TLS.
     *
     * @param context has the trusted certificates
     * @return the copy
     */
    public NioClientSettings withTls(SSLContext context) {
        return new NioClientSettings(connectionsPerOrigin, restingConnections, rules, Optional.of(context));
    }
}
