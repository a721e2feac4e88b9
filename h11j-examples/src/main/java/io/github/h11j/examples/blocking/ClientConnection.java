package io.github.h11j.examples.blocking;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientSession;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Idle;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Outcome;
import io.github.h11j.engine.Output;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Duplex;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import org.jspecify.annotations.Nullable;

/**
 * The I/O of one connection of a {@link BlockingClient}. Its {@link ClientSession} decides what to do. One
 * {@link ClientCall} has it at a time, and calls it with its lock held, except the methods that wait for the server:
 * {@link #connect}, {@link #read} and {@link #write}.
 */
final class ClientConnection implements Host {

    /** 16 KiB. */
    private static final int BUFFER = 16 * 1024;

    private final Origin origin;
    private final ClientSettings settings;
    private final Socket raw;
    private final ClientSession session;
    private final byte[] buffer = new byte[BUFFER];

    /** Null before there is a connection. */
    private volatile @Nullable SocketTransport transport;

    private boolean opened;
    private boolean closed;

    /** Whether the connection was lost, or ended by the server. */
    private boolean lost;

    /** Whether the connection was used before, and no byte of its current request has been written yet. */
    private boolean wasIdle;

    /** Creates a connection that is not connected yet. */
    ClientConnection(Origin origin, ClientSettings settings) throws IOException {
        this.origin = origin;
        this.settings = settings;
        this.raw = SocketChannel.open().socket();
        this.session = new ClientSession(settings.rules(), this, System.nanoTime());
    }

    // ---- Without the lock

    /** Connects, and makes the TLS handshake. */
    Optional<SSLSession> connect(SocketAddress address, long deadline) throws IOException {
        raw.connect(address, (int) Math.min(Integer.MAX_VALUE, millisUntil(deadline)));
        SocketTransport made = origin.tls() ? new SocketTransport(raw, this::secured) : new SocketTransport(raw);
        transport = made;
        made.setReadTimeout(millisUntil(deadline));
        return made.start();
    }

    /** The host name is sent to the server (SNI, RFC 6066 §3) and must be in its certificate (RFC 9110 §4.3.4). */
    private Socket secured(Socket below) throws IOException {
        SSLContext context =
                settings.tls().orElseThrow(() -> new IllegalStateException("the client has no settings for TLS"));
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(below, origin.host(), origin.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** Returns at least 1, because 0 would mean no timeout. */
    private static long millisUntil(long deadline) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) + 1;
    }

    /** Waits until bytes arrive or the deadline has passed; returns -1 at the end of the stream. */
    int read(long deadline) throws IOException {
        SocketTransport open = open();
        open.setReadTimeout(millisUntil(deadline));
        return open.read(buffer, buffer.length);
    }

    /**
     * Waits until the system has taken all bytes.
     *
     * @param moves called whenever it has taken a part of them, and more is left
     */
    void write(List<Output> parts, Runnable moves) throws IOException {
        new OutputWriter(open(), transferLimit(), moves).write(parts);
    }

    private SocketTransport open() throws IOException {
        SocketTransport open = transport;
        if (open == null) {
            throw new IOException("there is no connection");
        }
        return open;
    }

    private Duration transferLimit() {
        return settings.rules().timeouts().silence();
    }

    /** Aborts a write that takes too long. Any thread may call this. */
    void abortIfLate(long now) {
        SocketTransport open = transport;
        if (open != null) {
            open.abortIfLate(now);
        }
    }

    // ---- What has happened

    void opened(Optional<SSLSession> tls) {
        opened = true;
        session.opened(tls, now());
    }

    /** Reports what {@link #read} has returned or thrown. */
    void received(int length, @Nullable IOException failure) {
        SocketTransport open = transport;
        if (failure instanceof SocketTimeoutException) {
            return; // the session handles it
        }
        if (failure != null && open != null && open.isTruncation()) {
            lost = true;
            session.endOfInput(false, now());
        } else if (failure != null) {
            lost(failure);
        } else if (length < 0) {
            lost = true;
            session.endOfInput(true, now());
        } else {
            session.received(ByteBuffer.wrap(buffer, 0, length), now());
        }
    }

    /** Reports what {@link #connect} or a read has thrown. */
    void lost(IOException failure) {
        lost = true;
        session.inputFailed(failure, now());
    }

    /**
     * Reports that {@link #write} has ended, or has written a part. Bytes that may have been sent are reported first: they determine what may
     * be sent again.
     */
    void written(@Nullable IOException failure) {
        SocketTransport open = transport;
        if (open != null && !closed) {
            session.written(open.newlySent(), now());
        }
        if (failure != null) {
            lost = true;
            session.outputFailed(failure, now());
        }
    }

    // ---- What follows

    /** Begins an exchange. */
    void send(ClientRequest request) {
        session.send(request, now());
    }

    /** Does everything that is possible without waiting. */
    void turn() {
        if (closed) {
            return;
        }
        try {
            session.timeout(now());
            for (Call call = session.call(); call != null; call = session.call()) {
                session.make(call, System::nanoTime);
            }
            session.release(); // the buffer is read into again
            follow();
        } catch (Throwable e) { // an unexpected failure affects only this connection
            abort(Failures.asException(e));
        }
    }

    private void follow() {
        Next next = session.next();
        if (next == Next.ABORT) {
            close(true);
        } else if (next == Next.CLOSE) {
            close(false);
        }
    }

    /** Aborts the connection. */
    void abort(Exception cause) {
        session.abort(cause, now());
        close(true);
    }

    private void close(boolean reset) {
        if (closed) {
            return;
        }
        closed = true;
        SocketTransport open = transport;
        if (open != null && opened && reset) { // otherwise a TLS alert would be lost
            open.abort();
        } else if (open != null && opened) {
            open.endAndClose(transferLimit());
        } else {
            closeRaw();
        }
        for (Call call = session.call(); call != null; call = session.call()) {
            session.make(call, System::nanoTime); // of listeners
        }
    }

    private void closeRaw() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is no longer needed
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Returns the transport, which belongs to another protocol from now on. */
    SocketTransport transport() {
        return Objects.requireNonNull(transport);
    }

    /** The other protocol has closed the transport. The session has not seen its bytes, and learns that it is over. */
    void tunnelClosed(Duplex other, boolean aborted) {
        if (aborted) {
            abort(new IOException("the tunnel was aborted"));
        } else {
            other.close();
            session.endOfInput(true, now());
            turn();
        }
    }

    /** Returns whether the next step is a read. */
    boolean wantsRead() {
        return session.mostToRead() > 0;
    }

    /** Returns when {@link #turn()} must be called at the latest. */
    long deadline() {
        return session.deadline();
    }

    /**
     * Returns what is to be written. Before the first byte of a request the connection is checked once more: the
     * request's body may have taken time, and what has arrived meanwhile would be read as the response.
     */
    List<Output> take() {
        if (wasIdle) {
            wasIdle = false;
            readUnsolicited();
        }
        return closed ? List.of() : OutputWriter.take(session);
    }

    /** Returns why it was lost. */
    Exception failure() {
        return session.failure().orElseGet(() -> new IOException("the connection is closed"));
    }

    /** Returns whether its request has to be sent on another connection. */
    boolean hasLeftRequest() {
        return session.unanswered().isPresent();
    }

    /**
     * Returns whether the server has ended the connection without a response to its request, which may have reached the
     * server.
     */
    boolean hasIgnoredRequest() {
        return lost && opened && session.outcome() != Outcome.ANSWERED;
    }

    /** Returns whether it can be used again, as far as is known. */
    boolean isFree() {
        return !closed && session.idle(now()) == Idle.KEEP;
    }

    /**
     * Returns whether another request can be sent on this idle connection. What the server has sent since the previous
     * response does not belong to the next one (RFC 9112 §9.2): it ends the connection, and so does an end of the
     * stream.
     */
    boolean isAlive() {
        readUnsolicited();
        wasIdle = isFree();
        return wasIdle;
    }

    private void readUnsolicited() {
        try {
            int length;
            do {
                length = open().readArrived(buffer);
                if (length != 0) {
                    received(length, null);
                    turn();
                }
            } while (length > 0 && !closed);
        } catch (IOException e) {
            lost(e);
        }
        turn();
    }

    /** It has been idle for too long. */
    void close() {
        session.stop(now());
        close(false);
    }

    private static long now() {
        return System.nanoTime();
    }

    // ---- As the session's host

    @Override
    public void execute(Runnable turn) {
        throw new IllegalStateException("the other protocol does not use the session");
    }

    /**
     * The calling thread does not wait, because it holds the lock. A thread that sends much waits until there is room.
     */
    @Override
    public void flush() {
        // what is queued is written afterwards
    }

    @Override
    public void holds(long difference) {
        // limited for each connection by the read size and by the rules
    }

    @Override
    public long share() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    /** The caller receives the exception anyway. */
    @Override
    public void callFailed(String what, Throwable thrown) {
        // all application code that is called here ends the exchange
    }
}
