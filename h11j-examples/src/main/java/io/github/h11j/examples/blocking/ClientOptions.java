package io.github.h11j.examples.blocking;

import io.github.h11j.Policy;
import java.time.Duration;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/**
 * How a {@link BlockingClient} behaves.
 *
 * @param policy how strictly responses are judged
 * @param tls the TLS context for connections; empty for plain ones
 * @param connectTimeout how long connecting and the TLS handshake may take
 * @param readTimeout how long the server may be silent
 * @param continueTimeout how long to wait for 100 (Continue) before the body is sent
 */
public record ClientOptions(
        Policy policy,
        Optional<SSLContext> tls,
        Duration connectTimeout,
        Duration readTimeout,
        Duration continueTimeout) {

    /** The usual: STRICT, plain, 10 s to connect, 30 s of silence, 1 s for a 100. */
    public static final ClientOptions DEFAULT = new ClientOptions(
            Policy.STRICT, Optional.empty(), Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(1));

    /**
     * These options with another policy.
     *
     * @param judgement how responses are judged, and what may be sent
     * @return a changed copy
     */
    public ClientOptions withPolicy(Policy judgement) {
        return new ClientOptions(judgement, tls, connectTimeout, readTimeout, continueTimeout);
    }

    /**
     * These options with TLS.
     *
     * @param context a context with the trusted certificates; the server's name is verified
     * @return a changed copy
     */
    public ClientOptions withTls(SSLContext context) {
        return new ClientOptions(policy, Optional.of(context), connectTimeout, readTimeout, continueTimeout);
    }

    /**
     * These options with other time limits.
     *
     * @param connect how long connecting may take
     * @param read how long the server may be silent
     * @param expect how long to wait for 100 before the body is sent
     * @return a changed copy
     */
    public ClientOptions withTimeouts(Duration connect, Duration read, Duration expect) {
        return new ClientOptions(policy, tls, connect, read, expect);
    }
}
