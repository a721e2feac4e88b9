package io.github.h11j.examples.blocking;

import io.github.h11j.examples.running.Failures;
import io.github.h11j.examples.running.Startup;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server with a thread a connection: virtual threads on JDK 21 and later, platform threads before. While a
 * handler takes its time and does not ask for the body, nothing is read, so that the peer has gone shows only when the
 * response is written.
 */
public final class BlockingServer implements AutoCloseable {

    /** How often waiting threads look whether the server is stopping, in milliseconds. */
    static final int GLANCE = 100;

    private static final System.Logger LOG = System.getLogger("io.github.h11j.examples");

    private final ServerSocket listener;
    private final Handler handler;
    private final ServerOptions options;
    private final Semaphore permits;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread acceptor;
    private final Thread watchdog;
    private final LongAdder failures = new LongAdder();
    private final HeldBytes held;

    /** How often accepting has failed since it last succeeded, and why the last time. */
    private int acceptFailures;

    private @Nullable Throwable lastAcceptFailure;
    private volatile boolean stopping;
    private volatile boolean stopped;

    private BlockingServer(ServerSocket listener, Handler handler, ServerOptions options) {
        this.listener = listener;
        this.handler = handler;
        this.options = options;
        this.permits = new Semaphore(options.maxConnections());
        this.held = new HeldBytes(options.heldBytes(), this::relieve);
        this.acceptor = daemon("h11j-accept", this::accept);
        this.watchdog = daemon("h11j-watchdog", this::watch);
    }

    private static Thread daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        return thread;
    }

    /**
     * Starts a server on an address.
     *
     * @param address port 0 for any that is free
     * @param handler answers the requests
     * @param options how to serve
     * @return a server that accepts
     * @throws IOException if the address cannot be had
     */
    public static BlockingServer start(InetSocketAddress address, Handler handler, ServerOptions options)
            throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(address, 1024);
            return start(listener, handler, options);
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    /**
     * Starts a server on a bound socket.
     *
     * @param listener the server's from now on; without TLS, which the options add
     * @param handler answers the requests
     * @param options how to serve
     * @return a server that accepts
     * @throws IOException if the socket is closed
     */
    public static BlockingServer start(ServerSocket listener, Handler handler, ServerOptions options)
            throws IOException {
        Startup.prepare(LOG);
        listener.setSoTimeout(GLANCE); // throws if it is closed
        BlockingServer server = new BlockingServer(listener, handler, options);
        server.acceptor.start();
        server.watchdog.start();
        return server;
    }

    /**
     * Where the server listens.
     *
     * @return its port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * How many connections there are.
     *
     * @return 0 or more, each with a thread
     */
    public int connections() {
        return connections.size();
    }

    /**
     * How many calls into the application have failed since the start: of handlers, bodies, other protocols, tasks and
     * listeners. Each is told to {@link ServerOptions#failures()}.
     *
     * @return 0 or more
     */
    public long failures() {
        return failures.sum();
    }

    private void accept() {
        try (listener) {
            while (!stopping) {
                acceptOne(GLANCE);
            }
            while (!stopped && acceptOne(1)) {
                // those whose connection was there before the stop
            }
        } catch (IOException e) {
            callFailed(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.countDown();
        }
    }

    /** Returns whether there was one. Whatever fails, the next is tried. */
    private boolean acceptOne(int millis) throws InterruptedException {
        if (!permits.tryAcquire(GLANCE, TimeUnit.MILLISECONDS)) {
            return false;
        }
        boolean handedOver = false;
        try {
            listener.setSoTimeout(millis);
            Socket socket = listener.accept();
            accepted();
            handedOver = serve(socket);
            return true;
        } catch (SocketTimeoutException e) {
            return false; // nobody has come
        } catch (IOException | RuntimeException | Error e) {
            if (!listener.isClosed()) {
                acceptFailures++;
                lastAcceptFailure = e; // too many open files, for example: that passes
            }
        } finally {
            if (!handedOver) {
                permits.release();
            }
        }
        TimeUnit.MILLISECONDS.sleep(GLANCE);
        return false;
    }

    /** What failed is told when it is over: to log can need a descriptor, and a class that cannot be loaded is lost. */
    private void accepted() {
        Throwable last = lastAcceptFailure;
        if (last != null) {
            String what = "connections are accepted again; that had failed " + acceptFailures + " times";
            acceptFailures = 0;
            lastAcceptFailure = null;
            tell(new IOException(what, last));
        }
    }

    /** Whatever fails here is the end of this connection, not of the server. Returns whether it has a thread. */
    private boolean serve(Socket socket) {
        ServerConnection connection = null;
        boolean started = false;
        try {
            Wire.setNoDelay(socket);
            connection = new ServerConnection(this, secured(socket), handler, options);
            connections.add(connection);
            Threads.start("h11j-" + socket.getRemoteSocketAddress(), connection);
            started = true;
        } catch (SocketException e) {
            Failures.log(LOG, System.Logger.Level.DEBUG, "the peer has gone already", e);
        } catch (IOException | RuntimeException | Error e) {
            tell(new IOException("a connection could not be set up", e));
        } finally {
            if (!started) {
                close(socket);
                if (connection != null) {
                    connections.remove(connection);
                }
            }
        }
        return started;
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is of no use in any case
        }
    }

    /** Counts a call of the application that has failed, and tells it. */
    void callFailed(Throwable thrown) {
        failures.increment();
        tell(Failures.asException(thrown));
    }

    /** Whatever the listener does with it. */
    private void tell(Exception failure) {
        try {
            options.failures().accept(failure);
        } catch (Throwable e) {
            Failures.log(LOG, System.Logger.Level.WARNING, "the listener for failures has failed", e);
        }
    }

    private Wire secured(Socket socket) throws IOException {
        if (options.tls().isEmpty()) {
            return new Wire(socket, socket, held);
        }
        SSLContext context = options.tls().get();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        return new Wire(socket, tls, held);
    }

    void ended(ServerConnection connection) {
        connections.remove(connection);
        permits.release();
    }

    boolean isStopping() {
        return stopping;
    }

    private void watch() {
        while (!stopped || !connections.isEmpty()) {
            long now = System.nanoTime();
            connections.forEach(connection -> abortIfLate(connection, now));
            pause();
        }
    }

    /** Breaks off the connections that hold most, until what is held is bearable. */
    private void relieve() {
        long excess = held.excess();
        int closed = 0;
        for (ServerConnection worst : connections.stream()
                .sorted(Comparator.comparingLong(ServerConnection::held).reversed())
                .toList()) {
            if (excess <= 0) {
                break;
            }
            excess -= worst.held(); // of those that were broken off before, too: they still let go of it
            if (!worst.wire().isClosed()) {
                worst.wire().abort();
                closed++;
            }
        }
        if (closed > 0) {
            tell(new IOException("connections that held too many bytes were closed: " + closed));
        }
    }

    private static void abortIfLate(ServerConnection connection, long now) {
        try {
            connection.wire().abortIfLate(now);
        } catch (RuntimeException | Error e) {
            Failures.log(LOG, System.Logger.Level.WARNING, "a connection could not be broken off", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(GLANCE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Stops: accepts no more, tells clients {@code Connection: close}, finishes the exchanges at hand, closes idle
     * connections. What is not finished in time is broken off.
     *
     * @param limit how long to wait
     * @return whether all was finished
     * @throws InterruptedException if this thread is; everything is broken off then
     */
    public boolean stop(Duration limit) throws InterruptedException {
        long deadline = System.nanoTime() + limit.toNanos();
        stopping = true;
        try {
            boolean finished = listening.await(limit.toNanos(), TimeUnit.NANOSECONDS);
            while (!connections.isEmpty() && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return finished && connections.isEmpty();
        } finally {
            stopped = true;
            connections.forEach(ServerConnection::abort);
        }
    }

    /** Stops at once: as {@link #stop(Duration)} with no time to wait. */
    @Override
    public void close() {
        stopping = true;
        stopped = true;
        try {
            listener.close();
        } catch (IOException e) {
            tell(e);
        }
        connections.forEach(ServerConnection::abort);
    }
}
