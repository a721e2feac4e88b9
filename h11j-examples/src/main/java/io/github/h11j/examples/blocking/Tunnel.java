package io.github.h11j.examples.blocking;

import io.github.h11j.Bytes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.net.Socket;
import java.net.SocketException;
import java.time.Duration;

/** The bytes of a client's connection after a switch of protocols, or of one that never spoke HTTP. */
public final class Tunnel implements AutoCloseable {

    private final Wire wire;
    private final InputStream in;
    private final Runnable whenAborted;

    Tunnel(Bytes first, Wire wire, Runnable whenAborted) {
        this.wire = wire;
        this.whenAborted = whenAborted;
        this.in = first.isEmpty()
                ? wire.in()
                : new SequenceInputStream(new ByteArrayInputStream(first.toByteArray()), wire.in());
    }

    /**
     * The bytes of a socket.
     *
     * @param socket connected
     * @return where to read and write
     * @throws IOException if it is closed
     */
    public static Tunnel of(Socket socket) throws IOException {
        Wire.setNoDelay(socket);
        Wire wire = new Wire(socket, socket);
        return new Tunnel(Bytes.EMPTY, wire, wire::abort);
    }

    /**
     * What the server sends, including what has already arrived.
     *
     * @return a stream; closing it closes the connection
     */
    public InputStream in() {
        return in;
    }

    /** * What is sent to the server.
     *
     * @return an unbuffered stream; closing it closes the connection
     */
    public OutputStream out() {
        return wire.out();
    }

    /**
     * Bounds reads: those that take longer throw {@link java.net.SocketTimeoutException}, and may be tried again.
     *
     * @param limit more than zero
     * @throws SocketException if the connection is closed
     */
    public void setReadTimeout(Duration limit) throws SocketException {
        wire.raw().setSoTimeout((int) Math.max(1, limit.toMillis()));
    }

    /**
     * Ends our stream (half-close); the server's stays open.
     *
     * @throws IOException if the connection is lost
     */
    public void end() throws IOException {
        wire.endOutput();
    }

    /** Closes the connection; any thread may call this. */
    @Override
    public void close() {
        wire.close();
        whenAborted.run();
    }

    /** Aborts the connection, so that the server notices. Any thread may call this. */
    public void abort() {
        wire.abort();
        whenAborted.run();
    }
}
