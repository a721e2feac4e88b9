package io.github.h11j.examples.blocking;

import io.github.h11j.Request;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A blocking HTTP/1.1 client: the caller's thread connects, writes and reads. If the body is large or has to be waited
 * for, another thread sends it, so that the response can be read meanwhile. Connections are kept in a pool and reused
 * (keep-alive). There is a maximum per origin; further requests wait for a connection. A connection is checked before
 * it is reused: if the server has closed it, or has sent anything since the previous response, another one is used (RFC
 * 9112 §9.2). The same happens, whatever the method, if a reused connection fails before it has taken a byte of the
 * request. If a reused connection turns out to be dead later, the request is sent once more on a new one, provided that
 * it may be repeated: its method is idempotent and its body is in memory (RFC 9110 §9.2.2). A new connection is made to
 * the first address of the origin that accepts it; each address has a separate timeout.
 *
 * <p>If a thread is interrupted before or while it waits here, an {@link java.io.InterruptedIOException} is thrown and
 * the thread remains interrupted; its exchange is aborted and the connection closed. This holds for platform and
 * virtual threads.
 *
 * <p>Thread-safe. An idle connection needs no thread. As long as there are connections, one thread watches all
 * timeouts.
 */
public final class BlockingClient implements AutoCloseable {

    /** How often the watchdog checks, in milliseconds. */
    private static final int CHECK_INTERVAL = 100;

    final ClientSettings settings;
    final ConnectionPool pool;

    private final Set<ClientCall> calls = ConcurrentHashMap.newKeySet();
    private final AtomicBoolean watching = new AtomicBoolean();

    /**
     * Creates a client, without connections.
     *
     * @param settings how it behaves
     * @throws UncheckedIOException if the system has no file descriptor left
     */
    public BlockingClient(ClientSettings settings) {
        try {
            Threads.prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.settings = settings;
        this.pool = new ConnectionPool(settings);
    }

    /**
     * Sends a request and waits for the head of the response.
     *
     * @param origin the server. Addresses that are not resolved yet are looked up when a connection is made;
     *     Unix-domain sockets are not supported
     * @param request with {@code Host}, and with {@code Content-Length} or {@code Transfer-Encoding} if it has a body
     * @param body the body. With {@code Expect: 100-continue}, it is held back until the server wants it
     * @return the response, which must be read to its end or closed
     * @throws java.net.SocketTimeoutException if a timeout has passed, which it names, or if no connection became free
     *     in time
     * @throws java.io.InterruptedIOException if the thread is interrupted
     * @throws NoResponseException if the connection ended before any byte of a response, and the request was not, or
     *     not once more, repeated
     * @throws IOException if there is no connection, or the response breaks the protocol; the connection is closed
     * @throws io.github.h11j.LocalProtocolException if the request must not be sent; if only its body does not match
     *     its head, the connection is closed
     */
    public ClientResponse send(Origin origin, Request request, RequestBody body) throws IOException {
        return send(origin, request, body, Progress.UNWATCHED);
    }

    /**
     * Sends a request, as {@link #send(Origin, Request, RequestBody)} does. The response may begin, and end, while the
     * body of the request is still being sent: a caller that sends a long body must read the response, otherwise the
     * server may stop reading.
     *
     * @param origin as there
     * @param request as there
     * @param body as there
     * @param progress called as the exchange proceeds
     * @return the response
     * @throws IOException as there
     */
    public ClientResponse send(Origin origin, Request request, RequestBody body, Progress progress) throws IOException {
        ClientCall call = new ClientCall(this, origin, request, body, progress);
        calls.add(call);
        if (watching.compareAndSet(false, true)) {
            watch(call);
        }
        return new ClientResponse(call, call.send());
    }

    private void watch(ClientCall first) {
        Thread watchdog = new Thread(this::watchCalls, "h11j-client-watchdog");
        watchdog.setDaemon(true);
        boolean started = false;
        try {
            watchdog.start();
            started = true;
        } finally {
            if (!started) {
                calls.remove(first);
                watching.set(false);
            }
        }
    }

    /** Runs as long as there is a call or a connection. */
    private void watchCalls() {
        do {
            watching.set(true);
            while (!calls.isEmpty() || pool.all() > 0) {
                try {
                    TimeUnit.MILLISECONDS.sleep(CHECK_INTERVAL);
                } catch (InterruptedException e) {
                    return; // the thread is never interrupted
                }
                long now = System.nanoTime();
                pool.sweep(now);
                calls.forEach(call -> call.checkTime(now));
            }
            watching.set(false);
        } while (!calls.isEmpty() && watching.compareAndSet(false, true));
    }

    /** A call has ended: the watchdog no longer checks it. */
    void ended(ClientCall call) {
        calls.remove(call);
    }

    /**
     * Returns the number of connections, in use and idle.
     *
     * @return 0 or more
     */
    public int connections() {
        return pool.all();
    }

    /**
     * Returns the number of idle connections.
     *
     * @return 0 or more
     */
    public int idleConnections() {
        return pool.idleConnections();
    }

    /** Closes the idle connections now, and the others when their responses end. */
    @Override
    public void close() {
        pool.close();
    }
}
