package io.github.h11j.spec.pair;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Event;
import io.github.h11j.Policy;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A client, a server and the wire between them, in one thread and without a clock. What one side sends is in transit
 * until {@link #step()} lets the next piece arrive or {@link #run()} all of it. How bytes are cut and delayed, and what
 * a reset loses, follows from the seed of the {@link Wire} alone: the same calls produce the same {@link
 * #transcript()}.
 *
 * <p>The pair does nothing unless the test makes it: the test sends, delivers and checks. Each side is asked for its
 * events after each arrival and each call; while it is paused, nothing more arrives there.
 */
public final class ConnectionPair {

    private static final int MOST_EVENTS = 1_000_000;

    /** One of the two. */
    private static final class Side {
        private final ConnectionUnderTest connection;
        /** The bytes in transit to it. */
        private final Channel channel;

        private final List<Heard> received = new ArrayList<>();
        private boolean closed;
        private boolean paused;
        private Optional<RefusedException> refused = Optional.empty();

        Side(ConnectionUnderTest connection, Channel channel) {
            this.connection = connection;
            this.channel = channel;
        }
    }

    private final Map<Role, Side> sides = new EnumMap<>(Role.class);
    private final Random random;
    private final List<Transcript.Step> steps = new ArrayList<>();
    private long now;

    /**
     * A pair of connections.
     *
     * @param client a new one, of the client's side
     * @param server a new one, of the server's side
     * @param wire how the wire between them behaves
     * @throws IllegalArgumentException if one is not of its side
     */
    public ConnectionPair(ConnectionUnderTest client, ConnectionUnderTest server, Wire wire) {
        if (client.role() != Role.CLIENT || server.role() != Role.SERVER) {
            throw new IllegalArgumentException("a pair is a client and a server");
        }
        this.random = new Random(wire.seed());
        sides.put(Role.CLIENT, new Side(client, new Channel(wire, random)));
        sides.put(Role.SERVER, new Side(server, new Channel(wire, random)));
    }

    /**
     * Two connections of h11j under one policy.
     *
     * @param policy of both
     * @param wire how the wire between them behaves
     * @return the pair
     */
    public static ConnectionPair of(Policy policy, Wire wire) {
        return new ConnectionPair(H11jConnection.of(Role.CLIENT, policy), H11jConnection.of(Role.SERVER, policy), wire);
    }

    /**
     * Sends events. Their bytes are then in transit.
     *
     * @param from who sends
     * @param events one or more
     * @return the bytes
     * @throws RefusedException if one of them must not be sent; nothing is in transit then
     */
    public ByteString send(Role from, Event... events) {
        return send(from, Arrays.asList(events));
    }

    /**
     * Sends events. Their bytes are then in transit.
     *
     * @param from who sends
     * @param events one or more
     * @return the bytes
     * @throws RefusedException if one of them must not be sent; nothing is in transit then
     */
    public ByteString send(Role from, List<Event> events) {
        String what = events.stream().map(Object::toString).collect(Collectors.joining(", "));
        try {
            ByteString bytes = ByteString.of(side(from).connection.send(events));
            write(from, "sends " + what, bytes);
            return bytes;
        } catch (RefusedException e) {
            poll(from, "may not send " + what + ": " + e.verdict(), ByteString.EMPTY);
            throw e;
        }
    }

    /**
     * Sends bytes that no connection produced, for a peer that breaks the protocol. After the end of that side's stream
     * they never arrive.
     *
     * @param from the side that appears to send them
     * @param bytes any
     */
    public void write(Role from, ByteString bytes) {
        write(from, "writes", bytes);
    }

    private void write(Role from, String what, ByteString bytes) {
        side(from.peer()).channel.write(now, bytes);
        poll(from, what, bytes);
    }

    /**
     * Sends {@link ConnectionClosed} and ends the stream after the bytes in transit; the other direction stays open.
     *
     * @param from the side that will send no more
     * @throws RefusedException if it must not close now; its stream stays open then
     */
    public void halfClose(Role from) {
        send(from, new ConnectionClosed());
        endStream(from);
    }

    /**
     * Ends a stream after the bytes in transit, whether the protocol allows it or not, as when a program dies.
     *
     * @param from whose stream
     */
    public void endStream(Role from) {
        side(from.peer()).channel.end(now, Channel.End.ORDERLY);
        note(from, "ends its stream", ByteString.EMPTY);
    }

    /**
     * Resets the connection. Any number of the last bytes that this side has sent and that have not arrived, possibly
     * none or all, are lost. Then the peer sees a reset, or an orderly end if the stream had ended before. The other
     * direction is not affected, and this side does not notice.
     *
     * @param from who resets
     */
    public void reset(Role from) {
        Channel there = side(from.peer()).channel;
        there.lose();
        there.end(now, Channel.End.RESET);
        note(from, "resets the connection", ByteString.EMPTY);
    }

    /**
     * Reports that bytes could not be sent: the state of that side becomes {@link State#ERROR}.
     *
     * @param at the side
     */
    public void sendFailed(Role at) {
        side(at).connection.sendFailed();
        poll(at, "fails to send", ByteString.EMPTY);
    }

    /**
     * Begins the next cycle of one side.
     *
     * @param at the side
     * @throws RefusedException if it may not
     */
    public void startNextCycle(Role at) {
        side(at).connection.startNextCycle();
        poll(at, "starts the next cycle", ByteString.EMPTY);
    }

    /**
     * Lets the next piece arrive, at either side. Advances the time to its arrival.
     *
     * @return false if nothing is in transit to a side that is not paused
     */
    public boolean step() {
        List<Role> next = new ArrayList<>();
        for (Role role : Role.values()) {
            if (canArrive(role)) {
                next.add(role);
            }
        }
        if (next.isEmpty()) {
            return false;
        }
        Role first = next.get(0);
        if (next.size() == 2) {
            long difference =
                    side(first).channel.nextDue() - side(next.get(1)).channel.nextDue();
            boolean second = difference == 0 ? random.nextBoolean() : difference > 0;
            first = next.get(second ? 1 : 0);
        }
        return step(first);
    }

    /**
     * Lets the next piece arrive at one side. Advances the time to its arrival.
     *
     * @param at the side
     * @return false if there was none, or the side is paused
     */
    public boolean step(Role at) {
        if (!canArrive(at)) {
            return false;
        }
        Side side = side(at);
        now = Math.max(now, side.channel.nextDue());
        ByteString bytes = side.channel.take(now);
        if (bytes.length() > 0) {
            side.connection.receive(bytes.toByteArray());
            poll(at, "receives " + bytes.length() + " bytes", bytes);
        } else {
            boolean orderly = side.channel.endsOrderly();
            side.connection.receiveEnd(orderly);
            poll(at, orderly ? "receives the end of the stream" : "receives a reset", ByteString.EMPTY);
        }
        return true;
    }

    private boolean canArrive(Role at) {
        return !side(at).paused && !side(at).channel.isEmpty();
    }

    /** Lets everything arrive that can. */
    public void run() {
        boolean more = true;
        while (more) {
            more = step();
        }
    }

    /** Asks a side for all its events, and notes them. */
    private void poll(Role at, String what, ByteString bytes) {
        Side side = side(at);
        StringBuilder gave = new StringBuilder(what);
        side.paused = false;
        for (int i = 0; ; i++) {
            if (i == MOST_EVENTS) {
                throw new AssertionError(at + " returns events without end\n" + transcript());
            }
            try {
                Heard next = side.connection.next();
                if (!(next instanceof Heard.Waiting || (next instanceof Heard.Closed && side.closed))) {
                    gave.append("; hears ").append(next);
                    hear(side, next);
                } else {
                    side.paused = next == Heard.Waiting.PAUSED;
                    gave.append(side.paused ? "; paused" : "");
                    break;
                }
            } catch (RefusedException e) {
                gave.append(side.refused.isEmpty() ? "; refuses: " + e.verdict() : "");
                side.refused = Optional.of(e);
                break;
            }
        }
        note(at, gave.toString(), bytes);
    }

    private static void hear(Side side, Heard event) {
        List<Heard> received = side.received;
        int last = received.size() - 1;
        if (event instanceof Heard.Content more && last >= 0 && received.get(last) instanceof Heard.Content content) {
            received.set(last, new Heard.Content(content.bytes().then(more.bytes())));
        } else {
            received.add(event);
        }
        side.closed |= event instanceof Heard.Closed;
    }

    private void note(Role side, String what, ByteString bytes) {
        steps.add(new Transcript.Step(now, side, what, bytes, states()));
    }

    private Transcript.States states() {
        return new Transcript.States(
                state(Role.CLIENT, Role.CLIENT),
                state(Role.CLIENT, Role.SERVER),
                state(Role.SERVER, Role.CLIENT),
                state(Role.SERVER, Role.SERVER));
    }

    /**
     * Returns the state of a peer, as a side sees it.
     *
     * @param at the side
     * @param of the peer
     * @return its state
     */
    public State state(Role at, Role of) {
        return side(at).connection.state(of);
    }

    /**
     * Returns a connection of the pair.
     *
     * @param role which
     * @return the connection; calls made on it directly are not in the transcript
     */
    public ConnectionUnderTest connection(Role role) {
        return side(role).connection;
    }

    /**
     * Returns the events that a side has received.
     *
     * @param at the side
     * @return its events, adjacent {@link Heard.Content} joined, {@link Heard.Closed} once
     */
    public List<Heard> received(Role at) {
        return List.copyOf(side(at).received);
    }

    /**
     * Returns why a side rejected what it received.
     *
     * @param at the side
     * @return empty as long as it does not
     */
    public Optional<RefusedException> refused(Role at) {
        return side(at).refused;
    }

    /**
     * Returns whether a side must not read now.
     *
     * @param at the side
     * @return whether nothing arrives there until that changes
     */
    public boolean isPaused(Role at) {
        return side(at).paused;
    }

    /**
     * Returns how many bytes are in transit.
     *
     * @param to the side where they will arrive
     * @return 0 or more
     */
    public int inFlight(Role to) {
        return side(to).channel.inFlight();
    }

    /**
     * Everything that has happened so far.
     *
     * @return step by step
     */
    public Transcript transcript() {
        return new Transcript(steps);
    }

    private Side side(Role role) {
        Side side = sides.get(role);
        if (side == null) {
            throw new IllegalArgumentException(role.toString());
        }
        return side;
    }
}
