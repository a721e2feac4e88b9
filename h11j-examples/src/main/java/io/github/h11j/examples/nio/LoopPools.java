package io.github.h11j.examples.nio;

import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.nio.channels.GatheringByteChannel;
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

/** What a client has on one event loop: its connections there, by origin. On the loop's thread. */
final class LoopPools {

    final EventLoop loop;
    final NioClientSettings settings;
    private final Hooks hooks;
    private final Map<Origin, OriginPool> pools = new HashMap<>();

    /** All connections, in no order. */
    private final Set<ClientConnection> open = new LinkedHashSet<>();

    /** Those that wait for a request, the one that has waited longest first. */
    private final Set<ClientConnection> resting = new LinkedHashSet<>();

    private final AtomicInteger connections = new AtomicInteger();
    private final CountDownLatch ended = new CountDownLatch(1);
    private boolean stopped;

    LoopPools(EventLoop loop, NioClientSettings settings, Hooks hooks) {
        this.loop = loop;
        this.settings = settings;
        this.hooks = hooks;
    }

    /** Sends a request, as soon as there is a connection. From any thread. */
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

    // ---- What the pools need

    Transport transport(SocketChannel channel, Origin origin) {
        GatheringByteChannel sink = hooks.sink().apply(channel);
        if (!origin.tls()) {
            return new PlainTransport(channel, sink, loop.gathering);
        }
        SSLContext context =
                settings.tls().orElseThrow(() -> new IllegalStateException("the client has no settings for TLS"));
        return new TlsTransport(channel, sink, loop.tlsBuffers, context, origin.host(), origin.port());
    }

    /** A place for a connection is taken. */
    void taken() {
        connections.incrementAndGet();
    }

    /** The place is free again. */
    void free() {
        connections.decrementAndGet();
        endIfDone();
    }

    void opened(ClientConnection connection) {
        open.add(connection);
    }

    /** The connection waits for a request; that which has waited longest makes room for it if too many do. */
    void rests(ClientConnection connection) {
        resting.add(connection);
        if (resting.size() > settings.restingConnections()) {
            ClientConnection oldest = resting.iterator().next();
            loop.execute(oldest::stopping); // not within what the other one does
        }
    }

    void restsNoMore(ClientConnection connection) {
        resting.remove(connection);
    }

    void closed(ClientConnection connection) {
        open.remove(connection);
        resting.remove(connection);
    }

    void unused(Origin origin, OriginPool pool) {
        pools.remove(origin, pool);
    }

    boolean isStopped() {
        return stopped;
    }

    /** How many places are taken. From any thread. */
    int connections() {
        return connections.get();
    }

    // ---- The end

    /** Takes no more requests, fails those that have no connection, closes what rests; what is in flight goes on. */
    void stop() {
        stopped = true;
        List.copyOf(pools.values()).forEach(OriginPool::stop);
        List.copyOf(open).forEach(connection -> EventLoop.run(connection::stopping));
        endIfDone();
    }

    /** Aborts what is left. */
    void abort() {
        List.copyOf(open)
                .forEach(connection -> EventLoop.run(
                        () -> connection.abort(new IOException("the client was stopped before this end"))));
    }

    private void endIfDone() {
        if (stopped && connections.get() == 0) {
            ended.countDown();
        }
    }

    /** Its loop has ended, and so has all that was on it. From any thread. */
    void loopEnded() {
        ended.countDown();
    }

    /** Waits until it has stopped and no connection is left, or its loop has ended. From any thread. */
    boolean awaitEnd(long nanos) throws InterruptedException {
        return ended.await(nanos, TimeUnit.NANOSECONDS);
    }
}
