package io.github.h11j.examples.gateway;

import io.github.h11j.Bytes;
import io.github.h11j.examples.blocking.Tunnel;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Connects a client's switched connection to a tunnel. Bytes flow in both directions, in each at the speed of the
 * slower side (backpressure) and with a separate end (half-close), until both have ended, one is lost, or both are
 * silent for too long. Two threads wait for the tunnel; the client's connection never blocks.
 */
final class Relay implements ProtocolHandler {

    private static final int BLOCK = 1 << 14;

    /** Above this the client is not read: 64 KiB. */
    private static final int FULL = 1 << 16;

    private final Tunnel tunnel;
    private final Executor executor;
    private final Duration idle;
    private final Bridge bridge = new Bridge();
    private final Deque<Bytes> fromClient = new ArrayDeque<>();
    private int pending;
    private boolean paused;
    private boolean clientEnded;
    private boolean lost;

    /** Released when the client's stream has ended and all of it has been sent. */
    private final CountDownLatch sent = new CountDownLatch(1);

    private final CountDownLatch directions = new CountDownLatch(2);
    private final AtomicInteger running = new AtomicInteger(2);
    private volatile long lastActivity = System.nanoTime();
    private @Nullable Duplex duplex;

    Relay(Tunnel tunnel, Executor executor, Duration idle) {
        this.tunnel = tunnel;
        this.executor = executor;
        this.idle = idle;
    }

    /** Returns when nothing more is copied. */
    void awaitEnd() throws IOException {
        try {
            directions.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    @Override
    public boolean hasIndependentDirections() {
        return true;
    }

    @Override
    public void opened(Duplex opened) {
        synchronized (this) {
            duplex = opened;
        }
        List<Runnable> both =
                List.of(() -> copy(() -> toClient(opened), opened), () -> copy(() -> toServer(opened), opened));
        int started = 0;
        try {
            for (Runnable direction : both) {
                executor.execute(direction);
                started++;
            }
        } finally { // without a thread, that direction need not be waited for
            for (int i = started; i < both.size(); i++) {
                running.decrementAndGet();
                directions.countDown();
            }
        }
    }

    private interface Direction {
        void run() throws IOException;
    }

    /**
     * When both directions have ended, the tunnel is closed; when one fails, both sides notice that something is
     * missing.
     */
    private void copy(Direction direction, Duplex opened) {
        try {
            direction.run();
        } catch (IOException | RuntimeException | Error e) {
            failed(Failures.asException(e));
            opened.execute(opened::abort);
        } finally {
            if (running.decrementAndGet() == 0) {
                tunnel.close(); // before awaitEnd() returns, because its caller aborts what is not closed
            }
            directions.countDown();
        }
    }

    private void toClient(Duplex opened) throws IOException {
        tunnel.setReadTimeout(idle);
        byte[] block = new byte[BLOCK];
        for (int n = read(block); n >= 0; n = read(block)) {
            Bytes bytes = Bytes.wrap(Arrays.copyOf(block, n));
            bridge.await(opened::execute, done -> {
                opened.write(bytes);
                if (opened.isWritable()) {
                    done.run();
                } else {
                    opened.onWritable(done);
                }
            });
            lastActivity = System.nanoTime();
        }
        bridge.await(opened::execute, done -> {
            opened.end();
            done.run();
        });
        watch();
    }

    /** Waits until the other direction has ended too. Its silence is limited here, because no read limits it. */
    private void watch() throws IOException {
        try {
            while (!sent.await(idle.toMillis(), TimeUnit.MILLISECONDS)) {
                requireActivity();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
    }

    private void requireActivity() throws SocketTimeoutException {
        if (System.nanoTime() - lastActivity > idle.toNanos()) {
            throw new SocketTimeoutException("both sides are silent");
        }
    }

    private int read(byte[] block) throws IOException {
        while (true) {
            try {
                int n = tunnel.in().read(block);
                lastActivity = System.nanoTime();
                return n;
            } catch (SocketTimeoutException e) {
                requireActivity();
            }
        }
    }

    private void toServer(Duplex opened) throws IOException {
        OutputStream out = tunnel.out();
        for (Optional<Bytes> bytes = take(opened); bytes.isPresent(); bytes = take(opened)) {
            out.write(bytes.get().toByteArray());
            out.flush();
            lastActivity = System.nanoTime();
        }
        tunnel.end();
        sent.countDown();
    }

    private Optional<Bytes> take(Duplex opened) throws IOException {
        Optional<Bytes> bytes;
        boolean room;
        synchronized (this) {
            awaitBytes();
            bytes = Optional.ofNullable(fromClient.poll());
            pending -= bytes.map(Bytes::length).orElse(0);
            room = paused && pending < FULL / 2;
            paused &= !room;
        }
        if (room) {
            opened.execute(opened::resume);
        }
        return bytes;
    }

    private synchronized void awaitBytes() throws IOException {
        try {
            while (fromClient.isEmpty() && !clientEnded && !lost) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
        if (lost) {
            throw new IOException("the other side is lost");
        }
    }

    @Override
    public void received(Bytes bytes) {
        boolean full;
        Duplex open;
        synchronized (this) {
            fromClient.add(Bytes.wrap(bytes.toByteArray()));
            pending += bytes.length();
            full = pending >= FULL && !paused;
            paused |= full;
            open = duplex;
            notifyAll();
        }
        lastActivity = System.nanoTime();
        if (full && open != null) {
            open.pause();
        }
    }

    @Override
    public synchronized void ended() {
        clientEnded = true;
        notifyAll();
    }

    @Override
    public void failed(Exception cause) {
        bridge.fail(cause);
        synchronized (this) {
            lost = true;
            notifyAll();
        }
        sent.countDown();
        tunnel.abort();
    }

    /** The client disconnected before the switch was complete. */
    void failedBefore() {
        synchronized (this) {
            if (duplex != null) {
                return;
            }
        }
        tunnel.abort();
        directions.countDown();
        directions.countDown();
    }
}
