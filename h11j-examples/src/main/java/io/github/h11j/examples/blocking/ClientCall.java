package io.github.h11j.examples.blocking;

import io.github.h11j.Data;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.engine.Call;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.Session;
import io.github.h11j.engine.Turns;
import io.github.h11j.examples.running.Failures;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.SocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One request of a {@link BlockingClient} and its response. The thread that wants the response connects, reads, and writes what is
 * small; another takes a body from its source and writes it. The lock guards the sessions of this call's connections; nobody has
 * it while waiting for the server.
 */
final class ClientCall implements Turns {

    /** Up to here the thread that reads writes: 32 KiB, which the system takes without waiting for the server. */
    private static final int WRITTEN_INLINE = 1 << 15;

    private final BlockingClient client;
    private final Origin origin;
    private final Progress progress;
    private final Incoming incoming;
    private final ClientRequest request;
    private final @Nullable Upload upload;

    private final ReentrantLock lock = new ReentrantLock();

    /** Signalled after every turn. */
    private final Condition changed = lock.newCondition();

    /** What the request is on. */
    private @Nullable ClientConnection on;

    /** For the watchdog. */
    private volatile @Nullable ClientConnection watched;

    private volatile long deadline = Session.NEVER;

    /** Whether one of the origin's places is this call's. */
    private boolean placed;

    /** Whether a thread writes. */
    private boolean writing;

    /** Whether nothing more is taken from the body. */
    private boolean bodyOver;

    /** Why the last connection was none for the request. */
    private @Nullable Exception lastFailure;

    ClientCall(BlockingClient client, Origin origin, Request head, RequestBody body, Progress progress) {
        this.client = client;
        this.origin = origin;
        this.progress = progress;
        this.upload = body.parts == null ? null : new Upload(body.parts);
        List<Event> events = new ArrayList<>(body.whole.size() + 1);
        events.add(head);
        events.addAll(body.whole);
        this.incoming = new Incoming(head.method().equals("CONNECT"), () -> on != null && on.hasIgnoredRequest());
        this.request = new ClientRequest(events, incoming, client.settings.rules(), this, System.nanoTime());
    }

    ClientRequest request() {
        return request;
    }

    // ---- The thread of the caller

    /** Sends the request, and waits for the head of the response, or a 101. */
    Event send() throws IOException {
        boolean answered = false;
        try {
            progress.sending(this::abort);
            sendOnAny();
            Event head = takeHead();
            answered = true;
            return head;
        } finally {
            if (!answered) {
                abort();
            }
        }
    }

    private void sendOnAny() throws IOException {
        ClientConnection rested = client.places.take(origin, this);
        locked(() -> placed = true);
        if (rested != null) {
            sendOn(rested, null);
        }
        if (needsConnection()) { // none rested, or it was dead
            for (SocketAddress address : origin.resolved()) {
                if (needsConnection()) {
                    sendOn(new ClientConnection(origin, client.settings), address);
                }
            }
            if (needsConnection()) {
                execute(() -> request.fail(Objects.requireNonNull(lastFailure)));
            }
        }
    }

    private boolean needsConnection() {
        return ask(() -> on == null && !request.isOver());
    }

    /** Until the response has begun, or the request needs another connection. */
    private void sendOn(ClientConnection connection, @Nullable SocketAddress address) {
        locked(() -> {
            on = connection;
            watched = connection;
            if (request.isOver()) { // given up meanwhile
                turn(connection);
            } else {
                connection.send(request);
            }
        });
        if (address != null) {
            connect(connection, address);
        }
        locked(() -> {
            await(incoming::hasHead);
            if (connection.isClosed() && connection.hasLeftRequest()) {
                on = null;
                watched = null;
                lastFailure = connection.failure();
            }
        });
    }

    private void connect(ClientConnection connection, SocketAddress address) {
        Optional<SSLSession> tls = Optional.empty();
        IOException thrown = null;
        locked(() -> turn(connection)); // the watchdog knows until when
        try {
            tls = connection.connect(address, deadline);
        } catch (IOException | RuntimeException | Error e) {
            thrown = e instanceof IOException known ? known : new IOException(e.toString(), e);
        }
        IOException cause = thrown;
        Optional<SSLSession> session = tls;
        locked(() -> {
            if (cause == null) {
                connection.opened(session);
            } else if (!isInterrupted()) {
                connection.lost(cause);
            }
            turn(connection);
        });
    }

    private Event takeHead() throws IOException {
        lock.lock();
        try {
            return incoming.takeHead();
        } catch (IOException e) {
            throw unlessInterrupted(e);
        } finally {
            unlock();
        }
    }

    /** An interrupt closes the connection, which another thread, that writes, may notice first. */
    private static IOException unlessInterrupted(IOException failure) {
        return Thread.currentThread().isInterrupted()
                ? (IOException) interrupted().initCause(failure)
                : failure;
    }

    /** The next part of the response's body; empty at its end, or after a switch. */
    Optional<Data> next() throws IOException {
        lock.lock();
        try {
            if (incoming.hasEnded()) {
                return Optional.empty();
            }
            if (incoming.isEmpty()) {
                request.resume();
                await(() -> !incoming.isEmpty());
            }
            return incoming.takeData();
        } catch (IOException e) {
            throw unlessInterrupted(e);
        } finally {
            unlock();
        }
    }

    /** Whether {@link #next()} need not wait. */
    boolean isReady() {
        return ask(() -> {
            if (incoming.isEmpty() && !request.isOver()) {
                request.resume();
                turn(on);
                if (incoming.isEmpty()) {
                    request.pause(); // nobody waits for the server
                    turn(on);
                }
            }
            return !incoming.isEmpty() || request.isOver();
        });
    }

    Headers trailers() {
        return incoming.trailers();
    }

    /** The connection of another protocol, after the switch. */
    Optional<Tunnel> tunnel() {
        return ask(() -> {
            ClientConnection connection = on;
            return incoming.isSwitched() && placed && connection != null
                    ? Optional.of(new Tunnel(incoming.afterSwitch(), connection.transport(), this::tunnelClosed))
                    : Optional.empty();
        });
    }

    private void tunnelClosed() {
        locked(() -> leave(null));
    }

    /** Gives the exchange up, or the connection after a switch. Has no effect once it is over. Any thread may call this. */
    void abort() {
        tunnel().ifPresent(Tunnel::abort);
        request.abort();
        client.places.wake(); // this call may wait there
    }

    boolean isOver() {
        return ask(request::isOver);
    }

    /** How long it may wait for a place. */
    long patience() {
        long limit = client.settings.rules().timeouts().start().toNanos();
        return Math.min(limit, request.deadline() - System.nanoTime());
    }

    // ---- Waiting, by the thread of the caller

    /** Reads, and writes what is small, until what is wanted has come, or nothing more will. With the lock, taken once. */
    private void await(BooleanSupplier wanted) {
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

    /** What follows from a turn and is not done with the lock. */
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

    /** Whether the caller's thread was interrupted; then the exchange is over. With the lock, or before there is a connection. */
    private boolean isInterrupted() {
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

    /** Whether more of the body may be sent. Waits as long as the server does not want it, but may. */
    boolean awaitRoom() throws InterruptedException {
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
    void write() {
        locked(() -> write(false));
    }

    /**
     * Writes what is queued, unless another thread does. With the lock, which is free meanwhile.
     *
     * @param reads whether this is the thread that reads: what may take long is written by another
     */
    private void write(boolean reads) {
        ClientConnection connection = on;
        while (!writing && connection != null && !connection.isClosed() && !incoming.isSwitched()) {
            List<Output> parts = connection.take();
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
            connection.write(parts);
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

    // ---- Turns

    /** Does what is due. With the lock; waits for nobody. */
    private void turn(@Nullable ClientConnection connection) {
        for (Call call = request.call(); call != null; call = request.call()) {
            make(call);
        }
        if (connection != null && !incoming.isSwitched()) {
            connection.turn();
        }
        bodyOver = request.isOver();
        deadline = on == null || bodyOver ? Session.NEVER : on.deadline();
        if (bodyOver && !incoming.isSwitched()) {
            finish();
        }
        changed.signalAll();
    }

    /** Of a request that is on no connection: a task has its exceptions caught, and the listener is {@link Incoming}. */
    private static void make(Call call) {
        try {
            call.run();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** The exchange is over: nothing is taken from the body any more, and the connection is another call's. */
    private void finish() {
        ClientConnection connection = on;
        boolean closed = connection == null || connection.isClosed();
        if (placed && (closed || !writing)) {
            boolean free = connection != null && connection.isFree();
            if (connection != null && !free) {
                connection.close();
            }
            leave(free ? connection : null);
        } else if (!placed) {
            client.ended(this);
        }
    }

    private void leave(@Nullable ClientConnection free) {
        if (placed) {
            placed = false;
            on = null;
            watched = null;
            client.places.giveBack(origin, free);
            client.ended(this);
        }
    }

    /** Any thread. */
    @Override
    public void execute(Runnable turn) {
        locked(() -> {
            turn.run();
            turn(on);
        });
    }

    /** For the watchdog: a time may pass while no thread waits for just that. */
    void look(long now) {
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

    private void locked(Runnable step) {
        lock.lock();
        try {
            step.run();
        } finally {
            unlock();
        }
    }

    private <T> T ask(Supplier<T> question) {
        lock.lock();
        try {
            return question.get();
        } finally {
            unlock();
        }
    }

    /** The body is closed without the lock: that may wait for its reader. */
    private void unlock() {
        boolean closes = bodyOver;
        lock.unlock();
        if (closes && upload != null && !lock.isHeldByCurrentThread()) {
            upload.close();
        }
    }
}
