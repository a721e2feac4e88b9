package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpServer;
import io.github.h11j.engine.ConnectionGroup;
import io.github.h11j.engine.ServerFields;
import io.github.h11j.engine.ServerRules;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.channels.SocketChannel;
import java.time.Clock;
import java.time.ZoneId;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The implementation of a server, with TLS or without: listens, accepts, watches its connections, stops. */
final class Server {

    /** How often the server checks whether it is stopping and whether a connection is late, in milliseconds. */
    private static final int GLANCE = 100;

    private static final System.Logger LOG = System.getLogger("io.github.h11j.jdkserver");

    /** Like the JDK's server, this one sends no Server field. */
    final ServerRules rules = ServerRules.DEFAULT.withFields(new ServerFields(Clock.systemUTC(), ""));

    final HttpServer face;
    final Encryption encryption;
    final Contexts contexts;

    /** All connections together may hold a quarter of the heap. */
    private final ConnectionGroup<ServerConnection> connections =
            new ConnectionGroup<>(Math.max(1, Runtime.getRuntime().maxMemory() / 4));

    private final CountDownLatch listening = new CountDownLatch(1);
    private @Nullable ServerSocket listener;
    private @Nullable ExecutorService serial;
    private volatile @Nullable Executor executor;

    /** Whether the executor has run a task in the thread that passed it, as {@code Runnable::run} always does. */
    volatile boolean runsInCaller;

    private boolean started;

    /** How often accepting has failed since it last succeeded, and the latest cause. */
    private int acceptFailures;

    private @Nullable Throwable lastAcceptFailure;
    private volatile boolean stopping;
    private volatile boolean stopped;

    Server(HttpServer face, Encryption encryption) {
        this.face = face;
        this.encryption = encryption;
        this.contexts = new Contexts(face);
    }

    // ---- For the application

    synchronized void bind(InetSocketAddress address, int backlog) throws IOException {
        Objects.requireNonNull(address, "address");
        if (listener != null) {
            throw new BindException("the server is bound");
        }
        ServerSocket socket = new ServerSocket();
        try {
            socket.setReuseAddress(true);
            socket.bind(address, backlog);
            socket.setSoTimeout(GLANCE);
        } catch (IOException | RuntimeException e) {
            socket.close();
            throw e;
        }
        listener = socket;
    }

    @SuppressWarnings("NullAway") // as the JDK's server
    synchronized InetSocketAddress address() {
        return listener == null ? null : (InetSocketAddress) listener.getLocalSocketAddress();
    }

    synchronized void setExecutor(@Nullable Executor value) {
        if (started) {
            throw new IllegalStateException("the server has been started");
        }
        executor = value;
    }

    @Nullable
    Executor executor() {
        return executor;
    }

    synchronized void start() {
        ServerSocket socket = listener;
        if (socket == null || started || stopping) {
            throw new IllegalStateException("the server is not bound, or was started or stopped before");
        }
        started = true;
        prepare();
        if (executor == null) {
            ExecutorService one = Executors.newSingleThreadExecutor(task -> new Thread(task, "h11j-handlers"));
            serial = one;
            executor = one;
        }
        new Thread(() -> accept(socket), "h11j-accept").start(); // keeps the program alive, as the JDK's server does
        Thread watchdog = new Thread(this::watch, "h11j-watchdog");
        watchdog.setDaemon(true);
        watchdog.start();
    }

    /**
     * Makes the JDK initialize now what needs a file descriptor the first time. If there were none left then, it would
     * fail permanently, and no socket could be closed any more.
     */
    @SuppressWarnings("ReturnValueIgnored") // the rules of the zone are read from a file
    private static void prepare() {
        try {
            SocketChannel.open().close();
            ZoneId.systemDefault().getRules();
            Threads.prepare();
        } catch (IOException e) {
            log("the server could not prepare for a shortage of file descriptors", e);
        }
    }

    /**
     * Accepts no more connections, closes idle ones, and lets exchanges finish (graceful shutdown).
     *
     * @param delay how long to wait for them, in seconds; exchanges that are not over then are aborted
     */
    void stop(int delay) {
        if (delay < 0) {
            throw new IllegalArgumentException("a negative delay: " + delay);
        }
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(delay);
        synchronized (this) {
            stopping = true;
            stopped |= delay == 0;
            if (!started || delay == 0) {
                close(listener);
                listening.countDown();
            }
        }
        connections.forEach(ServerConnection::stop);
        boolean interrupted = false;
        while (!interrupted && !isFinished() && System.nanoTime() - deadline < 0) {
            interrupted = pause(1);
        }
        stopped = true;
        close(listener);
        connections.forEach(ServerConnection::breakOffUnfinished);
        if (serial != null) {
            serial.shutdown();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isFinished() {
        boolean[] unfinished = {listening.getCount() > 0};
        connections.forEach(connection -> unfinished[0] |= !connection.isFinished());
        return !unfinished[0];
    }

    // ---- Accepting

    private void accept(ServerSocket socket) {
        try (socket) {
            while (!stopping) {
                acceptOne(socket);
            }
            socket.setSoTimeout(1);
            while (!stopped && acceptOne(socket)) {
                // connections that the system had accepted before the stop
            }
        } catch (IOException e) {
            // it is closed
        } finally {
            listening.countDown();
        }
    }

    /** Returns whether there was a connection. If anything fails, the next one is tried. */
    private boolean acceptOne(ServerSocket listening) {
        Socket socket = null;
        try {
            socket = listening.accept();
            accepted();
            serve(new ServerConnection(this, new Transport(socket)));
            return true;
        } catch (SocketTimeoutException e) {
            return false; // no connection
        } catch (IOException | RuntimeException | Error e) { // no file descriptor or thread is left, for example
            close(socket);
            if (!stopped) {
                acceptFailures++;
                lastAcceptFailure = e;
                pause(GLANCE);
            }
            return false;
        }
    }

    /** A failure is logged after it has ended, because logging may need a file descriptor too. */
    private void accepted() {
        Throwable last = lastAcceptFailure;
        if (last != null) {
            String what = "connections are accepted again after failures: " + acceptFailures + " times";
            acceptFailures = 0;
            lastAcceptFailure = null;
            log(what, last);
        }
    }

    private void serve(ServerConnection connection) {
        connections.opened(connection);
        boolean runs = false;
        try {
            Threads.execute("h11j-connection", connection);
            runs = true;
        } finally {
            if (!runs) {
                connections.closed(connection);
            }
        }
        if (stopping) {
            connection.stop();
        }
        if (stopped) { // while this connection was being set up
            connection.breakOffUnfinished();
        }
    }

    private static void close(@Nullable AutoCloseable socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (Exception e) {
            // it is no longer needed
        }
    }

    private void watch() {
        while (!stopped || connections.size() > 0) {
            long now = System.nanoTime();
            connections.forEach(connection -> connection.look(now));
            pause(GLANCE);
        }
    }

    /** Returns whether the thread was interrupted. */
    private static boolean pause(int millis) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
            return false;
        } catch (InterruptedException e) {
            return true;
        }
    }

    // ---- For its connections

    /**
     * Passes a task to the application's executor.
     *
     * @return why the executor rejected it; null if it did not
     */
    @Nullable
    Throwable execute(Runnable task) {
        Thread caller = Thread.currentThread();
        boolean[] passing = {true}; // a thread of a pool may run the task after it has passed it
        try {
            Objects.requireNonNull(executor).execute(() -> {
                if (Thread.currentThread().equals(caller) && passing[0]) {
                    runsInCaller = true;
                }
                task.run();
            });
            return null;
        } catch (Throwable e) {
            log("the executor does not take a request", e);
            return e;
        } finally {
            passing[0] = false;
        }
    }

    boolean isStopping() {
        return stopping;
    }

    void ended(ServerConnection connection) {
        connections.closed(connection);
    }

    void holds(long difference) {
        int broken = connections.holds(difference);
        if (broken > 0) {
            LOG.log(Level.WARNING, "connections that held too many bytes were closed: {0}", broken);
        }
    }

    long share() {
        return connections.share();
    }

    /** Never throws: logging can need a file descriptor or memory when there is none left. */
    static void log(String what, Throwable cause) {
        try {
            LOG.log(Level.WARNING, what, cause);
        } catch (Throwable e) {
            // the caller must continue
        }
    }
}
