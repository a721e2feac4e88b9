package io.github.h11j.engine;

import io.github.h11j.engine.Protocol.Waiting;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection of a server, without its socket: {@link io.github.h11j.engine} says how an adapter drives it.
 *
 * <p>No method may be called while another runs, but for those that {@link Host#flush()} may call. Between {@link #call()}
 * and {@link #called} every method may be called, so that calls of the application can be made on other threads. No query
 * changes anything, however often it is asked. Whatever is thrown in a call ends its own exchange at most.
 *
 * <p>All times are in nanoseconds of one monotonic clock, as {@link System#nanoTime()}, and never go back.
 */
public final class ServerSession {

    /** No deadline. */
    public static final long NEVER = Long.MAX_VALUE;

    private enum Phase {
        /** Agreeing on TLS. */
        STARTING,
        OPEN,
        /** All has been said; what is queued is still to be written. */
        FLUSHING,
        /** Our stream has ended; what the peer sends is dropped until it ends too. */
        LINGERING,
        CLOSED
    }

    final ServerRules rules;
    final Handler handler;
    final Host host;
    final SocketAddress peer;
    final OutputQueue output = new OutputQueue();

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

    /**
     * A session, before the transport can exchange bytes.
     *
     * @param rules how to serve
     * @param handler the application; the session never calls it
     * @param host the adapter that runs the session
     * @param peer where the connection comes from
     * @param now the time
     */
    public ServerSession(ServerRules rules, Handler handler, Host host, SocketAddress peer, long now) {
        this.rules = rules;
        this.handler = handler;
        this.host = host;
        this.peer = peer;
        this.protocol = new HttpProtocol(this);
        this.deadlines = new Deadlines(rules.timeouts(), now);
    }

    // ---- What the transport reports

    /**
     * Bytes can be exchanged: there is a connection, and an agreement on TLS if it is one with TLS.
     *
     * @param session of TLS; empty on a plain connection
     * @param now the time
     */
    public void opened(Optional<SSLSession> session, long now) {
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
    public void received(ByteBuffer bytes, long now) {
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
    public void endOfInput(boolean inOrder, long now) {
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
    public void inputFailed(IOException cause, long now) {
        lose(cause);
        settle(now);
    }

    /**
     * Nothing can be written any more, or a file was shorter than announced.
     *
     * @param cause why
     * @param now the time
     */
    public void outputFailed(IOException cause, long now) {
        lose(cause);
        settle(now);
    }

    /**
     * Bytes that were {@linkplain #take() taken} have been written.
     *
     * @param bytes how many since the last report
     * @param now the time
     */
    public void written(long bytes, long now) {
        output.written(bytes);
        if (bytes > 0) {
            deadlines.outputMoves();
        }
        settle(now);
    }

    /**
     * Time has passed. Calling this before the {@link #deadline()} has no effect.
     *
     * @param now the time
     */
    public void timeout(long now) {
        if (deadlines.hasOutputPassed(now)) {
            lose(new SocketTimeoutException("the peer does not read"));
        } else if (deadlines.hasInputPassed(now)) {
            Waiting passed = deadlines.waiting();
            deadlines.restart();
            if (passed == Waiting.START || passed == Waiting.LINGER) {
                close();
            } else {
                protocol.timedOut(passed);
            }
        }
        settle(now);
    }

    /**
     * The server stops (graceful shutdown): requests in flight are finished, nothing new is begun.
     *
     * @param now the time
     */
    public void stop(long now) {
        stopping = true;
        if (phase == Phase.STARTING) {
            close();
        } else if (phase == Phase.OPEN) {
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
    public void abort(Exception cause, long now) {
        lose(cause);
        settle(now);
    }

    /**
     * Ends the session's use of the buffer that was {@linkplain #received received}: what is still needed has been copied on
     * return. A call that is being made must have been {@linkplain Call#detach() detached} before.
     */
    public void release() {
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
    public @Nullable Call call() {
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
    public void called(Call call, @Nullable Throwable thrown, long now) {
        calls.ended(call);
        if (thrown != null && !call.owner.isOver()) {
            host.callFailed(call.owner.description() + " has failed", thrown);
            call.owner.thrown(thrown);
        }
        settle(now);
    }

    /**
     * What to write next. The taker owns it from now on, and reports when it has been {@link #written}.
     *
     * @return null if all has been taken
     */
    public @Nullable Output take() {
        return output.take();
    }

    /**
     * How many bytes the session can use now. If more are received, they are kept.
     *
     * @return 0 if the transport should not be read, so that the peer has to wait (backpressure)
     */
    public int mostToRead() {
        if (inputEnded) {
            return 0;
        }
        return switch (phase) {
            case OPEN -> {
                long most = protocol.needsInput() ? Integer.MAX_VALUE : rules.readAhead() - protocol.readAhead();
                yield (int) Math.max(0, Math.min(most, host.share() - held()));
            }
            case FLUSHING, LINGERING -> lingered > rules.lingerBytes() ? 0 : Integer.MAX_VALUE;
            default -> 0;
        };
    }

    /**
     * The latest time at which {@link #timeout} has to be called.
     *
     * @return a time of the clock; {@link #NEVER} if it need not be
     */
    public long deadline() {
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
    public Next next() {
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
    public boolean isClosing() {
        return phase != Phase.STARTING && phase != Phase.OPEN;
    }

    /**
     * Whether an answer to a complete request is still being written. Up to TLS 1.2, reading the peer's close_notify would
     * forbid further writing (RFC 5246 §7.2.1), so an adapter should not read it before.
     *
     * @return whether the end of the peer's stream should wait
     */
    public boolean isAnswering() {
        return phase == Phase.OPEN && protocol.isAnswering();
    }

    /**
     * How many bytes of memory the session holds: input that is not used yet, output that is not written.
     *
     * @return in bytes
     */
    public long held() {
        return phase == Phase.CLOSED ? 0 : output.inMemory() + protocol.buffered();
    }

    /**
     * Whether the session waits because of its {@link Host#share()} of memory.
     *
     * @return whether it holds its share or more
     */
    public boolean isStarved() {
        return phase == Phase.OPEN && held() >= host.share();
    }

    // ---- For the protocols

    boolean isOpen() {
        return phase == Phase.OPEN;
    }

    boolean isStopping() {
        return stopping;
    }

    /** Whether the response that is sent now is the last. */
    boolean isLast() {
        return stopping || host.isStopping();
    }

    boolean isWritable() {
        return phase == Phase.OPEN && output.pending() < rules.queueBytes() && output.inMemory() < host.share();
    }

    Optional<SSLSession> tls() {
        return tls;
    }

    /** The current time limit starts again. */
    void restart() {
        deadlines.restart();
    }

    /** Queues a call that is made even if the connection is closed. */
    void owe(Call call) {
        calls.owe(call);
    }

    /** The host may write now, and wait for the peer, so it has to know before how much that is. */
    void flush() {
        account();
        host.flush();
    }

    /** Queues a task, from any thread. */
    void execute(Call task) {
        host.execute(() -> {
            if (phase == Phase.OPEN && !task.owner.isOver()) {
                calls.add(task);
            }
        });
    }

    /** The task for when there is room; null for none any more. */
    void whenWritable(@Nullable Call task) {
        calls.whenWritable(task);
    }

    /** An exchange has failed: what it has left to do is not done. */
    void forget(Call.Owner owner) {
        calls.forget(owner);
    }

    void forgetDue() {
        calls.forgetDue();
    }

    /** Another protocol from here on. */
    void become(Protocol other) {
        protocol = other;
        calls.whenWritable(null);
        deadlines.restart();
    }

    /** Our stream ends after what is queued. */
    void endOutput() {
        outputEnds = true;
    }

    /** Writes what is queued, ends our stream, drops what the peer still sends, then closes. */
    void beginClose() {
        if (phase == Phase.OPEN) {
            phase = Phase.FLUSHING;
            calls.forgetAll();
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

    /** The connection has failed, or is aborted, and the peer sees a reset. */
    void lose(Exception cause) {
        boolean open = phase == Phase.OPEN;
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
    }

    // ---- After each report

    /** Does all that is possible now, then decides what to wait for. */
    private void settle(long now) {
        while (calls.isIdle() && phase == Phase.OPEN && advance()) {
            // a switch has led to another protocol
        }
        if (phase == Phase.FLUSHING && output.isEmpty()) {
            phase = Phase.LINGERING;
        }
        if (phase == Phase.LINGERING && (inputEnded || lingered > rules.lingerBytes())) {
            close();
        }
        deadlines.settle(nowWaiting(), !output.isEmpty(), now);
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
        // a peer that reads is not silent
        boolean reads = !output.isEmpty() && (next == Waiting.IDLE || next == Waiting.BODY);
        return reads ? Waiting.NONE : next;
    }
}
