package io.github.h11j.jdkserver;

import io.github.h11j.Bytes;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.Objects;

/**
 * The body of a response as a stream. A small body waits for a flush or the end, so it is written together with the
 * head.
 */
final class ResponseBody extends OutputStream {

    /** How many bytes may wait: 8 KiB. */
    private static final int MOST = 8 * 1024;

    private static final byte[] NONE = {};

    private final ServedExchange exchange;
    private final Runnable onClose;
    private byte[] buffer = NONE;
    private int buffered;
    private boolean begun;
    private boolean dropped;
    private boolean closed;

    /** Whether the last write was refused, because it would have exceeded what was announced. */
    private boolean tooLong;

    /** How many of the announced bytes have not been written yet; -1 if no length was announced. */
    private long left;

    ResponseBody(ServedExchange exchange, Runnable onClose) {
        this.exchange = exchange;
        this.onClose = onClose;
    }

    /** Whether the head of the response is known. */
    boolean isBegun() {
        return begun;
    }

    /**
     * Begins a body.
     *
     * @param length in bytes; 0 if it is not known
     */
    void begin(long length) {
        begun = true;
        left = length == 0 ? -1 : length;
    }

    /**
     * Begins a response without a body.
     *
     * @param drops whether what is written is dropped, as after HEAD, instead of being rejected
     */
    void beginWithout(boolean drops) {
        begun = true;
        dropped = drops;
        closed = true;
        onClose.run();
    }

    @Override
    public void write(int value) throws IOException {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        requireBegun();
        if (dropped || length == 0) {
            return;
        }
        if (closed) {
            throw new IOException("the stream is closed");
        }
        if (left >= 0) {
            tooLong = length > left;
            if (tooLong) {
                throw new IOException("too many bytes to write to the stream: " + length + " instead of " + left);
            }
            left -= length;
        }
        if (length <= MOST - buffered) {
            keep(bytes, offset, length);
        } else {
            send(bytes, offset, length);
        }
    }

    private void keep(byte[] bytes, int offset, int length) {
        if (buffered + length > buffer.length) {
            long likely = left >= 0 ? buffered + length + left : MOST;
            buffer = Arrays.copyOf(buffer, (int) Math.min(MOST, likely));
        }
        System.arraycopy(bytes, offset, buffer, buffered, length);
        buffered += length;
    }

    /**
     * Sends blocks. Each has been written before the next one is queued, so a slow peer slows down the application
     * (backpressure).
     */
    private void send(byte[] bytes, int offset, int length) throws IOException {
        Bytes before = takeBuffered();
        for (int done = 0; done < length; ) {
            int count = Math.min(ServerConnection.BLOCK, length - done);
            exchange.sendBody(before, Bytes.wrap(bytes, offset + done, count), false);
            before = Bytes.EMPTY;
            done += count;
        }
    }

    private Bytes takeBuffered() {
        Bytes taken = Bytes.wrap(buffer, 0, buffered);
        buffered = 0;
        return taken;
    }

    private void requireBegun() throws IOException {
        if (!begun) {
            throw new IOException("response headers not sent yet");
        }
    }

    @Override
    public void flush() throws IOException {
        requireBegun();
        if (!closed) {
            exchange.sendBody(takeBuffered(), Bytes.EMPTY, false);
        }
    }

    /** Ends the response, and closes the stream of the request's body. */
    @Override
    public void close() throws IOException {
        requireBegun();
        if (closed) {
            return;
        }
        closed = true;
        onClose.run();
        if (left > 0 || tooLong) {
            String why = tooLong ? "too many bytes written" : "insufficient bytes written: " + left + " are missing";
            exchange.failResponse(why);
            throw new IOException(why);
        }
        exchange.sendBody(takeBuffered(), Bytes.EMPTY, true);
    }
}
