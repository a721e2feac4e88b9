package io.github.h11j.jdkserver;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.handler.BodyHandler;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;

/**
 * The body of a request as a stream. The engine is asked for the body when the application first reads or asks what is
 * available, so that a client that is waiting for 100 (Continue) receives it then, and not before.
 */
final class RequestBody extends InputStream implements BodyHandler {

    /** How many bytes may wait here before the peer has to wait (backpressure): 64 KiB. */
    private static final int MOST = 64 * 1024;

    private final ServedExchange exchange;
    private boolean asked;
    private volatile boolean closed;

    // guarded by the connection's lock
    private final Queue<Bytes> parts = new ArrayDeque<>(2);
    private int taken;
    private int queued;
    private boolean paused;
    private boolean ended;
    private boolean counts = true;

    RequestBody(ServedExchange exchange) {
        this.exchange = exchange;
    }

    // ---- From the engine

    @Override
    public void data(Data data) {
        if (!closed) {
            parts.add(data.bytes().detach());
            change(data.bytes().length());
        }
        if (closed || queued >= Math.min(MOST, exchange.connection.share())) {
            paused = true;
            exchange.engine().pause();
        }
    }

    /** What waits here is memory of the connection, although the session no longer holds it. */
    private void change(int difference) {
        queued += difference;
        if (counts) {
            exchange.connection.holds(difference);
        }
    }

    /** The exchange has failed: the connection ends, and what waits here is kept only by the handler. */
    void failed() {
        if (counts) {
            exchange.connection.holds(-queued);
            counts = false;
        }
    }

    @Override
    public void end(EndOfMessage end) {
        ended = true;
    }

    // ---- For the application

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (length == 0) {
            return 0;
        }
        ask();
        int[] copied = new int[1];
        exchange.connection.await(() -> {
            copied[0] = take(target, offset, length);
            // another thread may have completed the response, which closes this stream: nothing more is read then
            return copied[0] != 0 || closed || exchange.hasFailed() || exchange.connection.closed;
        });
        if (copied[0] == 0) {
            throw exchange.hasFailed() ? exchange.failure() : new IOException("the stream is closed");
        }
        if (paused && queued < MOST / 2) { // only this thread resets it
            paused = false;
            exchange.run(exchange.engine()::resume);
        }
        return copied[0];
    }

    private void ask() throws IOException {
        if (asked) {
            return;
        }
        asked = true;
        if (exchange.request.headers().contains("Content-Length")
                || exchange.request.headers().contains("Transfer-Encoding")) {
            exchange.run(() -> exchange.engine().receiveBody(this));
        } else {
            ended = true;
        }
    }

    /** Returns how many bytes were copied; -1 at the end; 0 if there are none yet. */
    private int take(byte[] target, int offset, int length) {
        int done = 0;
        while (done < length && !parts.isEmpty()) {
            Bytes part = parts.element();
            int count = Math.min(length - done, part.length() - taken);
            part.copyTo(taken, target, offset + done, count);
            done += count;
            taken += count;
            if (taken == part.length()) {
                parts.remove();
                taken = 0;
            }
        }
        change(-done);
        return done == 0 && ended ? -1 : done;
    }

    /** Asks for the body too: an application may wait until a part of it is available, and only then read. */
    @Override
    public int available() throws IOException {
        if (closed) {
            throw new IOException("the stream is closed");
        }
        ask();
        int[] now = new int[1];
        boolean[] lost = new boolean[1];
        exchange.connection.await(() -> {
            now[0] = queued;
            lost[0] = !ended && (exchange.hasFailed() || exchange.connection.closed);
            return true;
        });
        if (lost[0]) { // an application that waits for more would wait for ever
            throw exchange.failure();
        }
        return now[0];
    }

    /** The rest of the body is dropped, within the limits of the server's rules, when the response is complete. */
    @Override
    public void close() {
        closed = true;
        exchange.connection.wake(() -> {
            parts.clear();
            change(-queued);
        });
    }
}
