package io.github.h11j.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * One thread that serves many connections: waits until a channel is ready, a task comes or a deadline passes, and never
 * for anything else.
 */
final class EventLoop implements Runnable {

    static final System.Logger LOG = System.getLogger("io.github.h11j.examples.nio");

    private static final int BUFFER = 64 * 1024;

    /** What is attached to a selection key. */
    interface Ready {
        /** Its channel is ready. */
        void ready() throws IOException;

        /** It has failed in a way that is this program's fault. */
        void abort(Exception cause);
    }

    final Selector selector;
    final Timers timers;

    /** The buffers of connections with TLS. */
    final TlsBuffers tlsBuffers = new TlsBuffers();

    /** The one buffer that all connections of the loop read into; each lends it to its {@code Connection}. */
    final ByteBuffer input = ByteBuffer.allocateDirect(BUFFER);

    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean woken = new AtomicBoolean();
    private final CountDownLatch terminated = new CountDownLatch(1);
    /** Whether nobody looks at the tasks any more. */
    private volatile boolean ended;

    private boolean stopping;
    private int connections;

    EventLoop(LongSupplier nanoTime) throws IOException {
        this.selector = Selector.open();
        this.timers = new Timers(nanoTime);
    }

    /** Runs a task on the loop's thread, after what is running; gives whether it will. From any thread. */
    boolean execute(Runnable task) {
        tasks.add(task);
        if (ended && tasks.remove(task)) {
            return false;
        }
        wakeUp();
        return true;
    }

    void wakeUp() {
        if (woken.compareAndSet(false, true)) {
            selector.wakeup();
        }
    }

    boolean isStopping() {
        return stopping;
    }

    void opened() {
        connections++;
    }

    void closed() {
        connections--;
    }

    @Override
    public void run() {
        try {
            while (!stopping || connections > 0) {
                turn();
            }
        } catch (IOException e) {
            LOG.log(System.Logger.Level.ERROR, "the selector has failed", e);
        } finally {
            stopping = true;
            ended = true;
            runTasks(Integer.MAX_VALUE);
            abortAll();
            OutputQueue.closeQuietly(selector);
            terminated.countDown();
        }
    }

    private void turn() throws IOException {
        long nanos = timers.nanosToNext();
        if (!tasks.isEmpty() || nanos == 0) {
            selector.selectNow();
        } else {
            // rounded up, so that the deadline has passed when the selector returns; 0 is without end
            selector.select(nanos < 0 ? 0 : TimeUnit.NANOSECONDS.toMillis(nanos) + 1);
        }
        woken.set(false);
        for (SelectionKey key : selector.selectedKeys()) {
            if (key.isValid() && key.attachment() instanceof Ready ready) {
                serve(ready);
            }
        }
        selector.selectedKeys().clear();
        runTasks(tasks.isEmpty() ? 0 : tasks.size()); // those that come meanwhile wait for the next turn
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

    private static void serve(Ready ready) {
        try {
            ready.ready();
        } catch (IOException | RuntimeException e) {
            LOG.log(System.Logger.Level.WARNING, "a connection has failed", e);
            ready.abort(e);
        }
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.log(System.Logger.Level.ERROR, "a task of the loop has failed", e);
        }
    }

    /** On the loop's thread: finishes what is in flight, closes what is idle, and ends when nothing is left. */
    void stop() {
        stopping = true;
        for (NioConnection connection : connections()) {
            connection.stopping();
        }
    }

    /** On the loop's thread: gives up what is left. */
    void abortAll() {
        for (NioConnection connection : connections()) {
            connection.abort(new IOException("the server stops"));
        }
    }

    private List<NioConnection> connections() {
        List<NioConnection> all = new ArrayList<>();
        for (SelectionKey key : selector.keys()) {
            if (key.attachment() instanceof NioConnection connection) {
                all.add(connection);
            }
        }
        return all;
    }

    boolean awaitTermination(long nanos) throws InterruptedException {
        return terminated.await(nanos, TimeUnit.NANOSECONDS);
    }
}
