package io.github.h11j.spec.properties;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.spec.generators.ByteString;
import io.github.h11j.spec.pair.ConnectionPair;
import io.github.h11j.spec.pair.Heard;
import io.github.h11j.spec.pair.RefusedException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A pair of connections and a model of it: every action is applied to both, and after each step the two are compared:
 * the states of both peers as both see them, what was allowed to be sent, what was heard, who refuses, who is paused,
 * who can begin the next cycle.
 */
public final class ModelledPair {

    private final ConnectionPair pair;
    private final Map<Role, ModelledSide> sides = new EnumMap<>(Role.class);
    private final Set<Role> ended = EnumSet.noneOf(Role.class);

    /**
     * A pair beside its model.
     *
     * @param pair a new one
     */
    public ModelledPair(ConnectionPair pair) {
        this.pair = pair;
        for (Role role : Role.values()) {
            sides.put(role, new ModelledSide(role));
        }
    }

    /**
     * Returns the pair itself.
     *
     * @return to look at
     */
    public ConnectionPair pair() {
        return pair;
    }

    ModelledSide side(Role role) {
        ModelledSide side = sides.get(role);
        if (side == null) {
            throw new IllegalArgumentException(role.toString());
        }
        return side;
    }

    /** Sends an event, which the model says may be sent or not. */
    boolean send(Role from, Event event) {
        ModelledSide side = side(from);
        ModelledSide.Verdict verdict = side.judge(event);
        Optional<ByteString> sent = trySend(from, event);
        require(sent.isPresent() == (verdict == ModelledSide.Verdict.SENT), from + " sends " + event + ": " + verdict);
        if (sent.isPresent()) {
            boolean closes = side.send(event);
            boolean ends = side.endsMessage(event);
            if (!ended.contains(from)) {
                onItsWay(from, event, closes, sent.get().length(), ends);
            }
        }
        side.read();
        check();
        return sent.isPresent();
    }

    private void onItsWay(Role from, Event event, boolean closes, int bytes, boolean ends) {
        ModelledSide peer = side(from.peer());
        if (event instanceof EndOfMessage) {
            if (ends) {
                peer.onItsWay(event, false, bytes, true);
            }
        } else if (!(event instanceof ConnectionClosed)) {
            peer.onItsWay(event, closes, bytes, side(from).transmits());
            if (ends) {
                peer.onItsWay(EndOfMessage.NO_TRAILERS, false, 0, true);
            }
        }
    }

    private Optional<ByteString> trySend(Role from, Event event) {
        try {
            return Optional.of(pair.send(from, event));
        } catch (RefusedException e) {
            return Optional.empty();
        }
    }

    void halfClose(Role from) {
        if (send(from, new ConnectionClosed())) {
            endStream(from);
        }
    }

    void endStream(Role from) {
        ended.add(from);
        pair.endStream(from);
    }

    void reset(Role from) {
        ended.add(from);
        pair.reset(from);
    }

    void sendFailed(Role at) {
        pair.sendFailed(at);
        side(at).fail();
        check();
    }

    void startNextCycle(Role at) {
        boolean may = side(at).mayStartNextCycle();
        try {
            pair.startNextCycle(at);
            require(may, at + " started the next cycle");
            side(at).startNextCycle();
        } catch (RefusedException e) {
            require(!may, at + " could not start the next cycle: " + e.rule());
        }
        check();
    }

    /** Lets pieces arrive. */
    void deliver(Role at, int pieces) {
        boolean more = true;
        for (int i = 0; i < pieces && more; i++) {
            more = step(at);
        }
    }

    private boolean step(Role at) {
        int before = pair.inFlight(at);
        if (!pair.step(at)) {
            return false;
        }
        int bytes = before - pair.inFlight(at);
        if (bytes > 0) {
            side(at).arrive(bytes);
        } else {
            side(at).arriveEnd();
        }
        check();
        return true;
    }

    /** Lets everything arrive that can. */
    void run() {
        boolean more = true;
        while (more) {
            boolean atServer = step(Role.SERVER);
            more = step(Role.CLIENT) || atServer;
        }
    }

    private void check() {
        for (Role at : Role.values()) {
            ModelledSide side = side(at);
            for (Role of : Role.values()) {
                State expected = side.states.state(of);
                State actual = pair.state(at, of);
                require(actual == expected, at + " takes " + of + " to be " + actual + " instead of " + expected);
            }
            require(pair.refused(at).isPresent() == side.refuses(), at + " refuses: " + side.refuses());
            require(pair.isPaused(at) == side.isPaused(), at + " is paused: " + side.isPaused());
            require(
                    pair.connection(at).isReusable() == side.mayStartNextCycle(),
                    at + " can start the next cycle: " + side.mayStartNextCycle());
            side.difference(pair.received(at).stream().map(Heard::toEvent).toList())
                    .ifPresent(difference -> require(false, at + " " + difference));
        }
    }

    private void require(boolean holds, String expected) {
        if (!holds) {
            throw new AssertionError("the model differs: " + expected);
        }
    }

    /** Returns the transcript. */
    @Override
    public String toString() {
        return pair.transcript().toString();
    }
}
