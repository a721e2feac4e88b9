package io.github.h11j.examples.nio;

import io.github.h11j.Event;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A non-blocking HTTP/1.1 client with many connections on its own event loop, or on
 * {@linkplain NioServer#client those of a server}. Connections are kept in a pool and reused (keep-alive). There is a
 * maximum per origin and loop; further requests wait for a connection. A connection is checked before it is reused: if
 * the server has closed it, or has sent anything since the previous response, another one is used (RFC 9112 §9.2). The
 * same happens, whatever the method, if a reused connection fails before it has taken a byte of the request. If a
 * reused connection turns out to be dead later, the request is sent once more on a new one, provided that it may be
 * repeated: its method is idempotent and its complete body was passed (RFC 9110 §9.2.2).
 */
public final class NioClient implements AutoCloseable {

    final ClientSettings settings;
    private final List<LoopPools> parts;

    /** Whether the loops run for this client only. */
    private final boolean owner;

    private final AtomicInteger next = new AtomicInteger();

    /**
     * Starts a client and its thread.
     *
     * @param settings how it behaves
     * @throws IOException if no selector can be opened
     */
    public NioClient(ClientSettings settings) throws IOException {
        this(settings, Hooks.NONE);
    }

    NioClient(ClientSettings settings, Hooks hooks) throws IOException {
        this(settings, hooks, List.of(new EventLoop(hooks.nanoTime(), Long.MAX_VALUE)), true);
        new Thread(parts.get(0).loop, "h11j-nio-client").start();
    }

    /** On loops that belong to a server. */
    NioClient(ClientSettings settings, Hooks hooks, List<EventLoop> loops) {
        this(settings, hooks, loops, false);
    }

    private NioClient(ClientSettings settings, Hooks hooks, List<EventLoop> loops, boolean owner) {
        this.settings = settings;
        this.owner = owner;
        this.parts =
                loops.stream().map(loop -> new LoopPools(loop, settings, hooks)).toList();
    }

    /**
     * Sends a request. Any thread may call this. The handler is called on the thread of an event loop, and must not
     * block: on the current one, if it is one of this client's loops.
     *
     * @param origin the server
     * @param events the {@link io.github.h11j.Request}, with {@code Host}, and any events that follow it. If the end is
     *     not among them, the handler is asked for the rest. With {@code Expect: 100-continue}, what follows the head
     *     is held back until the server wants it. The bytes of bodies must not be changed afterwards
     * @param handler receives the response; if the client has stopped, its {@code failed} is called on the loop's
     *     thread, or at once by the calling thread if the loop has ended
     * @return the exchange
     * @throws IllegalArgumentException if the first event is not a request
     */
    public ClientExchange send(Origin origin, List<? extends Event> events, ResponseHandler handler) {
        LoopPools part = part();
        Pending pending = new Pending(origin, events, handler, settings.rules(), part.loop);
        part.send(pending);
        return pending.request();
    }

    /**
     * Opens a connection that never speaks HTTP, for example to the far end of a tunnel: on the event loop of the
     * current thread, as {@link #send} does. Any thread may call this.
     *
     * @param addresses are tried one after the other, until one accepts
     * @param rules for the connection. Of their timeouts, {@code start} is for each address, {@code idle} for silence
     *     in both directions, {@code silence} for a server that does not read, and {@code stop} for the end after a
     *     stop
     * @param handler receives the server's bytes. Its first call comes once there is a connection; all come on the
     *     thread of the event loop
     * @param refused called with the reason why there is no connection, on that thread too; on the calling thread if
     *     the client has stopped
     * @return aborts the connection, also while it is being made; any thread may run this
     */
    public Runnable connect(
            List<SocketAddress> addresses,
            ClientRules rules,
            ProtocolHandler handler,
            Consumer<? super Exception> refused) {
        Dialing dialing = new Dialing(part(), addresses, rules, handler, refused);
        dialing.start();
        return dialing::abort;
    }

    /** Returns the pools of the current thread's loop; on another thread, those of each loop in turn. */
    private LoopPools part() {
        for (LoopPools part : parts) {
            if (part.loop.isCurrent()) {
                return part;
            }
        }
        return parts.get(Math.floorMod(next.getAndIncrement(), parts.size()));
    }

    /**
     * Returns how many connections are open.
     *
     * @return 0 or more
     */
    public int connections() {
        return parts.stream().mapToInt(LoopPools::connections).sum();
    }

    /** Returns a channel that is being connected. */
    static SocketChannel connecting(SocketAddress address) throws IOException {
        SocketChannel channel = address instanceof UnixDomainSocketAddress
                ? SocketChannel.open(StandardProtocolFamily.UNIX)
                : SocketChannel.open();
        try {
            Channels.prepare(channel, true);
            channel.connect(address);
            return channel;
        } catch (IOException | RuntimeException | Error e) {
            Channels.closeQuietly(channel);
            throw e;
        }
    }

    /**
     * Returns how many buffers of TLS connections hold a part of a record; the number is exact once all connections are
     * idle.
     */
    int tlsBuffersLent() {
        return parts.stream().mapToInt(part -> part.loop.tlsBuffers.lent()).sum();
    }

    /** Makes the loops check their deadlines. */
    void wakeUp() {
        parts.forEach(part -> part.loop.wakeUp());
    }

    // ---- The end

    /**
     * Stops (graceful shutdown): takes no more requests, fails those that have no connection yet, closes idle
     * connections, lets exchanges in flight finish. What is not finished in time is aborted. This returns at most a few
     * seconds after that, even if a handler never returns. The loops of a server continue to run.
     *
     * @param patience how long to wait
     * @return whether everything was finished
     * @throws InterruptedException if the thread was interrupted; what is not finished is aborted then, but the client
     *     may not have stopped yet
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
        boolean finished = false;
        try {
            finished = awaitEnd(patience);
        } finally { // also if the thread is interrupted
            for (LoopPools part : parts) {
                part.loop.execute(part::abort);
            }
        }
        awaitEnd(NioServer.LAST_WAIT);
        return finished;
    }

    private boolean awaitEnd(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + NioServer.nanos(patience);
        boolean all = true;
        for (LoopPools part : parts) {
            long left = deadline - System.nanoTime();
            all &= owner ? part.loop.awaitTermination(left) : part.awaitEnd(left);
        }
        return all;
    }

    /** Stops at once: as {@link #stop} with no time to wait. */
    @Override
    public void close() {
        try {
            stop(Duration.ZERO);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
