package io.github.h11j.engine;

import io.github.h11j.handler.Handler;
import java.net.SocketAddress;
import java.util.Objects;

/** One connection of a server, without its socket: calls of the handler are due for one request after another. */
public final class ServerSession extends Session {

    final ServerRules rules;
    final Handler handler;
    final SocketAddress peer;
    private final ServerProtocol http;

    /**
     * Creates a session, before the transport can exchange bytes.
     *
     * @param rules how the server behaves
     * @param handler the application; the session itself never calls it
     * @param host the adapter that runs the session
     * @param peer where the connection comes from
     * @param now the time
     * @throws NullPointerException if the rules or the handler are null
     */
    public ServerSession(ServerRules rules, Handler handler, Host host, SocketAddress peer, long now) {
        super(host, new Bounds(rules.queueBytes(), rules.readAhead(), rules.lingerBytes(), rules.timeouts()::of), now);
        this.rules = rules;
        this.handler = Objects.requireNonNull(handler, "handler");
        this.peer = peer;
        this.http = new ServerProtocol(this);
        begin(http, rules.observer(), peer, now);
    }

    /**
     * Returns whether {@link #stop} would close the connection: nothing of an unanswered request has been received. If
     * one thread of an adapter reads and another one stops, a request may have been read that was not reported yet: see
     * {@link ReaderStop}.
     *
     * @return false on a connection that now speaks another protocol
     */
    @SuppressWarnings("ReferenceEquality") // the same object
    public boolean isIdle() {
        return protocol == http && http.isIdle();
    }
}
