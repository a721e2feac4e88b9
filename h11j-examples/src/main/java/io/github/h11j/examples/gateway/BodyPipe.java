package io.github.h11j.examples.gateway;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request on its way from a server to a client. It buffers a bounded amount: above 64 KiB the exchange is
 * paused (backpressure). If the sender waits for 100 (Continue), the body is requested when its first part is. The
 * monitor is never held while the exchange is called.
 */
final class BodyPipe implements BodyHandler, RequestBody.Parts {

    private static final int FULL = 1 << 16;

    private final Exchange exchange;

    /** The fields before the body. */
    private final Headers head;

    private final Deque<Data> parts = new ArrayDeque<>();
    private int bytes;
    private boolean asked;
    private boolean paused;
    private @Nullable EndOfMessage end;
    private @Nullable Exception failure;

    BodyPipe(Exchange exchange, Headers head) {
        this.exchange = exchange;
        this.head = head;
    }

    /** Asks for the body at once. Called within a call of the exchange. */
    void ask() {
        asked = true;
        exchange.receiveBody(this);
    }

    @Override
    public void data(Data data) {
        boolean full;
        synchronized (this) {
            parts.add(new Data(data.bytes().detach()));
            bytes += data.bytes().length();
            full = bytes >= FULL && !paused && failure == null;
            paused |= full;
            notifyAll();
        }
        if (full) {
            exchange.pause();
        }
    }

    @Override
    public synchronized void end(EndOfMessage last) {
        end = last;
        notifyAll();
    }

    /** The body will not arrive completely, or is not wanted. */
    synchronized void fail(Exception cause) {
        if (failure == null && end == null) {
            failure = cause;
        }
        notifyAll();
    }

    @Override
    public synchronized boolean isReady() {
        return asked && (!parts.isEmpty() || end != null || failure != null);
    }

    @Override
    public Optional<Data> next() throws IOException {
        if (!asked) {
            asked = true;
            exchange.execute(() -> exchange.receiveBody(this));
        }
        Optional<Data> part;
        boolean room;
        synchronized (this) {
            part = take();
            room = paused && bytes < FULL / 2;
            paused &= !room;
        }
        if (room) {
            exchange.execute(exchange::resume);
        }
        return part;
    }

    private synchronized Optional<Data> take() throws IOException {
        try {
            while (parts.isEmpty() && end == null && failure == null) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw (IOException) new InterruptedIOException().initCause(e);
        }
        if (failure != null) {
            throw new IOException("the body of the request does not arrive", failure);
        }
        Optional<Data> part = Optional.ofNullable(parts.poll());
        bytes -= part.map(data -> data.bytes().length()).orElse(0);
        return part;
    }

    @Override
    public synchronized Headers trailers() {
        return end == null ? Headers.EMPTY : HopByHop.trailers(head, end.trailers());
    }

    @Override
    public void close() {
        fail(new IOException("the body is not wanted"));
    }
}
