package io.github.h11j.jdkserver;

import io.github.h11j.engine.ReaderStop;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;

/**
 * A connection: a plain socket, or one with TLS. At most one thread reads and at most one writes; any thread may close
 * it.
 */
final class Transport implements ReaderStop.Input {

    private final Socket raw;

    /** The raw socket, or TLS over it. */
    private volatile Socket socket;

    Transport(Socket raw) throws IOException {
        this.raw = raw;
        this.socket = raw;
        raw.setTcpNoDelay(true); // otherwise Nagle's algorithm delays the second of two writes
    }

    /** Makes the TLS handshake, if connections are encrypted. */
    Optional<SSLSession> start(Encryption encryption) throws IOException {
        socket = encryption.over(raw);
        if (socket instanceof SSLSocket tls) {
            tls.startHandshake();
            if (endsWithPeer()) { // up to TLS 1.2 the peer could ask for expensive handshakes again and again
                tls.addHandshakeCompletedListener(another -> abort());
            }
            return Optional.of(tls.getSession());
        }
        return Optional.empty();
    }

    InetSocketAddress peer() {
        return new InetSocketAddress(raw.getInetAddress(), raw.getPort());
    }

    InetSocketAddress local() {
        return new InetSocketAddress(raw.getLocalAddress(), raw.getLocalPort());
    }

    /** Waits until bytes arrive; returns -1 at the end of the stream. */
    int read(byte[] buffer, int most) throws IOException {
        return socket.getInputStream().read(buffer, 0, most);
    }

    /**
     * Returns whether a failed read means that the stream has ended, but not in an orderly way: TLS without
     * close_notify.
     */
    boolean isTruncation(IOException failure) {
        return socket instanceof SSLSocket && (failure instanceof SSLException || failure instanceof EOFException);
    }

    /** Returns whether reading the end of the peer's stream ends ours: up to TLS 1.2 it does (RFC 5246 §7.2.1). */
    boolean endsWithPeer() {
        return socket instanceof SSLSocket tls
                && !tls.getSession().getProtocol().equals("TLSv1.3");
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

    /** Waits until the system has taken all bytes. */
    void write(ByteBuffer bytes) throws IOException {
        socket.getOutputStream().write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
    }

    /** Ends our stream; with TLS, by close_notify. */
    void endOutput() throws IOException {
        socket.shutdownOutput();
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
}
