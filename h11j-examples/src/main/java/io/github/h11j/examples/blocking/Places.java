package io.github.h11j.examples.blocking;

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
 * The connections of a {@link BlockingClient}: a limited number of places for each origin, and the idle connections.
 */
final class Places {

    private final BlockingClientSettings settings;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Map<Origin, Of> origins = new HashMap<>();
    private int resting;
    private boolean closed;

    private record Resting(ClientConnection connection, long since) {}

    /** The places of one origin. */
    private static final class Of {
        private final Deque<Resting> resting = new ArrayDeque<>();
        private int lent;
    }

    Places(BlockingClientSettings settings) {
        this.settings = settings;
    }

    /**
     * Takes a place for a call; waits until one is free.
     *
     * @return the most recently used idle connection that is alive; null for permission to make a new one
     */
    @Nullable
    ClientConnection take(Origin origin, ClientCall call) throws IOException {
        ClientConnection rested = next(origin, call);
        while (rested != null && !rested.isAlive()) {
            rested.close();
            giveBack(origin, null);
            rested = next(origin, call);
        }
        return rested;
    }

    private @Nullable ClientConnection next(Origin origin, ClientCall call) throws IOException {
        lock.lock();
        try {
            long left = call.patience();
            while (true) {
                if (closed) {
                    throw new IOException("the client is closed");
                }
                Of of = origins.computeIfAbsent(origin, key -> new Of());
                if (!of.resting.isEmpty()) {
                    of.lent++;
                    resting--;
                    return of.resting.pop().connection;
                }
                if (of.lent < settings.connectionsPerOrigin()) {
                    of.lent++;
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

    /** Frees the place of a call, with or without a connection that can be reused. */
    void giveBack(Origin origin, @Nullable ClientConnection free) {
        List<Resting> surplus = new ArrayList<>();
        lock.lock();
        try {
            Of of = origins.computeIfAbsent(origin, key -> new Of());
            of.lent--;
            if (free != null) {
                of.resting.push(new Resting(free, System.nanoTime()));
                resting++;
                while (resting > (closed ? 0 : settings.restingConnections())) {
                    surplus.add(removeOldest());
                }
            }
            if (of.lent == 0 && of.resting.isEmpty()) {
                origins.remove(origin);
            }
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        surplus.forEach(resting -> resting.connection.close());
    }

    private Resting removeOldest() {
        resting--;
        long now = System.nanoTime();
        return origins.values().stream()
                .filter(of -> !of.resting.isEmpty())
                .max(Comparator.comparingLong(of -> now - of.resting.getLast().since))
                .orElseThrow()
                .resting
                .removeLast();
    }

    /** Closes connections that have been idle for too long. */
    void sweep(long now) {
        close(resting -> now - resting.connection.deadline() >= 0, false);
    }

    /** Closes the idle connections, and from now on each connection that is given back. */
    void close() {
        close(resting -> true, true);
    }

    private void close(Predicate<Resting> which, boolean forGood) {
        List<Resting> old = new ArrayList<>();
        lock.lock();
        try {
            closed |= forGood;
            origins.values().removeIf(of -> {
                of.resting.stream().filter(which).forEach(old::add);
                of.resting.removeIf(which);
                return of.lent == 0 && of.resting.isEmpty();
            });
            resting -= old.size();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        old.forEach(resting -> resting.connection.close());
    }

    /** Returns how many connections are in use or idle. */
    int all() {
        lock.lock();
        try {
            return resting + origins.values().stream().mapToInt(of -> of.lent).sum();
        } finally {
            lock.unlock();
        }
    }

    int resting() {
        lock.lock();
        try {
            return resting;
        } finally {
            lock.unlock();
        }
    }
}
