package io.github.h11j.examples.nio;

import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/** A client's connections on one event loop, by origin. Used on the loop's thread. */
final class LoopPools {

    final EventLoop loop;
    final ClientSettings settings;
    private final Hooks hooks;
    private final Map<Origin, OriginPool> pools = new HashMap<>();

    /** All connections, in no particular order. */
    private final Set<SessionConnection> open = new LinkedHashSet<>();

    /** The idle connections, the one that has been idle longest first. */
    private final Set<ClientConnection> idle = new LinkedHashSet<>();

    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean stopped;

    LoopPools(EventLoop loop, ClientSettings settings, Hooks hooks) {
        this.loop = loop;
        this.settings = settings;
        this.hooks = hooks;
    }

    /** Sends a request, as soon as there is a connection. Any thread may call this. */
    void send(Pending pending) {
        boolean taken = loop.execute(() -> {
            if (stopped) {
                pending.fail(new IOException("the client has stopped"));
            } else {
                pools.computeIfAbsent(pending.origin(), origin -> new OriginPool(this, origin))
                        .submit(pending);
            }
        });
        if (!taken) {
            pending.fail(new IOException("the client has stopped"));
        }
    }

    // ---- For the pools

    Transport transport(SocketChannel channel, Origin origin) {
        if (!origin.tls()) {
            return plain(channel);
        }
        SSLContext context =
                settings.tls().orElseThrow(() -> new IllegalStateException("the client has no settings for TLS"));
        return new TlsTransport(
                channel, hooks.sink().apply(channel), loop.tlsBuffers, context, origin.host(), origin.port());
    }

    Transport plain(SocketChannel channel) {
        return new PlainTransport(channel, hooks.sink().apply(channel), loop.gathering);
    }

    /** A connection is about to be opened. */
    void taken() {
        connections.incrementAndGet();
    }

    /** A connection has closed, or was not opened. */
    void free() {
        connections.decrementAndGet();
        endIfDone();
    }

    void opened(SessionConnection connection) {
        open.add(connection);
    }

    /** The connection is idle. If too many are, the one that has been idle longest is closed. */
    void becomesIdle(ClientConnection connection) {
        idle.add(connection);
        if (idle.size() > settings.idleConnections()) {
            ClientConnection oldest = idle.iterator().next();
            idle.remove(oldest); // several may become idle before the task runs
            loop.execute(oldest::stopping); // not during a call of the other connection
        }
    }

    void noLongerIdle(ClientConnection connection) {
        idle.remove(connection);
    }

    void closed(SessionConnection connection) {
        open.remove(connection);
        idle.remove(connection);
    }

    void unused(Origin origin, OriginPool pool) {
        pools.remove(origin, pool);
    }

    boolean isStopped() {
        return stopped;
    }

    /** Returns how many connections there are. Any thread may call this. */
    int connections() {
        return connections.get();
    }

    // ---- The end

    /**
     * Takes no more requests, fails those without a connection, closes idle connections. What is in flight continues.
     */
    void stop() {
        stopped = true;
        List.copyOf(pools.values()).forEach(OriginPool::stop);
        List.copyOf(open).forEach(connection -> EventLoop.run(connection::stopping));
        endIfDone();
    }

    /** Aborts all remaining connections. */
    void abort() {
        List.copyOf(open)
                .forEach(connection -> EventLoop.run(() ->
                        connection.abort(new IOException("the client was stopped before this connection had ended"))));
    }

    private void endIfDone() {
        if (stopped && connections.get() == 0) {
            ended.countDown();
        }
    }

    /** The loop has ended, and so have all its connections. Any thread may call this. */
    void loopEnded() {
        ended.countDown();
    }

    /**
     * Waits until this has stopped and no connection is left, or until the loop has ended. Any thread may call this.
     */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }
}
