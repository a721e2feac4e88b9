package io.github.h11j.examples.nio;

import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Startup;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.GatheringByteChannel;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/**
 * A non-blocking HTTP/1.1 server on TCP or a Unix-domain socket. It starts when it is constructed, and serves until
 * {@link #stop(Duration)}. Handlers run on its event loops and must not block. The threads of the loops keep the
 * program running until then. Do not call {@code stop} on one of them.
 */
public final class NioServer implements AutoCloseable {

    private static final int BACKLOG = 1024;

    /** How long a stop waits for loops whose connections were aborted. */
    static final Duration LAST_WAIT = Duration.ofSeconds(2);

    final NioSettings settings;
    final Handler handler;
    final Hooks hooks;

    private final ServerSocketChannel listener;
    private final SocketAddress address;
    private final List<EventLoop> loops = new ArrayList<>();
    private final Acceptor acceptor;
    final Slots slots;
    private final LongAdder failures = new LongAdder();
    private volatile boolean stopping;
    private int next;

    /**
     * Starts a server.
     *
     * @param address where to listen: an {@link java.net.InetSocketAddress}, with port 0 for any free port, or a
     *     {@link UnixDomainSocketAddress}, whose file must not exist yet
     * @param handler the application
     * @param settings how to serve
     * @throws IOException if it cannot listen there
     */
    public NioServer(SocketAddress address, Handler handler, NioSettings settings) throws IOException {
        this(address, handler, settings, Hooks.NONE);
    }

    /**
     * Starts a server whose application needs the server itself, to {@linkplain #client send requests on its loops}.
     *
     * @param address where to listen
     * @param application returns the application; called once, before the server begins to accept
     * @param settings how to serve
     * @throws IOException if it cannot listen there
     */
    public NioServer(SocketAddress address, Function<NioServer, Handler> application, NioSettings settings)
            throws IOException {
        this(address, application, settings, Hooks.NONE);
    }

    NioServer(SocketAddress address, Handler handler, NioSettings settings, Hooks hooks) throws IOException {
        this(address, server -> handler, settings, hooks);
    }

    NioServer(SocketAddress address, Function<NioServer, Handler> application, NioSettings settings, Hooks hooks)
            throws IOException {
        Startup.prepare(EventLoop.LOG);
        this.settings = settings;
        this.hooks = hooks;
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
                loops.add(new EventLoop(hooks.nanoTime(), Math.max(1, settings.heldBytes() / settings.loops())));
            }
            this.handler = application.apply(this);
            EventLoop accepting = loops.get(0);
            this.slots = new Slots(settings.maxConnections(), () -> accepting.execute(this::hasRoom));
            this.acceptor = new Acceptor(this, listener, accepting);
            for (EventLoop loop : loops) {
                new Thread(loop, "h11j-nio-" + loops.indexOf(loop)).start();
            }
        } catch (IOException | RuntimeException | Error e) { // the system may have a thread for some loops only
            loops.forEach(loop -> Channels.closeQuietly(loop.selector));
            Channels.closeQuietly(listener);
            throw e;
        }
    }

    /**
     * Returns a client on this server's event loops. A request that is sent in a call of this server, for example by a
     * handler, is sent on the same thread, and its response arrives there: nothing is passed from one thread to
     * another.
     *
     * @param clientSettings how it behaves
     * @return the client. When the server stops, what is in flight is finished as the server's own exchanges are;
     *     stopping the client stops no loop
     */
    public NioClient client(ClientSettings clientSettings) {
        return new NioClient(clientSettings, hooks, loops);
    }

    /**
     * Returns where the server listens.
     *
     * @return the address, with the actual port
     */
    public SocketAddress address() {
        return address;
    }

    /**
     * Returns how many connections are open.
     *
     * @return 0 or more
     */
    public int connections() {
        return slots.taken();
    }

    /**
     * Returns how many calls into the application have failed since the start: calls of handlers, bodies, other
     * protocols, tasks and listeners. Each failure is logged.
     *
     * @return 0 or more
     */
    public long failures() {
        return failures.sum();
    }

    /** A call into the application has thrown. */
    void callFailed(String what, Throwable thrown) {
        failures.increment();
        EventLoop.log(System.Logger.Level.WARNING, what, thrown);
    }

    boolean isStopping() {
        return stopping;
    }

    private void hasRoom() {
        acceptor.hasRoom();
    }

    /** Passes an accepted channel, and its slot, to the next loop. Called on the accepting loop's thread. */
    void assign(SocketChannel channel) {
        for (int i = 0; i < loops.size(); i++) {
            EventLoop loop = loops.get(next);
            next = (next + 1) % loops.size();
            if (loop.execute(() -> open(channel, loop))) {
                return;
            }
        }
        Channels.closeQuietly(channel); // all loops have ended
        slots.giveBack();
    }

    private void open(SocketChannel channel, EventLoop loop) {
        try {
            Channels.prepare(channel, settings.tcpNoDelay());
            ServerConnection.open(transport(channel, loop), loop, this);
        } catch (Throwable e) {
            Channels.closeQuietly(channel);
            slots.giveBack();
            boolean gone = e instanceof IOException;
            EventLoop.log(
                    gone ? System.Logger.Level.DEBUG : System.Logger.Level.WARNING,
                    gone ? "the peer has gone already" : "a connection could not be set up",
                    e);
        }
    }

    private Transport transport(SocketChannel channel, EventLoop loop) {
        GatheringByteChannel sink = hooks.sink().apply(channel);
        return settings.tls()
                .<Transport>map(context -> new TlsTransport(channel, sink, loop.tlsBuffers, context))
                .orElseGet(() -> new PlainTransport(channel, sink, loop.gathering));
    }

    /**
     * Returns how many buffers of TLS connections hold a part of a record. Any thread may call this; the number is
     * exact once all connections are idle.
     */
    int tlsBuffersLent() {
        return loops.stream().mapToInt(loop -> loop.tlsBuffers.lent()).sum();
    }

    EventLoop loop(int index) {
        return loops.get(index);
    }

    /** Makes the loops check their deadlines. */
    void wakeUp() {
        loops.forEach(EventLoop::wakeUp);
    }

    /**
     * Stops (graceful shutdown): accepts no more connections, closes idle ones, lets exchanges in flight finish with
     * {@code Connection: close}. What is not finished in time is aborted. This returns at most a few seconds after
     * that, even if a handler never returns or a loop has ended unexpectedly.
     *
     * @param patience how long to wait
     * @return whether everything was finished
     * @throws InterruptedException if the thread was interrupted; what is not finished is aborted then, but the server
     *     may not have stopped yet
     */
    public boolean stop(Duration patience) throws InterruptedException {
        long nanos = nanos(patience);
        long deadline = System.nanoTime() + nanos;
        stopping = true;
        boolean finished = true;
        try {
            stopLoops(nanos);
            for (EventLoop loop : loops) {
                finished &= loop.awaitTermination(deadline - System.nanoTime());
            }
        } finally { // also if the thread is interrupted: nobody else ends the loops
            Channels.closeQuietly(listener); // in case the loop that should have done it is blocked
            for (EventLoop loop : loops) {
                loop.execute(loop::abortAll);
            }
        }
        long last = System.nanoTime() + LAST_WAIT.toNanos();
        for (EventLoop loop : loops) {
            loop.awaitTermination(last - System.nanoTime());
        }
        return finished;
    }

    /** Returns how long to wait, at most 292 years. */
    static long nanos(Duration patience) {
        return Math.max(0, TimeUnit.NANOSECONDS.convert(patience));
    }

    private void stopLoops(long nanos) throws InterruptedException {
        // first the connections that were accepted last are passed to their loops
        CountDownLatch handedOut = new CountDownLatch(1);
        try {
            if (loops.get(0).execute(() -> stopAccepting(handedOut))) {
                handedOut.await(nanos, TimeUnit.NANOSECONDS);
            }
        } finally {
            loops.forEach(loop -> loop.execute(loop::stop));
        }
    }

    private void stopAccepting(CountDownLatch handedOut) {
        try {
            acceptor.stop();
        } finally {
            handedOut.countDown();
        }
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
