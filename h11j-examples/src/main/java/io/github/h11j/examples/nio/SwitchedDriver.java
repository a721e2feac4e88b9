package io.github.h11j.examples.nio;

import io.github.h11j.Bytes;
import io.github.h11j.TrailingData;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;

/**
 * Another protocol on a connection, after the switch: first the octets that had arrived with HTTP, then the rest. Silence
 * both ways for as long as a connection may be idle ends it, unless the handler has paused it.
 */
final class SwitchedDriver implements Driver, Duplex {

    private final NioConnection connection;
    private final ProtocolHandler handler;
    private boolean opened;
    private boolean paused;
    private boolean ended;
    /** What has come and was not given yet. */
    private Bytes held;

    private boolean endHeld;
    private boolean peerEnded;

    SwitchedDriver(NioConnection connection, ProtocolHandler handler, TrailingData trailing) {
        this.connection = connection;
        this.handler = handler;
        this.held = trailing.bytes();
        this.endHeld = trailing.eof();
    }

    private interface Call {
        void run() throws Exception;
    }

    private void call(Call call) {
        try {
            call.run();
        } catch (Throwable e) {
            connection.owner.callFailed("another protocol's handler has failed", e);
            connection.abort(Failures.asException(e));
        }
    }

    @Override
    public void received(ByteBuffer octets) {
        byte[] copy = new byte[octets.remaining()];
        octets.get(copy);
        held = Bytes.wrap(copy);
        connection.restartTimer();
    }

    @Override
    public void ended(boolean inOrder) {
        if (inOrder) {
            endHeld = true;
        } else {
            connection.fail(new EOFException("the end of the stream was not announced"));
        }
    }

    @Override
    public void drive() {
        while (canGoOn()) {
            if (!opened) {
                opened = true;
                call(() -> handler.opened(this));
            } else if (!held.isEmpty()) {
                Bytes octets = held;
                held = Bytes.EMPTY;
                call(() -> handler.received(octets));
            } else {
                endHeld = false;
                peerEnded = true;
                call(handler::ended);
            }
        }
        if (ended && peerEnded) {
            connection.beginClose();
        }
    }

    @Override
    public boolean canGoOn() {
        return !connection.isClosing()
                && (!opened || (!paused && connection.output.isWritable() && (!held.isEmpty() || endHeld)));
    }

    @Override
    public boolean wantsRead() {
        return opened && !paused && held.isEmpty() && connection.output.isWritable();
    }

    @Override
    public boolean isAnswering() {
        return !connection.output.isEmpty();
    }

    @Override
    public int held() {
        return held.length();
    }

    @Override
    public Waiting waiting() {
        return paused ? Waiting.NONE : Waiting.IDLE;
    }

    @Override
    public void timedOut(Waiting waiting) {
        connection.abort(new SocketTimeoutException("neither side has sent anything for too long"));
    }

    @Override
    public void stopping() {
        // another protocol says by itself when it ends; the server's patience bounds it
    }

    @Override
    public void failed(Exception cause) {
        try {
            handler.failed(cause);
        } catch (Throwable e) {
            connection.owner.callFailed("another protocol's handler has failed", e);
        }
    }

    @Override
    public void write(Bytes bytes) {
        if (ended) {
            throw new IllegalStateException("our stream has ended");
        }
        connection.output.add(bytes.asByteBuffer());
        connection.restartTimer();
    }

    @Override
    public void flush() {
        try {
            connection.flush();
        } catch (IOException e) {
            connection.fail(e);
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void end() {
        ended = true;
        connection.endOutput();
    }

    @Override
    public void close() {
        connection.beginClose();
    }

    @Override
    public void abort() {
        connection.abort(new IOException("the handler has given the connection up"));
    }

    @Override
    public boolean isWritable() {
        return connection.output.isWritable();
    }

    @Override
    public void onWritable(Runnable task) {
        connection.onWritable(() -> connection.run(() -> call(task::run)));
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
    }

    @Override
    public void execute(Runnable task) {
        connection.loop.execute(() -> connection.run(() -> call(task::run)));
    }
}
