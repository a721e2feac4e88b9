package io.github.h11j.examples.blocking;

import java.io.IOException;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Whose turn it is on a {@link ServerConnection}: one thread's at a time. The connection's own thread has it but for
 * the time of a read and while it waits for the handler; tasks of other threads run then.
 */
final class Turns {

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition progress = lock.newCondition();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();

    /** Runs a task as a call of the connection. */
    private final Consumer<Runnable> caller;

    Turns(Consumer<Runnable> caller) {
        this.caller = caller;
    }

    void begin() {
        lock.lock();
    }

    void end() {
        lock.unlock();
    }

    /** Takes the turn if nobody has it. */
    boolean tryBegin() {
        return lock.tryLock();
    }

    /** A blocking call during which tasks of other threads may run. */
    interface Blocking {
        int run() throws IOException;
    }

    int away(Blocking blocking) throws IOException {
        lock.unlock();
        try {
            return blocking.run();
        } finally {
            lock.lock();
        }
    }

    /** Gives the turn to others until something may have changed; for a bounded time. */
    @SuppressWarnings("WaitNotInLoop") // the loop is the caller's, and a wake-up too many does no harm
    void await() throws IOException {
        try {
            if (tasks.isEmpty()) {
                progress.await(BlockingServer.GLANCE, TimeUnit.MILLISECONDS);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Something has changed. */
    void signal() {
        progress.signalAll();
    }

    /** Runs a task now, or after the call at hand where this is one. Any thread may call this. */
    void execute(Runnable task) {
        tasks.add(task);
        if (!lock.isHeldByCurrentThread()) {
            lock.lock();
            try {
                runTasks();
                progress.signalAll();
            } finally {
                lock.unlock();
            }
        }
    }

    void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            caller.accept(task);
        }
    }
}
