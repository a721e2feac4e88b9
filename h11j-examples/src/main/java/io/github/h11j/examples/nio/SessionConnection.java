package io.github.h11j.examples.nio;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Session;
import io.github.h11j.examples.running.Failures;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;

/**
 * The I/O of one connection, of a server or a client: reads into the loop's buffer, writes what its {@link Session} has
 * to write, makes the calls into the application that are due, and observes its deadline. The session decides what to
 * do. Used on the loop's thread.
 */
abstract class SessionConnection extends EventLoop.Connected implements Host {

    /** The smallest read, however little one connection may hold. */
    private static final int LEAST_READ = 512;

    /**
     * How many calls into the application one connection may make before the other connections of its loop get their
     * turn.
     */
    private static final int MOST_CALLS = 256;

    final EventLoop loop;
    private final Transport transport;
    private final OutputQueue output;
    private final SelectionKey key;
    private final Timers.Timer timer = new Timers.Timer(() -> guard(this::timedOut));

    /** When the timer expires. */
    private long armed = Session.NEVER;

    private boolean starting = true;
    private int startOps;
    private boolean outputEnded;
    private boolean outputShut;
    private boolean closed;

    private boolean outputFailed;

    /** How many bytes of the transport have been reported to the loop. */
    private long transportHeld;

    /** Whether it held too many bytes to continue when that was last checked. */
    private boolean starved;

    private boolean settling;
    private boolean readingOn;

    SessionConnection(Transport transport, EventLoop loop) throws IOException {
        this.loop = loop;
        this.transport = transport;
        this.output = new OutputQueue(transport);
        this.key = transport.channel().register(loop.selector, 0, this);
    }

    abstract Session session();

    /** Called when the connection has settled and is open. */
    void settled() {
        // a server has nothing to do here
    }

    /** The transport is closed, and its place is free. Called once. */
    abstract void closed();

    /** Starts working. Called first. */
    final void open() {
        loop.opened(this);
        guard(this::settle);
        if (loop.isStopping()) {
            stopping();
        }
    }

    /** Returns whether bytes can be exchanged, or could before. */
    final boolean hasStarted() {
        return !starting;
    }

    // ---- What happens

    @Override
    public final void ready() {
        if (!starting && key.isReadable()) {
            read();
        }
        settle();
    }

    /** Continues with what the transport has already taken from the socket. */
    private void readOn() {
        readingOn = false;
        if (!closed && wantsRead()) {
            read();
            settle();
        }
    }

    private boolean wantsRead() {
        return session().mostToRead() > 0
                && !(transport.isEndHeld() && session().isAnswering());
    }

    /** Reads once, into the loop's buffer. Returns whether anything has arrived, including an end. */
    private boolean read() {
        ByteBuffer input = loop.input.clear();
        input.limit(Math.max(LEAST_READ, Math.min(input.capacity(), session().mostToRead())));
        boolean dropped = session().isClosing();
        int length;
        try {
            length = dropped
                    ? transport.drain(input)
                    : transport.read(input, session().isAnswering());
        } catch (IOException e) {
            session().inputFailed(e, loop.timers.now());
            return true;
        }
        if (length < 0) {
            session().endOfInput(dropped || transport.endedInOrder(), loop.timers.now());
        } else if (length > 0) {
            session().received(input.flip(), loop.timers.now());
        }
        return length != 0;
    }

    private void timedOut() {
        armed = Session.NEVER;
        session().timeout(loop.timers.now());
        settle();
    }

    @Override
    final void stopping() {
        guard(() -> {
            if (!starting && !closed && wantsRead()) {
                read(); // a request that the system has already accepted is still answered
            }
            session().stop(loop.timers.now());
            settle();
        });
    }

    @Override
    public final void abort(Exception cause) {
        session().abort(cause, loop.timers.now());
        settle();
    }

    // ---- What follows

    /**
     * Makes the calls that are due and writes what they have queued in one write, and repeats this while writing made
     * other calls due. Then decides what to wait for. Every method that is called from outside ends here.
     */
    private void settle() {
        if (settling || closed) {
            return;
        }
        settling = true;
        try {
            if (starting && !session().isClosing()) { // what has failed is not tried again
                start();
            }
            boolean more = !starting && work();
            session().release(); // the loop's buffer serves other connections now
            follow();
            if (more && !closed) {
                loop.execute(() -> guard(this::settle));
            }
        } finally {
            settling = false;
        }
        if (!closed) {
            await();
            settled();
        }
    }

    /**
     * Reads everything that has arrived while the connection was idle, which can be several TLS records: what is left
     * unread would be read as the response to the next request. Called only in a task of the loop: elsewhere the loop's
     * buffer may be lent.
     */
    final void readUnsolicited() {
        guard(() -> {
            while (!closed && wantsRead() && read()) {
                settle();
            }
        });
    }

    private void start() {
        try {
            startOps = transport.start();
            if (startOps == 0) {
                starting = false;
                session().opened(transport.session(), loop.timers.now());
            }
        } catch (IOException e) {
            session().inputFailed(e, loop.timers.now());
        }
    }

    /** Returns whether calls are left for the next turn. */
    private boolean work() {
        int left = MOST_CALLS;
        Call call = session().call();
        do {
            while (call != null && left > 0) {
                session().make(call, loop.timers::now);
                left--;
                call = left > 0 ? session().call() : null;
            }
            write();
            call = left > 0 ? session().call() : null;
        } while (call != null);
        return left == 0;
    }

    /** Writes as much as the channel takes. */
    private void write() {
        if (outputFailed) {
            return;
        }
        IOException failure = null;
        try {
            output.takeFrom(session());
            if (!output.isEmpty()) {
                output.write();
            }
        } catch (IOException e) {
            failure = e;
        }
        report();
        if (failure != null) {
            outputFailed = true;
            output.lose();
            session().outputFailed(failure, loop.timers.now());
        }
    }

    private void report() {
        long more = output.newlyWritten();
        if (more > 0) {
            session().written(more, loop.timers.now());
        }
    }

    private void follow() {
        try {
            Next next = session().next();
            if (next == Next.END_OUTPUT && !outputEnded) {
                outputEnded = true;
                transport.endOutput();
            } else if (!starting && (next == Next.LINGER || next == Next.CLOSE)) {
                shutOutput();
            }
        } catch (IOException e) {
            session().outputFailed(e, loop.timers.now());
        }
        Next next = session().next();
        if (next == Next.CLOSE || next == Next.ABORT) {
            close(next == Next.ABORT);
            for (Call call = session().call(); call != null; call = session().call()) {
                session().make(call, loop.timers::now); // of listeners
            }
        }
    }

    /** Tries again as long as TLS could not write its end. */
    private void shutOutput() throws IOException {
        if (!outputShut || !transport.isFlushed()) {
            outputShut = true;
            transport.shutdownOutput();
        }
    }

    private void await() {
        long deadline = session().deadline();
        if (deadline != armed) {
            armed = deadline;
            if (deadline == Session.NEVER) {
                timer.disarm();
            } else {
                loop.timers.armAt(timer, deadline);
            }
        }
        account(transport.held());
        starved = session().isStarved();
        boolean reads = wantsRead();
        boolean writes = !output.isEmpty() && !outputFailed;
        int ops = (reads ? SelectionKey.OP_READ : 0) | (writes ? SelectionKey.OP_WRITE : 0);
        if (starting) {
            ops = startOps;
        } else if (reads && !readingOn && !session().isClosing() && transport.hasUnread()) {
            readingOn = true;
            loop.execute(() -> guard(this::readOn));
        }
        if (key.interestOps() != ops) {
            key.interestOps(ops);
        }
    }

    private void account(long now) {
        long difference = now - transportHeld;
        if (difference != 0) {
            transportHeld = now;
            loop.holds(difference);
        }
    }

    private void close(boolean reset) {
        closed = true;
        try {
            if (reset && !starting) { // a TLS alert must not be lost
                Channels.resetOnClose(transport.channel());
            }
            loop.timers.cancel(timer);
            output.lose();
            key.cancel();
            transport.close();
        } finally { // whatever fails, its place is free
            account(0);
            loop.closed(this);
            closed();
        }
    }

    /** Runs a step. An unexpected failure affects only this connection. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            EventLoop.log(System.Logger.Level.WARNING, "a connection has failed", e);
            abort(Failures.asException(e));
        }
    }

    // ---- For the loop

    @Override
    final long held() {
        return session().held() + transportHeld;
    }

    @Override
    final boolean isStarved() {
        return starved;
    }

    @Override
    final void proceed() {
        guard(this::settle);
    }

    // ---- As the session's host

    @Override
    public final void execute(Runnable turn) {
        loop.execute(() -> {
            if (!closed) {
                guard(() -> {
                    turn.run();
                    settle();
                });
            }
        });
    }

    @Override
    public final void flush() {
        if (!closed) {
            write();
        }
    }

    @Override
    public final void holds(long difference) {
        loop.holds(difference);
    }

    @Override
    public final long share() {
        return loop.share();
    }
}
