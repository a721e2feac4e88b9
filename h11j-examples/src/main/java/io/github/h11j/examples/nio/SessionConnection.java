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
 * The I/O of one connection, of a server or a client: reads into the loop's buffer, writes what its {@link Session} has to
 * write, makes the calls of the application that are due, keeps its deadline. What is to be done is the session's decision.
 * All on the loop's thread.
 */
abstract class SessionConnection extends EventLoop.Connected implements Host {

    /** What is read at least, however little one connection may hold. */
    private static final int LEAST_READ = 512;

    /** How many calls of the application one connection may have before the others of its loop get their turn. */
    private static final int MOST_CALLS = 256;

    final EventLoop loop;
    private final Transport transport;
    private final OutputQueue output;
    private final SelectionKey key;
    private final Timers.Timer timer = new Timers.Timer(() -> guard(this::timedOut));

    /** When the timer rings. */
    private long armed = Session.NEVER;

    private boolean starting = true;
    private int startOps;
    private boolean outputEnded;
    private boolean outputShut;
    private boolean closed;

    private boolean outputFailed;

    /** How many bytes of the transport the loop knows of. */
    private long transportHeld;

    /** Whether it held too many bytes to go on when it was last looked at. */
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

    /** It has settled, and is open. */
    void settled() {
        // a server has nothing to do then
    }

    /** The transport is closed: its place is free. Called once. */
    abstract void closed();

    /** Begins to work. The first call. */
    final void open() {
        loop.opened(this);
        guard(this::settle);
        if (loop.isStopping()) {
            stopping();
        }
    }

    /** Whether bytes can be exchanged, or could. */
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

    /** Goes on with what the transport has taken from the socket already. */
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

    /** Reads once, into the loop's buffer; whether anything has come, an end too. */
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
                read(); // a request that the system has accepted already is still answered
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
     * Makes the calls that are due, writes what they have queued in one write, and again while that made other calls due.
     * Then decides what to wait for. Every entry into the connection ends here.
     */
    private void settle() {
        if (settling || closed) {
            return;
        }
        settling = true;
        try {
            if (starting) {
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
     * Reads all that has come while it rested, which can be several records of TLS: what is left unread would be taken for the
     * answer to the next request. Only in a task of the loop: elsewhere the loop's buffer may be lent.
     */
    final void look() {
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

    /** Whether calls are left for the next turn. */
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

    /** Again, as long as TLS could not write its end. */
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
            if (reset && !starting) { // an alert of TLS is not to be lost
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

    /** What fails unforeseen costs this connection and no other. */
    private void guard(Runnable step) {
        try {
            step.run();
        } catch (Throwable e) {
            EventLoop.log(System.Logger.Level.WARNING, "a connection has failed", e);
            abort(Failures.asException(e));
        }
    }

    // ---- As one of the loop's

    @Override
    final long held() {
        return session().held() + transportHeld;
    }

    @Override
    final boolean isStarved() {
        return starved;
    }

    @Override
    final void goOn() {
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
