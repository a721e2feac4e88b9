package io.github.h11j.engine;

import io.github.h11j.Bytes;
import io.github.h11j.CloseReason;
import io.github.h11j.TrailingData;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.EOFException;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/**
 * Another protocol on a connection, after the switch: first the bytes that had arrived with HTTP, then the rest. If no
 * bytes go in either direction for as long as a connection may be idle, the connection ends, unless the handler has
 * paused it.
 */
final class SwitchedProtocol extends CallOwner implements Protocol, Duplex {

    /** The exchange that has led to the switch. */
    interface Origin {
        /** The handler of the other protocol is called now: the exchange is over. */
        void switched();

        /** The connection was lost before that. */
        void fail(Exception cause);
    }

    private final Origin exchange;

    private final ProtocolHandler handler;

    private final long used;

    /** Whether the handler has been called. */
    private boolean begun;

    /** Whether it is read while it is not writable. */
    private boolean independent;

    private boolean opened;
    private boolean ended;

    /** Whether the handler still has to be told that the server stops, and whether it has been told. */
    private boolean stopOwed;

    private boolean stopped;

    /** What has arrived and has not been passed on yet. */
    private final Queue<Bytes> held = new ArrayDeque<>(2);

    private int heldBytes;

    /** Whether the end of the peer's stream has arrived and has not been passed on yet. */
    private boolean endHeld;

    private boolean peerEnded;

    /**
     * Creates a protocol that follows a switch.
     *
     * @param trailing what has arrived of it
     * @param used how many bytes of the peer were used before it
     */
    SwitchedProtocol(Session session, Origin exchange, ProtocolHandler handler, TrailingData trailing, long used) {
        super(session, "the connection is lost");
        this.exchange = exchange;
        this.handler = handler;
        this.used = used;
        this.endHeld = trailing.eof();
        hold(trailing.bytes());
    }

    private void hold(Bytes bytes) {
        if (!bytes.isEmpty()) {
            held.add(bytes);
            heldBytes += bytes.length();
        }
    }

    @Override
    public void received(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        hold(Bytes.wrap(copy));
        bytesMove();
    }

    @Override
    public void ended(boolean inOrder) {
        if (inOrder) {
            endHeld = true;
        } else {
            cutOff();
        }
    }

    private void cutOff() {
        session.lose(new EOFException("the end of the stream was not announced"));
    }

    @Override
    public @Nullable Call next() {
        if (!opened && session.inputCut) { // during the last call of the exchange
            cutOff();
            return null;
        }
        if (!opened) {
            opened = true;
            stopOwed = session.isStopping();
            return new Call(this, this::open);
        }
        if (stopOwed) {
            tellOfStop();
        }
        if (passesOn()) {
            Bytes bytes = held.poll();
            if (bytes != null) {
                heldBytes -= bytes.length();
                return new Call(this, () -> handler.received(bytes));
            }
            if (endHeld) {
                endHeld = false;
                peerEnded = true;
                return new Call(this, handler::ended);
            }
        }
        if (ended && peerEnded) {
            session.beginClose();
        }
        return null;
    }

    private void open() throws Exception {
        if (failure == null) {
            begun = true;
            session.watch.end();
            exchange.switched();
            independent = handler.hasIndependentDirections();
            handler.opened(this);
        }
    }

    @Override
    public void release() {
        // it only keeps copies
    }

    @Override
    public boolean needsInput() {
        return held.isEmpty() && passesOn();
    }

    private boolean passesOn() {
        return !paused && (independent || session.isWritable());
    }

    @Override
    public long readAhead() {
        return heldBytes;
    }

    @Override
    public int buffered() {
        return heldBytes;
    }

    @Override
    public long used() {
        return used; // no exchange uses what follows
    }

    @Override
    public Optional<CloseReason> closeReason() {
        return Optional.of(CloseReason.SWITCHED);
    }

    @Override
    public boolean isAnswering() {
        return !session.output.isEmpty();
    }

    @Override
    public Waiting waiting() {
        if (stopped) {
            return Waiting.STOP;
        }
        return paused ? Waiting.NONE : Waiting.IDLE;
    }

    @Override
    public void timedOut(Waiting waiting) {
        session.lose(
                waiting == Waiting.STOP
                        ? new IOException("it did not end when it was told to stop")
                        : new SocketTimeoutException("neither side has sent anything for too long"));
    }

    @Override
    public void stop() {
        if (begun) {
            tellOfStop(); // at once, because a pause may hold back the call that is due
        } else {
            stopOwed = true;
        }
    }

    private void tellOfStop() {
        stopOwed = false;
        if (!stopped) {
            stopped = true;
            session.addNotice(new Call(this, this::reportStop));
        }
    }

    /** The call that was being made meanwhile may have been the last one. */
    private void reportStop() throws Exception {
        if (!session.isClosing()) {
            handler.stopping();
        }
    }

    @Override
    public void failed(Exception cause) {
        failure = cause;
        if (begun) {
            session.addNotice(new Call(Call.Listener.LISTENER, () -> handler.failed(cause)));
        } else {
            exchange.fail(cause);
        }
    }

    // ---- As the owner of its calls

    @Override
    public String description() {
        return "another protocol's handler";
    }

    @Override
    public void thrown(Throwable thrown, Session caller) {
        session.lose(HttpProtocol.asException(thrown));
    }

    // ---- For its handler

    @Override
    public void write(Bytes bytes) {
        requireNotFailed();
        if (ended || session.isClosing()) {
            throw new IllegalStateException("our stream has ended");
        }
        session.output.add(bytes.detach().asByteBuffer()); // borrowed memory may be reused before it is written
        bytesMove();
        if (!session.isWritable()) {
            flush();
        }
    }

    /** The connection is not idle. After a stop that does not matter: otherwise a tunnel in use would never end. */
    private void bytesMove() {
        if (!stopped) {
            session.restart();
        }
    }

    @Override
    public void end() {
        ended = true;
        session.endOutput();
    }

    @Override
    public void close() {
        session.beginClose();
    }

    @Override
    public void abort() {
        session.lose(new IOException("the handler has given the connection up"));
    }

    @Override
    public void onWritable(Runnable task) {
        session.whenWritable(new Call(this, task::run));
    }
}
