package io.github.h11j.engine.simulation;

import io.github.h11j.engine.Next;
import io.github.h11j.engine.ServerSession;
import io.github.h11j.engine.Session;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The server's side of one connection. */
final class SimServer extends SimAdapter {

    /** More than a session may hold beside what one send queues: a head, a read, what is read ahead. */
    private static final int SLACK = 45_000;

    final ServerSession session;

    /** What its application is at. */
    final Set<Plan> open = new HashSet<>();

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
        session.opened(Optional.empty(), world.clock());
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
        open.add(plan);
        plan.readBefore = readInAll;
    }

    void stop() {
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
        require(switched == null || !switched.isForgotten(), "the other protocol is not told of the stop");
    }

    @Override
    void ended(Next how) {
        if (how == Next.ABORT) {
            in.reset();
            out.reset();
        } else if (in.available() > 0 || !in.isEnded()) {
            in.onReadable(this::resetIfUnread);
            resetIfUnread();
        }
        world.budget.closed();
        world.servers.remove(this);
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
        if (session.isAnswering()) {
            world.stats.count("answering");
        }
        require(!session.isStarved() || world.tightMemory, "starved");
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

    @Override
    public boolean isStopping() {
        return world.stopped;
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
}
