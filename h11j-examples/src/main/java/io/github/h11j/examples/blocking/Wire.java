package io.github.h11j.examples.blocking;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import javax.net.ssl.SSLSocket;

/** A socket, plain or with TLS on it: queued output, reads with a deadline, and the two ways to close. */
final class Wire {

    /** What is queued leaves at the latest when it is this much: 64 KiB, a usual size of the socket's own buffer. */
    private static final int FLUSH_AT = 1 << 16;

    /** A queue that was longer is not kept while it is empty: 4 KiB. */
    private static final int KEPT = 1 << 12;

    private static final int BUFFER = 1 << 14;
    private static final int NANOS_PER_MILLI = 1_000_000;

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final Output out;
    private final byte[] buffer = new byte[BUFFER];

    private ByteArrayOutputStream queue = new ByteArrayOutputStream();
    private boolean outputShut;

    /** The two sockets are the same on a plain connection. */
    Wire(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        SocketChannel channel = raw.getChannel();
        this.out = socket == raw && channel != null ? new Output(channel) : new Output(socket.getOutputStream());
    }

    /** Rule 1 of every adapter: without it, Nagle's algorithm holds back the second of two writes. */
    static void setNoDelay(Socket socket) throws IOException {
        if (socket.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            socket.setTcpNoDelay(true);
        }
    }

    void handshake(Duration limit) throws IOException {
        if (socket instanceof SSLSocket tls) {
            raw.setSoTimeout(millis(limit.toNanos()));
            tls.startHandshake();
        }
    }

    Socket raw() {
        return raw;
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    byte[] buffer() {
        return buffer;
    }

    static long deadline(Duration limit) {
        long deadline = System.nanoTime() + limit.toNanos();
        return deadline == 0 ? 1 : deadline;
    }

    private static int millis(long nanos) {
        return (int) Math.max(1, Math.min(nanos / NANOS_PER_MILLI, Integer.MAX_VALUE));
    }

    /** Reads into {@link #buffer()}; queued output must have been flushed. Returns -1 at the end of the stream. */
    int read(long deadline) throws IOException {
        long left = deadline - System.nanoTime();
        if (left <= 0) {
            throw new SocketTimeoutException("timed out");
        }
        raw.setSoTimeout(millis(left));
        return in.read(buffer, 0, buffer.length);
    }

    /**
     * Looks, without waiting, whether the peer has sent nothing and not ended its stream since the last read; while
     * nothing else happens on the connection. If it has, a byte may be lost, so the connection must be given up. With
     * TLS, too, although the waiting bytes may only be the end of the session or a ticket.
     */
    boolean isQuiet() {
        return Quiet.isQuiet(raw, in);
    }

    /** How many bytes the transport has taken, at most: a TLS socket does not say how many it took when it fails. */
    long taken() {
        return out.taken();
    }

    /** Queues bytes. What is large goes out at once, together with what was queued before it. */
    void queue(byte[] bytes) throws IOException {
        queue.writeBytes(bytes);
        if (queue.size() >= FLUSH_AT) {
            flush();
        }
    }

    /** Rule 2: one write for all that is queued, none for nothing. */
    void flush() throws IOException {
        if (queue.size() == 0) {
            return;
        }
        queue.writeTo(out);
        out.flush();
        if (queue.size() > KEPT) {
            queue = new ByteArrayOutputStream();
        } else {
            queue.reset();
        }
    }

    /** Ends the outgoing stream of a connection that is written past the queue. */
    void endOutput() throws IOException {
        if (!outputShut) {
            outputShut = true;
            socket.shutdownOutput();
        }
    }

    /** Closes after our stream's end has been announced, without waiting for the peer's. */
    void close() {
        try (raw) {
            if (!outputShut) {
                outputShut = true;
                socket.shutdownOutput();
            }
        } catch (IOException e) {
            // already closed
        }
    }

    /** Closes so that the peer sees a reset, never a complete message. Any thread may call this. */
    void abort() {
        try (raw) {
            raw.setSoLinger(true, 0);
        } catch (IOException e) {
            // already closed
        }
    }

    boolean isClosed() {
        return raw.isClosed();
    }
}
