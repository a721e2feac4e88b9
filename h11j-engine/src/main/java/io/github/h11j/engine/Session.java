package io.github.h11j.engine;

import io.github.h11j.engine.Protocol.Waiting;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.LongSupplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection, without its socket. {@link io.github.h11j.engine} describes how an adapter drives it.
 *
 * <p>No method may be called while another one runs. The one exception: while {@link #make} or {@link Call#run()} runs,
 * {@link Host#flush()} may call {@link #take()}, {@link #written} and {@link #outputFailed}. Between {@link #call()}
 * and {@link #called} every method may be called, so that calls into the application can be made on other threads. But
 * the methods that the application then calls on its exchange, except {@code execute} and {@code ClientExchange.abort},
 * use the session: an adapter that makes calls on another thread has to exclude them from its own use of the session,
 * for example with a lock. Except {@link #call()} and {@link #take()}, methods that return something change nothing.
 * What a call throws ends at most this connection.
 *
 * <p>All times are in nanoseconds of one monotonic clock, such as {@link System#nanoTime()}, and never decrease. They
 * may be negative and may overflow, so compare them by their difference.
 *
 * <p>Reports may be made in every state, except {@link #received} and {@link #endOfInput} before {@link #opened}. After
 * the end of the session they have no effect. Report what has been {@link #written} before you report an end, a failure
 * or {@link #abort}: otherwise a client may send a request again that the server has received.
 */
public abstract sealed class Session extends SessionCore permits ServerSession, ClientSession, RawSession {

    /** No deadline. It is not a time: compare with it before you subtract. */
    public static final long NEVER = Long.MAX_VALUE;

    Session(Host host, Bounds bounds, long now) {
        super(host, bounds, now);
    }

    // ---- What the transport reports

    /**
     * Reports that bytes can be exchanged: there is a connection and, if it uses TLS, the handshake is complete.
     *
     * @param session the TLS session; empty on a plain connection
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
     * Reports received bytes. If an earlier buffer is still in use, it is {@linkplain #release() released} first, so a
     * call that is being made on another thread must have been {@linkplain Call#detach() detached}. The same holds for
     * the end of the input and its failure.
     *
     * @param bytes heap or direct; none are ignored. All from position to limit are taken, the position moves to the
     *     limit, and the session keeps using the memory until {@link #release()}
     * @param now the time
     * @throws IllegalStateException before {@link #opened}
     */
    public final void received(ByteBuffer bytes, long now) {
        if (phase == Phase.STARTING) {
            throw new IllegalStateException("nothing can be received before the connection is opened");
        }
        watch.received(bytes.remaining());
        if (phase == Phase.OPEN && !inputEnded) {
            release();
            if (bytes.hasRemaining()) { // a read of nothing is no answer, and nothing unasked
                protocol.received(bytes);
            }
        } else {
            lingered += bytes.remaining();
            bytes.position(bytes.limit());
        }
        settle(now);
    }

    /**
     * Reports that the peer's stream has ended. Before {@link #opened}, report {@link #inputFailed} instead.
     *
     * @param inOrder false if something may be missing: TLS without close_notify
     * @param now the time
     */
    public final void endOfInput(boolean inOrder, long now) {
        if (!inputEnded) {
            inputEnded = true;
            inputCut = !inOrder;
            if (phase == Phase.OPEN) {
                release();
                protocol.ended(inOrder);
            }
        }
        settle(now);
    }

    /**
     * Reports that the connection has failed while reading: a reset, or a TLS error; before {@link #opened} also that
     * it could not be made, or that the stream ended during the handshake. Nothing more can be written either.
     *
     * @param cause why
     * @param now the time
     */
    public final void inputFailed(IOException cause, long now) {
        if (phase == Phase.OPEN && !inputEnded && isInputStillUsed(cause)) {
            inputEnded = true;
            inputCut = true;
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

    /**
     * Reports that nothing more can be written, or that a file was shorter than announced. First report, with
     * {@link #written}, the bytes that were written before the failure.
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
     * Reports that bytes that were {@linkplain #take() taken} have been written.
     *
     * @param bytes how many since the last report, 0 or more, and never more than were taken
     * @param now the time
     */
    public final void written(long bytes, long now) {
        watch.written(bytes);
        output.written(bytes);
        if (bytes > 0) {
            deadlines.outputMoves();
            protocol.given();
        }
        settle(now);
    }

    /**
     * Reports that time has passed. Calling this before the {@link #deadline()} has no effect.
     *
     * @param now the time
     */
    public final void timeout(long now) {
        if (phase == Phase.CLOSED) {
            return;
        }
        watch.at(now); // an error response may begin an exchange
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
                lateStart(new SocketTimeoutException("the connection was not ready in time"));
            } else {
                protocol.timedOut(passed);
            }
        }
        settle(now);
    }

    private void lateStart(SocketTimeoutException cause) {
        watch.lost(cause);
        close();
        protocol.failed(cause);
    }

    /**
     * Reports that the server or client stops (graceful shutdown): exchanges in flight are finished, nothing new is
     * begun. Repeated calls have no effect.
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
     * Aborts the connection at once: {@link #next()} returns {@link Next#ABORT}, and the calls that tell the
     * application are due. A request of a client may be {@link ClientSession#unanswered()} instead; to end it, call
     * {@link ClientRequest#fail} first. This has no effect after the end of the session.
     *
     * @param cause passed to listeners of failures
     * @param now the time
     */
    public final void abort(Exception cause, long now) {
        lose(cause);
        settle(now);
    }

    /**
     * Ends the session's use of the buffer that was {@linkplain #received received}: what is still needed has been
     * copied when this returns. A call that is being made must have been {@linkplain Call#detach() detached} before.
     */
    public final void release() {
        calls.detachDue();
        protocol.release();
    }

    // ---- What it wants

    /**
     * Returns the next call into the application that is due. The adapter makes it and reports its end before it asks
     * for another. There can be calls even after the end of the session.
     *
     * @return null if none is due, or one is being made
     */
    public final @Nullable Call call() {
        return calls.next(isWritable());
    }

    /**
     * Reports that a call has ended.
     *
     * @param call what {@link #call()} returned
     * @param thrown what the call has thrown; null if it has returned
     * @param now the time
     * @throws IllegalStateException if it is not the call that is being made
     */
    public final void called(Call call, @Nullable Throwable thrown, long now) {
        calls.ended(call);
        if (thrown != null && !call.owner.isOver()) {
            host.callFailed(call.owner.description() + " has failed", thrown);
            call.owner.thrown(thrown, this);
        } else if (thrown == null) {
            call.returned();
        }
        settle(now);
    }

    /**
     * Makes a call on this thread and reports its end, as most adapters do with what {@link #call()} returns.
     *
     * @param call what {@link #call()} returned
     * @param clock read when the call has ended
     * @throws IllegalStateException as {@link #called}
     */
    public final void make(Call call, LongSupplier clock) {
        Throwable thrown = null;
        try {
            call.run();
        } catch (Throwable e) {
            thrown = e;
        }
        called(call, thrown, clock.getAsLong());
    }

    /**
     * Returns what to write next. The adapter owns it from now on, and reports when it has been {@link #written}. If
     * the session ends before that, the adapter drops it, and closes its file if it has one.
     *
     * @return null if everything has been taken
     */
    public final @Nullable Output take() {
        Output next = output.take();
        if (next != null) {
            protocol.taken();
        }
        return next;
    }

    /**
     * Returns how many bytes the session can use now. If more are received, they are kept.
     *
     * @return 0 if the transport should not be read, so that the peer has to wait (backpressure); also 0 before
     *     {@link #opened} and after the end of the input
     */
    public final int mostToRead() {
        if (inputEnded) {
            return 0;
        }
        return switch (phase) {
            case OPEN -> {
                long most = protocol.needsInput() ? Integer.MAX_VALUE : bounds.readAhead() - protocol.readAhead();
                yield (int) Math.max(0, Math.min(most, host.share() - held()));
            }
            case FLUSHING, LINGERING -> lingered > bounds.lingerBytes() ? 0 : Integer.MAX_VALUE;
            default -> 0;
        };
    }

    /**
     * Returns the latest time at which {@link #timeout} must be called.
     *
     * @return a time of the clock, possibly in the past; {@link #NEVER} if it need not be called
     */
    public final long deadline() {
        if (phase == Phase.CLOSED) {
            return NEVER;
        }
        return deadlines.next();
    }

    /**
     * Returns what the adapter should do with the transport.
     *
     * @return once it is not {@link Next#OPEN}, it never is again. After {@link Next#END_OUTPUT} the connection can
     *     still fail
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
     * Returns whether the session is closing: it writes only what is already queued, and drops what the peer sends.
     *
     * @return true also after the end
     */
    public final boolean isClosing() {
        return hasEnded();
    }

    /**
     * Returns whether the session still has to respond to a request, or to write the response, and needs no more input for
     * that: the request is complete, or the application does not want its body now. It returns false once it
     * {@link #isClosing()}. While it returns true, an adapter for TLS 1.2 or earlier should not read the end of the
     * peer's stream: after the peer's close_notify nothing may be written (RFC 5246 §7.2.1).
     *
     * @return whether the adapter should wait before it reads the end of the peer's stream
     */
    public final boolean isAnswering() {
        return phase == Phase.OPEN && protocol.isAnswering();
    }

    /**
     * Returns how many bytes of memory the session holds: input that is not used yet, output that is not written.
     *
     * @return in bytes
     */
    public final long held() {
        return holding();
    }

    /**
     * Returns whether the session waits because of its {@link Host#share()} of memory.
     *
     * @return whether it holds its share or more
     */
    public final boolean isStarved() {
        return phase == Phase.OPEN && held() >= host.share();
    }
}
