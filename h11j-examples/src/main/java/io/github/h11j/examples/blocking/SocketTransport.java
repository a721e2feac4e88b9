package io.github.h11j.examples.blocking;

import io.github.h11j.engine.ReaderStop;
import io.github.h11j.examples.running.SocketUnderTls;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a server or a client: a plain socket, or one with TLS. At most one thread reads and at most one
 * writes; any thread may close it.
 */
final class SocketTransport implements ReaderStop.Input {

    private final Socket raw;
    private final Socket socket;

    /** What is below TLS; null on a plain connection. */
    private final @Nullable SocketUnderTls below;

    private final InputStream in;
    private final OutputStream out;

    /**
     * The channel of a client's plain connection. If a write fails, it tells exactly how many bytes have been written.
     */
    private final @Nullable SocketChannel channel;

    private boolean outputEnded;

    /** Whether a thread is writing. */
    private volatile boolean writing;

    /** How many bytes may have been sent. */
    private long sent;

    /**
     * When the current write has taken too long, in the time of {@link System#nanoTime()}; 0 for none. Sockets have no
     * such limit.
     */
    private volatile long writeUntil;

    /** Adds TLS to a socket. */
    interface Securing {
        Socket over(Socket below) throws IOException;
    }

    /** A plain transport. */
    SocketTransport(Socket socket) throws IOException {
        this(socket, null, socket);
    }

    /** A transport with TLS. */
    SocketTransport(Socket raw, Securing securing) throws IOException {
        this(raw, new SocketUnderTls(raw), securing);
    }

    private SocketTransport(Socket raw, SocketUnderTls below, Securing securing) throws IOException {
        this(raw, below, securing.over(below));
    }

    private SocketTransport(Socket raw, @Nullable SocketUnderTls below, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.below = below;
        this.in = below == null ? socket.getInputStream() : below.announced(socket.getInputStream());
        this.out = new Writes(socket.getOutputStream());
        this.channel = below == null ? raw.getChannel() : null;
        if (raw.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            raw.setTcpNoDelay(true); // otherwise Nagle's algorithm delays the second of two writes
        }
    }

    /** Makes the TLS handshake, if the connection uses TLS. */
    Optional<SSLSession> start() throws IOException {
        if (socket instanceof SSLSocket tls) {
            tls.startHandshake();
            if (endsWithPeer()) { // up to TLS 1.2 the peer could ask for expensive handshakes again and again
                tls.addHandshakeCompletedListener(another -> abort());
            }
            return Optional.of(tls.getSession());
        }
        return Optional.empty();
    }

    SocketAddress peer() {
        return raw.getRemoteSocketAddress();
    }

    InputStream in() {
        return in;
    }

    OutputStream out() {
        return out;
    }

    void setReadTimeout(long millis) throws SocketException {
        raw.setSoTimeout((int) Math.max(1, Math.min(millis, Integer.MAX_VALUE)));
    }

    /** Waits until bytes arrive; returns -1 at the end of the stream. */
    int read(byte[] buffer, int most) throws IOException {
        return in.read(buffer, 0, most);
    }

    /**
     * Reads, without waiting, what has arrived while a client's connection was idle. With TLS the bytes are encrypted:
     * they may be a session ticket, or an unsolicited response.
     *
     * @return the number of bytes; 0 if there are none, -1 at the end of the stream
     * @throws IOException if the connection is lost, or bytes have arrived on a TLS connection
     */
    int readArrived(byte[] buffer) throws IOException {
        SocketChannel waiting = Objects.requireNonNull(raw.getChannel());
        waiting.configureBlocking(false);
        int length;
        try {
            length = waiting.read(ByteBuffer.wrap(buffer));
        } finally {
            waiting.configureBlocking(true);
        }
        if (channel == null && (length > 0 || in.available() > 0)) {
            throw new IOException("the server has sent something without a request");
        }
        return length;
    }

    /** With TLS, the bytes that have arrived are encrypted. */
    @Override
    public boolean hasUnread() {
        try {
            return raw.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** A TLS connection would not survive it. */
    @Override
    public boolean end() {
        if (socket != raw) {
            return false;
        }
        try {
            raw.shutdownInput();
        } catch (IOException e) {
            // the socket is closed, or the peer has disconnected: the read returns anyway
        }
        return true;
    }

    /**
     * Returns whether a failed read means that the stream has ended, but not in an orderly way: TLS without
     * close_notify. Any other failure of TLS, such as an alert, says more.
     */
    boolean isTruncation() {
        return below != null && below.hasEnded();
    }

    /** Returns whether reading the end of the peer's stream ends ours: up to TLS 1.2 it does (RFC 5246 §7.2.1). */
    boolean endsWithPeer() {
        return socket instanceof SSLSocket tls
                && !tls.getSession().getProtocol().equals("TLSv1.3");
    }

    /** Waits until the system has taken all bytes, but no longer than the limit. */
    void write(byte[] bytes, int offset, int length, Duration limit) throws IOException {
        writeUntil = until(limit);
        try {
            if (channel == null) {
                sent += length; // an upper limit: a stream that fails does not say how many
                out.write(bytes, offset, length);
            } else {
                ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
                while (left.hasRemaining()) {
                    sent += channel.write(left);
                }
            }
        } finally { // a response may still be read
            writeUntil = 0;
        }
    }

    /** Returns whether {@link #newlySent()} would return more than 0. Called by the writing thread. */
    boolean hasNewlySent() {
        return sent > 0;
    }

    /** Returns how many bytes may have been sent since the last call. Called by the writing thread. */
    long newlySent() {
        long since = sent;
        sent = 0;
        return since;
    }

    /** Ends our stream; with TLS, by close_notify. */
    void endOutput(Duration limit) throws IOException {
        if (!outputEnded) {
            outputEnded = true;
            writeUntil = until(limit);
            socket.shutdownOutput();
            writeUntil = 0;
        }
    }

    private static long until(Duration limit) {
        long until = System.nanoTime() + limit.toNanos();
        return until == 0 ? 1 : until;
    }

    /** Aborts a write that takes too long. */
    void abortIfLate(long now) {
        long until = writeUntil;
        if (until != 0 && now - until > 0) {
            abort();
        }
    }

    /**
     * Ends our stream and closes; any thread may call this. TLS would wait for a write of another thread before its own
     * last message. Then that message is left out, so that the peer learns that something is missing.
     */
    void endAndClose(Duration limit) {
        try {
            if (below == null || !writing) {
                endOutput(limit);
            }
        } catch (IOException e) {
            // the peer has closed it already
        }
        close();
    }

    void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is no longer needed
        }
    }

    /** Closes so that the peer sees a reset and never a complete message. */
    void abort() {
        try (raw) {
            raw.setSoLinger(true, 0);
        } catch (IOException e) {
            // already closed
        }
    }

    /** Notes whether a thread is writing. */
    private final class Writes extends FilterOutputStream {

        Writes(OutputStream out) {
            super(out);
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            writing = true;
            try {
                out.write(bytes, offset, length);
            } finally {
                writing = false;
            }
        }

        @Override
        public void write(int octet) throws IOException {
            write(new byte[] {(byte) octet}, 0, 1);
        }
    }
}
