package io.github.h11j.examples.blocking;

import io.github.h11j.Policy;
import io.github.h11j.engine.ServerFields;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;

/**
 * How a {@link BlockingServer} serves.
 *
 * @param policy how requests are judged
 * @param fields what is added to responses
 * @param tls with which connections are secured; empty for plain ones
 * @param maxConnections how many are served at a time; more wait to be accepted
 * @param heldBytes how many bytes all connections may hold in the server's memory: input that is not used yet, output that
 *     is not written. Above half of that output is no longer gathered, so that a connection whose peer does not read is
 *     not read either; above all of it, those that hold most are broken off
 * @param idleTimeout how long a connection may be without a request, from its accept and from each response
 * @param headTimeout how long a request's head may take from its first octet, and a TLS handshake
 * @param bodyTimeout how long a body may stand still
 * @param writeTimeout how long one write may take
 * @param drainOctets how much of a body that nobody wants is read so that the connection can be used again
 * @param lingerTimeout how long the peer is read when the connection closes
 * @param lingerOctets how much of it
 * @param failures is told what handlers and listeners throw (an {@link Error} as the cause of an
 *     {@link IllegalStateException}), and why connections could not be accepted, once they are accepted again; by any
 *     thread
 */
public record ServerOptions(
        Policy policy,
        ServerFields fields,
        Optional<SSLContext> tls,
        int maxConnections,
        long heldBytes,
        Duration idleTimeout,
        Duration headTimeout,
        Duration bodyTimeout,
        Duration writeTimeout,
        long drainOctets,
        Duration lingerTimeout,
        long lingerOctets,
        Consumer<? super Exception> failures) {

    /**
     * The usual: STRICT, plain, a quarter of the heap for what connections hold, 60 s idle, 10 s for a head, 30 s for a body
     * or a write that stands still.
     */
    public static final ServerOptions DEFAULT = new ServerOptions(
            Policy.STRICT,
            new ServerFields(Clock.systemUTC(), "h11j"),
            Optional.empty(),
            10_000,
            Math.max(1, Runtime.getRuntime().maxMemory() / 4),
            Duration.ofSeconds(60),
            Duration.ofSeconds(10),
            Duration.ofSeconds(30),
            Duration.ofSeconds(30),
            1 << 18,
            Duration.ofSeconds(5),
            1 << 26,
            failure -> System.getLogger("io.github.h11j.examples")
                    .log(System.Logger.Level.WARNING, "a handler failed", failure));

    /**
     * These options with TLS.
     *
     * @param context has the server's key
     * @return a changed copy
     */
    public ServerOptions withTls(SSLContext context) {
        return new ServerOptions(
                policy,
                fields,
                Optional.of(context),
                maxConnections,
                heldBytes,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                writeTimeout,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                failures);
    }

    /**
     * These options with another bound on connections.
     *
     * @param connections how many are served at a time
     * @return a changed copy
     */
    public ServerOptions withMaxConnections(int connections) {
        return new ServerOptions(
                policy,
                fields,
                tls,
                connections,
                heldBytes,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                writeTimeout,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                failures);
    }

    /**
     * These options with another bound on memory.
     *
     * @param bytes how many all connections may hold
     * @return a changed copy
     */
    public ServerOptions withHeldBytes(long bytes) {
        return new ServerOptions(
                policy,
                fields,
                tls,
                maxConnections,
                bytes,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                writeTimeout,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                failures);
    }

    /**
     * These options with other time limits.
     *
     * @param idle how long a connection may be without a request
     * @param head how long a request's head may take
     * @param body how long a body may stand still
     * @param write how long one write may take
     * @return a changed copy
     */
    public ServerOptions withTimeouts(Duration idle, Duration head, Duration body, Duration write) {
        return new ServerOptions(
                policy,
                fields,
                tls,
                maxConnections,
                heldBytes,
                idle,
                head,
                body,
                write,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                failures);
    }

    /**
     * These options with another judgement.
     *
     * @param judgement how requests are judged
     * @return a changed copy
     */
    public ServerOptions withPolicy(Policy judgement) {
        return new ServerOptions(
                judgement,
                fields,
                tls,
                maxConnections,
                heldBytes,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                writeTimeout,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                failures);
    }

    /**
     * These options with another listener.
     *
     * @param listener is told what handlers throw
     * @return a changed copy
     */
    public ServerOptions withFailures(Consumer<? super Exception> listener) {
        return new ServerOptions(
                policy,
                fields,
                tls,
                maxConnections,
                heldBytes,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                writeTimeout,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                listener);
    }

    /**
     * These options with other fields.
     *
     * @param added what is added to responses
     * @return a changed copy
     */
    public ServerOptions withFields(ServerFields added) {
        return new ServerOptions(
                policy,
                added,
                tls,
                maxConnections,
                heldBytes,
                idleTimeout,
                headTimeout,
                bodyTimeout,
                writeTimeout,
                drainOctets,
                lingerTimeout,
                lingerOctets,
                failures);
    }
}
