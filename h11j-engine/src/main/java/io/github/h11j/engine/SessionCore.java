package io.github.h11j.engine;

import io.github.h11j.engine.Protocol.Waiting;
import java.net.SocketAddress;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection, as the protocols on it see it: its state, what is to be written, which calls are due, and how it
 * ends. Its adapter sees {@link Session}.
 */
abstract class SessionCore {

    enum Phase {
        /** Connecting, or making the TLS handshake. */
        STARTING,
        OPEN,
        /** Nothing more will be queued; what is queued is still to be written. */
        FLUSHING,
        /** Our stream has ended; what the peer sends is dropped until its stream ends too. */
        LINGERING,
        CLOSED
    }

    /**
     * The limits of a connection.
     *
     * @param queueBytes how many bytes of output may be queued before it is not writable
     * @param readAhead how many bytes are read before they can be used
     * @param lingerBytes how many bytes are read and dropped while it closes
     * @param limit how long to wait; not called with {@link Waiting#NONE}
     */
    record Bounds(int queueBytes, int readAhead, long lingerBytes, Function<Waiting, Duration> limit) {}

    final Host host;
    final OutputQueue output = new OutputQueue();

    final Bounds bounds;
    Protocol protocol;

    Watch watch = Watch.OF_NOBODY;

    Optional<SSLSession> tls = Optional.empty();
    Phase phase = Phase.STARTING;
    boolean aborted;
    boolean stopping;
    boolean inputEnded;

    /** Whether the input has ended, and something of it may be missing. */
    boolean inputCut;

    /** Whether our stream ends after what is queued, while the peer's continues (half-close). */
    boolean outputEnds;

    long lingered;

    /** How many held bytes have been reported to the host. */
    private long held;

    final CallQueue calls = new CallQueue();
    final Deadlines deadlines;

    @SuppressWarnings("NullAway.Init") // begin() sets the protocol
    SessionCore(Host host, Bounds bounds, long now) {
        this.host = host;
        this.bounds = bounds;
        this.deadlines = new Deadlines(bounds.limit, now);
    }

    /** Sets the first protocol. Called at the end of a subclass's constructor. */
    final void begin(Protocol first, Optional<Observer> observer, @Nullable SocketAddress peer, long now) {
        protocol = first;
        if (observer.isPresent()) {
            watch = new ObserverWatch(observer.get(), this, peer, now);
        }
    }

    // ---- For the protocols

    final boolean hasEnded() {
        return phase != Phase.STARTING && phase != Phase.OPEN;
    }

    /** Returns how many bytes of memory the session holds. */
    final long holding() {
        return phase == Phase.CLOSED ? 0 : output.inMemory() + protocol.buffered() + calls.kept();
    }

    /** Nothing more can be written. */
    final void dropOutput() {
        calls.whenWritable(null);
        output.lose();
    }

    final boolean isOpen() {
        return phase == Phase.OPEN;
    }

    final boolean isMaking(Call call) {
        return calls.isMaking(call);
    }

    /** Returns whether a call is being made. */
    final boolean isMakingAny() {
        return calls.isMaking();
    }

    /** Returns whether a call is due or being made. What has arrived meanwhile has not been examined. */
    final boolean isCalling() {
        return !calls.isIdle();
    }

    final boolean isStopping() {
        return stopping;
    }

    /** Returns whether the response that is sent now is the last one. */
    final boolean isLast() {
        return stopping || host.isStopping();
    }

    final boolean isWritable() {
        return phase == Phase.OPEN && output.pending() < bounds.queueBytes && output.inMemory() < host.share();
    }

    final Optional<SSLSession> tls() {
        return tls;
    }

    /** Restarts the current time limit. */
    final void restart() {
        deadlines.restart();
    }

    /** Queues a call that is made even if the connection is closed. */
    final void addNotice(Call call) {
        calls.addNotice(call);
    }

    /** The host may write now and wait for the peer, so it must know first how much memory is held. */
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
        if (!hasEnded() && !task.owner.isOver()) {
            calls.add(task);
        }
    }

    /** Sets the task to run when there is room; null for none. */
    final void whenWritable(@Nullable Call task) {
        calls.whenWritable(task);
    }

    /** An exchange has failed: its calls and tasks are dropped. */
    final void forget(Call.Owner owner) {
        calls.forget(owner);
    }

    final void forgetDue() {
        calls.forgetDue();
    }

    /** Continues with another protocol. */
    final void become(Protocol other) {
        protocol = other;
        calls.whenWritable(null);
        deadlines.restart();
    }

    /** Ends our stream after what is queued. */
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

    /** Closes without waiting for the peer if nothing is queued, because nothing is in flight. */
    final void closeIdle() {
        if (output.isEmpty()) {
            close();
        } else {
            beginClose();
        }
    }

    /** The connection has failed, or is aborted: the peer sees a reset. */
    final void lose(Exception cause) {
        boolean open = !hasEnded();
        if (phase != Phase.CLOSED) {
            watch.lost(cause);
            aborted = true;
            close();
        }
        if (open) {
            protocol.failed(cause);
        }
    }

    final void close() {
        phase = Phase.CLOSED;
        calls.forgetAll();
        protocol.release();
        output.lose();
        account();
    }

    // ---- After each report

    /** Does everything that is possible now, then decides what to wait for. */
    final void settle(long now) {
        watch.at(now);
        while (calls.isIdle() && phase == Phase.OPEN && advance()) {
            // repeats if a switch has led to another protocol
        }
        if (phase == Phase.FLUSHING && output.isEmpty()) {
            phase = Phase.LINGERING;
        }
        if (phase == Phase.LINGERING && (inputEnded || lingered > bounds.lingerBytes)) {
            close();
        }
        deadlines.settle(nowWaiting(), !output.isEmpty(), hasEnded() ? Session.NEVER : protocol.bound(now), now);
        account();
        watch.settle();
    }

    /** Reports to the host how much is held. */
    private void account() {
        long holding = holding();
        if (holding != held) {
            long difference = holding - held;
            held = holding;
            host.holds(difference);
        }
    }

    @SuppressWarnings("ReferenceEquality") // the same object
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
        // a peer that reads is not silent, and one that has not received all of the head cannot answer it
        boolean reads = !output.isEmpty() && (next == Waiting.IDLE || next == Waiting.BODY || next == Waiting.CONTINUE);
        return reads ? Waiting.NONE : next;
    }
}
