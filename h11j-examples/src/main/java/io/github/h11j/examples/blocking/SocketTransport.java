package io.github.h11j.examples.blocking;

import io.github.h11j.engine.ReaderStop;
import java.io.EOFException;
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
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * A connection of a server or a client: a socket, plain or with TLS on it. One thread reads and one writes at a time; any
 * thread may close it.
 */
final class SocketTransport implements ReaderStop.Input {

    private final Socket raw;
    private final Socket socket;
    private final InputStream in;
    private final OutputStream out;

    /** That of a plain connection of a client: it says exactly how far a write has come that fails. */
    private final @Nullable SocketChannel channel;

    private boolean outputEnded;

    /** How many bytes may have left. */
    private long sent;

    /**
     * When the write of now has taken too long, as of {@link System#nanoTime()}; 0 for none. Sockets have no such
     * limit.
     */
    private volatile long writeUntil;

    /**
     * A transport.
     *
     * @param raw the TCP socket
     * @param socket the same, or TLS on it
     */
    SocketTransport(Socket raw, Socket socket) throws IOException {
        this.raw = raw;
        this.socket = socket;
        this.in = socket.getInputStream();
        this.out = socket.getOutputStream();
        this.channel = socket == raw ? raw.getChannel() : null;
        if (raw.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            raw.setTcpNoDelay(true); // otherwise Nagle's algorithm delays the second of two writes
        }
    }

    /** Agrees on TLS, if it is a connection with TLS. */
    Optional<SSLSession> start() throws IOException {
        if (socket instanceof SSLSocket tls) {
            tls.startHandshake();
            if (endsWithPeer()) { // up to TLS 1.2 the peer could ask for a handshake again and again, each at our cost
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

    /** Waits until there is something; returns -1 at the end of the stream. */
    int read(byte[] buffer, int most) throws IOException {
        return in.read(buffer, 0, most);
    }

    /**
     * Reads what has come while a client's connection rested, without waiting. With TLS, what has come is encrypted: it may be a
     * ticket, or an unsolicited response.
     *
     * @return how many bytes; 0 if there are none, -1 at the end of the stream
     * @throws IOException if the connection is lost, or something has come with TLS
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

    /** With TLS, what has come is encrypted. */
    @Override
    public boolean hasUnread() {
        try {
            return raw.getInputStream().available() > 0;
        } catch (IOException e) {
            return false;
        }
    }

    /** TLS would not survive it. */
    @Override
    public boolean end() {
        if (socket != raw) {
            return false;
        }
        try {
            raw.shutdownInput();
        } catch (IOException e) {
            // it is closed, or the peer has gone: the read returns by itself
        }
        return true;
    }

    /** Whether a failed read means that the stream has ended, but not in order: TLS without close_notify. */
    boolean isTruncation(IOException failure) {
        return socket instanceof SSLSocket && (failure instanceof SSLException || failure instanceof EOFException);
    }

    /** Whether reading the end of the peer's stream ends ours: up to TLS 1.2 it does (RFC 5246 §7.2.1). */
    boolean endsWithPeer() {
        return socket instanceof SSLSocket tls
                && !tls.getSession().getProtocol().equals("TLSv1.3");
    }

    /** Waits until the system has taken it all, for as long as the limit. */
    void write(byte[] bytes, int offset, int length, Duration limit) throws IOException {
        writeUntil = until(limit);
        if (channel == null) {
            sent += length; // at most: a stream that fails does not say
            out.write(bytes, offset, length);
        } else {
            ByteBuffer left = ByteBuffer.wrap(bytes, offset, length);
            while (left.hasRemaining()) {
                sent += channel.write(left);
            }
        }
        writeUntil = 0;
    }

    /** How many bytes may have left since this was asked last. By the thread that writes. */
    long newlySent() {
        long since = sent;
        sent = 0;
        return since;
    }

    /** Ends our stream: with TLS by close_notify. */
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

    /** Breaks off a write that takes too long. */
    void abortIfLate(long now) {
        long until = writeUntil;
        if (until != 0 && now - until > 0) {
            abort();
        }
    }

    void close() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is useless in any case
        }
    }

    /** Closes so that the peer sees a reset, never a complete message. */
    void abort() {
        try (raw) {
            raw.setSoLinger(true, 0);
        } catch (IOException e) {
            // already closed
        }
    }
}
