package io.github.h11j.examples.running;

import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketException;
import java.net.SocketImpl;
import java.nio.channels.SocketChannel;

/**
 * A connected socket that carries TLS, and remembers whether its stream has ended. A TLS socket of the JDK returns the
 * same for the end of the TCP stream as for close_notify, unless a system property forbids it. But without close_notify
 * something may be missing, so that a body that ends with the connection is not complete (RFC 9112 §9.8). After
 * close_notify, TLS no longer reads, so it does not see the end of the TCP stream.
 */
@SuppressWarnings("UnsynchronizedOverridesSynchronized") // the raw socket synchronizes
public final class SocketUnderTls extends Socket {

    private final Socket raw;
    private volatile boolean ended;

    /**
     * Creates a socket to pass to an {@link javax.net.ssl.SSLSocketFactory}.
     *
     * @param raw does the work
     * @throws SocketException never
     */
    public SocketUnderTls(Socket raw) throws SocketException {
        super((SocketImpl) null);
        this.raw = raw;
    }

    /**
     * Returns whether TLS has read the end of the TCP stream. If it did that while it returned or threw an end, the
     * peer had not announced that end.
     *
     * @return false if it has not read it
     */
    public boolean hasEnded() {
        return ended;
    }

    /**
     * Returns a stream that throws {@link EOFException} at an end that was not announced.
     *
     * @param decrypted the stream of the TLS socket
     * @return a stream of the same bytes
     */
    public InputStream announced(InputStream decrypted) {
        return new FilterInputStream(decrypted) {
            @Override
            public int read() throws IOException {
                return checked(in.read());
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return checked(in.read(bytes, offset, length));
            }
        };
    }

    private int checked(int result) throws EOFException {
        if (result < 0 && ended) {
            throw new EOFException("the TLS stream ended without close_notify");
        }
        return result;
    }

    // ---- For TLS

    @Override
    public InputStream getInputStream() throws IOException {
        return new FilterInputStream(raw.getInputStream()) {
            @Override
            public int read() throws IOException {
                return noted(in.read());
            }

            @Override
            public int read(byte[] bytes, int offset, int length) throws IOException {
                return noted(in.read(bytes, offset, length));
            }
        };
    }

    private int noted(int result) {
        if (result < 0) {
            ended = true;
        }
        return result;
    }

    @Override
    public OutputStream getOutputStream() throws IOException {
        return raw.getOutputStream();
    }

    @Override
    public SocketChannel getChannel() {
        return raw.getChannel();
    }

    @Override
    public InetAddress getInetAddress() {
        return raw.getInetAddress();
    }

    @Override
    public InetAddress getLocalAddress() {
        return raw.getLocalAddress();
    }

    @Override
    public int getPort() {
        return raw.getPort();
    }

    @Override
    public int getLocalPort() {
        return raw.getLocalPort();
    }

    @Override
    public SocketAddress getRemoteSocketAddress() {
        return raw.getRemoteSocketAddress();
    }

    @Override
    public SocketAddress getLocalSocketAddress() {
        return raw.getLocalSocketAddress();
    }

    @Override
    public boolean isConnected() {
        return raw.isConnected();
    }

    @Override
    public boolean isBound() {
        return raw.isBound();
    }

    @Override
    public boolean isClosed() {
        return raw.isClosed();
    }

    @Override
    public boolean isInputShutdown() {
        return raw.isInputShutdown();
    }

    @Override
    public boolean isOutputShutdown() {
        return raw.isOutputShutdown();
    }

    @Override
    public void shutdownInput() throws IOException {
        raw.shutdownInput();
    }

    @Override
    public void shutdownOutput() throws IOException {
        raw.shutdownOutput();
    }

    @Override
    public void setSoTimeout(int millis) throws SocketException {
        raw.setSoTimeout(millis);
    }

    @Override
    public int getSoTimeout() throws SocketException {
        return raw.getSoTimeout();
    }

    @Override
    public void setSoLinger(boolean on, int seconds) throws SocketException {
        raw.setSoLinger(on, seconds);
    }

    @Override
    public int getSoLinger() throws SocketException {
        return raw.getSoLinger();
    }

    @Override
    public void close() throws IOException {
        raw.close();
    }

    @Override
    public String toString() {
        return raw.toString();
    }
}
