package io.github.h11j.examples.blocking;

import io.github.h11j.Event;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.Session;
import io.github.h11j.engine.Turns;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The lock of a {@link ClientCall}, its waiting and its writing. The lock guards the sessions of the call's
 * connections. No thread holds it while it waits for the server.
 */
abstract class CallIo implements Turns {

    /** The reading thread writes at most this much: 32 KiB, which the system takes without waiting for the server. */
    private static final int WRITTEN_INLINE = 1 << 15;

    /**
     * How long the caller waits for the writing thread if the server has answered before it has read the request: 100
     * ms.
     */
    private static final long MOMENT = TimeUnit.MILLISECONDS.toNanos(100);

    final ClientRequest request;
    final Incoming incoming;
    final Progress progress;
    final @Nullable Upload upload;

    final ReentrantLock lock = new ReentrantLock();

    /** Signaled after every turn. */
    private final Condition changed = lock.newCondition();

    /** The connection that the request is on. */
    @Nullable
    ClientConnection on;

    /** Read by the watchdog. */
    volatile @Nullable ClientConnection watched;

    volatile long deadline = Session.NEVER;

    /** Whether a thread is writing. */
    boolean writing;

    /** Whether nothing more is taken from the body. */
    private boolean bodyOver;

    CallIo(Request head, RequestBody body, ClientRules rules, Progress progress) {
        this.progress = progress;
        this.upload = body.parts == null ? null : new Upload(body.parts);
        List<Event> events = new ArrayList<>(body.whole.size() + 1);
        events.add(head);
        events.addAll(body.whole);
        this.incoming = new Incoming(head.method().equals("CONNECT"), () -> on != null && on.hasIgnoredRequest());
        this.request = new ClientRequest(events, incoming, rules, this, System.nanoTime());
    }

    final ClientRequest request() {
        return request;
    }

    /** The exchange is over. Called with the lock held, after every turn from then on. */
    abstract void over();

    // ---- Waiting, by the thread of the caller

    /**
     * When everything is over, waits a moment for the writing thread. A server that has answered a request has usually
     * read it, so that thread is about to see that its last write has returned. Only then is the connection free.
     * Called with the lock held once.
     */
    final void awaitWriter() {
        long left = MOMENT;
        try {
            while (left > 0 && writing && request.isOver() && on != null) {
                left = changed.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // the response is complete nevertheless
        }
    }

    /**
     * Reads, and writes small output, until a condition is met or nothing more will arrive. Called with the lock held
     * once.
     */
    final void await(BooleanSupplier wanted) {
        ClientConnection connection = on;
        turn(connection);
        step(connection);
        while (connection != null && !connection.isClosed() && on != null && !wanted.getAsBoolean()) {
            if (connection.wantsRead()) {
                read(connection);
            } else {
                park(connection);
            }
            turn(connection);
            step(connection);
        }
    }

    /**
     * After a switch, waits until the rest of the request has been written: what the tunnel sends follows it. Called
     * with the lock held once, after {@link #await}.
     */
    final void awaitRest() {
        try {
            while (incoming.isSwitched() && writing && on != null && !on.isClosed()) {
                changed.await();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isInterrupted();
        }
    }

    /** Does what follows from a turn and must not be done with the lock held. */
    private void step(@Nullable ClientConnection connection) {
        for (InformationalResponse next = incoming.takeInterim(); next != null; next = incoming.takeInterim()) {
            InformationalResponse interim = next;
            unlocked(() -> progress.interim(interim));
        }
        if (incoming.takeBodyWanted()) {
            unlocked(() -> Objects.requireNonNull(upload).begin(this));
        }
        if (connection != null) {
            write(true);
        }
    }

    private void unlocked(Runnable step) {
        lock.unlock();
        try {
            step.run();
        } finally {
            lock.lock();
        }
    }

    private void read(ClientConnection connection) {
        long until = connection.deadline();
        int length = 0;
        IOException thrown = null;
        lock.unlock();
        try {
            length = connection.read(until);
        } catch (IOException e) {
            thrown = e;
        } finally {
            lock.lock();
        }
        if (thrown == null || !isInterrupted()) {
            connection.received(length, thrown);
        }
    }

    @SuppressWarnings("WaitNotInLoop") // await() is the loop
    private void park(ClientConnection connection) {
        try {
            changed.awaitNanos(connection.deadline() - System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            isInterrupted();
        }
    }

    /**
     * Returns whether the caller's thread was interrupted; then the exchange is over. Called with the lock held, or
     * before there is a connection.
     */
    final boolean isInterrupted() {
        boolean is = Thread.currentThread().isInterrupted();
        if (is) {
            Exception cause = interrupted();
            request.fail(cause);
            if (on != null) {
                on.abort(cause);
            }
        }
        return is;
    }

    static InterruptedIOException interrupted() {
        return new InterruptedIOException("the thread was interrupted while it waited");
    }

    // ---- Writing

    /** Returns whether more of the body may be sent. Waits as long as the server does not want it yet. */
    final boolean awaitRoom() throws InterruptedException {
        lock.lock();
        try {
            write(false);
            while (!request.isOver() && !request.isWritable()) {
                changed.await();
            }
            return !request.isOver();
        } finally {
            unlock();
        }
    }

    /** Writes what is queued, and waits for the server. */
    final void write() {
        locked(() -> write(false));
    }

    /**
     * Writes what is queued, unless another thread does. Called with the lock held, which is released meanwhile.
     *
     * @param reads whether this is the reading thread: another thread writes what may take long
     */
    private void write(boolean reads) {
        ClientConnection connection = on;
        while (!writing && connection != null && !connection.isClosed()) {
            List<Output> parts = connection.take();
            if (connection.isClosed()) { // it turned out to be dead before the first byte
                turn(connection);
            }
            if (parts.isEmpty()) {
                return;
            }
            writing = true;
            if (reads && OutputWriter.length(parts) > WRITTEN_INLINE) {
                startWriting(connection, parts);
                return;
            }
            write(connection, parts, reads);
            connection = on;
        }
    }

    private void startWriting(ClientConnection connection, List<Output> parts) {
        try {
            Threads.start(
                    "h11j-upload",
                    () -> locked(() -> {
                        write(connection, parts, false);
                        write(false);
                    }));
        } catch (RuntimeException | Error e) { // the system has no thread left
            writing = false;
            request.fail(Failures.asException(e));
            connection.abort(Failures.asException(e));
        }
    }

    private void write(ClientConnection connection, List<Output> parts, boolean reads) {
        IOException thrown = null;
        lock.unlock();
        try {
            connection.write(parts, () -> locked(() -> moved(connection)));
        } catch (IOException e) {
            thrown = e;
        } finally {
            lock.lock();
            writing = false;
        }
        if (thrown == null || !reads || !isInterrupted()) {
            connection.written(thrown);
        }
        turn(connection);
    }

    /** The server reads what is being written: its time to do so starts again. */
    private void moved(ClientConnection connection) {
        connection.written(null);
        turn(connection);
    }

    // ---- Turns

    /** Does what is due. Called with the lock held; does not block. */
    final void turn(@Nullable ClientConnection connection) {
        for (Call call = request.call(); call != null; call = request.call()) {
            make(call);
        }
        if (connection != null && !incoming.isSwitched()) {
            connection.turn();
        }
        bodyOver = request.isOver();
        deadline = on == null || bodyOver ? Session.NEVER : on.deadline();
        if (bodyOver && !incoming.isSwitched()) {
            over();
        }
        changed.signalAll();
    }

    /**
     * For a request that is on no connection: exceptions of a task are caught, and the listener is {@link Incoming}.
     */
    private static void make(Call call) {
        try {
            call.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Any thread may call this. */
    @Override
    public final void execute(Runnable turn) {
        locked(() -> {
            turn.run();
            turn(on);
        });
    }

    /** Called by the watchdog: a timeout may pass while no thread is waiting for it. */
    final void checkTime(long now) {
        ClientConnection connection = watched;
        if (connection != null) {
            connection.abortIfLate(now);
        }
        long until = deadline;
        if (until != Session.NEVER && now - until >= 0 && lock.tryLock()) {
            try {
                turn(on);
            } finally {
                unlock();
            }
        }
    }

    final void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            unlock();
        }
    }

    final <T> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            unlock();
        }
    }

    /** Closes the body without the lock, because closing may wait for its reader. */
    final void unlock() {
        boolean closes = bodyOver;
        lock.unlock();
        if (closes && upload != null && !lock.isHeldByCurrentThread()) {
            upload.close();
        }
    }
}
