package io.github.h11j.engine.simulation;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.ServerSession;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The server's side of one connection: what an adapter does, with pipes for sockets. */
final class SimServer implements Host {

    private static final InetSocketAddress PEER = InetSocketAddress.createUnresolved("client", 1);

    /** So many looks in a row without a byte, a call or time that passes are a busy loop. */
    private static final int MOST_IDLE_LOOKS = 100;

    /** More than a session may hold beside what one send queues: a head, a read, what is read ahead. */
    private static final int SLACK = 45_000;

    final SimClient client;
    private final World world;
    private final Pipe in;
    private final Pipe out;
    final ServerSession session;
    private final byte[] memory = new byte[20_000];
    private int received;
    private long readInAll;
    private final boolean threaded;
    private final int mostCalls;
    final boolean flushes;
    private final boolean handshake;
    private final Deque<byte[]> leaving = new ArrayDeque<>();
    private int leavingOffset;

    /** A file was shorter than announced: what follows cannot be written. */
    private boolean fileFailed;

    private boolean closed;
    private boolean settling;
    private boolean callsLeft;

    /** Whether a call is being made, on another thread. */
    private boolean calling;

    private boolean endReported;
    private long timerAt = -1;
    private long held;

    /** What its application is at. */
    final Set<Plan> open = new HashSet<>();

    /** An exchange begins. */
    void begun(Plan plan) {
        open.add(plan);
        plan.readBefore = readInAll;
    }

    /** The other protocol, if it is one now. */
    Echo switched;

    /** How often it was looked at since anything has happened, and when. */
    private int looks;

    private long lookedAt;

    SimServer(World world, SimClient client, Pipe in, Pipe out) {
        this.world = world;
        this.client = client;
        this.in = in;
        this.out = out;
        this.threaded = world.chance(30);
        this.mostCalls = world.pick(1, 3, 50);
        this.flushes = world.chance(60);
        this.handshake = world.chance(10);
        world.servers.add(this);
        world.budget.opened();
        session = new ServerSession(world.rules, world.application, this, PEER, world.clock());
        in.onReadable(this::look);
        out.onWritable(this::look);
        if (!handshake) {
            session.opened(Optional.empty(), world.clock());
        } else if (world.chance(80)) {
            world.after(world.below(9000) * World.MILLI, () -> {
                if (!closed) {
                    session.opened(Optional.empty(), world.clock());
                    settle();
                }
            });
        } else {
            client.faulty("the handshake does not end");
            if (world.chance(50)) {
                world.after(World.SECOND, () -> session.abort(new IOException("TLS has failed"), world.clock()));
            }
        }
        settle();
    }

    void stop() {
        session.stop(world.clock());
        settle();
    }

    /** There is a deadline for everything but the application; and that a peer has gone is seen even then. */
    void requireOwing() {
        require(!open.isEmpty() && switched == null, "it has not ended by itself");
        require(open.stream().noneMatch(plan -> plan.behaviour.fails()), "its handler has thrown, and it goes on");
        boolean sees = readInAll < world.rules.readAhead() && !endReported;
        require(!sees || !in.isBroken(), "it has not seen that its peer has gone");
    }

    void requireToldToStop() {
        require(switched == null || !switched.isForgotten(), "the other protocol is not told of the stop");
    }

    void giveUp(String why) {
        if (!closed) {
            client.faulty(why);
            session.abort(new IOException(why), world.clock());
            settle();
        }
    }

    /** Something may have become possible. */
    private void look() {
        if (closed) {
            return;
        }
        if (session.mostToRead() > 0) {
            read();
        }
        settle();
    }

    private void read() {
        if (in.isBroken()) {
            world.tell(client, " | reset is seen");
            world.stats.count("resets seen");
            session.inputFailed(new IOException("reset"), world.clock());
        } else if (in.available() > 0) {
            int most = Math.min(Math.max(1, session.mostToRead()), memory.length);
            byte[] read = in.read(1 + world.below(most));
            System.arraycopy(read, 0, memory, 0, read.length);
            received = read.length;
            readInAll += received;
            world.tell(client, " | reads ", read.length, " bytes");
            looks = 0;
            session.received(ByteBuffer.wrap(memory, 0, read.length), world.clock());
        } else if (in.isAtEnd() && !endReported) {
            endReported = true;
            boolean inOrder = world.chance(90);
            world.tell(client, " | reads the end", (inOrder ? "" : ", not in order"));
            if (!inOrder) {
                client.faulty("the end was not in order");
            }
            session.endOfInput(inOrder, world.clock());
        }
    }

    /** What an adapter does after each report. */
    private void settle() {
        if (settling || closed) {
            return;
        }
        if (world.chance(3)) {
            session.timeout(world.clock()); // too early, mostly
        }
        settling = true;
        try {
            boolean more = calls();
            while (write() && !more) {
                more = calls();
            }
            release();
            callsLeft = more;
            if (more) {
                world.after(0, this::settle);
            }
            follow();
        } finally {
            settling = false;
        }
        if (!closed) {
            check();
            await();
        }
    }

    /** What was received is somebody else's memory from now on. */
    private void release() {
        session.release();
        Arrays.fill(memory, 0, received, (byte) 0x55);
        received = 0;
    }

    /** Makes the calls that are due; whether some are left. */
    private boolean calls() {
        int most = threaded ? 1 : mostCalls;
        for (int i = 0; i < most; i++) {
            Call call = session.call();
            if (call == null) {
                return false;
            }
            looks = 0;
            if (threaded) {
                call.detach();
                calling = true;
                world.after(world.below(3) * World.MILLI, () -> {
                    Throwable thrown = run(call);
                    world.after(world.below(2) * World.MILLI, () -> {
                        calling = false;
                        session.called(call, thrown, world.clock());
                        settle();
                        afterClose();
                    });
                });
                return false;
            }
            session.called(call, run(call), world.clock());
        }
        return true;
    }

    private Throwable run(Call call) {
        require(session.call() == null, "two calls at a time");
        try {
            call.run();
            return null;
        } catch (Broken e) {
            throw e;
        } catch (Throwable e) {
            world.tell(client, " | a call throws ", e);
            return e;
        }
    }

    /** Writes what there is room for; whether anything was written. */
    private boolean write() {
        for (Output output = fileFailed ? null : session.take(); output != null; output = session.take()) {
            if (output.memory().isPresent()) {
                ByteBuffer bytes = output.memory().get();
                byte[] copy = new byte[bytes.remaining()];
                bytes.get(copy);
                leaving.add(copy);
            } else {
                SimFile file = (SimFile) output.file().orElseThrow();
                byte[] part = file.read(output.position(), (int) output.length());
                close(file);
                leaving.add(part);
                fileFailed |= part.length < output.length();
                if (fileFailed) {
                    break;
                }
            }
        }
        boolean any = false;
        while (!leaving.isEmpty() && !out.isBroken()) {
            byte[] next = leaving.element();
            int taken = out.send(next, leavingOffset, next.length - leavingOffset);
            leavingOffset += taken;
            if (leavingOffset == next.length) {
                leaving.remove();
                leavingOffset = 0;
            }
            if (taken == 0 && next.length > 0) {
                break;
            }
            any = true;
            looks = 0;
            session.written(taken, world.clock());
        }
        if (out.isBroken() && !leaving.isEmpty()) {
            leaving.clear();
            world.stats.count("writes failed");
            session.outputFailed(new IOException("broken pipe"), world.clock());
        } else if (fileFailed && leaving.isEmpty()) {
            world.stats.count("short files");
            session.outputFailed(new IOException("the file is too short"), world.clock());
        }
        return any;
    }

    private static void close(SimFile file) {
        try {
            file.close();
        } catch (IOException e) {
            // as files do
        }
    }

    private void follow() {
        Next next = session.next();
        if (next != Next.OPEN && next != Next.ABORT && !out.isEnded()) {
            require(leaving.isEmpty(), "our stream is to be ended before all is written");
            world.tell(client, " | ends the stream: ", next);
            out.end();
        }
        if (next == Next.CLOSE || next == Next.ABORT) {
            close(next);
        }
    }

    private void close(Next how) {
        closed = true;
        world.tell(client, " | ", how);
        world.stats.count("connections ended by " + how);
        if (how == Next.ABORT) {
            in.reset();
            out.reset();
        } else if (in.available() > 0 || !in.isEnded()) {
            in.onReadable(this::resetIfUnread);
            resetIfUnread();
        }
        for (Output output = session.take(); output != null; output = session.take()) {
            throw new Broken("output is left after the end");
        }
        require(session.deadline() == ServerSession.NEVER, "a deadline after the end");
        require(session.mostToRead() == 0, "reads after the end");
        world.budget.closed();
        world.servers.remove(this);
        afterClose();
    }

    /** The system resets a connection that is closed with unread bytes, and when others come. */
    private void resetIfUnread() {
        if (in.available() > 0 && !in.isBroken()) {
            if (world.rules.lingerBytes() < 1_000_000) {
                client.faulty("the rules leave bytes unread");
            }
            in.reset();
            out.reset();
        }
    }

    /** Listeners are still called. */
    private void afterClose() {
        if (!closed) {
            return;
        }
        for (Call call = session.call(); call != null; call = session.call()) {
            session.called(call, run(call), world.clock());
        }
    }

    private void await() {
        long deadline = session.deadline();
        if (deadline != ServerSession.NEVER) {
            long at = Math.max(world.now(), world.fromClock(deadline));
            if (at != timerAt) {
                timerAt = at;
                world.after(at - world.now(), () -> timer(at));
            }
        }
        boolean readable = in.available() > 0 || in.isBroken() || (in.isAtEnd() && !endReported);
        if (session.mostToRead() > 0 && readable) {
            world.after(0, this::look);
        }
    }

    private void timer(long at) {
        if (closed || timerAt != at) {
            return;
        }
        timerAt = -1;
        long deadline = session.deadline();
        if (deadline != ServerSession.NEVER && world.clock() - deadline >= 0) {
            world.tell(client, " | a deadline has passed");
            world.stats.count("deadlines passed");
            client.timedOut();
        }
        session.timeout(world.clock());
        settle();
    }

    /** What always holds between two happenings. */
    private void check() {
        require(calling || held == session.held(), "it holds ", session.held(), ", and has reported ", held);
        int most = session.mostToRead();
        Next next = session.next();
        require(session.mostToRead() == most && session.next() == next, "a query changes");
        require(
                session.held() <= world.rules.queueBytes() + world.rules.readAhead() + SLACK + client.largestSend,
                "it holds ",
                session.held());
        require(session.isClosing() || session.next() != Next.LINGER, "lingers, and is not closing");
        for (Plan plan : open) {
            boolean bounded = plan.behaviour != Plan.Behaviour.NEVER
                    || readInAll - plan.readBefore <= world.rules.readAhead() + memory.length;
            require(bounded, "it reads on and on");
        }
        if (session.isAnswering()) {
            world.stats.count("answering");
        }
        require(!session.isStarved() || world.tightMemory, "starved");
        if (session.deadline() == ServerSession.NEVER) {
            boolean waits = threaded
                    || callsLeft
                    || open.stream().anyMatch(plan -> !plan.waitsForPeer || plan.tasks > 0)
                    || (switched != null && switched.paused);
            require(waits, "it waits for nothing, for ever");
        } else {
            require(
                    session.deadline() - world.clock() <= 61 * World.SECOND,
                    "too long: ",
                    (session.deadline() - world.clock()));
        }
        looks = lookedAt == world.now() ? looks + 1 : 0;
        lookedAt = world.now();
        require(looks < MOST_IDLE_LOOKS, "a busy loop");
    }

    private void require(boolean holds, Object... otherwise) {
        if (!holds) {
            world.require(false, client, ": ", Arrays.toString(otherwise));
        }
        ;
    }

    // ---- As the host

    @Override
    public void execute(Runnable turn) {
        world.after(world.below(2) * World.MILLI, () -> {
            turn.run();
            settle();
            afterClose();
        });
    }

    @Override
    public void flush() {
        require(held == session.held(), "it may wait, holds ", session.held(), ", and has reported ", held);
        if (flushes && !closed) {
            write();
        }
    }

    /** A stop of this world is reported at once, in the middle of a call too. */
    @Override
    public boolean isStopping() {
        return false;
    }

    @Override
    public void holds(long difference) {
        held += difference;
        if (world.budget.change(difference)) {
            world.after(0, () -> {
                for (SimServer server : List.copyOf(world.servers)) {
                    server.look();
                }
            });
        }
        if (world.budget.isOver()) {
            world.after(0, this::relieve);
        }
    }

    private void relieve() {
        while (world.budget.isOver() && !world.servers.isEmpty()) {
            SimServer worst = Collections.max(world.servers, Comparator.comparingLong(server -> server.session.held()));
            world.stats.count("closed for memory");
            worst.giveUp("holds too much");
        }
    }

    @Override
    public long share() {
        return world.budget.share();
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        world.tell(client, " | ", what, ": ", thrown);
        world.stats.count(what);
    }
}
