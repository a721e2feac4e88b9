package io.github.h11j.examples.blocking;

import io.github.h11j.engine.ClientRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link BlockingClient} behaves.
 *
 * @param connectionsPerOrigin how many connections to one origin there are at most; further requests wait, for as long as
 *     connecting may take
 * @param restingConnections how many connections to all origins rest at most; of more, those are closed that have rested longest
 * @param rules how each connection is used: bounds, time-outs, judgement
 * @param tls whom to trust, and who we are; empty if there are no origins with TLS
 */
public record BlockingClientSettings(
        int connectionsPerOrigin, int restingConnections, ClientRules rules, Optional<SSLContext> tls) {

    /** Six connections an origin, 256 that rest, no TLS. */
    public static final BlockingClientSettings DEFAULT =
            new BlockingClientSettings(6, 256, ClientRules.DEFAULT, Optional.empty());

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if there could be no connection, or a number is negative
     */
    public BlockingClientSettings {
        Objects.requireNonNull(rules, "rules");
        Objects.requireNonNull(tls, "tls");
        if (connectionsPerOrigin < 1 || restingConnections < 0) {
            throw new IllegalArgumentException("out of range: " + connectionsPerOrigin + ", " + restingConnections);
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #connectionsPerOrigin()}
     * @return the copy
     */
    public BlockingClientSettings withConnectionsPerOrigin(int value) {
        return new BlockingClientSettings(value, restingConnections, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #restingConnections()}
     * @return the copy
     */
    public BlockingClientSettings withRestingConnections(int value) {
        return new BlockingClientSettings(connectionsPerOrigin, value, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #rules()}
     * @return the copy
     */
    public BlockingClientSettings withRules(ClientRules value) {
        return new BlockingClientSettings(connectionsPerOrigin, restingConnections, value, tls);
    }

    /**
     * A copy with TLS.
     *
     * @param context has the trusted certificates
     * @return the copy
     */
    public BlockingClientSettings withTls(SSLContext context) {
        return new BlockingClientSettings(connectionsPerOrigin, restingConnections, rules, Optional.of(context));
    }
}
