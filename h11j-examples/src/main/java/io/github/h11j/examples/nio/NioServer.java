package io.github.h11j.examples.nio;

import io.github.h11j.examples.handler.Handler;
import io.github.h11j.examples.handler.ServerFields;
import io.github.h11j.examples.nio.Driver.Waiting;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An HTTP/1.1 server on TCP or a Unix-domain socket. It has started when it exists, and serves until
 * {@link #stop(Duration)}. Handlers run on its event loops and must not block.
 */
public final class NioServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    final NioSettings settings;
    final Handler handler;
    final ServerFields fields;
    final Hooks hooks;

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final List<EventLoop> loops = new ArrayList<>();
    private final Acceptor acceptor;
    private final AtomicInteger connections = new AtomicInteger();
    private final NioConnection.Owner owner = new ConnectionOwner();
    private int next;

    /** What the connections belong to. */
    private final class ConnectionOwner implements NioConnection.Owner {
        @Override
        public int queueOctets() {
            return settings.queueOctets();
        }

        @Override
        public Duration limit(Waiting waiting) {
            NioSettings.Timeouts timeouts = settings.timeouts();
            return switch (waiting) {
                case IDLE -> timeouts.idle();
                case START, HEAD -> timeouts.head();
                case LINGER -> timeouts.linger();
                default -> timeouts.transfer();
            };
        }

        @Override
        public void closed() {
            connectionClosed();
        }
    }

    /**
     * Starts a server.
     *
     * @param address where to listen: an {@link java.net.InetSocketAddress}, port 0 for any, or a
     *     {@link UnixDomainSocketAddress}, whose file is not there yet
     * @param handler the application
     * @param settings how to serve
     * @throws IOException if it cannot listen there
     */
    public NioServer(SocketAddress address, Handler handler, NioSettings settings) throws IOException {
        this(address, handler, settings, Hooks.NONE);
    }

    NioServer(SocketAddress address, Handler handler, NioSettings settings, Hooks hooks) throws IOException {
        this.settings = settings;
        this.handler = handler;
        this.hooks = hooks;
        this.fields = new ServerFields(Clock.systemUTC(), settings.server());
        this.listener = address instanceof UnixDomainSocketAddress
                ? ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                : ServerSocketChannel.open();
        try {
            if (listener.supportedOptions().contains(StandardSocketOptions.SO_REUSEADDR)) {
                listener.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            }
            listener.bind(address, BACKLOG);
            listener.configureBlocking(false);
            this.address = listener.getLocalAddress();
            for (int i = 0; i < settings.loops(); i++) {
                loops.add(new EventLoop(hooks.nanoTime()));
            }
            this.acceptor = new Acceptor(this, listener, loops.get(0));
        } catch (IOException | RuntimeException e) {
            loops.forEach(loop -> OutputQueue.closeQuietly(loop.selector));
            OutputQueue.closeQuietly(listener);
            throw e;
        }
        for (EventLoop loop : loops) {
            Thread thread = new Thread(loop, "h11j-nio-" + loops.indexOf(loop));
            thread.start();
        }
    }

    /**
     * Where the server listens.
     *
     * @return the address, with the port that was chosen
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * How many connections are open.
     *
     * @return 0 or more
     */
    public int connections() {
        return connections.get();
    }

    /** Counts a connection that is about to be accepted, if there is room for it. */
    boolean tryReserve() {
        int open = connections.incrementAndGet();
        if (open > settings.maxConnections()) {
            connections.decrementAndGet();
            return false;
        }
        return true;
    }

    void connectionClosed() {
        if (connections.getAndDecrement() == settings.maxConnections()) {
            loops.get(0).execute(acceptor::hasRoom);
        }
    }

    /** Gives an accepted channel to the loop whose turn it is. On the accepting loop's thread. */
    void assign(SocketChannel channel) {
        EventLoop loop = loops.get(next);
        next = (next + 1) % loops.size();
        loop.execute(() -> {
            try {
                NioConnection.prepare(channel, settings.tcpNoDelay());
                NioConnection.open(
                        transport(channel, loop), loop, owner, connection -> new HttpDriver(connection, this));
            } catch (IOException e) {
                EventLoop.LOG.log(System.Logger.Level.DEBUG, "the peer has gone already", e);
                OutputQueue.closeQuietly(channel);
                connectionClosed();
            }
        });
    }

    private Transport transport(SocketChannel channel, EventLoop loop) {
        GatheringByteChannel sink = hooks.sink().apply(channel);
        return settings.tls()
                .<Transport>map(context -> new TlsTransport(channel, sink, loop.tlsBuffers, context))
                .orElseGet(() -> new PlainTransport(channel, sink));
    }

    /** How many buffers of TLS connections hold a part of a record. On no particular thread: exact once all rest. */
    int tlsBuffersLent() {
        return loops.stream().mapToInt(loop -> loop.tlsBuffers.lent()).sum();
    }

    /** Makes the loops look at their deadlines. */
    void wakeUp() {
        loops.forEach(EventLoop::wakeUp);
    }

    /**
     * Stops: accepts no more connections, closes the idle ones, lets exchanges in flight finish with
     * {@code Connection: close}. What is not finished in time is given up.
     *
     * @param patience how long to wait
     * @return whether all was finished
     * @throws InterruptedException if the thread was interrupted; the server stops all the same, but may not yet have
     */
    public boolean stop(Duration patience) throws InterruptedException {
        long deadline = System.nanoTime() + patience.toNanos();
        EventLoop accepting = loops.get(0);
        accepting.execute(() -> {
            try {
                acceptor.stop();
            } catch (IOException e) {
                acceptor.abort(e);
            }
            // after the connections that were accepted last have been handed out
            loops.forEach(loop -> loop.execute(loop::stop));
        });
        boolean finished = true;
        for (EventLoop loop : loops) {
            finished &= loop.awaitTermination(deadline - System.nanoTime());
        }
        for (EventLoop loop : loops) {
            loop.execute(loop::abortAll);
        }
        for (EventLoop loop : loops) {
            loop.awaitTermination(Long.MAX_VALUE);
        }
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
