package io.github.h11j.engine;

import io.github.h11j.engine.Protocol.Waiting;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection, without its socket: {@link io.github.h11j.engine} says how an adapter drives it.
 *
 * <p>No method may be called while another runs, but for those that {@link Host#flush()} may call. Between {@link #call()}
 * and {@link #called} every method may be called, so that calls of the application can be made on other threads. No query
 * changes anything, however often it is asked. Whatever is thrown in a call ends its own exchange at most.
 *
 * <p>All times are in nanoseconds of one monotonic clock, as {@link System#nanoTime()}, and never go back.
 */
public abstract sealed class Session permits ServerSession, ClientSession {

    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        /** Connecting, or agreeing on TLS. */
        STARTING,
        OPEN,
        /** All has been said; what is queued is still to be written. */
        FLUSHING,
        /** Our stream has ended; what the peer sends is dropped until it ends too. */
        LINGERING,
        CLOSED
    }

    /**
     * What bounds a connection.
     *
     * @param queueBytes how many bytes of output may wait until it is not writable
     * @param readAhead how many bytes are read before they are of use
     * @param lingerBytes how many bytes are read and dropped while it closes
     * @param limit how long to wait, not asked for {@link Waiting#NONE}
     */
    record Bounds(int queueBytes, int readAhead, long lingerBytes, Function<Waiting, Duration> limit) {}

    final Host host;
    final OutputQueue output = new OutputQueue();

    private final Bounds bounds;
    private Protocol protocol;
    private Optional<SSLSession> tls = Optional.empty();
    private Phase phase = Phase.STARTING;
    private boolean aborted;
    private boolean stopping;
    private boolean inputEnded;

    /** Whether our stream ends after what is queued, while the peer's goes on. */
    private boolean outputEnds;

    private long lingered;

    /** How many bytes the host knows that it holds. */
    private long held;

    private final CallQueue calls = new CallQueue();
    private final Deadlines deadlines;

    @SuppressWarnings("NullAway.Init") // begin() sets the protocol
    Session(Host host, Bounds bounds, long now) {
        this.host = host;
        this.bounds = bounds;
        this.deadlines = new Deadlines(bounds.limit, now);
    }

    /** What the bytes mean at first. The end of a subclass's constructor. */
    final void begin(Protocol first) {
        protocol = first;
    }

    // ---- What the transport reports

    /**
     * Bytes can be exchanged: there is a connection, and an agreement on TLS if it is one with TLS.
     *
     * @param session of TLS; empty on a plain connection
     * @param now the time
     */
    public final void opened(Optional<SSLSession> session, long now) {
        if (phase == Phase.STARTING) {
            tls = session;
            phase = Phase.OPEN;
        }
        settle(now);
    }

    /**
     * Bytes have come.
     *
     * @param bytes from position to limit; all are taken, and the session keeps using the memory until {@link #release()}
     * @param now the time
     * @throws IllegalStateException before {@link #opened}
     */
    public final void received(ByteBuffer bytes, long now) {
        if (phase == Phase.STARTING) {
            throw new IllegalStateException("nothing can be received before the connection is opened");
        }
        if (phase == Phase.OPEN && !inputEnded) {
            release();
            protocol.received(bytes);
        } else {
            lingered += bytes.remaining();
            bytes.position(bytes.limit());
        }
        settle(now);
    }

    /**
     * The peer's stream has ended.
     *
     * @param inOrder false if something may be missing: TLS without close_notify
     * @param now the time
     */
    public final void endOfInput(boolean inOrder, long now) {
        if (!inputEnded) {
            inputEnded = true;
            if (phase == Phase.OPEN) {
                release();
                protocol.ended(inOrder);
            }
        }
        settle(now);
    }

    /**
     * The connection has failed while reading: a reset, or a TLS error. Nothing can be written any more either.
     *
     * @param cause why
     * @param now the time
     */
    public final void inputFailed(IOException cause, long now) {
        if (phase == Phase.OPEN && !inputEnded && isInputStillUsed(cause)) {
            inputEnded = true;
            dropOutput();
        } else {
            lose(cause);
        }
        settle(now);
    }

    private boolean isInputStillUsed(IOException cause) {
        release();
        return protocol.inputLost(cause);
    }

    /** Nothing can be written any more. */
    final void dropOutput() {
        calls.whenWritable(null);
        output.lose();
    }

    /**
     * Nothing can be written any more, or a file was shorter than announced. What may have been {@link #written} before is
     * reported first.
     *
     * @param cause why
     * @param now the time
     */
    public final void outputFailed(IOException cause, long now) {
        if (phase == Phase.OPEN && protocol.outputLost(cause)) {
            dropOutput();
        } else {
            lose(cause);
        }
        settle(now);
    }

    /**
     * Bytes that were {@linkplain #take() taken} have been written.
     *
     * @param bytes how many since the last report
     * @param now the time
     */
    public final void written(long bytes, long now) {
        output.written(bytes);
        if (bytes > 0) {
            deadlines.outputMoves();
            protocol.given();
        }
        settle(now);
    }

    /**
     * Time has passed. Calling this before the {@link #deadline()} has no effect.
     *
     * @param now the time
     */
    public final void timeout(long now) {
        if (phase == Phase.CLOSED) {
            return;
        }
        if (deadlines.hasOutputPassed(now)) {
            lose(new SocketTimeoutException("the peer does not read"));
        } else if (deadlines.hasBoundPassed(now)) {
            protocol.timedOut(Waiting.BOUND);
        } else if (deadlines.hasInputPassed(now)) {
            Waiting passed = deadlines.waiting();
            deadlines.restart();
            if (passed == Waiting.LINGER) {
                close();
            } else if (passed == Waiting.START) {
                close();
                protocol.failed(new SocketTimeoutException("the connection was not ready in time"));
            } else {
                protocol.timedOut(passed);
            }
        }
        settle(now);
    }

    /**
     * The server or client stops (graceful shutdown): exchanges in flight are finished, nothing new is begun.
     *
     * @param now the time
     */
    public final void stop(long now) {
        stopping = true;
        if (!isClosing()) {
            protocol.stop();
        }
        settle(now);
    }

    /**
     * Aborts the connection at once.
     *
     * @param cause passed to listeners of failures
     * @param now the time
     */
    public final void abort(Exception cause, long now) {
        lose(cause);
        settle(now);
    }

    /**
     * Ends the session's use of the buffer that was {@linkplain #received received}: what is still needed has been copied on
     * return. A call that is being made must have been {@linkplain Call#detach() detached} before.
     */
    public final void release() {
        calls.detachDue();
        protocol.release();
    }

    // ---- What it wants

    /**
     * The next call of the application that is due. The adapter makes it and reports its end before it asks for another.
     * There can be calls after the end of the session, too.
     *
     * @return null if none is due, or one is being made
     */
    public final @Nullable Call call() {
        return calls.next(isWritable());
    }

    /**
     * A call has ended.
     *
     * @param call the one that {@link #call()} returned
     * @param thrown what it has thrown; null if it has returned
     * @param now the time
     * @throws IllegalStateException if it is not the one that is being made
     */
    public final void called(Call call, @Nullable Throwable thrown, long now) {
        calls.ended(call);
        if (thrown != null && !call.owner.isOver()) {
            host.callFailed(call.owner.description() + " has failed", thrown);
            call.owner.thrown(thrown);
        } else if (thrown == null) {
            call.returned();
        }
        settle(now);
    }

    /**
     * What to write next. The taker owns it from now on, and reports when it has been {@link #written}.
     *
     * @return null if all has been taken
     */
    public final @Nullable Output take() {
        Output next = output.take();
        if (next != null) {
            protocol.taken();
        }
        return next;
    }

    /**
     * How many bytes the session can use now. If more are received, they are kept.
     *
     * @return 0 if the transport should not be read, so that the peer has to wait (backpressure)
     */
    public final int mostToRead() {
        if (inputEnded) {
            return 0;
        }
        return switch (phase) {
            case OPEN -> {
                long most = protocol.needsInput() ? Integer.MAX_VALUE : bounds.readAhead - protocol.readAhead();
                yield (int) Math.max(0, Math.min(most, host.share() - held()));
            }
            case FLUSHING, LINGERING -> lingered > bounds.lingerBytes ? 0 : Integer.MAX_VALUE;
            default -> 0;
        };
    }

    /**
     * The latest time at which {@link #timeout} has to be called.
     *
     * @return a time of the clock; {@link #NEVER} if it need not be
     */
    public final long deadline() {
        if (phase == Phase.CLOSED) {
            return NEVER;
        }
        return deadlines.next();
    }

    /**
     * What the adapter should do with the transport.
     *
     * @return never {@link Next#OPEN} again after anything else. After {@link Next#END_OUTPUT} the connection can still fail
     */
    public final Next next() {
        return switch (phase) {
            case STARTING, FLUSHING -> Next.OPEN;
            case OPEN -> outputEnds && output.isEmpty() ? Next.END_OUTPUT : Next.OPEN;
            case LINGERING -> Next.LINGER;
            case CLOSED -> aborted ? Next.ABORT : Next.CLOSE;
        };
    }

    /**
     * Whether bytes from the peer are dropped without being looked at.
     *
     * @return true as soon as the session sends nothing more than what is queued
     */
    public final boolean isClosing() {
        return phase != Phase.STARTING && phase != Phase.OPEN;
    }

    /**
     * Whether an answer to a complete request is still being written. Up to TLS 1.2, reading the peer's close_notify would
     * forbid further writing (RFC 5246 §7.2.1), so an adapter should not read it before.
     *
     * @return whether the end of the peer's stream should wait
     */
    public final boolean isAnswering() {
        return phase == Phase.OPEN && protocol.isAnswering();
    }

    /**
     * How many bytes of memory the session holds: input that is not used yet, output that is not written.
     *
     * @return in bytes
     */
    public final long held() {
        return phase == Phase.CLOSED ? 0 : output.inMemory() + protocol.buffered();
    }

    /**
     * Whether the session waits because of its {@link Host#share()} of memory.
     *
     * @return whether it holds its share or more
     */
    public final boolean isStarved() {
        return phase == Phase.OPEN && held() >= host.share();
    }

    // ---- For the protocols

    final boolean isOpen() {
        return phase == Phase.OPEN;
    }

    final boolean isMaking(Call call) {
        return calls.isMaking(call);
    }

    /** Whether a call is due or being made: what has come meanwhile was not looked at. */
    final boolean isCalling() {
        return !calls.isIdle();
    }

    final boolean isStopping() {
        return stopping;
    }

    /** Whether the response that is sent now is the last. */
    final boolean isLast() {
        return stopping || host.isStopping();
    }

    final boolean isWritable() {
        return phase == Phase.OPEN && output.pending() < bounds.queueBytes && output.inMemory() < host.share();
    }

    final Optional<SSLSession> tls() {
        return tls;
    }

    /** The current time limit starts again. */
    final void restart() {
        deadlines.restart();
    }

    /** Queues a call that is made even if the connection is closed. */
    final void owe(Call call) {
        calls.owe(call);
    }

    /** The host may write now, and wait for the peer, so it has to know before how much that is. */
    final void flush() {
        account();
        host.flush();
    }

    /** Queues a task, from any thread. */
    final void execute(Call task) {
        host.execute(() -> add(task));
    }

    /** Queues a task, in a turn of the session. */
    final void add(Call task) {
        if (!isClosing() && !task.owner.isOver()) {
            calls.add(task);
        }
    }

    /** The task for when there is room; null for none any more. */
    final void whenWritable(@Nullable Call task) {
        calls.whenWritable(task);
    }

    /** An exchange has failed: what it has left to do is not done. */
    final void forget(Call.Owner owner) {
        calls.forget(owner);
    }

    final void forgetDue() {
        calls.forgetDue();
    }

    /** Another protocol from here on. */
    final void become(Protocol other) {
        protocol = other;
        calls.whenWritable(null);
        deadlines.restart();
    }

    /** Our stream ends after what is queued. */
    final void endOutput() {
        outputEnds = true;
    }

    /** Writes what is queued, ends our stream, drops what the peer still sends, then closes. */
    final void beginClose() {
        if (phase == Phase.OPEN) {
            phase = Phase.FLUSHING;
            calls.forgetAll();
        }
    }

    /** Nothing is in flight: closes without waiting for the peer, if nothing is queued. */
    final void closeIdle() {
        if (output.isEmpty()) {
            close();
        } else {
            beginClose();
        }
    }

    /** The connection has failed, or is aborted, and the peer sees a reset. */
    final void lose(Exception cause) {
        boolean open = !isClosing();
        if (phase != Phase.CLOSED) {
            aborted = true;
            close();
        }
        if (open) {
            protocol.failed(cause);
        }
    }

    private void close() {
        phase = Phase.CLOSED;
        calls.forgetAll();
        protocol.release();
        output.lose();
        account();
    }

    // ---- After each report

    /** Does all that is possible now, then decides what to wait for. */
    final void settle(long now) {
        while (calls.isIdle() && phase == Phase.OPEN && advance()) {
            // a switch has led to another protocol
        }
        if (phase == Phase.FLUSHING && output.isEmpty()) {
            phase = Phase.LINGERING;
        }
        if (phase == Phase.LINGERING && (inputEnded || lingered > bounds.lingerBytes)) {
            close();
        }
        deadlines.settle(nowWaiting(), !output.isEmpty(), isClosing() ? NEVER : protocol.bound(now), now);
        account();
    }

    /** Tells the host how much is held. */
    private void account() {
        long holding = held();
        if (holding != held) {
            long difference = holding - held;
            held = holding;
            host.holds(difference);
        }
    }

    @SuppressWarnings("ReferenceEquality") // this very protocol
    private boolean advance() {
        Protocol before = protocol;
        calls.setDue(before.next());
        return protocol != before;
    }

    private Waiting nowWaiting() {
        if (phase == Phase.STARTING) {
            return Waiting.START;
        }
        if (phase != Phase.OPEN) {
            return phase == Phase.LINGERING ? Waiting.LINGER : Waiting.NONE;
        }
        Waiting next = protocol.waiting();
        // a peer that reads is not silent, and one that has not got all of the head cannot answer it
        boolean reads = !output.isEmpty() && (next == Waiting.IDLE || next == Waiting.BODY || next == Waiting.CONTINUE);
        return reads ? Waiting.NONE : next;
    }
}
