package io.github.h11j.examples.blocking;

import io.github.h11j.engine.ConnectionGroup;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.examples.running.Startup;
import io.github.h11j.handler.Handler;
import java.io.Closeable;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP/1.1 server with one thread per connection: virtual threads on JDK 21 and later, platform threads before. It
 * starts when it is constructed, and serves until {@link #stop(Duration)}. Handlers may block, which delays only their
 * own connection. While the application is being called, the connection is not read, so a peer that has disconnected is
 * noticed only afterwards, or when something is sent. Its threads are daemons: they do not keep the program running.
 */
public final class BlockingServer implements AutoCloseable {

    /** How often the server checks whether it is stopping and whether a connection is late, in milliseconds. */
    private static final int CHECK_INTERVAL = 100;

    private static final int BACKLOG = 1024;

    private static final System.Logger LOG = System.getLogger("io.github.h11j.examples");

    final BlockingSettings settings;

    private final ServerSocket listener;
    private final Handler handler;
    private final Semaphore permits;
    private final CountDownLatch listening = new CountDownLatch(1);
    private final LongAdder failures = new LongAdder();
    private final ConnectionGroup<ServerConnection> connections;

    /** How often accepting has failed since it last succeeded, and the latest cause. */
    private int acceptFailures;

    private @Nullable Throwable lastAcceptFailure;
    private volatile boolean stopping;
    private volatile boolean stopped;

    /**
     * Starts a server.
     *
     * @param address where to listen; port 0 picks a free one
     * @param handler the application
     * @param settings how to serve
     * @throws IOException if it cannot listen there
     */
    public BlockingServer(InetSocketAddress address, Handler handler, BlockingSettings settings) throws IOException {
        this(listen(address), handler, settings);
    }

    /**
     * Starts a server on a bound socket.
     *
     * @param listener owned by the server from now on, which also closes it if it cannot start; without TLS, which the
     *     settings add
     * @param handler the application
     * @param settings how to serve
     * @throws IOException if the socket is closed, or the system lacks what a server needs
     */
    public BlockingServer(ServerSocket listener, Handler handler, BlockingSettings settings) throws IOException {
        prepare(listener, settings);
        this.listener = listener;
        this.handler = handler;
        this.settings = settings;
        this.permits = new Semaphore(settings.maxConnections());
        this.connections = new ConnectionGroup<>(settings.heldBytes());
        boolean started = false;
        try {
            daemon("h11j-accept", this::accept);
            daemon("h11j-watchdog", this::watch);
            started = true;
        } finally {
            if (!started) { // the system may have one more thread, and not two
                stopping = true;
                stopped = true;
                listener.close();
            }
        }
    }

    /** Closes the listener if the server cannot start, so that its port is free again. */
    private static void prepare(ServerSocket listener, BlockingSettings settings) throws IOException {
        boolean ready = false;
        try {
            Objects.requireNonNull(settings, "settings");
            Startup.prepare(LOG);
            Threads.prepare();
            listener.setSoTimeout(CHECK_INTERVAL); // throws if it is closed
            ready = true;
        } finally {
            if (!ready) {
                listener.close();
            }
        }
    }

    private static ServerSocket listen(InetSocketAddress address) throws IOException {
        ServerSocket listener = new ServerSocket();
        try {
            listener.setReuseAddress(true);
            listener.bind(address, BACKLOG);
            return listener;
        } catch (IOException e) {
            listener.close();
            throw e;
        }
    }

    private static void daemon(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    /**
     * Returns where the server listens.
     *
     * @return the address with the actual port
     */
    public SocketAddress address() {
        return listener.getLocalSocketAddress();
    }

    /**
     * Returns the port where the server listens.
     *
     * @return the actual port
     */
    public int port() {
        return listener.getLocalPort();
    }

    /**
     * Returns how many connections are open.
     *
     * @return 0 or more, each with a thread
     */
    public int connections() {
        return connections.size();
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

    private void accept() {
        try (listener) {
            while (!stopping) {
                acceptOne(CHECK_INTERVAL);
            }
            while (!stopped && acceptOne(1)) {
                // those connected before the stop
            }
        } catch (IOException e) {
            log("the listening socket could not be closed", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.countDown();
        }
    }

    /** Returns whether there was a connection. If anything fails, the next one is tried. */
    private boolean acceptOne(int millis) throws InterruptedException {
        if (!permits.tryAcquire(CHECK_INTERVAL, TimeUnit.MILLISECONDS)) {
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
            return false; // no connection
        } catch (IOException | RuntimeException | Error e) {
            if (!listener.isClosed()) {
                acceptFailures++;
                lastAcceptFailure = e; // too many open files, for example, which is temporary
            }
        } finally {
            if (!handedOver) {
                permits.release();
            }
        }
        TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL);
        return false;
    }

    /**
     * A failure is logged after it has ended: logging may need a file descriptor too, and a class that cannot be loaded
     * then is lost.
     */
    private void accepted() {
        Throwable last = lastAcceptFailure;
        if (last != null) {
            String what = "connections are accepted again after failures: " + acceptFailures + " times";
            acceptFailures = 0;
            lastAcceptFailure = null;
            log(what, last);
        }
    }

    /** A failure here ends this connection, not the server. Returns whether the connection has a thread. */
    private boolean serve(Socket socket) {
        try {
            ServerConnection connection = new ServerConnection(this, transport(socket), handler);
            if (start(connection, "h11j-" + socket.getRemoteSocketAddress())) {
                return true;
            }
        } catch (IOException e) {
            Failures.log(LOG, System.Logger.Level.DEBUG, "the peer has already disconnected", e);
        } catch (RuntimeException | Error e) {
            log("a connection could not be set up", e);
        }
        close(socket);
        return false;
    }

    private boolean start(ServerConnection connection, String name) {
        connections.opened(connection);
        try {
            Threads.start(name, connection);
        } catch (RuntimeException | Error e) { // the system has no thread left
            connections.closed(connection);
            log("a connection could not be set up", e);
            return false;
        }
        if (stopping) {
            connection.stop();
        }
        if (stopped) { // while this connection was being set up
            connection.breakOff();
        }
        return true;
    }

    private SocketTransport transport(Socket socket) throws IOException {
        if (settings.tls().isEmpty()) {
            return new SocketTransport(socket);
        }
        SSLSocketFactory factory = settings.tls().get().getSocketFactory();
        return new SocketTransport(socket, below -> factory.createSocket(below, null, true));
    }

    private static void close(Closeable socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // it is no longer needed
        }
    }

    // ---- For its connections

    /** A call into the application has thrown. */
    void callFailed(String what, Throwable thrown) {
        failures.increment();
        log(what, thrown);
    }

    void log(String what, Throwable thrown) {
        Failures.log(LOG, System.Logger.Level.WARNING, what, thrown);
    }

    void ended(ServerConnection connection) {
        connections.closed(connection);
        permits.release();
    }

    /** A connection holds more or fewer bytes than before. */
    void holds(long difference) {
        int broken = connections.holds(difference);
        if (broken > 0) {
            LOG.log(System.Logger.Level.WARNING, "connections that held too many bytes were closed: {0}", broken);
        }
    }

    long share() {
        return connections.share();
    }

    // ---- Stopping

    boolean isStopping() {
        return stopping;
    }

    private void watch() {
        while (!stopped || connections.size() > 0) {
            long now = System.nanoTime();
            connections.forEach(connection -> checkTime(connection, now));
            pause();
        }
    }

    private void checkTime(ServerConnection connection, long now) {
        try {
            connection.checkTime(now);
        } catch (RuntimeException | Error e) {
            log("a connection could not be checked", e);
        }
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Shuts down gracefully: accepts no more connections, closes idle ones, and lets exchanges in flight finish with
     * {@code Connection: close}. Exchanges that do not finish in time are aborted.
     *
     * @param patience how long to wait
     * @return whether all exchanges finished
     * @throws InterruptedException if the thread was interrupted; all exchanges are aborted then
     */
    public boolean stop(Duration patience) throws InterruptedException {
        long nanos = Math.max(0, TimeUnit.NANOSECONDS.convert(patience)); // at most 292 years
        long deadline = System.nanoTime() + nanos;
        stopping = true;
        try {
            connections.forEach(ServerConnection::stop);
            boolean finished = listening.await(nanos, TimeUnit.NANOSECONDS);
            while (connections.size() > 0 && System.nanoTime() - deadline < 0) {
                TimeUnit.MILLISECONDS.sleep(1);
            }
            return finished && connections.size() == 0;
        } finally {
            stopped = true;
            connections.forEach(ServerConnection::breakOff);
        }
    }

    /** Stops at once: as {@link #stop(Duration)} with no time to wait. */
    @Override
    public void close() {
        stopping = true;
        stopped = true;
        close(listener);
        connections.forEach(ServerConnection::breakOff);
    }
}
