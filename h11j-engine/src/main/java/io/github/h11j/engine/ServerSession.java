package io.github.h11j.engine;

import io.github.h11j.handler.Handler;
import java.net.SocketAddress;

/** One connection of a server, without its socket: calls the handler for one request after another. */
public final class ServerSession extends Session {

    final ServerRules rules;
    final Handler handler;
    final SocketAddress peer;

    /**
     * A session, before the transport can exchange bytes.
     *
     * @param rules how to serve
     * @param handler the application; the session never calls it
     * @param host the adapter that runs the session
     * @param peer where the connection comes from
     * @param now the time
     */
    public ServerSession(ServerRules rules, Handler handler, Host host, SocketAddress peer, long now) {
        super(host, new Bounds(rules.queueBytes(), rules.readAhead(), rules.lingerBytes(), rules.timeouts()::of), now);
        this.rules = rules;
        this.handler = handler;
        this.peer = peer;
        begin(new ServerProtocol(this), rules.observer(), peer, now);
    }
}
