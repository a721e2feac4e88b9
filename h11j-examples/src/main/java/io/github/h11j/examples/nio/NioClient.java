package io.github.h11j.examples.nio;

import io.github.h11j.Event;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;

/**
 * An HTTP/1.1 client with many connections on one event loop. Connections are kept and used again: at most so many per
 * origin, further requests wait for one. A connection is looked at before it is used again; if the server has closed it,
 * or has sent anything since the response before, another one is used (RFC 9112 §9.2). The same happens, whatever the method,
 * if a connection that was used before fails before it has taken a byte of the request. A request whose reused connection
 * turns out to be dead later is sent once more on a new one, if it may be repeated: its method is idempotent and its body was
 * passed whole (RFC 9110 §9.2.2).
 */
public final class NioClient implements AutoCloseable {

    final NioClientSettings settings;
    final EventLoop loop;
    private final Hooks hooks;
    /** On the loop's thread. */
    private final Map<Origin, OriginPool> pools = new HashMap<>();

    private final AtomicInteger connections = new AtomicInteger();

    /**
     * Starts a client, and its thread.
     *
     * @param settings how it behaves
     * @throws IOException if the system has no selector left
     */
    public NioClient(NioClientSettings settings) throws IOException {
        this(settings, Hooks.NONE);
    }

    NioClient(NioClientSettings settings, Hooks hooks) throws IOException {
        this.settings = settings;
        this.hooks = hooks;
        this.loop = new EventLoop(hooks.nanoTime(), Long.MAX_VALUE);
        new Thread(loop, "h11j-nio-client").start();
    }

    /**
     * Sends a request. From any thread; the handler is called on the client's.
     *
     * @param origin where to
     * @param events the {@link io.github.h11j.Request}, with {@code Host}, and what there is of the rest. If the end is
     *     not among it, the handler is asked for it. With {@code Expect: 100-continue}, what follows the head is held back
     *     until the server wants it. The bytes of bodies must not be changed afterwards.
     * @param handler takes the response; if the client has stopped, its {@code failed} is called at once, by the calling
     *     thread
     * @return the exchange
     * @throws IllegalArgumentException if the first event is no request
     */
    public ClientExchange send(Origin origin, List<? extends Event> events, ResponseHandler handler) {
        Pending pending = new Pending(origin, events, handler, settings.rules(), loop);
        boolean taken = loop.execute(() -> {
            if (loop.isStopping()) {
                pending.fail(new IOException("the client has stopped"));
            } else {
                pools.computeIfAbsent(origin, key -> new OriginPool(this, key)).submit(pending);
            }
        });
        if (!taken) {
            pending.fail(new IOException("the client has stopped"));
        }
        return pending.request();
    }

    /**
     * How many connections are open.
     *
     * @return 0 or more
     */
    public int connections() {
        return connections.get();
    }

    // ---- What the pools need

    static SocketChannel channel(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    Transport transport(SocketChannel channel, Origin origin) {
        GatheringByteChannel sink = hooks.sink().apply(channel);
        if (!origin.tls()) {
            return new PlainTransport(channel, sink, loop.gathering);
        }
        SSLContext context =
                settings.tls().orElseThrow(() -> new IllegalStateException("the client has no settings for TLS"));
        return new TlsTransport(channel, sink, loop.tlsBuffers, context, origin.host(), origin.port());
    }

    void connectionOpened() {
        connections.incrementAndGet();
    }

    void connectionClosed() {
        connections.decrementAndGet();
    }

    void unused(Origin origin, OriginPool pool) {
        pools.remove(origin, pool);
    }

    /** How many buffers of TLS connections hold a part of a record: exact once all rest. */
    int tlsBuffersLent() {
        return loop.tlsBuffers.lent();
    }

    /** Makes the loop look at its deadlines. */
    void wakeUp() {
        loop.wakeUp();
    }

    // ---- The end

    /**
     * Stops: takes no more requests, fails those that have no connection yet, closes what rests, lets exchanges in flight
     * finish. What is not finished in time is given up. Returns at the latest some seconds after that, even if a handler
     * never returns.
     *
     * @param patience how long to wait
     * @return whether all was finished
     * @throws InterruptedException if the thread was interrupted; the client stops all the same, but may not yet have
     */
    public boolean stop(Duration patience) throws InterruptedException {
        loop.execute(() -> {
            List.copyOf(pools.values()).forEach(OriginPool::stop);
            loop.stop();
        });
        boolean finished = loop.awaitTermination(patience.toNanos());
        loop.execute(loop::abortAll);
        loop.awaitTermination(NioServer.LAST_WAIT.toNanos());
        return finished;
    }

    /** Stops without patience. */
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
