package io.github.h11j.engine.simulation;

import io.github.h11j.engine.Call;
import io.github.h11j.engine.Host;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Output;
import io.github.h11j.engine.PassedDeadline;
import io.github.h11j.engine.Session;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Optional;

/** What an adapter does for one session, with pipes for sockets; and what always holds of a session. */
abstract class SimAdapter implements Host {

    /** So many looks in a row without a byte, an arrival, a call or time that passes are a busy loop. */
    private static final int MOST_IDLE_LOOKS = 100;

    static final int MOST_READ = 20_000;

    private static final byte[] NOTHING = {};

    /** Something that was taken, and where the session had it. */
    private static final class Piece {
        final byte[] bytes;
        final boolean inMemory;

        Piece(byte[] bytes, boolean inMemory) {
            this.bytes = bytes;
            this.inMemory = inMemory;
        }
    }

    final World world;
    final Asker client;
    final Pipe in;
    final Pipe out;
    final boolean threaded;
    final boolean flushes;
    long readInAll;
    long writtenInAll;

    int takes;
    boolean closed;
    boolean callsLeft;
    boolean endReported;
    boolean inputFailed;

    /** Whether its peer's stream has ended, and not in order. */
    boolean truncated;

    boolean outputFailed;

    /** How often the session has asked for a flush. */
    int flushCalls;

    /** When bytes last came, and when some last left; 0 if none did. */
    long readAt;

    long writtenAt;

    /** Whether our stream is to end when all is written. */
    boolean endsStream;

    /** What was read, until it is somebody else's. */
    private byte[] lent = NOTHING;

    private final int mostCalls;

    /** Whether the session makes the calls itself. */
    private final boolean makes;

    /** Whether it keeps what it has received as long as it can. */
    private final boolean keeps;

    /** How much it takes before that is written. */
    private final int mostTaken;

    /** How late its timers are at most. */
    private final int lateness;

    private final Deque<Piece> leaving = new ArrayDeque<>();
    private int leavingOffset;

    /** A file was shorter than announced: what follows cannot be written. */
    private boolean fileFailed;

    private boolean settling;

    /** Whether a call is being made, on another thread. */
    private boolean calling;

    /** The deadline for which a timer is set. */
    private long timerFor = Session.NEVER;

    long held;

    /** How many reads have found nothing. */
    private int emptyReads;

    /** How often it was looked at since anything has happened, and when. */
    private int looks;

    private long lookedAt;

    /** Whether it is looked at in a moment anyway. */
    private boolean lookComes;

    /** Since when what was taken waits for the peer to read; less than 0 if nothing does. */
    private long waitsSince = -1;

    /** What a call has thrown, and how often that was reported to the host. */
    private Throwable thrown;

    private int timesTold;
    private boolean policyFailed;

    SimAdapter(World world, Asker client, Pipe in, Pipe out) {
        this.world = world;
        this.client = client;
        this.in = in;
        this.out = out;
        this.threaded = world.chance(30);
        this.mostCalls = world.pick(1, 3, 50);
        this.flushes = world.chance(60);
        this.makes = world.chance(20);
        this.keeps = world.chance(20);
        this.mostTaken = world.chance(30) ? 1 : Integer.MAX_VALUE;
        this.lateness = world.chance(20) ? 500 : 0;
    }

    abstract Session session();

    /** What it is a side of. */
    abstract String role();

    /** Who it is, in the story. */
    abstract String name();

    /** The connection has closed. */
    abstract void ended(Next how);

    /** What always holds between two happenings, beside what does for every session(). */
    abstract void checkMore();

    /** How long the peer may read nothing, in nanoseconds. */
    long transfer() {
        return Long.MAX_VALUE; // not checked by default
    }

    /** Whether its stream may be ended before all is written. */
    boolean mayCutOff() {
        return false;
    }

    void received(ByteBuffer bytes) {
        session().received(bytes, world.clock());
    }

    /** Whether there are only empty lines. */
    static boolean isEmpty(ByteBuffer bytes) {
        for (int i = bytes.position(); i < bytes.limit(); i++) {
            if (bytes.get(i) != '\r' && bytes.get(i) != '\n') {
                return false;
            }
        }
        return true;
    }

    void begin() {
        in.onReadable(this::happens);
        out.onWritable(() -> {
            if (world.chance(50)) {
                happens();
            } else { // as an adapter that writes before it reads
                looks = 0;
                settle();
            }
        });
    }

    void giveUp(String why) {
        if (!closed) {
            client.faulty(why);
            aborts();
            session().abort(new IOException(why), world.clock());
            settle();
        }
    }

    /** Something has arrived, or there is room. */
    private void happens() {
        looks = 0;
        look();
    }

    /** Something may have become possible. */
    final void look() {
        if (closed) {
            return;
        }
        if (session().mostToRead() > 0) {
            read();
        } else if (in.isBroken() && !inputFailed && world.chance(50)) {
            inputFailed(); // seen though nothing more is to be read
        }
        settle();
    }

    private void inputFailed() {
        world.tell(name(), " | reset is seen");
        client.hit(Fault.RESET);
        aborts();
        byte[] before = lent;
        lent = NOTHING;
        inputFailed = true;
        inputFailed(new IOException("reset"));
        Arrays.fill(before, (byte) 0x55); // which was released
    }

    void inputFailed(IOException cause) {
        session().inputFailed(cause, world.clock());
    }

    private void read() {
        if (in.isBroken()) {
            inputFailed();
        } else if (in.available() > 0) {
            int most = Math.min(Math.max(1, session().mostToRead()), MOST_READ);
            byte[] before = lent;
            lent = in.read(1 + world.below(most));
            readInAll += lent.length;
            readAt = world.now();
            world.tell(name(), " | reads ", lent.length, " bytes");
            looks = 0;
            received(ByteBuffer.wrap(lent));
            Arrays.fill(before, (byte) 0x55); // which was released if the adapter has not done that
        } else if (in.isAtEnd() && !endReported) {
            endReported = true;
            boolean inOrder = world.chance(90);
            world.tell(name(), " | reads the end", (inOrder ? "" : ", not in order"));
            if (!inOrder) {
                client.faulty("the end was not in order");
                client.hit(Fault.END_NOT_IN_ORDER);
            }
            byte[] before = lent;
            lent = NOTHING;
            truncated = !inOrder;
            session().endOfInput(inOrder, world.clock());
            Arrays.fill(before, (byte) 0x55); // which was released
            if (world.chance(5)) { // another thread may report it once more, or what TLS has kept
                session().endOfInput(true, world.clock());
                received(ByteBuffer.wrap(new byte[] {'G'}));
            }
        } else {
            emptyReads++;
            if (emptyReads % 4 == 0) { // as a transport does whose selector was wrong, or TLS without a whole record
                byte[] before = lent;
                lent = NOTHING;
                session().received(ByteBuffer.allocate(0), world.clock());
                Arrays.fill(before, (byte) 0x55); // which was released
            }
        }
    }

    /** What an adapter does after each report. */
    final void settle() {
        if (settling || closed) {
            return;
        }
        if (world.chance(3)) {
            timeout(); // too early, mostly
        }
        settling = true;
        try {
            boolean more = calls();
            while (write() && !more) {
                more = calls();
            }
            if (!keeps) {
                release();
            }
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
        session().release();
        Arrays.fill(lent, (byte) 0x55);
        lent = NOTHING;
    }

    /** Makes the calls that are due; whether some are left. */
    private boolean calls() {
        int most = threaded ? 1 : mostCalls;
        for (int i = 0; i < most; i++) {
            Call call = session().call();
            if (call == null) {
                return false;
            }
            looks = 0;
            if (threaded) {
                call.detach();
                calling = true;
                world.after(world.below(world.chance(10) ? 200 : 3) * World.MILLI, () -> {
                    Throwable failure = run(call);
                    world.after(world.below(2) * World.MILLI, () -> {
                        calling = false;
                        session().called(call, failure, world.clock());
                        settle();
                        afterClose();
                    });
                });
                return false;
            }
            make(call);
        }
        return true;
    }

    /** Whether another thread makes a call. */
    final boolean isCalling() {
        return calling;
    }

    private void make(Call call) {
        thrown = null;
        timesTold = 0;
        if (makes) {
            session().make(call, world::clock);
            world.requireUnbroken();
        } else {
            session().called(call, run(call), world.clock());
        }
        boolean told = timesTold == 1;
        require(told || !(thrown instanceof AssertionError), "what a call has thrown is not reported to the host once");
        require(!told || !(thrown instanceof UncheckedIOException), "a consequence is reported to the host");
        if (world.chance(1)) {
            world.requireRefused(
                    "a call ends twice",
                    () -> session().called(call, null, world.clock()),
                    IllegalStateException.class);
        }
    }

    private Throwable run(Call call) {
        require(session().call() == null, "two calls at a time");
        try {
            call.run();
            return null;
        } catch (Broken e) {
            throw e;
        } catch (Throwable e) {
            world.tell(name(), " | a call throws ", e);
            thrown = e;
            return e;
        }
    }

    /** Takes what is to be written: all of it, or no more than it is to write next. */
    private void take() {
        while (!fileFailed && leaving.size() < mostTaken) {
            Output output = session().take();
            if (output == null) {
                return;
            }
            takes++;
            boolean inMemory = output.memory().isPresent();
            leaving.add(new Piece(inMemory ? copy(output.memory().get()) : copy(output), inMemory));
        }
    }

    /** How many bytes are leaving that are in memory, or in files. */
    private long leaves(boolean inMemory) {
        long sum = 0;
        int written = leavingOffset;
        for (Piece piece : leaving) {
            sum += piece.inMemory == inMemory ? piece.bytes.length - written : 0;
            written = 0;
        }
        return sum;
    }

    final boolean hasUnwritten() {
        return !leaving.isEmpty();
    }

    private static byte[] copy(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        return copy;
    }

    private byte[] copy(Output output) {
        SimFile file = (SimFile) output.file().orElseThrow();
        byte[] part = file.read(output.position(), (int) output.length());
        fileFailed |= part.length < output.length();
        if (world.chance(20)) {
            boolean whole = true;
            int from = world.below((int) output.length());
            ByteBuffer read = ByteBuffer.allocate((int) output.length() - from);
            try {
                output.read(from, read);
            } catch (IOException e) {
                whole = false;
            }
            boolean same = !whole || Arrays.equals(read.array(), Arrays.copyOfRange(part, from, part.length));
            require(same, "other bytes of a file are read");
            require(whole != fileFailed, "a file is read, and is ", fileFailed ? "" : "not ", "too short");
        }
        close(file);
        return part;
    }

    /** Writes what there is room for; whether anything was written. */
    private boolean write() {
        take();
        boolean any = false;
        while (!leaving.isEmpty() && !out.isBroken() && !closed && session().next() != Next.ABORT) {
            byte[] next = leaving.element().bytes;
            int taken = out.send(next, leavingOffset, next.length - leavingOffset);
            leavingOffset += taken;
            if (leavingOffset == next.length) {
                leaving.remove();
                leavingOffset = 0;
            }
            if (taken == 0 && next.length > 0) {
                if (world.chance(10)) {
                    session().written(0, world.clock());
                }
                break;
            }
            any = true;
            looks = 0;
            writtenInAll += taken;
            writtenAt = world.now();
            waitsSince = -1;
            session().written(taken, world.clock());
            take();
        }
        if (out.isBroken() && !outputFailed && (!leaving.isEmpty() || world.chance(10))) {
            outputFailed = true;
            aborts();
            leaving.clear();
            client.hit(Fault.WRITE_FAILS);
            session().outputFailed(new IOException("broken pipe"), world.clock());
        } else if (fileFailed && leaving.isEmpty()) {
            world.stats.count("short files");
            aborts();
            session().outputFailed(new IOException("the file is too short"), world.clock());
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
        Next next = session().next();
        if (next != Next.OPEN && next != Next.ABORT && !out.isEnded()) {
            require(leaving.isEmpty() || mayCutOff(), "our stream is to be ended before all is written");
            world.tell(name(), " | ends the stream: ", next);
            out.end();
        }
        if (next == Next.CLOSE || next == Next.ABORT) {
            close(next);
        }
    }

    private void close(Next how) {
        closed = true;
        world.tell(name(), " | ", how);
        world.stats.count("end of a " + role() + "'s connection: " + how);
        for (Output output = session().take();
                output != null;
                output = session().take()) {
            throw world.broken("output is left after the end");
        }
        require(session().deadline() == Session.NEVER, "a deadline after the end");
        require(session().mostToRead() == 0, "reads after the end");
        ended(how);
        afterClose();
        if (world.chance(20)) {
            world.after(world.below(100_000) * World.MILLI, () -> reportLate(how));
        }
    }

    /** What a transport or a timer reports after the end has no effect. */
    private void reportLate(Next how) {
        session().opened(Optional.empty(), world.clock());
        session().received(ByteBuffer.allocate(1), world.clock());
        session().endOfInput(true, world.clock());
        session().timeout(world.clock());
        session().inputFailed(new IOException("too late"), world.clock());
        session().outputFailed(new IOException("too late"), world.clock());
        session().abort(new IOException("too late"), world.clock());
        session().stop(world.clock());
        boolean still = session().next() == how
                && session().deadline() == Session.NEVER
                && session().held() == 0;
        require(still && session().mostToRead() == 0, "it has ended, and goes on");
        require(calling || (session().call() == null && session().take() == null), "it has ended, and wants something");
    }

    /** Listeners are still called. */
    final void afterClose() {
        if (!closed) {
            return;
        }
        for (Call call = session().call(); call != null; call = session().call()) {
            make(call);
        }
    }

    private void await() {
        long deadline = session().deadline();
        if (deadline != timerFor && deadline != Session.NEVER) {
            timerFor = deadline;
            long left = Math.max(0, world.fromClock(deadline) - world.now());
            world.after(left + world.below(lateness + 1) * World.MILLI, () -> timer(deadline));
        }
        boolean readable = in.available() > 0 || in.isBroken() || (in.isAtEnd() && !endReported);
        if (session().mostToRead() > 0 && readable && !lookComes) {
            lookComes = true;
            world.after(0, () -> {
                lookComes = false;
                look();
            });
        }
    }

    private void timer(long setFor) {
        if (closed || timerFor != setFor) {
            return;
        }
        timerFor = Session.NEVER;
        timeout();
        settle();
    }

    private void timeout() {
        long deadline = session().deadline();
        String passed = "";
        if (deadline != Session.NEVER && world.clock() - deadline >= 0) {
            passed = PassedDeadline.of(session(), world.clock());
            world.tell(name(), " | a deadline has passed: ", passed);
            if (!passed.equals("BOUND")) {
                world.stats.count("deadline of a " + role() + ": " + passed);
            }
            beforeTimeout(passed);
        }
        Next before = session().next();
        session().timeout(world.clock());
        require(!passed.isEmpty() || session().next() == before, "a timeout before the deadline has an effect");
    }

    /** Before a failure of the connection is reported to the session. */
    void aborts() {
        // nothing to be remembered by default
    }

    /** Whether something was taken and is not written: 0 if not. */
    final int leaving() {
        return leaving.size();
    }

    /** A deadline has passed, and the session is about to hear of it. */
    void beforeTimeout(String passed) {
        // nothing to be said by default
    }

    /** What always holds between two happenings. */
    private void check() {
        require(calling || held == session().held(), "it holds ", session().held(), ", and has reported ", held);
        int most = session().mostToRead();
        Next next = session().next();
        require(session().mostToRead() == most && session().next() == next, "a query changes");
        long ofMemory = leaves(true);
        boolean holdsIt = ofMemory == 0
                || outputFailed
                || inputFailed
                || mayCutOff()
                || session().held() >= ofMemory;
        require(holdsIt, "it holds ", session().held(), ", and ", ofMemory, " bytes in memory are leaving");
        long ofFiles = leaves(false);
        boolean holdsMore = mostTaken > 1 && ofFiles > 50_000 && session().held() >= ofMemory + ofFiles;
        require(!holdsMore, "it holds a file: ", session().held());
        require(session().isClosing() || session().next() != Next.LINGER, "lingers, and is not closing");
        require(!session().isClosing() || !session().isAnswering(), "answers, and is closing");
        require(!endReported || most == 0, "reads after the end of the input");
        require(!policyFailed || session().isClosing(), "goes on after the listener of the policy has failed");
        boolean writes = calling || !leaving.isEmpty();
        require(!endsStream || writes || next != Next.OPEN, "all is written, and the stream does not end");
        requireDeadlineToRead();
        checkMore();
        looks = lookedAt == world.now() ? looks + 1 : 0;
        lookedAt = world.now();
        require(looks < MOST_IDLE_LOOKS, "a busy loop");
    }

    /** A peer that reads nothing has only as long as the rules say. */
    private void requireDeadlineToRead() {
        if (leaving.isEmpty() || session().next() != Next.OPEN) {
            waitsSince = -1;
            return;
        }
        if (calling) {
            return; // what a call queues counts from its end on
        }
        waitsSince = waitsSince < 0 ? world.now() : waitsSince;
        long deadline = session().deadline();
        boolean inTime = transfer() == Long.MAX_VALUE
                || (deadline != Session.NEVER && world.fromClock(deadline) - waitsSince <= transfer());
        require(inTime, "what waits to be read has another deadline: ", deadline);
    }

    final void require(boolean holds, Object... otherwise) {
        if (!holds) {
            world.require(false, name(), ": ", Arrays.toString(otherwise));
        }
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
        flushCalls++;
        require(held == session().held(), "it may wait, holds ", session().held(), ", and has reported ", held);
        if (flushes && !closed) {
            write();
        }
    }

    @Override
    public void callFailed(String what, Throwable failure) {
        world.tell(name(), " | ", what, ": ", failure);
        require(what.startsWith("a") || what.startsWith("the"), "it does not say what has failed: ", what);
        if (what.contains("policy")) {
            policyFailed = true;
            client.hit(Fault.POLICY_THROWS);
        }
        timesTold += failure == thrown ? 1 : 0;
        world.stats.count(what);
    }
}
