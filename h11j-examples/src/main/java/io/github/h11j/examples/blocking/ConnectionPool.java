package io.github.h11j.examples.blocking;

import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The connections of a {@link BlockingClient}: a limited number for each origin, in use and idle.
 */
final class ConnectionPool {

    private final ClientSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Origin, PerOrigin> origins = new HashMap<>();
    private int idleCount;
    private boolean closed;

    private record IdleConnection(ClientConnection connection, long since) {}

    /** The connections of one origin. */
    private static final class PerOrigin {
        private final Deque<IdleConnection> idle = new ArrayDeque<>();
        private int lent;
    }

    ConnectionPool(ClientSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes one of the origin's connections for a call; waits until one is free.
     *
     * @return the most recently used idle connection that is alive; null for permission to make a new one
     */
    @Nullable
    ClientConnection take(Origin origin, ClientCall call) throws IOException {
        ClientConnection connection = next(origin, call);
        while (connection != null && !connection.isAlive()) {
            connection.close();
            giveBack(origin, null);
            connection = next(origin, call);
        }
        return connection;
    }

    private @Nullable ClientConnection next(Origin origin, ClientCall call) throws IOException {
        lock.lock();
        try {
            long left = call.patience();
            while (true) {
                if (closed) {
                    throw new IOException("the client is closed");
                }
                PerOrigin pool = origins.computeIfAbsent(origin, key -> new PerOrigin());
                if (!pool.idle.isEmpty()) {
                    pool.lent++;
                    idleCount--;
                    return pool.idle.pop().connection;
                }
                if (pool.lent < settings.connectionsPerOrigin()) {
                    pool.lent++;
                    return null;
                }
                if (left <= 0) {
                    throw new SocketTimeoutException("no connection to " + origin.host() + " became free in time");
                }
                left = changed.awaitNanos(left);
                if (call.isOver()) {
                    throw new IOException("the exchange was given up");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw ClientCall.interrupted();
        } finally {
            lock.unlock();
        }
    }

    /** A call may have been aborted while it waits. */
    void wake() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Ends the use of one of the origin's connections.
     *
     * @param free the connection, to be kept for the next call; null if it cannot be used again
     */
    void giveBack(Origin origin, @Nullable ClientConnection free) {
        List<IdleConnection> surplus = new ArrayList<>();
        lock.lock();
        try {
            PerOrigin pool = origins.computeIfAbsent(origin, key -> new PerOrigin());
            pool.lent--;
            if (free != null) {
                pool.idle.push(new IdleConnection(free, System.nanoTime()));
                idleCount++;
                while (idleCount > (closed ? 0 : settings.idleConnections())) {
                    surplus.add(removeOldest());
                }
            }
            if (pool.lent == 0 && pool.idle.isEmpty()) {
                origins.remove(origin);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        surplus.forEach(idle -> idle.connection.close());
    }

    private IdleConnection removeOldest() {
        idleCount--;
        long now = System.nanoTime();
        return origins.values().stream()
                .filter(pool -> !pool.idle.isEmpty())
                .max(Comparator.comparingLong(pool -> now - pool.idle.getLast().since))
                .orElseThrow()
                .idle
                .removeLast();
    }

    /** Closes connections that have been idle for too long. */
    void sweep(long now) {
        close(idle -> now - idle.connection.deadline() >= 0, false);
    }

    /** Closes the idle connections, and from now on each connection that is given back. */
    void close() {
        close(idle -> true, true);
    }

    private void close(Predicate<IdleConnection> which, boolean forGood) {
        List<IdleConnection> old = new ArrayList<>();
        lock.lock();
        try {
            closed |= forGood;
            origins.values().removeIf(pool -> {
                pool.idle.stream().filter(which).forEach(old::add);
                pool.idle.removeIf(which);
                return pool.lent == 0 && pool.idle.isEmpty();
            });
            idleCount -= old.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        old.forEach(idle -> idle.connection.close());
    }

    /** Returns how many connections are in use or idle. */
    int all() {
        lock.lock();
        try {
            return idleCount
                    + origins.values().stream().mapToInt(pool -> pool.lent).sum();
        } finally {
            lock.unlock();
        }
    }

    int idleConnections() {
        lock.lock();
        try {
            return idleCount;
        } finally {
            lock.unlock();
        }
    }
}
