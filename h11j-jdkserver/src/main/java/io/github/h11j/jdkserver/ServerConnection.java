package io.github.h11j.jdkserver;

import io.github.h11j.Request;
import io.github.h11j.engine.ConnectionGroup;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.SecureTargets;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * One connection. Its own thread reads. A handler runs on a thread of the executor. That thread writes the response,
 * and reads the request's body if no other thread is reading (the executor may be one that runs tasks in the calling
 * thread). A helper thread, which is only started when this connection needs it, handles deadlines and stops.
 */
final class ServerConnection extends SessionIo implements Runnable, ConnectionGroup.Member {

    final Server server;

    private final AtomicBoolean helped = new AtomicBoolean();
    private final AtomicBoolean broken = new AtomicBoolean();

    private @Nullable Thread own;
    private boolean dispatching;

    /** The exchange that has not been passed to a thread yet. */
    private @Nullable ServedExchange due;

    /** The exchange whose response is not complete; null if there is none. */
    volatile @Nullable ServedExchange current;

    /** When the session wants to be called. */
    private volatile long deadline;

    private volatile long held;

    ServerConnection(Server server, Transport transport) {
        super(transport);
        this.server = server;
        open(new ServerSession(server.rules, SecureTargets.guard(this::begin), this, transport.peer(), now()));
        this.deadline = session.deadline();
    }

    // ---- The connection's thread

    @Override
    public void run() {
        own = Thread.currentThread();
        try {
            handshake();
            lock.lock();
            try {
                settle();
                while (!closed) {
                    readOrWait();
                }
            } finally {
                lock.unlock();
            }
        } catch (InterruptedIOException | RuntimeException | Error e) {
            Server.log("a connection has failed", e);
        } finally { // whatever fails, free its place
            lock.lock();
            try {
                close(true);
            } finally {
                lock.unlock();
                server.ended(this);
            }
        }
    }

    private void handshake() {
        Optional<SSLSession> tls = Optional.empty();
        Exception failure = null;
        try {
            tls = transport.start(server.encryption);
        } catch (IOException e) {
            failure = e;
        } catch (RuntimeException e) {
            Server.log("the configuration of TLS has failed", e);
            failure = e;
        }
        lock.lock();
        try {
            opened = failure == null;
            if (opened) {
                session.opened(tls, now());
            } else {
                session.inputFailed(new IOException(failure), now());
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- With the lock

    @Override
    void settled() {
        deadline = session.deadline();
        if (due != null
                && !dispatching
                && server.runsInCaller
                && !Thread.currentThread().equals(own)) {
            dispatchElsewhere();
        } else {
            dispatch();
        }
    }

    // ---- Exchanges

    /** The handler of the session, called with the lock held. */
    private void begin(Request request, Exchange exchange) {
        ServedExchange begun = new ServedExchange(this, request, exchange);
        current = begun;
        due = begun;
    }

    /**
     * A thread of the application that completes a response must not run the next handler, which may wait for what that
     * thread does next.
     */
    private void dispatchElsewhere() {
        try {
            Threads.execute("h11j-helper", () -> {
                lock.lock();
                try {
                    dispatch();
                } finally {
                    lock.unlock();
                }
            });
        } catch (Throwable e) { // no thread is left
            dispatch();
        }
    }

    /**
     * Passes requests to the executor, one after another. If the executor runs them in this thread, the lock is not
     * held.
     */
    private void dispatch() {
        if (dispatching) {
            return; // a caller or another thread is doing this already, and will check again
        }
        dispatching = true;
        try {
            for (ServedExchange next = takeDue(); next != null; next = takeDue()) {
                lock.unlock();
                try {
                    Throwable refusal = server.execute(next);
                    if (refusal != null) {
                        next.refuse();
                    }
                    if (Thread.currentThread().equals(own)) {
                        Thread.interrupted(); // the handler may have been interrupted; this thread must wait again
                    }
                } finally {
                    lock.lock();
                }
            }
        } finally {
            dispatching = false;
        }
    }

    private @Nullable ServedExchange takeDue() {
        ServedExchange next = due;
        due = null;
        return next;
    }

    /** An exchange's response has been sent, or it has failed: the connection neither keeps it nor looks at its head. */
    @SuppressWarnings("ReferenceEquality") // the same object
    void over(ServedExchange exchange) {
        if (current == exchange) {
            current = null;
        }
    }

    /**
     * Runs a step as a call of an exchange, and writes what it has sent.
     *
     * @return false if it did not run, because the exchange is over or the connection lost
     */
    boolean call(Exchange exchange, Runnable step) {
        boolean[] ran = new boolean[1];
        RuntimeException[] thrown = new RuntimeException[1];
        lock.lock();
        try {
            exchange.execute(() -> {
                ran[0] = true;
                try {
                    step.run();
                } catch (RuntimeException e) { // thrown again for the caller
                    thrown[0] = e;
                }
            });
            settle();
            while (writing && !closed) { // another thread is writing, and writes this too
                changed.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
        if (thrown[0] != null) {
            throw thrown[0];
        }
        return ran[0];
    }

    /** The handler has failed. */
    void fail(Exchange exchange, Runnable thrower) {
        lock.lock();
        try {
            exchange.execute(thrower);
            settle();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits for something that depends on what is read, and reads if no other thread does.
     *
     * @throws InterruptedIOException if the thread is interrupted; its interrupt status is kept
     */
    void await(BooleanSupplier condition) throws InterruptedIOException {
        lock.lock();
        try {
            while (!condition.getAsBoolean()) {
                readOrWait();
            }
        } finally {
            lock.unlock();
        }
    }

    // ---- Any thread

    /** Called by the watchdog. */
    void look(long now) {
        if (needsHelp(now)) {
            help();
        }
    }

    /** Returns whether a deadline, a stop or the head of a response has to be handled. */
    boolean needsHelp(long now) {
        ServedExchange exchange = current;
        boolean late = deadline != ServerSession.NEVER && now - deadline >= 0;
        return late || stop.isPending() || (exchange != null && exchange.isHeadLate(now));
    }

    private void help() {
        if (helped.compareAndSet(false, true)) {
            try {
                Threads.execute("h11j-helper", this::turn);
            } catch (Throwable e) { // no thread is available: the watchdog tries again
                helped.set(false);
            }
        }
    }

    private void turn() {
        helped.set(false);
        lock.lock();
        try {
            takeStop();
            session.timeout(now());
            ServedExchange exchange = current;
            if (exchange != null && exchange.isHeadLate(now())) {
                exchange.sendLateHead();
            }
            settle();
        } finally {
            lock.unlock();
        }
    }

    /** The server stops: exchanges in flight are finished. */
    void stop() {
        stop.ask();
        help();
    }

    /** Returns whether no exchange is in flight any more, and the last response has been written. */
    boolean isFinished() {
        lock.lock();
        try {
            return closed || (!writing && session.isClosing() && session.next() != Next.OPEN);
        } finally {
            lock.unlock();
        }
    }

    /** The server no longer waits. Only reading and dropping what is left may still take its limited time. */
    void breakOffUnfinished() {
        if (!isFinished()) {
            breakOff();
        }
    }

    /** Its thread notices this if it is reading; otherwise a helper does. */
    @Override
    public boolean breakOff() {
        if (broken.getAndSet(true)) {
            return false;
        }
        transport.abort();
        try {
            Threads.execute("h11j-helper", this::abort);
        } catch (Throwable e) {
            Server.log("no thread is left to break off a connection", e);
        }
        return true;
    }

    private void abort() {
        lock.lock();
        try {
            session.abort(new IOException("the server has aborted the connection"), now());
            settle();
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void relieved() {
        if (starved) {
            help();
        }
    }

    @Override
    public long held() {
        return held;
    }

    // ---- As the session's host: with the lock

    @Override
    public void execute(Runnable turn) {
        turn.run();
    }

    /** What has been queued is written when the call ends, which is soon. */
    @Override
    public void flush() {
        // nothing to do before that
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

    @Override
    public boolean isStopping() {
        return server.isStopping();
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        Server.log(what, thrown);
    }
}
