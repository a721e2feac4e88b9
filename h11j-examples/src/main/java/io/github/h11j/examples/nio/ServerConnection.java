package io.github.h11j.examples.nio;

import io.github.h11j.engine.ServerSession;
import io.github.h11j.engine.Session;
import java.io.IOException;

/** One connection of a server. */
final class ServerConnection extends SessionConnection {

    private final NioServer server;
    private final ServerSession session;

    private ServerConnection(Transport transport, EventLoop loop, NioServer server) throws IOException {
        super(transport, loop);
        this.server = server;
        this.session = new ServerSession(
                server.settings.rules(),
                server.handler,
                this,
                transport.channel().getRemoteAddress(),
                loop.timers.now());
    }

    /** Registers an accepted channel with a loop. If this throws, nothing has been opened. */
    static void open(Transport transport, EventLoop loop, NioServer server) throws IOException {
        new ServerConnection(transport, loop, server).open();
    }

    @Override
    Session session() {
        return session;
    }

    @Override
    void closed() {
        server.slots.giveBack();
    }

    /** The loop stops after the call that is being made. */
    @Override
    public boolean isStopping() {
        return server.isStopping();
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        server.callFailed(what, thrown);
    }
}
