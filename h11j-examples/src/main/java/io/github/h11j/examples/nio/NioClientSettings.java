package io.github.h11j.examples.nio;

import io.github.h11j.engine.ClientRules;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioClient} behaves.
 *
 * @param connectionsPerOrigin how many connections to one origin there are at most; further requests wait, for as long as
 *     connecting may take
 * @param rules how each connection is used: bounds, time-outs, judgement
 * @param tls whom to trust, and who we are; empty if there are no origins with TLS
 */
public record NioClientSettings(int connectionsPerOrigin, ClientRules rules, Optional<SSLContext> tls) {

    /** Six connections an origin, no TLS. */
    public static final NioClientSettings DEFAULT = new NioClientSettings(6, ClientRules.DEFAULT, Optional.empty());

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public NioClientSettings {
        Objects.requireNonNull(rules, "rules");
        if (connectionsPerOrigin < 1) {
            throw new IllegalArgumentException("not positive: " + connectionsPerOrigin);
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #connectionsPerOrigin()}
     * @return the copy
     */
    public NioClientSettings withConnectionsPerOrigin(int value) {
        return new NioClientSettings(value, rules, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #rules()}
     * @return the copy
     */
    public NioClientSettings withRules(ClientRules value) {
        return new NioClientSettings(connectionsPerOrigin, value, tls);
    }

    /**
     * A copy with TLS.
     *
     * @param context has the trusted certificates
     * @return the copy
     */
    public NioClientSettings withTls(SSLContext context) {
        return new NioClientSettings(connectionsPerOrigin, rules, Optional.of(context));
    }
}
