package io.github.h11j.examples.blocking;

import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Decides which thread may use the session of a connection: the one that holds the lock. The connection's own thread
 * holds it, except while it reads. Work that comes up meanwhile (a task of the application, a stop, a deadline) is done
 * by a helper, another thread started only for this connection, so that a peer that does not read delays no other
 * connection.
 */
final class SessionLock {

    private enum Mode {
        /** The connection's thread works, and looks for tasks before it waits again. */
        BUSY,
        /** It reads, without the lock. */
        READING,
        /** It waits for something other than the peer, with the lock. */
        PARKED
    }

    private final ReentrantLock lock = new ReentrantLock();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean helped = new AtomicBoolean();

    /** What a helper does, with the lock. */
    private final Runnable turn;

    private volatile Mode mode = Mode.BUSY;
    private volatile @Nullable Thread own;

    SessionLock(Runnable turn) {
        this.turn = turn;
    }

    // ---- The connection's own thread

    void begin() {
        own = Thread.currentThread();
        lock.lock();
    }

    void end() {
        lock.unlock();
    }

    /** Called before waiting for the peer. A task posted from now on sees the mode; one posted earlier is seen here. */
    void leave() {
        mode = Mode.READING;
        lock.unlock();
        if (!tasks.isEmpty()) {
            help();
        }
    }

    /** Called after waiting for the peer. */
    void enter() {
        lock.lock();
        mode = Mode.BUSY;
    }

    /**
     * Waits until a task comes, or {@link #wake()} is called; maybe less.
     *
     * @param nanos how long at most
     * @param signalled whether the condition for {@link #wake()} has already occurred
     */
    void park(long nanos, BooleanSupplier signalled) {
        mode = Mode.PARKED;
        if (tasks.isEmpty() && !signalled.getAsBoolean()) {
            LockSupport.parkNanos(this, nanos);
        }
        mode = Mode.BUSY;
    }

    // ---- With the lock

    /** Returns whether the current thread is the connection's own. */
    boolean isOwn() {
        return Thread.currentThread() == own;
    }

    /** Returns the next task; null if there is none. */
    @Nullable
    Runnable next() {
        return tasks.poll();
    }

    // ---- Any thread

    /** Has a task run in one of the next turns. */
    void post(Runnable task) {
        tasks.add(task);
        wake();
    }

    /** Reports that something has come up that cannot wait for the peer. */
    void wake() {
        if (mode == Mode.READING) {
            help();
        } else {
            LockSupport.unpark(own);
        }
    }

    /**
     * Tries again if the first time there was no thread for it: a task may be waiting, and the connection's thread is
     * reading.
     */
    void helpIf(boolean needed) {
        if (mode == Mode.READING && (needed || !tasks.isEmpty())) {
            help();
        }
    }

    private void help() {
        if (helped.compareAndSet(false, true)) {
            try {
                Threads.execute(this::takeTurn);
            } catch (Throwable e) { // no thread is available: the watchdog tries again
                helped.set(false);
            }
        }
    }

    private void takeTurn() {
        helped.set(false);
        if (!lock.tryLock()) {
            if (mode != Mode.READING) {
                return; // the connection's thread holds it, and checks for tasks before it waits
            }
            lock.lock(); // another helper holds it, or the connection's thread is about to read
        }
        try {
            turn.run();
        } finally {
            lock.unlock();
        }
    }
}
