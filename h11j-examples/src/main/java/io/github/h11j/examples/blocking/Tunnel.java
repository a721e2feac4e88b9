package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/** The bytes of a client's connection after a switch of protocols, or of a connection that never spoke HTTP. */
public final class Tunnel implements AutoCloseable {

    private static final Duration LONG = Duration.ofDays(1);

    private final SocketTransport transport;
    private final InputStream in;
    private final OutputStream out;
    private final Listener whenClosed;

    /** Hears of the end. */
    interface Listener {
        void closed(boolean aborted);
    }

    Tunnel(Bytes first, SocketTransport transport, Listener whenClosed) {
        this.transport = transport;
        this.whenClosed = whenClosed;
        InputStream all = first.isEmpty()
                ? transport.in()
                : new SequenceInputStream(new ByteArrayInputStream(first.toByteArray()), transport.in());
        this.in = new FilterInputStream(all) {
            @Override
            public void close() {
                Tunnel.this.close();
            }
        };
        this.out = new FilterOutputStream(transport.out()) {
            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length); // not byte by byte
            }

            @Override
            public void close() {
                Tunnel.this.close();
            }
        };
    }

    /**
     * Returns the bytes of a socket.
     *
     * @param socket connected
     * @return a tunnel to read from and write to
     * @throws IOException if it is closed
     */
    public static Tunnel of(Socket socket) throws IOException {
        return new Tunnel(Bytes.EMPTY, new SocketTransport(socket), aborted -> {});
    }

    /**
     * Returns what the server sends, including what has already arrived.
     *
     * @return a stream; closing it closes the connection
     */
    public InputStream in() {
        return in;
    }

    /**
     * Returns the stream to the server.
     *
     * @return an unbuffered stream; closing it closes the connection
     */
    public OutputStream out() {
        return out;
    }

    /**
     * Limits the time of reads: a read that takes longer throws {@link java.net.SocketTimeoutException}, and can be
     * repeated.
     *
     * @param limit more than zero
     * @throws SocketException if the connection is closed
     */
    public void setReadTimeout(Duration limit) throws SocketException {
        transport.setReadTimeout(limit.toMillis());
    }

    /**
     * Ends our stream (half-close); the server's stays open.
     *
     * @throws IOException if the connection is lost
     */
    public void end() throws IOException {
        transport.endOutput(LONG);
    }

    /** Closes the connection; any thread may call this. */
    @Override
    public void close() {
        transport.endAndClose(LONG);
        whenClosed.closed(false);
    }

    /** Aborts the connection, so that the server notices. Any thread may call this. */
    public void abort() {
        transport.abort();
        whenClosed.closed(true);
    }
}
