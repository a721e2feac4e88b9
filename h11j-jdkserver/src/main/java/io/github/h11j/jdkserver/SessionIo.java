package io.github.h11j.jdkserver;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.ReaderStop;
import io.github.h11j.engine.ServerSession;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The I/O of one connection. Its {@link ServerSession} decides what to do, and is used with the lock held. The lock is
 * never held during I/O or a call into the application: at most one thread reads, at most one writes, and the others
 * can continue.
 */
abstract class SessionIo implements Host {

    /** The buffer of a connection whose peer sends little: 256 bytes. */
    private static final int LEAST_BUFFER = 256;

    /** 16 KiB. */
    private static final int MOST_BUFFER = 16 * 1024;

    /** The smallest read, however little one connection may hold. */
    private static final int LEAST_READ = 512;

    /** How much is written at once: 64 KiB, a usual size of the socket's own buffer. */
    static final int BLOCK = 64 * 1024;

    final Transport transport;
    final ReaderStop stop = new ReaderStop();
    final ReentrantLock lock = new ReentrantLock();

    /** Signaled when something has been read or written, or the session has changed. */
    final Condition changed = lock.newCondition();

    @SuppressWarnings("NullAway.Init") // open() sets it
    ServerSession session;

    boolean opened;
    boolean writing;
    boolean closed;
    /** Whether the thread that would read may be waiting for memory. */
    volatile boolean starved;

    private boolean reading;
    private boolean outputEnded;
    private byte[] buffer = new byte[LEAST_BUFFER];

    SessionIo(Transport transport) {
        this.transport = transport;
    }

    /** Called at the end of the constructor of the subclass, which is the session's host. */
    final void open(ServerSession begun) {
        session = begun;
    }

    static long now() {
        return System.nanoTime();
    }

    // ---- With the lock

    /** Called when everything that is possible without reading has been done. */
    abstract void settled();

    /** Reports a stop of the server to the session, once no request can be lost by that. */
    final void takeStop() {
        if (stop.take(opened && reading && session.isIdle(), transport, now())) {
            session.stop(now());
        }
    }

    /** Changes something with the lock, and makes waiting threads look again. */
    final void wake(Runnable change) {
        lock.lock();
        try {
            change.run();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Does everything that is possible now without reading. */
    final void settle() {
        makeCalls();
        session.release();
        write();
        follow();
        changed.signalAll();
        settled();
    }

    /** Makes the due calls. They are calls into this package, and none of them blocks. */
    final void makeCalls() {
        for (Call call = session.call(); call != null; call = session.call()) {
            session.make(call, System::nanoTime);
        }
    }

    /** Reads if that is possible and no other thread does; otherwise waits for a change. */
    @SuppressWarnings("WaitNotInLoop")
    final void readOrWait() throws InterruptedIOException {
        boolean waits = transport.endsWithPeer() && session.isAnswering();
        starved = true; // before the question, or a relief between the two would be lost
        if (!reading && !waits && session.mostToRead() > 0) {
            starved = false;
            read();
            return;
        }
        try {
            changed.await(); // in the loops of all callers
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while waiting for the peer");
        }
    }

    private void read() {
        int most = Math.min(buffer.length, Math.max(LEAST_READ, session.mostToRead()));
        int length = 0;
        IOException failure = null;
        reading = true;
        lock.unlock();
        try {
            length = transport.read(buffer, most);
        } catch (IOException e) {
            failure = e;
        } finally {
            lock.lock();
            reading = false;
        }
        if ((failure != null || length < 0) && stop.isOwnEnd()) {
            takeStop();
        } else if (failure != null && !stop.hasEndedInput() && !transport.isTruncation(failure)) {
            session.inputFailed(failure, now());
        } else if (failure != null || length < 0) {
            session.endOfInput(failure == null || stop.hasEndedInput(), now());
        } else {
            stop.received();
            session.received(ByteBuffer.wrap(buffer, 0, length), now());
            makeCalls();
            session.release();
            adapt(length);
        }
        settle();
    }

    /** Uses a larger buffer for a peer that sends much, and a small one for an idle peer. */
    private void adapt(int length) {
        if (length == buffer.length && length < MOST_BUFFER) {
            buffer = new byte[length * 4];
        } else if (length < LEAST_BUFFER && buffer.length > LEAST_BUFFER) {
            buffer = new byte[LEAST_BUFFER];
        }
    }

    /**
     * Writes the queued output, without the lock. If another thread is writing, that thread also writes what has been
     * queued meanwhile.
     */
    private void write() {
        if (writing) {
            return;
        }
        writing = true;
        try {
            for (ByteBuffer bytes = take(); bytes != null || ends(); bytes = take()) {
                IOException failure = null;
                int length = bytes == null ? 0 : bytes.remaining();
                lock.unlock();
                try {
                    if (bytes == null) {
                        transport.endOutput();
                    } else {
                        transport.write(bytes);
                    }
                } catch (IOException e) {
                    failure = e;
                } finally {
                    lock.lock();
                }
                if (failure != null) {
                    session.outputFailed(failure, now());
                } else {
                    session.written(length, now());
                }
                makeCalls();
            }
        } finally {
            writing = false;
        }
    }

    /** Returns some of the output in one array, for one write; null if there is none. */
    private @Nullable ByteBuffer take() {
        List<ByteBuffer> parts = new ArrayList<>(4);
        int length = 0;
        for (Output next = session.take(); next != null; next = length < BLOCK ? session.take() : null) {
            ByteBuffer part = next.memory().orElseThrow();
            parts.add(part);
            length += part.remaining();
        }
        if (parts.isEmpty()) {
            return null;
        }
        if (parts.size() == 1 && parts.get(0).hasArray()) { // the common case: no copy
            return parts.get(0);
        }
        ByteBuffer whole = ByteBuffer.allocate(length);
        parts.forEach(whole::put);
        return whole.flip();
    }

    /** Returns whether our stream must be ended now. This is true once. */
    private boolean ends() {
        Next next = session.next();
        boolean ends = next == Next.END_OUTPUT || next == Next.LINGER || (next == Next.CLOSE && opened);
        if (!ends || outputEnded) {
            return false;
        }
        outputEnded = true;
        return true;
    }

    private void follow() {
        Next next = session.next();
        if (next == Next.ABORT) {
            close(opened); // otherwise a TLS alert would be lost
        } else if (next == Next.CLOSE && (outputEnded || !opened)) { // otherwise the writing thread does this
            close(false);
        }
    }

    final void close(boolean reset) {
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
        makeCalls();
        changed.signalAll();
    }
}
