package io.github.h11j.engine.simulation;

import io.github.h11j.LocalProtocolException;
import io.github.h11j.engine.ClientRequest;
import io.github.h11j.engine.ClientSession;
import io.github.h11j.engine.Idle;
import io.github.h11j.engine.Next;
import io.github.h11j.engine.Outcome;
import io.github.h11j.engine.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.SocketTimeoutException;
import java.nio.ByteBuffer;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The client's side of one connection, whose user is a program with a small pool. */
final class SimConnection extends SimAdapter {

    private final SimUser user;
    final ClientSession session;
    private SimRequest current;

    /** Of a connection that uses TLS. */
    final Optional<SSLSession> tls;

    private boolean opened;

    /** Since when it has been free; less than 0 if it is not. */
    private long restsSince = -1;

    /** Whether it was free when it was last looked at. */
    private boolean free;

    /** What the listener of the policy has thrown. */
    private Throwable policyThrew;

    /** The other protocol, if it is one now. */
    Talker talker;

    /** Whether the server answered a request before it arrived: which request later answers belong to is then unknown. */
    boolean lied;

    // When the current request was sent

    private long writtenBefore;
    private long readBefore;
    private int takesBefore;

    SimConnection(World world, SimUser user, Pipe in, Pipe out) {
        super(world, user, in, out);
        this.user = user;
        this.tls = world.chance(20) ? Optional.of(tls()) : Optional.empty();
        this.session = new ClientSession(user.rules, this, world.clock());
        begin();
    }

    private static SSLSession tls() {
        Class<?>[] types = {SSLSession.class};
        return (SSLSession) Proxy.newProxyInstance(
                SimConnection.class.getClassLoader(), types, (self, method, of) -> of != null && self == of[0]);
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
        session.opened(tls, world.clock()); // which has no effect if it comes too late
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
        free = false;
        session.send(request.request, world.clock());
        require(session.outcome() == Outcome.NOT_GIVEN, "given already");
        require(session.idle(world.clock()) != Idle.KEEP || request.request.isOver(), "two at a time");
        requireRefused(request.request, "sent twice");
        if (isReused() && world.chance(request.beginsAtOnce() ? 5 : 20)) { // since it was looked at
            world.tell(name(), " | its server has gone");
            user.faulty("a server goes when it is asked");
            request.plan.hit(Fault.RESET);
            in.reset();
            out.reset();
        }
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
        require(isTrue(idle), "it has ended, and is ", idle);
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
            boolean refused = session.failure().orElseThrow() instanceof LocalProtocolException;
            require(!refused, "what must not be sent is sent again");
            boolean mayBe = unsent || (!hasRead() && last.mayBeRepeated());
            require(!opened || (isReused() && mayBe), "it must not be sent again: ", last);
            user.moved(last, this);
        } // else it is over, or about to be
    }

    /** Whether that is why it takes no other request. */
    private boolean isTrue(Idle why) {
        return switch (why) {
            case BUSY, KEEP -> false;
            case LAST_EXCHANGE ->
                current != null
                        && !free
                        && (current.manner != SimRequest.Manner.ILLEGAL
                                || hasWritten()
                                || session.failure().isPresent())
                        && (!current.leavesReusable() || endReported || inputFailed || outputFailed || isLate());
            case UNASKED_BYTES -> user.rude;
            case ENDED -> !opened || endReported || in.isBroken() || out.isBroken() || user.throwingPolicy;
            case TOO_OLD ->
                restsSince >= 0
                        && world.now() - restsSince
                                > user.rules.timeouts().idle().toNanos() - World.SECOND;
            case STOPPED -> user.stopped;
        };
    }

    /** Whether a deadline has passed: the last may do so while the handler processes the end of a response. */
    private boolean isLate() {
        return session.failure().orElse(null) instanceof SocketTimeoutException;
    }

    /** That a request was lost though another connection could have had it. */
    void requireNotLost(Exception cause) {
        boolean mayBe = !hasWritten() || (!hasRead() && current.mayBeRepeated());
        boolean another = session.unanswered().isEmpty() // otherwise its user has given up
                && (!opened || (isReused() && mayBe))
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
        requireTrue(idle);
        free = idle == Idle.KEEP;
        require(policyThrew == null || session.isClosing(), "it goes on though the policy has thrown");
        if (idle == Idle.BUSY && hasWritten()) { // of a request that must not be sent, nothing is written
            restsSince = -1;
        }
        if (idle == Idle.KEEP) {
            restsSince = restsSince < 0 ? world.now() : restsSince;
            user.free(this);
        } else if (idle != Idle.TOO_OLD && world.chance(1)) {
            requireRefused(user.another(), "it takes a request, and is " + idle);
        }
    }

    /** What it says of itself while it is open. */
    private void requireTrue(Idle idle) {
        boolean isCurrent = current != null && current.isOn(this);
        boolean runs = isCurrent && !current.request.isOver();
        require(
                session.isClosing() || !(runs || talker != null) || idle == Idle.BUSY,
                "an exchange runs, and it is ",
                idle);
        if (idle == Idle.KEEP) {
            long until = session.deadline();
            require(session.idle(until - 1) == Idle.KEEP, "it is too old before its time");
            require(session.idle(until) == Idle.TOO_OLD, "it is never too old");
            require(!endReported && !inputFailed && !outputFailed, "it has ended, and can be used");
        }
        require((isCurrent && current.switching) || !session.isAnswering(), "a client answers");
        if (!isCurrent || isCalling() || callsLeft) {
            return;
        }
        require(!current.isAnsweredEarly(), "the rest of a request is written that is not needed");
        if (session.isClosing()) {
            return;
        }
        if (talker != null) {
            require(!truncated, "another protocol goes on after an end that was not in order");
            talker.check();
        }
        require(
                !current.isPaused() || !runs || session.isClosing() || session.mostToRead() == 0,
                "reads on while it is paused");
        require(!current.waitsForRoom || !current.request.isWritable(), "there is room, and its task does not run");
    }

    /** It says what was lost, if nothing that has arrived can matter any more. */
    @Override
    void inputFailed(IOException cause) {
        boolean runs = current != null && current.isOn(this) && !current.request.isOver();
        boolean matters = runs ? hasRead() : !free;
        super.inputFailed(cause);
        require(matters || session.failure().equals(Optional.of(cause)), "lost for another reason");
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        super.callFailed(what, thrown);
        policyThrew = what.contains("policy") ? thrown : policyThrew;
        String who = String.valueOf(thrown.getMessage());
        boolean named = what.contains(
                who.contains("observer")
                        ? "observer"
                        : who.contains("policy")
                                ? "policy"
                                : who.contains("WHEN_FAILED")
                                        ? "listener"
                                        : who.contains("on purpose") ? "handler of a response" : "has failed");
        require(named, "it does not say who has thrown: ", what);
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
