package io.github.h11j.examples.nio;

import io.github.h11j.engine.Budget;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One thread that serves many connections. It waits until a channel is ready, a task arrives or a deadline passes, and
 * never for anything else. An exception ends at most one connection: the loop continues until it is stopped.
 */
final class EventLoop implements Runnable {

    static final System.Logger LOG = System.getLogger("io.github.h11j.examples.nio");

    private static final int BUFFER = 64 * 1024;

    /** How long the loop pauses when the selector itself has failed, because it may fail again at once. */
    private static final long REST = TimeUnit.MILLISECONDS.toNanos(10);

    /** What is attached to a selection key. */
    interface Ready {
        /** The channel is ready. */
        void ready() throws IOException;

        /** A failure that is the fault of this program. */
        void abort(Exception cause);
    }

    /** A connection of the loop. */
    abstract static class Connected implements Ready {
        /** Its index among the connections of its loop. */
        int place;

        /** Returns how many bytes the loop counts for it. */
        abstract long held();

        /** Returns whether it could continue if the connections of the loop held less. */
        abstract boolean isStarved();

        /** Continues, because they now hold less. */
        abstract void proceed();

        /** The loop is stopping: nothing new may be begun. */
        abstract void stopping();
    }

    final Selector selector;
    final Timers timers;

    /** The buffers of TLS connections. */
    final TlsBuffers tlsBuffers = new TlsBuffers();

    /** Where a connection gathers the bytes of one write. */
    final ByteBuffer gathering = ByteBuffer.allocateDirect(BUFFER);

    /** The one buffer that all connections of the loop read into; each lends it to its {@code Connection}. */
    final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final CountDownLatch terminated = new CountDownLatch(1);

    /** Each connection knows its index. */
    private final List<Connected> connections = new ArrayList<>();

    private final Budget budget;

    /** Whether the connections that hold most are about to be closed. */
    private boolean relieving;

    /** Whether tasks are no longer run. */
    private volatile boolean ended;

    private @Nullable Thread thread;
    private boolean stopping;
    private volatile long turns;

    /**
     * Creates a loop, to be run by a thread.
     *
     * @param mostHeld how many bytes its connections may hold
     */
    EventLoop(LongSupplier nanoTime, long mostHeld) throws IOException {
        this.selector = Selector.open();
        this.timers = new Timers(nanoTime);
        this.budget = new Budget(mostHeld);
    }

    /** Logs, and never throws. */
    static void log(System.Logger.Level level, String what, Throwable cause) {
        Failures.log(LOG, level, what, cause);
    }

    /**
     * Runs a task on the loop's thread, after what is running. Returns whether it will run. Any thread may call this.
     */
    boolean execute(Runnable task) {
        tasks.add(task);
        if (ended && tasks.remove(task)) {
            return false;
        }
        wakeUp();
        return true;
    }

    void wakeUp() {
        if (!isCurrent() && woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    /** Returns whether the current thread is the loop's. */
    boolean isCurrent() {
        return Thread.currentThread() == thread;
    }

    boolean isStopping() {
        return stopping;
    }

    void opened(Connected connection) {
        connection.place = connections.size();
        connections.add(connection);
        budget.opened();
    }

    void closed(Connected connection) {
        Connected last = connections.remove(connections.size() - 1);
        if (last != connection) {
            last.place = connection.place;
            connections.set(last.place, last);
        }
        if (budget.closed()) {
            execute(this::proceed);
        }
    }

    /** A connection holds more or fewer bytes than before. */
    void holds(long difference) {
        if (budget.change(difference)) {
            execute(this::proceed);
        }
        if (budget.isOver() && !relieving) {
            relieving = true;
            execute(this::relieve); // not during a call to one of them
        }
    }

    /** Returns how many bytes a connection may hold now. */
    long share() {
        return budget.share();
    }

    /** Returns how many bytes the connections hold. */
    long held() {
        return budget.held();
    }

    /** There is enough for all connections again, or their shares have grown. */
    private void proceed() {
        for (Connected connection : List.copyOf(connections)) {
            if (connection.isStarved()) {
                connection.proceed();
            }
        }
    }

    /** Closes the connections that hold most, until the rest hold little enough. */
    private void relieve() {
        relieving = false;
        int closed = 0;
        while (budget.isOver() && !connections.isEmpty()) {
            Connected worst = Collections.max(connections, Comparator.comparingLong(Connected::held));
            worst.abort(new IOException("the server holds too many bytes, and for this connection the most"));
            closed++;
        }
        if (closed > 0) {
            LOG.log(System.Logger.Level.WARNING, "connections that held too many bytes were closed: " + closed);
        }
    }

    /** Returns how many turns the loop has made: it makes one only if there is something to do. */
    long turns() {
        return turns;
    }

    @Override
    public void run() {
        thread = Thread.currentThread();
        try {
            while (selector.isOpen() && (!stopping || !connections.isEmpty())) {
                try {
                    turn();
                } catch (IOException | RuntimeException | Error e) {
                    log(System.Logger.Level.ERROR, "a turn of the loop has failed", e);
                    LockSupport.parkNanos(REST);
                }
            }
        } finally {
            end();
        }
    }

    private void end() {
        stopping = true;
        ended = true;
        try {
            runTasks(Integer.MAX_VALUE);
            abortAll();
        } finally {
            Channels.closeQuietly(selector);
            terminated.countDown();
        }
    }

    @SuppressWarnings("NonAtomicVolatileUpdate") // only this thread counts
    private void turn() throws IOException {
        turns++;
        long nanos = timers.nanosToNext();
        if (!tasks.isEmpty() || nanos == 0) {
            selector.selectNow(EventLoop::serve);
        } else {
            // rounded up, so that the deadline has passed when the selector returns; 0 means no timeout
            selector.select(EventLoop::serve, nanos < 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        woken.set(false); // tasks added from now on wake the loop; earlier ones run now
        runTasks(tasks.isEmpty() ? 0 : tasks.size()); // later ones wait for the next turn
        timers.expire();
    }

    private void runTasks(int most) {
        for (int i = 0; i < most; i++) {
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            run(task);
        }
    }

    private static void serve(SelectionKey key) {
        if (!key.isValid() || !(key.attachment() instanceof Ready ready)) {
            return;
        }
        try {
            ready.ready();
        } catch (Throwable e) {
            log(System.Logger.Level.WARNING, "a connection has failed", e);
            run(() -> ready.abort(Failures.asException(e)));
        }
    }

    /** Runs a task. The loop continues whatever it throws. */
    static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable e) {
            log(System.Logger.Level.ERROR, "a task of the loop has failed", e);
        }
    }

    /** On the loop's thread: finishes what is in flight, closes what is idle, and ends when nothing is left. */
    void stop() {
        stopping = true;
        for (Connected connection : List.copyOf(connections)) {
            run(connection::stopping);
        }
    }

    /** On the loop's thread: aborts all remaining connections. */
    void abortAll() {
        for (Connected connection : List.copyOf(connections)) {
            run(() -> connection.abort(new IOException("it was stopped before this connection had ended")));
        }
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        return terminated.await(nanos, TimeUnit.NANOSECONDS);
    }
}
