package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import io.github.h11j.TrailingData;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.ProtocolHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;

/** A {@link ServerConnection} that speaks another protocol now. */
final class BlockingDuplex implements Duplex {

    private final ServerConnection connection;
    private final Wire wire;
    private final ProtocolHandler handler;
    private boolean paused;
    private boolean ended;
    private boolean peerEnded;
    private boolean closed;

    /** Since when neither side has sent anything, and the handler was not paused. */
    private volatile long idleSince = System.nanoTime();

    /** When the connection is given up, once the handler knows of the stop. */
    private long stopDeadline;

    private boolean stopTold;

    BlockingDuplex(ServerConnection connection, ProtocolHandler handler) {
        this.connection = connection;
        this.wire = connection.wire();
        this.handler = handler;
    }

    /** Returns when the connection is to be closed in an orderly way. */
    void run(TrailingData first) throws IOException {
        try {
            connection.call(() -> handler.opened(this));
            if (!first.bytes().isEmpty()) {
                awaitTurn();
                received(first.bytes());
            }
            if (first.eof()) {
                awaitTurn();
                peerEnded();
            }
            while (isOpen()) {
                awaitTurn();
                if (isOpen()) {
                    read();
                }
            }
            requireConnection();
        } catch (IOException e) {
            if (!closed) {
                tell(e);
            }
            throw e;
        }
    }

    private void tell(IOException cause) {
        try {
            handler.failed(cause);
        } catch (Throwable e) {
            connection.listenerFailed(e);
        }
    }

    private boolean isOpen() {
        return !closed && !(ended && peerEnded) && connection.lost() == null;
    }

    private void requireConnection() throws IOException {
        IOException lost = connection.lost();
        if (lost != null) {
            throw lost;
        }
    }

    /** Until the peer may be read: it has not ended, and the handler is not paused. */
    private void awaitTurn() throws IOException {
        connection.turns().runTasks();
        tellStop();
        while ((paused || peerEnded) && isOpen()) {
            connection.waitForHandler();
            connection.turns().runTasks();
            tellStop();
            requireConnection();
        }
    }

    /** The server stops: the handler is told once, and then has its time. */
    private void tellStop() throws IOException {
        if (!connection.isStopping() || !isOpen()) {
            return;
        }
        if (!stopTold) {
            stopTold = true;
            stopDeadline = Wire.deadline(ServerRules.Timeouts.DEFAULT.stop());
            connection.call(handler::stopping);
        } else if (System.nanoTime() - stopDeadline >= 0) {
            throw new IOException("the server stops");
        }
    }

    private void read() throws IOException {
        wire.flush(connection.options().writeTimeout());
        int n;
        long until = idleSince + connection.options().idleTimeout().toNanos();
        long glance = Wire.deadline(Duration.ofMillis(BlockingServer.GLANCE));
        try {
            n = connection.turns().away(() -> wire.read(until - glance < 0 ? until : glance));
        } catch (SocketTimeoutException e) {
            if (closed
                    || System.nanoTime() - until < 0
                    || idleSince + connection.options().idleTimeout().toNanos() != until) {
                return; // only this direction is silent, or not for long enough: a glance at the server
            }
            throw e;
        } catch (IOException e) {
            if (closed) {
                return;
            }
            throw e;
        }
        idleSince = System.nanoTime();
        if (n < 0) {
            peerEnded();
        } else {
            received(Bytes.wrap(Arrays.copyOf(wire.buffer(), n)));
        }
    }

    private void received(Bytes bytes) {
        if (isOpen()) {
            connection.call(() -> handler.received(bytes));
        }
    }

    private void peerEnded() {
        peerEnded = true;
        if (!closed) {
            connection.call(handler::ended);
        }
    }

    @Override
    public void write(Bytes bytes) {
        if (ended || closed) {
            throw new IllegalStateException("the stream has ended");
        }
        idleSince = System.nanoTime();
        attempt(() -> wire.queue(bytes, connection.options().writeTimeout()));
    }

    @Override
    public void flush() {
        attempt(() -> wire.flush(connection.options().writeTimeout()));
    }

    @Override
    public void end() {
        ended = true;
        attempt(() -> wire.shutdownOutput(connection.options().writeTimeout()));
        connection.turns().signal();
    }

    @Override
    public void close() {
        if (!closed) {
            end();
            closed = true;
            if (!connection.isOwnThread()) {
                attempt(() -> wire.raw().shutdownInput()); // wakes the thread out of its read
            }
        }
    }

    private interface Step {
        void run() throws IOException;
    }

    private void attempt(Step step) {
        IOException lost = connection.lost();
        if (lost != null) {
            throw new UncheckedIOException(lost);
        }
        try {
            step.run();
        } catch (IOException e) {
            connection.lose(e);
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void abort() {
        connection.lose(new IOException("the handler gave the connection up"));
    }

    @Override
    public boolean isWritable() {
        return true;
    }

    @Override
    public void onWritable(Runnable task) {
        execute(task);
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        idleSince = System.nanoTime();
        connection.turns().signal();
    }

    @Override
    public void execute(Runnable task) {
        connection.turns().execute(() -> {
            if (isOpen()) {
                task.run();
            }
        });
    }
}
