package io.github.h11j.examples.blocking;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.ConnectionGroup;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.ReaderStop;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import javax.net.ssl.SSLSession;

/**
 * The I/O of one connection of a {@link BlockingServer}, on its own thread: reads, makes the due calls into the
 * application, and writes the output of its {@link ServerSession}. The session decides what to do.
 */
final class ServerConnection implements Runnable, Host, ConnectionGroup.Member {

    /** The buffer of a connection whose peer sends little: 256 bytes. */
    private static final int LEAST_BUFFER = 256;

    /** 16 KiB. */
    private static final int MOST_BUFFER = 16 * 1024;

    /** The smallest read, however little one connection may hold. */
    private static final int LEAST_READ = 512;

    private final BlockingServer server;
    private final SocketTransport transport;
    private final ServerSession session;
    private final OutputWriter output;
    private final SessionLock lock = new SessionLock(this::turn);
    private final AtomicBoolean aborted = new AtomicBoolean();

    /** When the session wants to be called; written in turns. */
    private volatile long deadline;

    /** How many bytes it holds; written in turns. */
    private volatile long held;

    /** Whether the thread that would read may be waiting for memory. */
    private volatile boolean starved;

    private final ReaderStop stop = new ReaderStop();

    private byte[] buffer = new byte[LEAST_BUFFER];
    private boolean opened;
    private boolean closed;

    ServerConnection(BlockingServer server, SocketTransport transport, Handler handler) {
        this.server = server;
        this.transport = transport;
        this.output = new OutputWriter(transport, transferLimit(), this::written);
        this.session = new ServerSession(server.settings.rules(), handler, this, transport.peer(), System.nanoTime());
        this.deadline = session.deadline();
    }

    // ---- The connection's thread

    @Override
    public void run() {
        lock.begin();
        try {
            start();
            turn();
            while (!closed) {
                starved = true; // before the question, or a relief between the two would be lost
                if (session.mostToRead() > 0 && !(transport.endsWithPeer() && session.isAnswering())) {
                    starved = false;
                    read();
                } else {
                    park();
                }
                turn();
            }
        } catch (RuntimeException | Error e) {
            server.log("a connection has failed", e);
        } finally { // whatever fails, free its place
            close(true);
            lock.end();
            server.ended(this);
        }
    }

    private void start() {
        Optional<SSLSession> tls = Optional.empty();
        IOException failure = null;
        lock.leave();
        try {
            tls = transport.start();
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.enter();
        }
        if (failure != null) {
            session.inputFailed(failure, now());
        } else {
            opened = true;
            session.opened(tls, now());
        }
    }

    private void read() {
        int most = Math.min(buffer.length, Math.max(LEAST_READ, session.mostToRead()));
        int length = 0;
        IOException failure = null;
        lock.leave();
        try {
            length = transport.read(buffer, most);
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.enter();
        }
        if ((failure != null || length < 0) && stop.isOwnEnd()) {
            return; // the next turn handles the stop
        }
        if (failure != null && !stop.hasEndedInput() && !transport.isTruncation()) {
            session.inputFailed(failure, now());
        } else if (failure != null || length < 0) {
            session.endOfInput(failure == null || stop.hasEndedInput(), now());
        } else if (length > 0) {
            stop.received();
            session.received(ByteBuffer.wrap(buffer, 0, length), now());
            adapt(length);
        }
    }

    /** Uses a larger buffer for a peer that sends much, and a small one for an idle peer. */
    private void adapt(int length) {
        if (length == buffer.length && length < MOST_BUFFER) {
            buffer = new byte[length * 4];
        } else if (length < LEAST_BUFFER && buffer.length > LEAST_BUFFER) {
            buffer = new byte[LEAST_BUFFER];
        }
    }

    private void park() {
        long wait = session.deadline() == ServerSession.NEVER ? Long.MAX_VALUE : session.deadline() - now();
        lock.park(wait, () -> stop.isPending() || aborted.get());
    }

    // ---- In a turn

    /** Does everything that is possible without the peer. */
    private void turn() {
        if (closed) {
            return;
        }
        try {
            tellStop();
            session.timeout(now());
            if (aborted.get()) {
                session.abort(new IOException("the server has aborted the connection"), now());
            }
            work();
            session.release(); // the next read uses the buffer again
            follow();
        } catch (Throwable e) { // an unexpected failure affects only this connection
            server.log("a connection has failed", e);
            session.abort(Failures.asException(e), now());
            close(true);
        }
        deadline = session.deadline();
    }

    private void tellStop() {
        boolean mayHaveRead = !lock.isOwn() && opened && session.isIdle();
        if (stop.take(mayHaveRead, transport, now())) {
            session.stop(now());
        }
    }

    /** Makes the calls that are due, and writes together what they have queued; then does the same for each task. */
    private void work() {
        Runnable task = null;
        Call call = session.call();
        do {
            while (call != null) {
                make(call);
                call = session.call();
            }
            write();
            call = session.call();
            if (call == null) {
                task = lock.next();
                // separately, so that the output of an exchange is written before another task aborts it
                if (task != null) {
                    task.run();
                    call = session.call();
                }
            }
        } while (call != null || task != null);
    }

    private void make(Call call) {
        Throwable thrown = null;
        try {
            call.run();
        } catch (Throwable e) {
            thrown = e;
        }
        Thread.interrupted(); // the application may have been interrupted, but this thread must wait for the peer again
        session.called(call, thrown, now());
    }

    private void write() {
        try {
            List<Output> parts = OutputWriter.take(session);
            if (!parts.isEmpty()) {
                output.write(parts);
                written();
            }
        } catch (IOException e) {
            session.outputFailed(e, now());
        }
    }

    /** A block has been written. One that fails is not counted: it is unknown how much of it was sent. */
    private void written() {
        session.written(transport.newlySent(), now());
    }

    private void follow() {
        Next next = session.next();
        try {
            if (next == Next.END_OUTPUT || next == Next.LINGER || (next == Next.CLOSE && opened)) {
                transport.endOutput(transferLimit());
            }
        } catch (IOException e) {
            session.outputFailed(e, now());
            next = session.next();
        }
        if (next == Next.CLOSE || next == Next.ABORT) {
            close(next == Next.ABORT && opened); // so that a TLS alert is not lost
        }
    }

    private Duration transferLimit() {
        return server.settings.rules().timeouts().transfer();
    }

    /** Once; listeners of the application are still called. */
    private void close(boolean reset) {
        if (closed) {
            return;
        }
        closed = true;
        if (reset) {
            transport.abort();
        } else {
            transport.close();
        }
        session.abort(new IOException("the connection is closed"), now()); // has no effect after its end
        for (Call call = session.call(); call != null; call = session.call()) {
            make(call);
        }
    }

    private static long now() {
        return System.nanoTime();
    }

    // ---- Any thread

    /** Called by the watchdog. */
    void checkTime(long now) {
        transport.abortIfLate(now);
        boolean late = deadline != ServerSession.NEVER && now - deadline >= 0;
        lock.helpIf(late || stop.isPending());
    }

    /** The server stops: exchanges in flight are finished. */
    void stop() {
        stop.ask();
        lock.wake();
    }

    /** Its thread notices this. */
    @Override
    public boolean breakOff() {
        if (aborted.getAndSet(true)) {
            return false;
        }
        transport.abort();
        lock.wake();
        return true;
    }

    @Override
    public void relieved() {
        if (starved) {
            lock.wake();
        }
    }

    @Override
    public long held() {
        return held;
    }

    // ---- As the session's host

    @Override
    public void execute(Runnable turn) {
        lock.post(turn);
    }

    @Override
    public void flush() {
        if (!closed) {
            write();
        }
    }

    @Override
    @SuppressWarnings("NonAtomicVolatileUpdate") // by one thread at a time
    public void holds(long difference) {
        held += difference;
        server.holds(difference);
    }

    @Override
    public long share() {
        return server.share();
    }

    /** The thread whose turn it is may be making a call. */
    @Override
    public boolean isStopping() {
        return server.isStopping();
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        server.callFailed(what, thrown);
    }
}
