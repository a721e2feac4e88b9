package io.github.h11j.examples.cli;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Policy;
import io.github.h11j.Request;
import io.github.h11j.State;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The sending of one request by {@code h11j get}. A thread of its own writes the body: a server that sends while it
 * receives, as an echo does, may read no further until it is read from. Both threads use the {@link Connection} only
 * while they hold its monitor.
 */
final class GetUpload {

    private static final int BLOCK = 1 << 16;

    /** So much is written at a time: each write is a sign of life, on a slow connection too. */
    private static final int PIECE = 1 << 14;

    private final Connection http;
    private final OutputStream target;
    private final GetTrace trace;
    private final GetBody body;

    /** Ends the connection, and what waits for it. */
    private final Closeable transport;

    private final ByteArrayOutputStream output = new ByteArrayOutputStream();
    private final Thread writer = new Thread(this::writeBody, "h11j-upload");

    private boolean started;
    private volatile long lastWritten;
    private volatile @Nullable IOException failure;

    GetUpload(Connection http, Closeable transport, OutputStream target, GetTrace trace, GetBody body) {
        this.http = http;
        this.transport = transport;
        this.target = target;
        this.trace = trace;
        this.body = body;
        writer.setDaemon(true);
    }

    /** Checks the whole request and sends its head, at once only if the body has to wait for 100 (Continue). */
    void begin(Request request, Policy policy) {
        if (body.length() == 0) {
            http.check(request, EndOfMessage.NO_TRAILERS);
        } else { // of a file, only the length is known yet
            Connection trial = Connection.client(policy);
            trial.sendBody(body.length(), request);
            trial.send(EndOfMessage.NO_TRAILERS);
        }
        queue(request);
        if (http.clientIsWaitingFor100Continue()) {
            flush();
        }
    }

    /** Sends the rest, while the caller reads. */
    void continueInBackground() {
        lastWritten = System.nanoTime();
        started = true;
        writer.start();
    }

    /** The rest is not sent, unless all of it has been: the response is complete, or the server does not want the body. */
    void stop() {
        synchronized (http) {
            if (http.ourState() == State.SEND_BODY) {
                trace.note("response received before the request was complete: the rest is not sent");
                http.sendFailed();
            }
        }
    }

    /** Returns whether bytes of the body, or of a request without one, have been written within this time. */
    boolean hasProgressed(int millis) {
        return started && System.nanoTime() - lastWritten < TimeUnit.MILLISECONDS.toNanos(millis);
    }

    /**
     * Waits until nothing more is written.
     *
     * @param millis how long at most
     * @return whether that is so
     */
    boolean awaitEnd(int millis) {
        try {
            writer.join(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return isEnded();
    }

    boolean isEnded() {
        return !writer.isAlive();
    }

    private void writeBody() {
        try (InputStream in = body.open()) {
            long left = body.length();
            do {
                int length = (int) Math.min(BLOCK, left);
                byte[] block = in.readNBytes(length);
                if (block.length < length) {
                    throw new IOException("it has become shorter while it was sent");
                }
                left -= length;
                if (!queueBlock(block, left == 0) || !flush()) {
                    return;
                }
            } while (left > 0);
        } catch (IOException e) {
            unreadable(e);
        }
    }

    /** Returns false if nothing more may be sent. */
    private boolean queueBlock(byte[] block, boolean last) {
        synchronized (http) {
            if (http.ourState() != State.SEND_BODY) {
                return false;
            }
            if (block.length > 0) {
                queue(new Data(Bytes.wrap(block)));
            }
            if (last) {
                queue(EndOfMessage.NO_TRAILERS);
            }
            return true;
        }
    }

    /** The server would wait for the rest of the body, and we for its response. */
    private void unreadable(IOException cause) {
        failure = body.unreadable(cause);
        failed(cause);
        try {
            transport.close();
        } catch (IOException e) {
            trace.note("closing the connection: " + Reasons.of(e));
        }
    }

    /** Throws why the body could not be read, if it could not. */
    void requireReadable() throws IOException {
        IOException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    private void queue(Event event) {
        byte[] bytes = http.send(event);
        output.writeBytes(bytes);
        trace.sent(event, bytes, http);
    }

    /** Head, first block and end leave in one write if they are small. Returns false if the connection is broken. */
    private boolean flush() {
        byte[] bytes = output.toByteArray();
        output.reset();
        try {
            for (int from = 0; from < bytes.length; from += PIECE) {
                target.write(bytes, from, Math.min(PIECE, bytes.length - from));
                lastWritten = System.nanoTime();
            }
            target.flush();
            return true;
        } catch (IOException e) {
            failed(e);
            return false;
        }
    }

    /** The server may have responded before it stopped reading. */
    private void failed(IOException e) {
        synchronized (http) {
            if (http.ourState() != State.ERROR) {
                trace.note("the request could not be sent completely: " + Reasons.of(e));
                http.sendFailed();
            }
        }
    }
}
