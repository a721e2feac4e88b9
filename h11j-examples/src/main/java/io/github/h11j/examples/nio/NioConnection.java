package io.github.h11j.examples.nio;

import io.github.h11j.examples.nio.Driver.Waiting;
import io.github.h11j.examples.nio.EventLoop.Ready;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The I/O of one connection: reads into the loop's buffer, writes its queue, runs the time-outs, closes in the right
 * order. All on the loop's thread. Of the numbered driving loop of {@link io.github.h11j} it does the I/O of steps 2
 * and 5; the rest is {@link HttpDriver}'s.
 */
final class NioConnection implements Ready {

    /** What is read and dropped at most after we have closed our side. */
    private static final long MAX_LINGER_OCTETS = 64L << 20;

    private enum Phase {
        OPEN,
        /** All has been said; what is queued is still being written. */
        FLUSHING,
        /** Our side is shut down; the peer's octets are dropped until it closes too. */
        LINGERING,
        CLOSED
    }

    final EventLoop loop;
    final OutputQueue output;
    private final SocketChannel channel;
    private final SelectionKey key;
    private final Timers.Timer timer = new Timers.Timer(() -> guard(this::timedOut));
    private Driver driver;
    private Phase phase = Phase.OPEN;
    private Waiting armed = Waiting.NONE;
    /** Whether the peer has ended its stream. */
    private boolean inputEnded;

    /** Whether our stream ends after what is queued, theirs goes on. */
    private boolean outputEnds;

    private long lingered;
    private boolean settling;
    private @Nullable Runnable onWritable;

    private NioConnection(SocketChannel channel, EventLoop loop) throws IOException {
        this.channel = channel;
        this.loop = loop;
        this.output = new OutputQueue(loop.server.hooks.sink().apply(channel), loop.server.settings.queueOctets());
        channel.configureBlocking(false);
        // rule 1 of docs/adapters.md; Unix-domain channels do not have the option
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, loop.server.settings.tcpNoDelay());
        }
        this.key = channel.register(loop.selector, SelectionKey.OP_READ, this);
        this.driver = new HttpDriver(this);
    }

    /** Takes an accepted channel into a loop. The idle timer is armed (rule 4). */
    static void open(SocketChannel channel, EventLoop loop) throws IOException {
        NioConnection connection = new NioConnection(channel, loop);
        loop.opened();
        connection.guard(connection::settle);
        if (loop.isStopping()) {
            connection.guard(connection::stopping);
        }
    }

    SocketAddress peer() throws IOException {
        return channel.getRemoteAddress();
    }

    /** Whether nothing more will be said. */
    boolean isClosing() {
        return phase != Phase.OPEN;
    }

    boolean isInputEnded() {
        return inputEnded;
    }

    @Override
    public void ready() {
        if (key.isReadable()) {
            read();
        }
        settle();
    }

    /** Step 2: reads once, into the loop's buffer. */
    private void read() {
        ByteBuffer input = loop.input.clear();
        int length;
        try {
            length = channel.read(input);
        } catch (IOException e) {
            fail(e);
            return;
        }
        if (length < 0) {
            inputEnded = true;
            if (phase == Phase.OPEN) {
                driver.ended();
            }
        } else if (length > 0 && phase == Phase.OPEN) {
            driver.received(input.flip());
        } else {
            lingered += length;
        }
    }

    /**
     * Goes as far as possible without waiting: lets the driver go on, writes what it has queued in one write, and again
     * while that made room. Then decides what to wait for. Every entry into the connection ends here.
     */
    void settle() {
        if (settling) {
            return;
        }
        settling = true;
        try {
            do {
                if (phase == Phase.OPEN) {
                    driver.drive();
                }
                flush();
            } while (phase == Phase.OPEN && driver.canGoOn());
        } catch (IOException e) {
            fail(e);
        } finally {
            settling = false;
        }
        if (phase != Phase.CLOSED) {
            await();
        }
    }

    /** Writes what is queued, as much as the channel takes; then closes what was to be closed. */
    void flush() throws IOException {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (!output.isEmpty() && output.write() > 0 && armed == Waiting.TRANSFER) {
            restartTimer();
        }
        if (output.isEmpty() && (outputEnds || phase == Phase.FLUSHING)) {
            outputDone();
        }
    }

    /** Rule 3: after flush and shutdown, what the peer still sends is read, so that no reset destroys our answer. */
    private void outputDone() throws IOException {
        outputEnds = false;
        channel.shutdownOutput();
        if (phase == Phase.FLUSHING) {
            phase = Phase.LINGERING;
        }
    }

    private void await() {
        boolean full = lingered > MAX_LINGER_OCTETS;
        if (phase == Phase.LINGERING && (inputEnded || full)) {
            close();
            return;
        }
        Waiting waiting = waiting();
        if (waiting != armed) {
            armed = waiting;
            if (waiting == Waiting.NONE) {
                timer.disarm();
            } else {
                loop.timers.arm(timer, timeout(waiting));
            }
        }
        boolean reads = !inputEnded && (phase == Phase.OPEN ? driver.wantsRead() : !full);
        int ops = (reads ? SelectionKey.OP_READ : 0) | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE);
        if (key.interestOps() != ops) {
            key.interestOps(ops);
        }
        Runnable task = onWritable;
        if (task != null && output.isWritable() && phase == Phase.OPEN) {
            onWritable = null;
            loop.execute(task);
        }
    }

    private Waiting waiting() {
        return switch (phase) {
            case OPEN -> output.isEmpty() ? driver.waiting() : Waiting.TRANSFER;
            case FLUSHING -> Waiting.TRANSFER;
            default -> Waiting.LINGER;
        };
    }

    private Duration timeout(Waiting waiting) {
        NioSettings.Timeouts timeouts = loop.server.settings.timeouts();
        return switch (waiting) {
            case IDLE -> timeouts.idle();
            case HEAD -> timeouts.head();
            case LINGER -> timeouts.linger();
            default -> timeouts.transfer();
        };
    }

    /** The time-out begins anew when the connection has settled. */
    void restartTimer() {
        armed = Waiting.NONE;
    }

    private void timedOut() {
        Waiting passed = armed;
        armed = Waiting.NONE;
        if (phase == Phase.LINGERING) {
            close();
        } else if (!output.isEmpty()) {
            abort(new IOException("the peer does not read"));
        } else {
            driver.timedOut(passed);
            settle();
        }
    }

    /** Has a task run once the queue has room; null for none any more. */
    void onWritable(@Nullable Runnable task) {
        onWritable = task;
    }

    /** Another protocol from here on. */
    void become(Driver other) {
        driver = other;
        onWritable = null;
        restartTimer();
    }

    /** The server stops. */
    void stopping() {
        if (phase == Phase.OPEN) {
            // a request that the system has accepted already is still answered
            if (!inputEnded && driver.wantsRead()) {
                read();
            }
            if (phase == Phase.OPEN) {
                driver.drive();
                driver.stopping();
            }
            settle();
        }
    }

    /** Ends our stream after what is queued; the peer's goes on. */
    void endOutput() {
        outputEnds = true;
    }

    /** Step 5: all has been said. What is queued is written, our side shut down, the rest dropped, then it closes. */
    void beginClose() {
        if (phase == Phase.OPEN) {
            phase = Phase.FLUSHING;
            onWritable = null;
        }
    }

    /** Nothing is in flight: closes without waiting for the peer, if nothing is queued. */
    void closeIdle() {
        if (output.isEmpty()) {
            close();
        } else {
            beginClose();
        }
    }

    /** The connection is lost. */
    void fail(Exception cause) {
        if (phase != Phase.CLOSED) {
            boolean open = phase == Phase.OPEN;
            close();
            if (open) {
                driver.failed(cause);
            }
        }
    }

    /** Gives it up so that the peer sees it: by a reset, where an end could be taken for the end of a body. */
    @Override
    public void abort(Exception cause) {
        if (phase != Phase.CLOSED) {
            try {
                if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                    channel.setOption(StandardSocketOptions.SO_LINGER, 0);
                }
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
            fail(cause);
        }
    }

    private void close() {
        phase = Phase.CLOSED;
        onWritable = null;
        timer.cancel();
        output.discard();
        key.cancel();
        OutputQueue.closeQuietly(channel);
        loop.closed();
    }

    /** Runs a task of the handler. */
    void run(Runnable task) {
        if (phase != Phase.OPEN) {
            return;
        }
        guard(() -> {
            task.run();
            settle();
        });
    }

    /** What fails unforeseen costs this connection and no other. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (RuntimeException e) {
            EventLoop.LOG.log(System.Logger.Level.WARNING, "a connection has failed", e);
            abort(e);
        }
    }
}
