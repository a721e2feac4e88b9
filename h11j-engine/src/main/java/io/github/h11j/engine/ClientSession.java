package io.github.h11j.engine;

import java.util.Optional;

/**
 * One connection of a client, without its socket: one exchange after another. It decides when a body that waits for 100
 * (Continue) is sent, what a response that arrives before the end of the request means, how long to wait, whether the
 * connection can be used again, and whether a request that was not answered may be sent on another connection.
 *
 * <p>A response is complete only if its framing says so. One that ends earlier is reported with {@code failed}, never
 * with {@code end}.
 */
public final class ClientSession extends Session {

    /** How many bytes are dropped while a connection closes on which a request is still being written: 64 KiB. */
    private static final long LINGER_BYTES = 64 * 1024;

    private final ClientProtocol http;

    /**
     * Creates a session, before there is a connection.
     *
     * @param rules how the client behaves
     * @param host the adapter that runs the session
     * @param now the time
     */
    public ClientSession(ClientRules rules, Host host, long now) {
        super(host, bounds(rules), now);
        this.http = new ClientProtocol(this, rules);
        begin(http, rules.observer(), null, now);
    }

    static Bounds bounds(ClientRules rules) {
        return new Bounds(rules.queueBytes(), 0, LINGER_BYTES, rules.timeouts()::of);
    }

    /**
     * Begins an exchange: at once, or when the connection has been opened. On a connection that was used before, the
     * adapter must first check the transport, without giving up the session (its lock or event loop) in between: it
     * reports what the transport has received, and afterwards {@link #idle} must still return {@link Idle#KEEP}. An
     * adapter whose callbacks may be delayed checks the transport again before it {@linkplain #take() takes} the first
     * output: what was received before that is not the response (RFC 9112 §9.2).
     *
     * @param request must be on no other connection. If its events must not be sent, its handler's {@code failed} is
     *     due with a {@link io.github.h11j.LocalProtocolException}
     * @param now the time
     * @throws IllegalStateException if another exchange is running, the connection takes no other, or the request is
     *     over or on another connection; nothing has changed
     */
    public void send(ClientRequest request, long now) {
        if (isClosing() || isCalling() || !http.isFree() || !output.isEmpty()) {
            throw new IllegalStateException("the connection takes no request now");
        }
        http.take(request);
        watch.at(now);
        watch.begin(request.head);
        settle(now);
    }

    /**
     * Returns whether the connection can take another request.
     *
     * @param now the time
     * @return {@link Idle#KEEP} if it can, also before the connection has been opened; {@link Idle#BUSY} if it may be
     *     able to later, or belongs to another protocol; otherwise why it never can
     */
    public Idle idle(long now) {
        Optional<Idle> last = http.last();
        if (last.isPresent()) {
            return isClosing() ? last.get() : Idle.BUSY;
        }
        if (isCalling() || !http.isFree() || !output.isEmpty()) {
            return Idle.BUSY;
        }
        return now - deadline() >= 0 ? Idle.TOO_OLD : Idle.KEEP;
    }

    /**
     * Returns how far the current request has come, or the last one if none is running.
     *
     * @return {@link Outcome#NOT_GIVEN} if there was none
     */
    public Outcome outcome() {
        return http.outcome();
    }

    /**
     * Returns the request that this connection has not answered and that may be sent on another one. There are two
     * cases. The connection could not be made. Or it had been used before and turned out to be dead, and either no byte
     * of the request was written, or the request may be repeated (RFC 9110 §9.2.2). Its handler has not been called
     * about this. The adapter sends the request on another connection or {@linkplain ClientRequest#fail fails} it.
     *
     * @return the same in each call; empty if there is none, and always before the session is over
     */
    public Optional<ClientRequest> unanswered() {
        return http.unanswered();
    }

    /**
     * Returns why the connection was lost.
     *
     * @return empty if it was closed in an orderly way, or is still open; also after a switch to another protocol, and
     *     if it was lost while it was closing
     */
    public Optional<Exception> failure() {
        return http.failure();
    }
}
