package io.github.h11j.engine.simulation;

import io.github.h11j.engine.Next;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.engine.Session;
import java.io.IOException;
import java.lang.reflect.Proxy;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import javax.net.ssl.SSLSession;

/** The server's side of one connection. */
final class SimServer extends SimAdapter {

    /** More than a session may hold beside what one send queues: a head, a read, what is read ahead. */
    private static final int SLACK = 45_000;

    /** Enough for a usual head. */
    private static final long LEAST_SHARE = 4096;

    /** It is only passed on. */
    private static final SSLSession TLS = (SSLSession) Proxy.newProxyInstance(
            SSLSession.class.getClassLoader(),
            new Class<?>[] {SSLSession.class},
            (proxy, method, arguments) -> method.getName().equals("equals") ? proxy == arguments[0] : null);

    final ServerSession session;
    private final Optional<SSLSession> tlsToBe;
    private final long createdAt;

    /** What its application is at. */
    final Set<Plan> open = new HashSet<>();

    /** What an exchange is to say of its TLS session. */
    Optional<SSLSession> tls = Optional.empty();

    private boolean opened;

    /** Whether it was not ready in time. */
    private boolean late;

    /** Whether it has waited for its peer to close for long enough. */
    private boolean lingered;

    // When something happened last

    private long openedAt;
    private long receivedAt;
    private long headBegunAt;

    /** Less than 0 before. */
    private long closingAt = -1;

    private long stoppedAt = -1;

    /** Since when it has been idle, and whether it was so before. */
    private long idleSince;

    private boolean wasIdle;

    /** Since when no handler has been at work; less than 0 if one is. */
    private long restSince = -1;

    private Plan restsAfter;

    /** Whether it may have ended before all was written. */
    boolean mayHaveLost;

    /** When the last response was complete. */
    long overAt;

    /** How much was received and dropped because it closes, or because the stream had ended. */
    private long dropped;

    /** How much was reported as received. */
    long received;

    /** Why the connection may be aborted; empty if it must not be. */
    String mayAbort = "";

    /** The last request that has reached its handler. */
    Plan last;

    /** The other protocol, if it is one now. */
    Echo switched;

    SimServer(World world, Asker client, Pipe in, Pipe out) {
        super(world, client, in, out);
        boolean handshake = world.chance(10);
        InetSocketAddress peer = InetSocketAddress.createUnresolved("client", 1 + world.peers.size() % 60_000);
        world.peers.put(peer, this);
        world.servers.add(this);
        world.budget.opened();
        session = new ServerSession(world.rules, world.application, this, peer, world.clock());
        createdAt = world.now();
        tlsToBe = handshake ? Optional.of(TLS) : Optional.empty();
        begin();
        if (handshake) {
            world.after(1, () -> client.hit(Fault.HANDSHAKE));
            world.requireRefused(
                    "bytes before the handshake",
                    () -> session.received(ByteBuffer.allocate(1), world.clock()),
                    IllegalStateException.class);
        }
        if (!handshake) {
            open();
        } else if (world.chance(80)) {
            world.after(world.below(9000) * World.MILLI, this::open);
        } else {
            client.faulty("the handshake does not end");
            if (world.chance(50)) {
                world.after(World.SECOND, () -> {
                    mayAbort = "TLS has failed";
                    session.abort(new IOException("TLS has failed"), world.clock());
                    settle();
                });
            }
        }
        settle();
        if (world.stopped) { // it was accepted late
            stop();
        }
    }

    /** A report that comes late, or twice, has no effect. */
    private void open() {
        if (!session.isClosing()) {
            tls = tlsToBe;
            opened = true;
            openedAt = world.now();
        }
        session.opened(tlsToBe, world.clock());
        if (world.chance(2)) {
            session.opened(Optional.empty(), world.clock());
        }
        settle();
    }

    @Override
    Session session() {
        return session;
    }

    @Override
    String role() {
        return "server";
    }

    @Override
    String name() {
        return client.toString();
    }

    /** An exchange begins. */
    void begun(Plan plan) {
        requireDropped();
        open.add(plan);
        last = plan;
        plan.readBefore = readInAll;
    }

    /** Whether the connection was not ready in time. */
    boolean isLate() {
        return late;
    }

    void stop() {
        stoppedAt = world.now();
        open.forEach(plan -> plan.hit(Fault.SERVER_STOPS));
        boolean idle = session.isIdle();
        session.stop(world.clock());
        require(!idle || session.isClosing(), "it was idle, and does not stop");
        if (world.chance(10)) {
            session.stop(world.clock());
        }
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
        require(switched == null || !switched.isForgotten(), "the stop is not reported to the other protocol");
    }

    /** A connection on which more of a body had to be dropped than the rules allow is not used again. */
    private void requireDropped() {
        boolean allDropped = last != null && last.ended && !last.client.isHostile();
        require(
                !allDropped || last.body.length - last.received - MOST_READ <= world.rules.dropBytes(),
                "it has dropped too much of the body of ",
                last);
    }

    @Override
    void received(ByteBuffer bytes) {
        boolean wasIdle = session.isIdle() && !session.isClosing();
        boolean isEmpty = isEmpty(bytes);
        dropped += session.isClosing() || endReported ? bytes.remaining() : 0;
        boolean over = session.next() == Next.CLOSE || session.next() == Next.ABORT;
        received += over ? 0 : bytes.remaining();
        receivedAt = endReported ? receivedAt : world.now();
        super.received(bytes);
        require(bytes.remaining() == 0, "it leaves what was received");
        if (wasIdle && !isEmpty && !session.isIdle()) {
            headBegunAt = world.now();
        }
        require(
                !wasIdle || isEmpty || endReported || !session.isIdle() || session.isClosing(),
                "a request has begun, and it is idle");
    }

    @Override
    void aborts() {
        mayAbort = "the connection has failed";
        mayHaveLost |= session.held() > 0 || leaving() > 0;
    }

    @Override
    void beforeTimeout(String passed) {
        ServerRules.Timeouts timeouts = world.rules.timeouts();
        long since = switch (passed) {
            case "START" -> createdAt;
            case "IDLE" -> Math.max(Math.max(openedAt, writtenAt), switched == null ? 0 : receivedAt);
            case "HEAD" -> headBegunAt;
            case "BODY" -> Math.max(receivedAt, writtenAt);
            case "WRITE" -> writtenAt;
            case "DROP" -> overAt;
            case "LINGER" -> Math.max(closingAt, writtenAt);
            default -> stoppedAt;
        };
        Duration limit = switch (passed) {
            case "START", "HEAD" -> timeouts.head();
            case "IDLE" -> timeouts.idle();
            case "BODY", "WRITE" -> timeouts.transfer();
            case "DROP", "LINGER" -> timeouts.linger();
            default -> timeouts.stop();
        };
        require(world.now() - since >= limit.toNanos(), passed, " has passed too early, it began at ", since);
        lingered |= passed.equals("LINGER");
        late |= passed.equals("START");
        if (passed.equals("WRITE")) {
            mayHaveLost = true;
            mayAbort = "the peer does not read";
        }
    }

    @Override
    long transfer() {
        return world.rules.timeouts().transfer().toNanos();
    }

    @Override
    void ended(Next how) {
        mayHaveLost |= leaving() > 0;
        boolean isTime = endReported || lingered || late || stoppedAt >= 0 || dropped > world.rules.lingerBytes();
        require(how == Next.ABORT || isTime, "it closes before its peer for no reason");
        boolean begun = open.stream().anyMatch(plan -> plan.headAt >= 0);
        require(how != Next.ABORT || begun || switched != null || !mayAbort.isEmpty(), "it is aborted for no reason");
        if (how == Next.ABORT) {
            in.reset();
            out.reset();
        } else if (in.available() > 0 || !in.isEnded()) {
            in.onReadable(this::resetIfUnread);
            resetIfUnread();
        }
        world.servers.remove(this);
        if (world.budget.closed()) {
            world.stats.count("shares have grown");
            world.after(0, () -> lookAtAll(world));
        }
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

    @Override
    void checkMore() {
        require(
                session.held() <= world.rules.queueBytes() + world.rules.readAhead() + SLACK + client.largestSend(),
                "it holds ",
                session.held());
        for (Plan plan : open) {
            boolean bounded = plan.behaviour != Plan.Behaviour.NEVER
                    || readInAll - plan.readBefore <= world.rules.readAhead() + MOST_READ;
            require(bounded, "it reads on and on");
        }
        if (switched != null && switched.paused && !isCalling() && !callsLeft) {
            long read = readInAll - switched.readAtPause;
            require(read <= world.rules.readAhead() + MOST_READ, "it reads on while it is paused");
            require(session.held() >= read, "it does not hold what it has read");
        }
        if (session.isAnswering()) {
            world.stats.count("answering");
        }
        requireAnswering();
        requireClosing();
        requireSoon();
        boolean isOpen = opened && !session.isClosing();
        require(session.isStarved() == (isOpen && session.held() >= world.budget.share()), "starved");
        if (session.deadline() == Session.NEVER) {
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
    }

    /** Whether it has examined all that it has, and waits. */
    private boolean waits() {
        return !isCalling() && !callsLeft && opened && switched == null;
    }

    /** While nobody works on a request, the rest of one, and the next, may take as long as the rules say. */
    private void requireSoon() {
        boolean idle = session.isIdle();
        idleSince = idle && wasIdle ? idleSince : world.now();
        boolean rests = open.isEmpty() && restSince >= 0 && last == restsAfter; // an exchange may begin and end at once
        restSince = rests ? restSince : open.isEmpty() ? world.now() : -1;
        restsAfter = last;
        wasIdle = idle;
        if (!waits() || !open.isEmpty() || leaving() > 0 || session.isClosing()) {
            return;
        }
        ServerRules.Timeouts timeouts = world.rules.timeouts();
        long begun = Math.max(restSince + timeouts.linger().toNanos(), idle ? idleSince : headBegunAt);
        long since = Math.max(Math.max(openedAt, writtenAt), begun);
        long limit = (idle ? timeouts.idle() : timeouts.head()).toNanos();
        long deadline = world.fromClock(session.deadline());
        require(deadline - since <= limit, "it is to wait until ", deadline, ", from ", since);
    }

    private void requireAnswering() {
        if (!waits() || session.isClosing()) {
            return;
        }
        boolean idle = open.isEmpty() && leaving() == 0;
        require(!idle || !session.isAnswering(), "it has nothing to answer, and answers");
        boolean writes = open.isEmpty() && leaving() > 0 && last != null && last.framing == Plan.Framing.NONE;
        require(!writes || client.isHostile() || session.isAnswering(), "it writes a response, and does not answer");
        for (Plan plan : open) {
            boolean complete = plan.requestEnded
                    || plan.framing == Plan.Framing.NONE
                    || plan.behaviour == Plan.Behaviour.NEVER; // which does not ask for the body
            boolean certain = !plan.client.isHostile() && plan.behaviour != Plan.Behaviour.SWITCH;
            require(!complete || !certain || session.isAnswering(), "it has to answer, and does not: ", plan);
            boolean unread = plan.behaviour == Plan.Behaviour.NEVER && certain && !plan.saysClose && !plan.oldVersion;
            require(!unread || session.held() >= readInAll - plan.readBefore, "it does not hold what nobody has used");
        }
        require(readInAll > 0 || session.isIdle(), "nothing was received, and it is not idle");
    }

    /** While it closes, it reads what the rules say, for as long as they say; and it closes when it has to. */
    private void requireClosing() {
        if (!session.isClosing()) {
            boolean due = waits() && open.isEmpty() && leaving() == 0;
            require(!due || !endReported, "the peer's stream has ended, and it stays open");
            require(!due || stoppedAt < 0 || !session.isIdle(), "it is to stop, and stays open");
            return;
        }
        closingAt = closingAt < 0 ? world.now() : closingAt;
        long linger = world.rules.timeouts().linger().toNanos();
        long most = world.rules.lingerBytes();
        boolean lingers = session.next() == Next.LINGER;
        require(dropped <= most + MOST_READ, "it closes, and reads on and on");
        require(!lingers || (dropped <= most && !endReported), "it lingers for nothing");
        require(!lingers || session.mostToRead() > 0, "it lingers, and does not read");
        require(
                !lingers || world.now() - Math.max(closingAt, writtenAt) <= linger + World.SECOND,
                "it lingers for ever");
    }

    /** The budget is shared as it says. */
    private void requireShared(boolean before, boolean relieved) {
        long sum = world.servers.stream().mapToLong(server -> server.held).sum();
        long share = world.budget.share();
        boolean limited = share != Long.MAX_VALUE;
        require(world.budget.held() == sum, "the budget has ", world.budget.held(), " in place of ", sum);
        require(world.budget.isOver() == sum > world.memory, "whether it is over: ", sum);
        require(limited || sum <= world.memory / 2, "much is held, and there is no limit: ", sum);
        require(!limited || sum > world.memory / 4, "little is held, and there is a limit: ", sum);
        require(relieved == (before && !limited), "there is enough again: ", relieved);
        boolean fair = share >= LEAST_SHARE && (share == LEAST_SHARE || share <= world.memory / world.servers.size());
        require(!limited || fair, "the share is ", share);
    }

    @Override
    public void callFailed(String what, Throwable thrown) {
        super.callFailed(what, thrown);
        boolean ofEcho = String.valueOf(thrown.getMessage()).startsWith("on purpose: THROWS");
        boolean named = what.contains("another protocol") || what.contains("listener of a failure");
        require(!ofEcho || named, "it does not say who has thrown: ", what);
    }

    @Override
    public boolean isStopping() {
        return world.stopped;
    }

    @Override
    public void holds(long difference) {
        held += difference;
        boolean limited = world.budget.share() != Long.MAX_VALUE;
        boolean relieved = world.budget.change(difference);
        requireShared(limited, relieved);
        if (relieved) {
            world.after(0, () -> lookAtAll(world));
        }
        if (world.budget.isOver()) {
            world.after(0, this::relieve);
        }
    }

    private static void lookAtAll(World world) {
        for (SimServer server : List.copyOf(world.servers)) {
            server.look();
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
}
