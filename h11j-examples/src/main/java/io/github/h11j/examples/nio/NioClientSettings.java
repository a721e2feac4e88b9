package io.github.h11j.examples.nio;

import io.github.h11j.Policy;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link NioClient} behaves.
 *
 * @param connectionsPerOrigin how many connections to one origin there are at most; further requests wait
 * @param queueOctets how much output of a connection may wait until it is not writable any more
 * @param timeouts how long the client waits
 * @param policy how responses are judged
 * @param tls whom to trust, and who we are; empty if there are no origins with TLS
 */
public record NioClientSettings(
        int connectionsPerOrigin, int queueOctets, Timeouts timeouts, Policy policy, Optional<SSLContext> tls) {

    /** Six connections an origin, no TLS. */
    public static final NioClientSettings DEFAULT =
            new NioClientSettings(6, 256 * 1024, Timeouts.DEFAULT, Policy.STRICT, Optional.empty());

    /**
     * How long the client waits.
     *
     * @param connect for a connection, TLS included, or for one to come free
     * @param response for the head of the response, from the end of the request
     * @param transfer for a body to make progress
     * @param expect for 100 (Continue), before the body is sent without
     * @param idle for another request, shorter than the servers' limits; on a connection that was switched, for any octet
     *     of either side
     */
    public record Timeouts(Duration connect, Duration response, Duration transfer, Duration expect, Duration idle) {

        /** Ten seconds, half a minute, half a minute, a second, half a minute. */
        public static final Timeouts DEFAULT = new Timeouts(
                Duration.ofSeconds(10),
                Duration.ofSeconds(30),
                Duration.ofSeconds(30),
                Duration.ofSeconds(1),
                Duration.ofSeconds(30));
    }

    /**
     * Settings.
     *
     * @throws IllegalArgumentException if a number is not positive
     */
    public NioClientSettings {
        if (connectionsPerOrigin < 1 || queueOctets < 1) {
            throw new IllegalArgumentException("not positive: " + connectionsPerOrigin + ", " + queueOctets);
        }
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #connectionsPerOrigin()}
     * @return the copy
     */
    public NioClientSettings withConnectionsPerOrigin(int value) {
        return new NioClientSettings(value, queueOctets, timeouts, policy, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #timeouts()}
     * @return the copy
     */
    public NioClientSettings withTimeouts(Timeouts value) {
        return new NioClientSettings(connectionsPerOrigin, queueOctets, value, policy, tls);
    }

    /**
     * A copy with another component.
     *
     * @param value of {@link #policy()}
     * @return the copy
     */
    public NioClientSettings withPolicy(Policy value) {
        return new NioClientSettings(connectionsPerOrigin, queueOctets, timeouts, value, tls);
    }

    /**
     * A copy with TLS.
     *
     * @param context has the trusted certificates
     * @return the copy
     */
    public NioClientSettings withTls(SSLContext context) {
        return new NioClientSettings(connectionsPerOrigin, queueOctets, timeouts, policy, Optional.of(context));
    }
}
