package io.github.h11j.examples.nio;

import io.github.h11j.examples.nio.Driver.Waiting;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * The I/O of one connection: reads into the loop's buffer, writes its queue, runs the time-outs, closes in the right
 * order. All on the loop's thread. Of the numbered driving loop of {@link io.github.h11j} it does the I/O of steps 2
 * and 5; the rest is its {@link Driver}'s.
 */
final class NioConnection extends EventLoop.Connected {

    /** What is read and dropped at most after we have closed our side. */
    private static final long MAX_LINGER_OCTETS = 64L << 20;

    /** What is read at least, however little one connection may hold. */
    private static final int LEAST_READ = 512;

    private enum Phase {
        /** Connecting, or agreeing on TLS. */
        STARTING,
        OPEN,
        /** All has been said; what is queued is still being written. */
        FLUSHING,
        /** Our side is shut down; the peer's octets are dropped until it closes too. */
        LINGERING,
        CLOSED
    }

    /** What a connection belongs to: a server, or a place in a client's pool. */
    interface Owner {
        /** How much output may wait until the connection is not writable any more. */
        int queueOctets();

        /** How long to wait; not asked for {@link Waiting#NONE}. */
        Duration limit(Waiting waiting);

        /** The connection has closed. Called once. */
        void closed();

        /** A call of the application has thrown. */
        void callFailed(String what, Throwable thrown);
    }

    final EventLoop loop;
    final OutputQueue output;
    final Owner owner;

    private final Transport transport;
    private final SelectionKey key;
    private final Timers.Timer timer = new Timers.Timer(() -> guard(this::timedOut));
    private Driver driver;
    private Phase phase = Phase.STARTING;
    private int startOps;
    private Waiting armed = Waiting.NONE;
    /** Whether the peer has ended its stream. */
    private boolean inputEnded;

    /** Whether our stream ends after what is queued, theirs goes on. */
    private boolean outputEnds;

    private long lingered;
    /** How many bytes the loop knows that it holds. */
    private long held;

    /** Whether it holds too many to go on, and would otherwise. */
    private boolean starved;

    private boolean settling;
    private boolean readingOn;
    private @Nullable Runnable onWritable;

    private NioConnection(
            Transport transport, EventLoop loop, Owner owner, Function<? super NioConnection, ? extends Driver> driver)
            throws IOException {
        this.transport = transport;
        this.loop = loop;
        this.owner = owner;
        this.output = new OutputQueue(transport, owner.queueOctets(), loop);
        this.key = transport.channel().register(loop.selector, 0, this);
        this.driver = driver.apply(this);
    }

    /** Takes a channel that is accepted or connecting into a loop. If it throws, nothing has been opened. */
    static void open(
            Transport transport, EventLoop loop, Owner owner, Function<? super NioConnection, ? extends Driver> driver)
            throws IOException {
        NioConnection connection = new NioConnection(transport, loop, owner, driver);
        loop.opened(connection);
        connection.guard(connection::settle);
        if (loop.isStopping()) {
            connection.guard(connection::stopping);
        }
    }

    Optional<SSLSession> tls() {
        return transport.session();
    }

    /** Whether nothing more will be said. */
    boolean isClosing() {
        return phase != Phase.OPEN && phase != Phase.STARTING;
    }

    @Override
    public void ready() {
        if (phase != Phase.STARTING && key.isReadable()) {
            read();
        }
        settle();
    }

    /** Goes on with what the transport has taken from the socket already. */
    private void readOn() {
        readingOn = false;
        if (phase == Phase.OPEN && wantsRead()) {
            read();
            settle();
        }
    }

    private boolean wantsRead() {
        return !inputEnded
                && driver.wantsRead()
                && !(transport.isEndHeld() && driver.isAnswering())
                && holding() < loop.share();
    }

    /** How many bytes it holds that it would not without its peer. */
    private long holding() {
        return output.inMemory() + driver.held();
    }

    /** How many bytes the loop counts for it. */
    @Override
    long held() {
        return held;
    }

    private void account(long now) {
        long difference = now - held;
        if (difference != 0) {
            held = now;
            loop.holds(difference);
        }
    }

    /** Whether it would go on if the connections of the loop held less. */
    @Override
    boolean isStarved() {
        return starved;
    }

    /** They do. */
    @Override
    void goOn() {
        guard(this::settle);
    }

    /**
     * Looks whether the connection, which rests, can be used again: reads what has come meanwhile, of which its driver
     * makes what it must. Only in a task of the loop: elsewhere the loop's buffer may be lent.
     */
    boolean isAlive() {
        guard(() -> {
            if (phase == Phase.OPEN && !inputEnded) {
                read();
                settle();
            }
        });
        return phase == Phase.OPEN && !inputEnded;
    }

    /** Step 2: reads once, into the loop's buffer. */
    private void read() {
        ByteBuffer input = loop.input.clear();
        if (phase == Phase.OPEN) {
            input.limit((int) Math.max(LEAST_READ, Math.min(input.capacity(), loop.share() - holding())));
        }
        int length;
        try {
            length = phase == Phase.OPEN ? transport.read(input, driver.isAnswering()) : transport.drain(input);
        } catch (IOException e) {
            fail(e);
            return;
        }
        if (length < 0) {
            inputEnded = true;
            if (phase == Phase.OPEN) {
                driver.ended(transport.endedInOrder());
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
            if (phase == Phase.STARTING) {
                start();
            }
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

    private void start() throws IOException {
        startOps = transport.start();
        if (startOps == 0) {
            phase = Phase.OPEN;
            driver.opened();
        }
    }

    /** Writes what is queued, as much as the channel takes; then closes what was to be closed. */
    void flush() throws IOException {
        if (phase == Phase.CLOSED || phase == Phase.STARTING) {
            return;
        }
        if (!output.isEmpty() && write() > 0 && armed == Waiting.TRANSFER) {
            restartTimer();
        }
        if (output.isEmpty() && (outputEnds || phase == Phase.FLUSHING)) {
            outputDone();
        }
    }

    private long write() throws IOException {
        try {
            return output.write();
        } catch (IOException e) {
            if (phase != Phase.OPEN || !driver.outputLost()) {
                throw e;
            }
            output.lose();
            return 0;
        }
    }

    /** After flush and shutdown, what the peer still sends is read, so that no reset destroys our answer. */
    private void outputDone() throws IOException {
        outputEnds = false;
        if (phase != Phase.FLUSHING) {
            transport.endOutput();
            return;
        }
        transport.shutdownOutput();
        if (transport.isFlushed()) {
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
                loop.timers.arm(timer, owner.limit(waiting));
            }
        }
        long holding = holding();
        account(holding + transport.held());
        starved = phase == Phase.OPEN && holding >= loop.share();
        boolean reads = phase == Phase.OPEN ? wantsRead() : !inputEnded && !full;
        int ops = (reads ? SelectionKey.OP_READ : 0) | (output.isEmpty() ? 0 : SelectionKey.OP_WRITE);
        if (phase == Phase.STARTING) {
            ops = startOps;
        } else if (reads && !readingOn && phase == Phase.OPEN && transport.hasUnread()) {
            readingOn = true;
            loop.execute(() -> guard(this::readOn));
        }
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
            case STARTING -> Waiting.START;
            case OPEN -> output.isEmpty() ? driver.waiting() : Waiting.TRANSFER;
            case FLUSHING -> Waiting.TRANSFER;
            default -> Waiting.LINGER;
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
        } else if (phase == Phase.STARTING) {
            fail(new SocketTimeoutException("the connection was not ready in time"));
        } else if (!output.isEmpty()) {
            abort(new SocketTimeoutException("the peer does not read"));
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
    @Override
    void stopping() {
        if (phase == Phase.STARTING) {
            driver.stopping();
        } else if (phase == Phase.OPEN) {
            // a request that the system has accepted already is still answered
            if (wantsRead()) {
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
        } else if (phase == Phase.STARTING) {
            close();
        }
    }

    /** Nothing is in flight: closes without waiting for the peer, if nothing is queued. */
    void closeIdle() {
        if (!output.isEmpty()) {
            beginClose();
            return;
        }
        try {
            transport.shutdownOutput();
        } catch (IOException e) {
            EventLoop.log(System.Logger.Level.DEBUG, "while closing", e); // it is closed all the same
        }
        close();
    }

    /** The connection is lost. */
    void fail(Exception cause) {
        if (phase != Phase.CLOSED) {
            boolean open = !isClosing();
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
            Channels.resetOnClose(transport.channel());
            fail(cause);
        }
    }

    /** Once: a stop can meet a connection that has just closed by itself. */
    private void close() {
        if (phase == Phase.CLOSED) {
            return;
        }
        phase = Phase.CLOSED;
        onWritable = null;
        try {
            loop.timers.cancel(timer);
            output.lose();
            key.cancel();
            transport.close();
        } finally { // whatever fails, its place is free
            account(0);
            loop.closed(this);
            owner.closed();
        }
    }

    /** Runs a task of the handler. */
    void run(Runnable task) {
        if (isClosing()) {
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
        } catch (Throwable e) {
            EventLoop.log(System.Logger.Level.WARNING, "a connection has failed", e);
            abort(Failures.asException(e));
        }
    }
}
