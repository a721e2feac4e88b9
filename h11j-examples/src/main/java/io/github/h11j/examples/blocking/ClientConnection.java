package io.github.h11j.examples.blocking;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientSession;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Idle;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Outcome;
import io.github.h11j.engine.Output;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.examples.running.Origin;
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
 * The I/O of one connection of a {@link BlockingClient}. What is to be done is the decision of its {@link ClientSession}. One
 * {@link ClientCall} has it at a time, and calls it with its lock, but for what waits for the server: {@link #connect},
 * {@link #read} and {@link #write}.
 */
final class ClientConnection implements Host {

    /** 16 KiB. */
    private static final int BUFFER = 16 * 1024;

    private final Origin origin;
    private final BlockingClientSettings settings;
    private final Socket raw;
    private final ClientSession session;
    private final byte[] buffer = new byte[BUFFER];

    /** Null before there is a connection. */
    private volatile @Nullable SocketTransport transport;

    private boolean opened;
    private boolean closed;

    /** Whether the connection was lost, or ended by the server. */
    private boolean lost;

    /** Whether it was used before, and no byte of its request is written yet. */
    private boolean rested;

    /** Not connected yet. */
    ClientConnection(Origin origin, BlockingClientSettings settings) throws IOException {
        this.origin = origin;
        this.settings = settings;
        this.raw = SocketChannel.open().socket();
        this.session = new ClientSession(settings.rules(), this, System.nanoTime());
    }

    // ---- Without the lock

    /** Connects, and agrees on TLS. */
    Optional<SSLSession> connect(SocketAddress address, long deadline) throws IOException {
        raw.connect(address, (int) Math.min(Integer.MAX_VALUE, millisUntil(deadline)));
        Socket socket = origin.tls() ? secured() : raw;
        SocketTransport made = new SocketTransport(raw, socket);
        transport = made;
        made.setReadTimeout(millisUntil(deadline));
        return made.start();
    }

    /** The name goes to the server (SNI, RFC 6066 §3) and is looked for in its certificate (RFC 9110 §4.3.4). */
    private Socket secured() throws IOException {
        SSLContext context =
                settings.tls().orElseThrow(() -> new IllegalStateException("the client has no settings for TLS"));
        SSLSocket tls = (SSLSocket) context.getSocketFactory().createSocket(raw, origin.host(), origin.port(), true);
        SSLParameters parameters = tls.getSSLParameters();
        parameters.setEndpointIdentificationAlgorithm("HTTPS");
        tls.setSSLParameters(parameters);
        return tls;
    }

    /** More than 0, which would mean for ever. */
    private static long millisUntil(long deadline) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime())) + 1;
    }

    /** Waits until something has come, or the deadline has passed; -1 at the end of the stream. */
    int read(long deadline) throws IOException {
        SocketTransport open = open();
        open.setReadTimeout(millisUntil(deadline));
        return open.read(buffer, buffer.length);
    }

    /** Waits until the system has taken it all. */
    void write(List<Output> parts) throws IOException {
        new OutputWriter(open(), transferLimit()).write(parts);
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

    /** Breaks off a write that takes too long. Any thread may call this. */
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

    /** What {@link #read} has returned or thrown. */
    void received(int length, @Nullable IOException failure) {
        SocketTransport open = transport;
        if (failure instanceof SocketTimeoutException) {
            return; // the session knows what that means
        }
        if (failure != null && open != null && open.isTruncation(failure)) {
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

    /** What {@link #connect} or a read has thrown. */
    void lost(IOException failure) {
        lost = true;
        session.inputFailed(failure, now());
    }

    /** {@link #write} has ended. What may have left is reported first: it decides what may be sent again. */
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

    /** Does all that can be done without waiting. */
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
        } catch (Throwable e) { // unforeseen: it costs this connection and no other
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
        if (open != null && opened && reset) { // else an alert of TLS would be lost
            open.abort();
        } else if (open != null && opened) {
            end(open);
        } else {
            closeRaw();
        }
        for (Call call = session.call(); call != null; call = session.call()) {
            session.make(call, System::nanoTime); // of listeners
        }
    }

    private void end(SocketTransport open) {
        try {
            open.endOutput(transferLimit());
        } catch (IOException e) {
            // the server has closed it already
        }
        open.close();
    }

    private void closeRaw() {
        try {
            raw.close();
        } catch (IOException e) {
            // it is useless in any case
        }
    }

    boolean isClosed() {
        return closed;
    }

    /** Its connection is another protocol's from now on. */
    SocketTransport transport() {
        return Objects.requireNonNull(transport);
    }

    /** Whether the next step is a read. */
    boolean wantsRead() {
        return session.mostToRead() > 0;
    }

    /** When to call {@link #turn()} at the latest. */
    long deadline() {
        return session.deadline();
    }

    /**
     * What is to be written. Before the first byte of a request the connection is looked at once more: the request's body may
     * have taken its time, and what has come meanwhile would be taken for the response.
     */
    List<Output> take() {
        if (rested) {
            rested = false;
            look();
        }
        return closed ? List.of() : OutputWriter.take(session);
    }

    /** Why it was lost. */
    Exception failure() {
        return session.failure().orElseGet(() -> new IOException("the connection is closed"));
    }

    /** Whether its request has to go to another connection. */
    boolean hasLeftRequest() {
        return session.unanswered().isPresent();
    }

    /** Whether the server has ended the connection and said nothing of its request, which may have reached it. */
    boolean hasIgnoredRequest() {
        return lost && opened && session.outcome() != Outcome.ANSWERED;
    }

    /** Whether it can be used again, as far as is known. */
    boolean isFree() {
        return !closed && session.idle(now()) == Idle.KEEP;
    }

    /**
     * Whether another request can be sent on it, which rested. What the server has sent since the response before is not the
     * next one's (RFC 9112 §9.2): it ends the connection, as its end does.
     */
    boolean isAlive() {
        look();
        rested = isFree();
        return rested;
    }

    private void look() {
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

    /** It has rested long enough. */
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

    /** The thread that calls does not wait: it has the lock. Who sends much waits until there is room. */
    @Override
    public void flush() {
        // what is queued is written afterwards
    }

    @Override
    public void holds(long difference) {
        // bounded for each connection, by what is read and by the rules
    }

    @Override
    public long share() {
        return Long.MAX_VALUE;
    }

    @Override
    public boolean isStopping() {
        return false;
    }

    /** The caller knows already: it has the exception. */
    @Override
    public void callFailed(String what, Throwable thrown) {
        // no code of the application is called that does not end the exchange
    }
}
