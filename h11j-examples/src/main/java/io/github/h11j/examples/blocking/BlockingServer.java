package io.github.h11j.examples.blocking;

import io.github.h11j.examples.handler.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;

/**
 * An HTTP/1.1 server with a thread a connection: virtual threads on JDK 21 and later, platform threads before. While a
 * handler takes its time and does not ask for the body, nothing is read, so that the peer has gone shows only when the
 * response is written.
 */
public final class BlockingServer implements AutoCloseable {

    /** How often waiting threads look whether the server is stopping, in milliseconds. */
    static final int GLANCE = 100;

    private final ServerSocket listener;
    private final Handler handler;
    private final ServerOptions options;
    private final Semaphore permits;
    private final Set<ServerConnection> connections = ConcurrentHashMap.newKeySet();
    private final CountDownLatch listening = new CountDownLatch(1);
    private final Thread acceptor;
    private final Thread watchdog;
    private volatile boolean stopping;
    private volatile boolean stopped;

    private BlockingServer(ServerSocket listener, Handler handler, ServerOptions options) {
        this.listener = listener;
        this.handler = handler;
        this.options = options;
        this.permits = new Semaphore(options.maxConnections());
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
        listener.setSoTimeout(GLANCE);
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

    private void accept() {
        try (listener) {
            while (!stopping) {
                acceptOne();
            }
            listener.setSoTimeout(1);
            while (!stopped && acceptOne()) {
                // those whose connection was there before the stop
            }
        } catch (IOException e) {
            if (!stopped) {
                options.failures().accept(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            listening.countDown();
        }
    }

    /** Gives false if there was none. */
    private boolean acceptOne() throws InterruptedException {
        if (!permits.tryAcquire(GLANCE, TimeUnit.MILLISECONDS)) {
            return false;
        }
        try {
            serve(listener.accept());
            return true;
        } catch (SocketTimeoutException e) {
            permits.release();
        } catch (IOException e) {
            permits.release();
            if (!listener.isClosed()) {
                options.failures().accept(e); // too many open files, for example: that passes
                TimeUnit.MILLISECONDS.sleep(GLANCE);
            }
        }
        return false;
    }

    /** Whatever fails here is the end of this connection, not of the server. */
    private void serve(Socket socket) throws IOException {
        ServerConnection connection = null;
        boolean started = false;
        try {
            Wire.setNoDelay(socket);
            connection = new ServerConnection(this, secured(socket), handler, options);
            connections.add(connection);
            Threads.start("h11j-" + socket.getRemoteSocketAddress(), connection);
            started = true;
        } catch (OutOfMemoryError | RuntimeException e) {
            throw new IOException("a connection could not be set up", e);
        } finally {
            if (!started) {
                socket.close();
                if (connection != null) {
                    connections.remove(connection);
                }
            }
        }
    }

    private Wire secured(Socket socket) throws IOException {
        if (options.tls().isEmpty()) {
            return new Wire(socket, socket);
        }
        SSLContext context = options.tls().get();
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(socket, null, true);
        return new Wire(socket, tls);
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
            connections.forEach(connection -> connection.wire().abortIfLate(now));
            pause();
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
            options.failures().accept(e);
        }
        connections.forEach(ServerConnection::abort);
    }
}
