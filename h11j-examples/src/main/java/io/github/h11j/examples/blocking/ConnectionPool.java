package io.github.h11j.examples.blocking;

import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A pool of connections that are kept open for further requests. A connection returns to the pool when its response was
 * read to its end and both sides keep it open ({@code closeReason()} is empty). The most recently used connection is
 * reused first, unless a check shows that the server has closed it or sent something since. A connection that was idle
 * for too long is closed, and so is the longest idle one of all hosts if there are too many. Thread-safe.
 */
public final class ConnectionPool implements AutoCloseable {

    /** How many connections rest at most, if nothing else is said. */
    private static final int MOST_RESTING = 256;

    /** RFC 9110 §9.2.2. */
    private static final Set<String> IDEMPOTENT = Set.of("GET", "HEAD", "OPTIONS", "TRACE", "PUT", "DELETE");

    private final ClientOptions options;
    private final int perHost;
    private final Duration idleLimit;
    private final int mostResting;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition returned = lock.newCondition();
    private final Map<Route, Host> hosts = new HashMap<>();
    private boolean closed;

    /** Whether somebody will look for connections that have rested for too long. */
    private boolean watched;

    private record Route(String host, int port) {}

    private record Resting(BlockingClient client, long since) {}

    private static final class Host {
        private final Deque<Resting> resting = new ArrayDeque<>();
        private int lent;
    }

    /**
     * A pool with at most 256 idle connections.
     *
     * @param options the options of its connections
     * @param perHost the maximum number of connections to one host and port, idle ones included
     * @param idleLimit how long a connection may be idle: less than the server's idle timeout, or the server will close
     *     it first
     * @throws UncheckedIOException if the system has no file descriptor left
     */
    public ConnectionPool(ClientOptions options, int perHost, Duration idleLimit) {
        this(options, perHost, idleLimit, MOST_RESTING);
    }

    /**
     * A pool.
     *
     * @param options the options of its connections
     * @param perHost the maximum number of connections to one host and port, idle ones included
     * @param idleLimit how long a connection may be idle: less than the server's idle timeout, or the server will close
     *     it first
     * @param mostResting the maximum number of idle connections to all hosts together
     * @throws UncheckedIOException if the system has no file descriptor left
     */
    public ConnectionPool(ClientOptions options, int perHost, Duration idleLimit, int mostResting) {
        if (perHost < 1) {
            throw new IllegalArgumentException("perHost must be at least 1: " + perHost);
        }
        try {
            Threads.prepare();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        this.mostResting = mostResting;
        this.options = options;
        this.perHost = perHost;
        this.idleLimit = idleLimit;
    }

    /**
     * Sends a request on an idle connection, or on a new one. A connection is checked before it is reused: if the
     * server has closed it, or has sent anything since the last response, another one is used (RFC 9112 §9.2). Another
     * one is also used, whatever the method, if the connection fails before it has taken a byte of the request. If a
     * reused connection ends later, but without a byte of a response, the request is retried once on a new connection
     * if it may be repeated (RFC 9110 §9.2.2): its method is idempotent and its body replayable.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @param request as {@link BlockingClient#send(Request, RequestBody)}
     * @param body as there
     * @return the response, which must be read to its end or closed
     * @throws IOException as there, and if no connection becomes free within the connect timeout
     */
    public ClientResponse send(String host, int port, Request request, RequestBody body) throws IOException {
        return send(host, port, request, body, interim -> {});
    }

    /**
     * As {@link #send(String, int, Request, RequestBody)}.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @param request as there
     * @param body as there
     * @param interim called for each interim response
     * @return the response
     * @throws IOException as there
     */
    public ClientResponse send(
            String host, int port, Request request, RequestBody body, Consumer<? super InformationalResponse> interim)
            throws IOException {
        return send(host, port, request, body, BlockingClient.telling(interim));
    }

    /**
     * As {@link #send(String, int, Request, RequestBody)}.
     *
     * @param host a name or an address
     * @param port 1 to 65535
     * @param request as there
     * @param body as there
     * @param progress called as the exchange proceeds
     * @return the response
     * @throws IOException as there
     */
    public ClientResponse send(String host, int port, Request request, RequestBody body, Progress progress)
            throws IOException {
        Route route = new Route(host, port);
        KeptParts parts = new KeptParts(body);
        boolean answered = false;
        try {
            BlockingClient rested = acquire(route, true);
            while (rested != null) {
                try {
                    ClientResponse response = send(route, rested, request, parts, progress);
                    answered = true;
                    return response;
                } catch (NoResponseException e) {
                    if (!e.isUnsent()) {
                        requireRepeatable(request, body, e);
                        parts.giveUp();
                        parts = new KeptParts(body);
                    }
                    rested = acquire(route, e.isUnsent());
                }
            }
            ClientResponse response = send(route, connect(route), request, parts, progress);
            answered = true;
            return response;
        } finally {
            if (!answered) {
                parts.giveUp();
            }
        }
    }

    private static void requireRepeatable(Request request, RequestBody body, NoResponseException failure)
            throws NoResponseException {
        if (!IDEMPOTENT.contains(request.method()) || !body.isReplayable()) {
            throw failure;
        }
    }

    private ClientResponse send(Route route, BlockingClient client, Request request, KeptParts parts, Progress progress)
            throws IOException {
        AtomicBoolean givenBack = new AtomicBoolean();
        Runnable giveBack = () -> {
            if (!givenBack.getAndSet(true)) {
                giveBack(route, client);
            }
        };
        client.whenFree(giveBack);
        boolean sent = false;
        try {
            ClientResponse response = client.exchange(request, parts, progress);
            sent = true;
            return response;
        } finally {
            if (!sent) {
                client.close();
                giveBack.run(); // the request may have failed before there was an exchange
            }
        }
    }

    private BlockingClient connect(Route route) throws IOException {
        boolean connected = false;
        try {
            BlockingClient client = BlockingClient.connect(route.host, route.port, options);
            connected = true;
            return client;
        } finally {
            if (!connected) {
                release(route, null);
            }
        }
    }

    /** Takes one of the host's places: with the connection that rests there, or null for leave to make one. */
    private @Nullable BlockingClient acquire(Route route, boolean reuse) throws IOException {
        List<Resting> expired = new ArrayList<>();
        lock.lock();
        try {
            long left = options.connectTimeout().toNanos();
            while (true) {
                if (closed) {
                    throw new IOException("the pool is closed");
                }
                removeExpired(expired);
                Host host = hosts.computeIfAbsent(route, key -> new Host());
                if (reuse && !host.resting.isEmpty()) {
                    host.lent++;
                    return host.resting.pop().client;
                }
                if (host.lent + host.resting.size() >= perHost && !host.resting.isEmpty()) {
                    expired.add(host.resting.removeLast());
                }
                if (host.lent + host.resting.size() < perHost) {
                    host.lent++;
                    return null;
                }
                if (left <= 0) {
                    throw new SocketTimeoutException("no connection to " + route.host + " became free in time");
                }
                left = returned.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException(e);
        } finally {
            lock.unlock();
            expired.forEach(resting -> resting.client.close());
        }
    }

    private void removeExpired(List<Resting> expired) {
        long now = System.nanoTime();
        hosts.values().removeIf(host -> {
            host.resting.removeIf(resting -> {
                boolean old = now - resting.since > idleLimit.toNanos();
                if (old) {
                    expired.add(resting);
                }
                return old;
            });
            return host.lent == 0 && host.resting.isEmpty();
        });
    }

    private void giveBack(Route route, BlockingClient client) {
        release(route, client.isReusable() ? client : null);
    }

    private void release(Route route, @Nullable BlockingClient client) {
        List<Resting> surplus = new ArrayList<>();
        lock.lock();
        try {
            Host host = hosts.get(route);
            if (host != null) {
                host.lent--;
            }
            if (client != null) {
                Resting resting = new Resting(client, System.nanoTime());
                if (host == null || closed) {
                    surplus.add(resting);
                } else {
                    host.resting.push(resting);
                    removeSurplus(surplus);
                    watch();
                }
            }
            returned.signalAll();
        } finally {
            lock.unlock();
        }
        surplus.forEach(resting -> resting.client.close());
    }

    private void removeSurplus(List<Resting> surplus) {
        for (int count = resting(); count > mostResting; count--) {
            hosts.values().stream()
                    .filter(host -> !host.resting.isEmpty())
                    .min((a, b) -> Long.signum(a.resting.getLast().since - b.resting.getLast().since))
                    .ifPresent(host -> surplus.add(host.resting.removeLast()));
        }
    }

    /** With the lock, and a connection that rests: has somebody come when the first will have rested for too long. */
    private void watch() {
        if (!watched) {
            watched = true;
            long now = System.nanoTime();
            long oldest = hosts.values().stream()
                    .flatMap(host -> host.resting.stream())
                    .mapToLong(resting -> now - resting.since)
                    .max()
                    .orElse(0);
            long wait = TimeUnit.NANOSECONDS.toMillis(Math.max(0, idleLimit.toNanos() - oldest)) + 1;
            CompletableFuture.delayedExecutor(wait, TimeUnit.MILLISECONDS)
                    .execute(() -> Threads.start("h11j-pool", this::closeExpired));
        }
    }

    private void closeExpired() {
        List<Resting> expired = new ArrayList<>();
        lock.lock();
        try {
            watched = false;
            removeExpired(expired);
            if (resting() > 0) {
                watch();
            }
        } finally {
            lock.unlock();
        }
        expired.forEach(resting -> resting.client.close());
    }

    /**
     * The number of connections, in use and idle.
     *
     * @return 0 or more
     */
    public int connections() {
        lock.lock();
        try {
            return hosts.values().stream()
                    .mapToInt(host -> host.lent + host.resting.size())
                    .sum();
        } finally {
            lock.unlock();
        }
    }

    /**
     * The number of idle connections.
     *
     * @return 0 or more
     */
    public int resting() {
        lock.lock();
        try {
            return hosts.values().stream().mapToInt(host -> host.resting.size()).sum();
        } finally {
            lock.unlock();
        }
    }

    /** Closes the connections that rest now, and the others when their responses end. */
    @Override
    public void close() {
        List<Resting> all = new ArrayList<>();
        lock.lock();
        try {
            closed = true;
            for (Host host : hosts.values()) {
                all.addAll(host.resting);
                host.resting.clear();
            }
            returned.signalAll();
        } finally {
            lock.unlock();
        }
        all.forEach(resting -> resting.client.close());
    }
}
