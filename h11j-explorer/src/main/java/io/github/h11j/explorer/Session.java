package io.github.h11j.explorer;

import io.github.h11j.ConnectionClosed;
import io.github.h11j.Event;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.NextEvent;
import io.github.h11j.ProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Two connections and the wire between them, driven by a script of moves. The library is deterministic, so a script is the
 * whole state: going back is running a shorter script.
 *
 * <p>A script is moves with spaces between, each the first letter of a peer and what it does: {@code c.get} (an
 * {@link Offer}), {@code s.next} (startNextCycle), {@code c.eof} (its stream ends without ConnectionClosed), {@code
 * c=47%20} (it sends these bytes, percent-encoded, whatever the library thinks of them). {@code hold} holds back what is
 * sent, {@code deliver} delivers it.
 */
public final class Session {

    private static final byte[] NONE = {};

    private final Side client;
    private final Side server;
    private final List<Call> calls = new ArrayList<>();
    private final Json steps = new Json().open('[');

    /** What is on its way to the server and to the client, if it is held. */
    private byte[] toServer = new byte[0];

    private byte[] toClient = new byte[0];
    private boolean held;

    /** Whether a move was bytes by hand. */
    boolean byHand;

    private final Essence essence = new Essence();

    /** The stream that arrives in two parts, and where it is cut. */
    private final @Nullable Role cutFor;

    private final int cutAt;

    private Session(String policy, @Nullable Role cutFor, int cutAt) {
        this.cutFor = cutFor;
        this.cutAt = cutAt;
        client = new Side(Role.CLIENT, policy);
        server = new Side(Role.SERVER, policy);
    }

    /**
     * Runs a script.
     *
     * @param policy strict, browser, h11 or tolerant-client
     * @param script see above
     * @return as JSON: each step, the streams, and what each peer may do at the end
     */
    public static String run(String policy, String script) {
        Session session = after(policy, script, null, 0);
        Json json =
                new Json().open('{').key("steps").raw(session.steps.close(']').toString());
        json.put("c", Escapes.latin1(session.server.stream())).put("s", Escapes.latin1(session.client.stream()));
        json.put("held", session.held).put("onWay", session.toServer.length + session.toClient.length);
        json.key("open").open('[');
        for (Offer offer : Offer.ALL) {
            session.offer(json, offer);
        }
        json.close(']').key("next").open('[');
        session.next(json, session.client);
        session.next(json, session.server);
        return json.close(']').close('}').toString();
    }

    /**
     * What is received, and the states after it, if the stream to a peer arrives in two parts.
     *
     * @param receiver to whom
     * @param cut after how many of its bytes; 0 for one part
     */
    static String essence(String policy, String script, Role receiver, int cut) {
        Session session = after(policy, script, receiver, cut);
        return session.essence + "\n" + session.client.states() + session.server.states();
    }

    /** The two peers after a script. */
    static Session after(String policy, String script, @Nullable Role cutFor, int cutAt) {
        Session session = new Session(policy, cutFor, cutAt);
        for (String move : script.split(" ", -1)) {
            if (!move.isEmpty()) {
                session.take(move);
            }
        }
        return session;
    }

    /** Whether both see the two peers in these states. */
    boolean isAt(State clientState, State serverState) {
        return client.isAt(clientState, serverState) && server.isAt(clientState, serverState);
    }

    /** Whether a row has ever fired at the server. */
    boolean hasFired(String row) {
        return server.everFired.contains(row);
    }

    /** All that decides what can follow, and what levels ask for: two scripts with the same go on alike. */
    String everything() {
        StringBuilder all = new StringBuilder();
        for (Side side : List.of(client, server)) {
            all.append(side.states()).append(side.everFired).append(side.ended).append(Escapes.latin1(side.stream()));
        }
        for (Offer offer : Offer.ALL) {
            all.append(refusal(offer) == null);
        }
        return all.append(held).append(Escapes.latin1(toServer)) + " " + Escapes.latin1(toClient);
    }

    /** What it has called, in order. */
    List<Call> calls() {
        return calls;
    }

    private void called(
            Side at, String what, @Nullable Event event, byte[] bytes, @Nullable ProtocolException refused) {
        calls.add(new Call(at.role, what, event, Escapes.latin1(bytes), refused));
    }

    Side side(Role role) {
        return role == Role.CLIENT ? client : server;
    }

    private void offer(Json json, Offer offer) {
        json.open('{')
                .put("role", Rows.name(offer.role()))
                .put("key", offer.key())
                .put("label", offer.label());
        LocalProtocolException refused = refusal(offer);
        if (refused != null) {
            json.key("refused").refusal(refused);
        }
        json.close('}');
    }

    /** Why the peer may not send it now; null if it may. */
    @Nullable
    LocalProtocolException refusal(Offer offer) {
        try {
            side(offer.role()).connection.check(offer.event());
            return null;
        } catch (LocalProtocolException e) {
            return e;
        }
    }

    private void next(Json json, Side side) {
        json.open('{').put("role", Rows.name(side.role)).put("ok", side.connection.isReusable());
        if (!side.connection.isReusable()) {
            try {
                // refused, so nothing changes: it is called for its reason
                side.connection.startNextCycle();
            } catch (LocalProtocolException e) {
                json.key("refused").refusal(e);
            }
        }
        json.close('}');
    }

    private void take(String move) {
        client.beginStep();
        server.beginStep();
        steps.open('{').put("move", move).key("log").open('[');
        Side side = move.startsWith("s") ? server : client;
        Side peer = side == client ? server : client;
        String what = move.length() < 2 ? "" : move.substring(2);
        if (move.equals("hold")) {
            held = true;
        } else if (move.equals("deliver")) {
            held = false;
        } else if (what.equals("next")) {
            next(side);
        } else if (what.equals("eof")) {
            note(side, "end", "ends its stream here, without ConnectionClosed");
            end(peer);
        } else if (move.startsWith("=", 1)) {
            byHand = true;
            byte[] bytes = Escapes.bytes(what);
            note(side, "raw", Rows.count(bytes.length) + " by hand");
            wire(side, arriving(side, peer, bytes), true);
        } else {
            Offer offer = Offer.find(side.role, what);
            if (offer == null) {
                note(side, "unknown", "has no move \"" + move + "\"");
            } else {
                send(side, peer, offer);
            }
        }
        if (!held) {
            deliver();
        }
        steps.close(']').key("atClient");
        client.write(steps);
        steps.key("atServer");
        server.write(steps).close('}');
    }

    private void note(Side at, String kind, String text) {
        entry(at, kind, text).close('}');
    }

    /** Begins an entry of the log; more may follow in it. */
    private Json entry(Side at, String kind, String text) {
        return steps.open('{').put("at", Rows.name(at.role)).put("kind", kind).put("text", text);
    }

    private void send(Side side, Side peer, Offer offer) {
        byte[] bytes;
        try {
            bytes = side.connection.send(offer.event());
        } catch (LocalProtocolException e) {
            called(side, "send", offer.event(), NONE, e);
            entry(side, "refused", offer.label()).key("refused").refusal(e).close('}');
            return;
        }
        entry(side, "sent", Rows.text(offer.event()));
        strings("fired", side.fired()).close('}');
        bytes = arriving(side, peer, bytes);
        called(side, "send", offer.event(), bytes, null);
        wire(side, bytes, false);
        if (offer.event() instanceof ConnectionClosed) {
            end(peer);
        }
    }

    private void end(Side peer) {
        if (!held) {
            deliver();
        }
        peer.ended = true;
    }

    private void next(Side side) {
        try {
            side.connection.startNextCycle();
            called(side, "next", null, NONE, null);
            entry(side, "called", "startNextCycle()");
            strings("fired", side.fired()).close('}');
            drain(side, "drain");
        } catch (LocalProtocolException e) {
            called(side, "next", null, NONE, e);
            entry(side, "refused", "startNextCycle()").key("refused").refusal(e).close('}');
        }
    }

    /** What arrives of these bytes: nothing after the end of a stream. */
    private byte[] arriving(Side from, Side to, byte[] bytes) {
        if (!to.ended || bytes.length == 0) {
            return bytes;
        }
        note(from, "end", "has ended its stream: these bytes do not arrive");
        return NONE;
    }

    /** Puts bytes on the wire. */
    private void wire(Side from, byte[] bytes, boolean raw) {
        if (raw && bytes.length > 0) {
            called(from, "raw", null, bytes, null);
        }
        Side to = from == client ? server : client;
        int before = to.stream().length + (from == client ? toServer : toClient).length;
        to.rawEnd = raw ? before + bytes.length : to.rawEnd;
        if (from == client) {
            toServer = joined(toServer, bytes);
        } else {
            toClient = joined(toClient, bytes);
        }
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] both = new byte[first.length + second.length];
        System.arraycopy(first, 0, both, 0, first.length);
        System.arraycopy(second, 0, both, first.length, second.length);
        return both;
    }

    private void deliver() {
        byte[] forServer = toServer;
        byte[] forClient = toClient;
        toServer = new byte[0];
        toClient = new byte[0];
        arrive(server, forServer);
        arrive(client, forClient);
    }

    private void arrive(Side side, byte[] bytes) {
        int first = side.role == cutFor ? cutAt - side.stream().length : 0;
        if (first > 0 && first < bytes.length) {
            side.arrived(Arrays.copyOf(bytes, first));
            drain(side, "deliver");
            bytes = Arrays.copyOfRange(bytes, first, bytes.length);
        }
        if (bytes.length > 0) {
            side.arrived(bytes);
            drain(side, "deliver");
        }
        if (side.ended && !side.endSeen) {
            side.endSeen = true;
            side.connection.receiveEof();
            drain(side, "end");
        }
    }

    /** The driving loop, after a call; what is sent again in it is written after it. */
    private void drain(Side side, String after) {
        int place = calls.size();
        RemoteProtocolException fault = drain(side);
        calls.add(place, new Call(side.role, after, null, "", fault));
    }

    private @Nullable RemoteProtocolException drain(Side side) {
        while (true) {
            NextEvent next;
            try {
                next = side.connection.nextEvent();
            } catch (RemoteProtocolException e) {
                if (side.failed) {
                    return e; // the same again
                }
                side.failed = true;
                side.got.add(e.violation().name());
                essence.fault(side.role, e);
                entry(side, "fault", e.violation().text()).key("fault").refusal(e);
                strings("fired", side.fired()).close('}');
                return e;
            }
            if (next instanceof Signal signal) {
                String why = side.connection
                        .pauseReason()
                        .map(reason -> ": " + reason)
                        .orElse("");
                side.got.add(signal.name() + why);
                note(side, "signal", signal.name() + why);
                return null;
            }
            received(side, (Event) next);
            if (next instanceof ConnectionClosed) {
                return null;
            }
        }
    }

    private void received(Side side, Event event) {
        int from = side.used;
        int to = (int) side.connection.receivedBytes() - side.connection.bufferedBytes();
        if (to <= side.rawEnd) {
            Side sender = side == client ? server : client;
            boolean again = event instanceof Request && sender.connection.isReusable();
            Event sent = Mirror.event(side.connection, sender.connection, event);
            if (again) {
                called(sender, "next", null, NONE, null);
            }
            if (sent != null) {
                called(sender, "again", sent, NONE, null);
            }
            sender.fired();
        }
        essence.received(side.role, event);
        side.got.add(Rows.text(event));
        side.used = to;
        entry(side, "received", Rows.text(event)).put("from", from).put("to", to);
        strings("fired", side.fired()).key("elements").open('[');
        side.chunked = Elements.isChunked(side.connection, event, side.chunked);
        for (Elements.Element element : Elements.of(event, side.stream(), from, to, side.chunked)) {
            steps.open('[')
                    .raw(element.from() + "," + element.to())
                    .text(element.kind())
                    .close(']');
        }
        steps.close(']').close('}');
    }

    private Json strings(String key, List<String> values) {
        steps.key(key).open('[');
        values.forEach(steps::text);
        return steps.close(']');
    }
}
