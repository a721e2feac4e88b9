package io.github.h11j.examples.nio;

import io.github.h11j.Event;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 client with many connections on an event loop of its own, or on {@linkplain NioServer#client those of a
 * server}. Connections are kept and used again: at most so many per origin and loop, further requests wait for one. A
 * connection is looked at before it is used again; if the server has closed it, or has sent anything since the response
 * before, another one is used (RFC 9112 §9.2). The same happens, whatever the method, if a connection that was used before
 * fails before it has taken a byte of the request. A request whose reused connection turns out to be dead later is sent once
 * more on a new one, if it may be repeated: its method is idempotent and its body was passed whole (RFC 9110 §9.2.2).
 */
public final class NioClient implements AutoCloseable {

    final NioClientSettings settings;
    private final List<LoopPools> parts;

    /** Whether the loops run for this client alone. */
    private final boolean owner;

    private final AtomicInteger next = new AtomicInteger();

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
        this(settings, hooks, List.of(new EventLoop(hooks.nanoTime(), Long.MAX_VALUE)), true);
        new Thread(parts.get(0).loop, "h11j-nio-client").start();
    }

    /** On loops that others run. */
    NioClient(NioClientSettings settings, Hooks hooks, List<EventLoop> loops) {
        this(settings, hooks, loops, false);
    }

    private NioClient(NioClientSettings settings, Hooks hooks, List<EventLoop> loops, boolean owner) {
        this.settings = settings;
        this.owner = owner;
        this.parts =
                loops.stream().map(loop -> new LoopPools(loop, settings, hooks)).toList();
    }

    /**
     * Sends a request. From any thread. The handler is called on the thread of an event loop: on the current one, if that is
     * one of this client's loops.
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
        LoopPools part = part();
        Pending pending = new Pending(origin, events, handler, settings.rules(), part.loop);
        part.send(pending);
        return pending.request();
    }

    /** The part on the current thread's loop; on another thread, each part in turn. */
    private LoopPools part() {
        for (LoopPools part : parts) {
            if (part.loop.isCurrent()) {
                return part;
            }
        }
        return parts.get(Math.floorMod(next.getAndIncrement(), parts.size()));
    }

    /**
     * How many connections are open.
     *
     * @return 0 or more
     */
    public int connections() {
        return parts.stream().mapToInt(LoopPools::connections).sum();
    }

    static SocketChannel channel(SocketAddress address) throws IOException {
        return address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
    }

    /** How many buffers of TLS connections hold a part of a record: exact once all rest. */
    int tlsBuffersLent() {
        return parts.stream().mapToInt(part -> part.loop.tlsBuffers.lent()).sum();
    }

    /** Makes the loops look at their deadlines. */
    void wakeUp() {
        parts.forEach(part -> part.loop.wakeUp());
    }

    // ---- The end

    /**
     * Stops: takes no more requests, fails those that have no connection yet, closes what rests, lets exchanges in flight
     * finish. What is not finished in time is given up. Returns at the latest some seconds after that, even if a handler
     * never returns. The loops of a server go on.
     *
     * @param patience how long to wait
     * @return whether all was finished
     * @throws InterruptedException if the thread was interrupted; the client stops all the same, but may not yet have
     */
    public boolean stop(Duration patience) throws InterruptedException {
        for (LoopPools part : parts) {
            boolean taken = part.loop.execute(() -> {
                part.stop();
                if (owner) {
                    part.loop.stop();
                }
            });
            if (!taken) {
                part.loopEnded();
            }
        }
        boolean finished = awaitEnd(patience);
        for (LoopPools part : parts) {
            part.loop.execute(part::abort);
        }
        awaitEnd(NioServer.LAST_WAIT);
        return finished;
    }

    private boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        boolean all = true;
        for (LoopPools part : parts) {
            long left = deadline - System.nanoTime();
            all &= owner ? part.loop.awaitTermination(left) : part.awaitEnd(left);
        }
        return all;
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
