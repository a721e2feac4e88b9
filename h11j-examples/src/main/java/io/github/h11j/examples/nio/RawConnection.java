package io.github.h11j.examples.nio;

import io.github.h11j.engine.RawSession;
import io.github.h11j.engine.Session;
import java.io.IOException;

/** A connection of a client that never speaks HTTP, to one of the addresses of its {@link Dialing}. */
final class RawConnection extends SessionConnection {

    private final LoopPools client;
    private final Dialing dialing;
    private final RawSession session;

    RawConnection(Transport transport, LoopPools client, Dialing dialing) throws IOException {
        super(transport, client.loop);
        this.client = client;
        this.dialing = dialing;
        this.session = new RawSession(dialing.rules(), dialing.handler(), this, loop.timers.now());
    }

    @Override
    Session session() {
        return session;
    }

    @Override
    void closed() {
        client.closed(this);
        client.free();
        session.failure().ifPresent(dialing::failed);
    }

    @Override
    public boolean isStopping() {
        return client.isStopped() || loop.isStopping();
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        EventLoop.log(System.Logger.Level.WARNING, what, thrown);
    }
}
