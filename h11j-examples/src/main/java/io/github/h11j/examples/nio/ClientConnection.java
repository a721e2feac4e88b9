package io.github.h11j.examples.nio;

import io.github.h11j.engine.ClientSession;
import io.github.h11j.engine.Idle;
import io.github.h11j.engine.Session;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** One connection of a client, in the pool of its origin. */
final class ClientConnection extends SessionConnection {

    private final OriginPool pool;
    private final ClientSession session;

    /** The request on this connection; null while it is idle. */
    private @Nullable Pending pending;

    /** Whether the pool has been told that it is free. */
    private boolean idle;

    private final LoopPools client;

    private ClientConnection(Transport transport, LoopPools client, OriginPool pool) throws IOException {
        super(transport, client.loop);
        this.client = client;
        this.pool = pool;
        this.session = new ClientSession(pool.rules(), this, loop.timers.now());
    }

    /** Registers a connecting channel with a loop, for a request. If this throws, nothing has been opened. */
    static void open(Transport transport, LoopPools client, OriginPool pool, Pending pending) throws IOException {
        ClientConnection connection = new ClientConnection(transport, client, pool);
        client.opened(connection);
        connection.take(pending);
        connection.open();
    }

    private void take(Pending next) {
        pending = next;
        next.on(this);
        session.send(next.request(), loop.timers.now());
    }

    /** Sends a request on this idle connection, which {@linkplain #isAlive() was checked} in this turn. */
    void send(Pending next) {
        idle = false;
        take(next);
        proceed();
    }

    /**
     * Returns whether another request can be sent on this idle connection. What the server has sent since the previous
     * response does not belong to the next one (RFC 9112 §9.2): it ends the connection, and so does an end of the
     * stream. Called in a task of the loop.
     */
    boolean isAlive() {
        readUnsolicited();
        return session.idle(loop.timers.now()) == Idle.KEEP;
    }

    @Override
    Session session() {
        return session;
    }

    @Override
    void settled() {
        if (!idle && session.idle(loop.timers.now()) == Idle.KEEP) {
            idle = true;
            leave();
            pool.free(this);
        }
    }

    @Override
    void closed() {
        Pending last = pending;
        leave();
        if (last != null && session.unanswered().isPresent()) {
            pool.replace(this, last, session.failure().orElseThrow());
        } else {
            pool.retire(this);
        }
    }

    /** Removes the references between the two, so that each can be garbage collected. */
    private void leave() {
        if (pending != null) {
            pending.on(null);
            pending = null;
        }
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
