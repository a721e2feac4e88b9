package io.github.h11j.engine.simulation;

import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientSession;
import io.github.h11j.engine.Idle;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Outcome;
import io.github.h11j.engine.Session;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;

/** The client's side of one connection, whose user is a program with a small pool. */
final class SimConnection extends SimAdapter {

    private final SimUser user;
    final ClientSession session;
    private SimRequest current;
    private boolean opened;

    /** Whether the server answered a request before it arrived: which request later answers belong to is then unknown. */
    boolean lied;

    // When the current request was sent

    private long writtenBefore;
    private long readBefore;
    private int takesBefore;

    SimConnection(World world, SimUser user, Pipe in, Pipe out) {
        super(world, user, in, out);
        this.user = user;
        this.session = new ClientSession(user.rules, this, world.clock());
        begin();
    }

    /** Connects the transport, at once, after a while or never. */
    void connect() {
        int how = world.below(100);
        if (how < 4) {
            current.plan.hit(Fault.REFUSED);
            user.faulty("a connection is refused");
            world.after(world.below(world.chance(50) ? 3 : 100) * World.MILLI, () -> {
                session.inputFailed(new IOException("connection refused"), world.clock());
                settle();
            });
        } else if (how < 7) {
            current.plan.hit(Fault.NEVER_MADE);
            user.faulty("a connection is not made");
        } else if (how < 60) {
            open();
        } else {
            world.after(world.below(3000) * World.MILLI, this::open);
        }
    }

    private void open() {
        opened |= !closed;
        session.opened(Optional.empty(), world.clock()); // which has no effect if it comes too late
        settle();
    }

    /** Looks, as is to be done before each reuse; then whether it can be used. */
    boolean isAlive() {
        while (!closed && session.mostToRead() > 0 && (in.available() > 0 || in.isBroken() || sawNoEnd())) {
            look();
        }
        Idle idle = session.idle(world.clock());
        require(session.idle(world.clock()) == idle, "a query changes");
        return idle == Idle.KEEP;
    }

    private boolean sawNoEnd() {
        return in.isAtEnd() && !endReported;
    }

    void send(SimRequest request) {
        current = request;
        writtenBefore = writtenInAll;
        readBefore = readInAll;
        takesBefore = takes;
        request.on(this);
        session.send(request.request, world.clock());
        require(session.outcome() == Outcome.NOT_GIVEN, "given already");
        require(session.idle(world.clock()) != Idle.KEEP || request.request.isOver(), "two at a time");
        requireRefused(request.request, "sent twice");
        if (world.chance(90)) {
            settle();
        } else {
            world.after(world.below(50) * World.MILLI, this::settle); // bytes may come before the first is taken
        }
    }

    /** It takes no request, or not this one. */
    void requireRefused(ClientRequest request, String what) {
        world.requireRefused(what, () -> session.send(request, world.clock()), IllegalStateException.class);
    }

    /** Whether it has answered a request before this one. */
    boolean isReused() {
        return readBefore > 0;
    }

    boolean isOpened() {
        return opened;
    }

    boolean hasWritten() {
        return writtenInAll > writtenBefore;
    }

    boolean hasRead() {
        return readInAll > readBefore;
    }

    @Override
    Session session() {
        return session;
    }

    @Override
    String role() {
        return "client";
    }

    @Override
    String name() {
        return user.toString();
    }

    @Override
    void received(ByteBuffer bytes) {
        boolean untaken = current != null && !current.request.isOver() && takes == takesBefore;
        boolean nobodyAsked = untaken || session.idle(world.clock()) == Idle.KEEP;
        boolean counts = nobodyAsked && !endReported && !isEmpty(bytes);
        super.received(bytes);
        if (counts) {
            world.stats.count("bytes that nobody asked for");
            require(session.isClosing(), "goes on after bytes that nobody asked for");
            require(session.idle(world.clock()) == Idle.UNASKED_BYTES, "does not say why");
        }
    }

    @Override
    void ended(Next how) {
        if (how == Next.ABORT) {
            in.reset();
            out.reset();
        } else {
            in.onReadable(() -> {
                if (in.available() > 0) {
                    in.reset();
                    out.reset();
                }
            });
        }
        Idle idle = session.idle(world.clock());
        require(idle != Idle.KEEP && idle != Idle.BUSY, "it has ended, and is ", idle);
        world.stats.count("end of a client's connection: " + idle);
        user.closed(this);
        SimRequest last = current;
        if (last == null) {
            return;
        }
        boolean unsent = session.outcome() == Outcome.NOT_GIVEN;
        require(unsent != hasWritten(), "it says of the request ", session.outcome());
        if (session.unanswered().isPresent()) {
            require(session.unanswered().get() == last.request, "another request");
            boolean mayBe = unsent || (!hasRead() && last.mayBeRepeated());
            require(!opened || (isReused() && mayBe), "it must not be sent again: ", last);
            user.moved(last, this);
        } // else it is over, or about to be
    }

    /** That a request was lost though another connection could have had it. */
    void requireNotLost(Exception cause) {
        boolean another = opened
                && isReused()
                && !hasWritten()
                && session.next() == Next.ABORT
                && cause instanceof IOException
                && !(cause instanceof SocketTimeoutException)
                && !user.stopped;
        require(!another, "a request fails that was not given to the transport: ", cause);
    }

    /** The rest of a request that was answered is not needed. */
    @Override
    boolean mayCutOff() {
        return true;
    }

    @Override
    void checkMore() {
        require(session.held() <= user.rules.queueBytes() + 70_000 + client.largestSend(), "it holds ", session.held());
        if (session.deadline() == Session.NEVER) {
            require(user.speaks(this), "a client waits for ever");
        }
        if (session.next() == Next.OPEN && !session.isClosing()) {
            require(session.unanswered().isEmpty() && session.failure().isEmpty(), "it has ended, and goes on");
        }
        Idle idle = session.idle(world.clock());
        if (idle == Idle.KEEP) {
            user.free(this);
        } else if (idle != Idle.TOO_OLD && world.chance(1)) {
            requireRefused(user.another(), "it takes a request, and is " + idle);
        }
    }

    @Override
    public boolean isStopping() {
        return user.stopped;
    }

    @Override
    public void holds(long difference) {
        held += difference;
    }

    @Override
    public long share() {
        return Long.MAX_VALUE;
    }
}
