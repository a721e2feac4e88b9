package io.github.h11j.explorer;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.NextEvent;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Role;
import io.github.h11j.Signal;
import io.github.h11j.State;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A recorded conversation, as the script of a {@link Session}: both streams cut where the turn passes to the other peer. */
public final class Capture {

    private final Connection server;
    private final Connection client;
    private final byte[] fromClient;
    private final byte[] fromServer;
    private final int[] clientBytesBefore;
    private final List<String> moves = new ArrayList<>();

    /** How much of each stream stands in the moves. */
    private int clientAt;

    private int serverAt;

    private Capture(String policy, byte[] fromClient, byte[] fromServer, int[] clientBytesBefore) {
        this.clientBytesBefore = clientBytesBefore;
        this.server = Connection.server(Policies.named(policy, Role.SERVER));
        this.client = Connection.client(Policies.named(policy, Role.CLIENT));
        this.fromClient = fromClient;
        this.fromServer = fromServer;
    }

    /**
     * The moves that send all bytes of both streams, each by hand.
     *
     * @param policy as of {@link Explorer#run}
     * @param fromClient everything that the client sent
     * @param fromServer everything that the server sent
     * @return the script
     */
    public static String script(String policy, byte[] fromClient, byte[] fromServer) {
        return script(policy, fromClient, fromServer, "");
    }

    /**
     * The moves that send all bytes of both streams, each by hand, and end those that have ended.
     *
     * @param policy as of {@link Explorer#run}
     * @param fromClient everything that the client sent
     * @param fromServer everything that the server sent
     * @param ends c, s or both: whose streams have ended, the first of them first
     * @return the script
     */
    public static String script(String policy, byte[] fromClient, byte[] fromServer, String ends) {
        return script(policy, fromClient, fromServer, ends, new int[0]);
    }

    /**
     * The moves that send all bytes of both streams, each by hand, and end those that have ended. Requests that were sent before the
     * response to the one before (pipelining) are sent with that.
     *
     * @param policy as of {@link Explorer#run}
     * @param fromClient everything that the client sent
     * @param fromServer everything that the server sent
     * @param ends c, s or both: whose streams have ended, the first of them first
     * @param clientBytesBefore for each place in {@code fromServer}, how many bytes of the client came before it; empty if that is
     *     not known
     * @return the script
     */
    public static String script(
            String policy, byte[] fromClient, byte[] fromServer, String ends, int[] clientBytesBefore) {
        Capture capture = new Capture(policy, fromClient, fromServer, clientBytesBefore);
        capture.read();
        capture.end(ends);
        return String.join(" ", capture.moves);
    }

    private void read() {
        server.receiveData(fromClient);
        boolean again = true;
        while (again) {
            boolean whole = request();
            again = whole && response() && next();
        }
        raw('c', fromClient, clientAt, fromClient.length);
        raw('s', fromServer, serverAt, fromServer.length);
    }

    /** A body that only the end of the stream ends has ended, even if nobody says so: else it could not be shown as whole. */
    private void end(String ends) {
        for (int i = 0; i < ends.length(); i++) {
            moves.add(ends.charAt(i) + ".eof");
        }
        boolean untilClose = client.state(Role.SERVER) == State.SEND_BODY
                && client.theirRemainingBodyLength().isEmpty();
        if (untilClose && !ends.contains("s")) {
            moves.add("s.eof");
        }
    }

    /** Reads what the server can read now; false if that is a fault. */
    private boolean request() {
        boolean faultless = drain(server, client);
        if (faultless) {
            int before = serverAt < clientBytesBefore.length ? clientBytesBefore[serverAt] : 0;
            int to = Math.max(clientAt, Math.max(requestEnd(), before));
            raw('c', fromClient, clientAt, to);
            clientAt = to;
        }
        return faultless;
    }

    /** How many bytes of the client the server has read as requests. */
    private int requestEnd() {
        return (int) server.receivedBytes() - server.bufferedBytes();
    }

    /** Reads one byte after the other until the final response is complete; false if it is not. */
    private boolean response() {
        int at = serverAt;
        while (at < fromServer.length && client.state(Role.SERVER) != State.DONE) {
            client.receiveData(fromServer, at++, 1);
            if (!drain(client, server)) {
                return false;
            }
            if (client.state(Role.SERVER) == State.SWITCHED_PROTOCOL) {
                break;
            }
        }
        raw('s', fromServer, serverAt, at);
        boolean any = at > serverAt;
        serverAt = at;
        return any;
    }

    private boolean next() {
        if (!server.isReusable() || !client.isReusable()) {
            return false;
        }
        // then the server has the next request at once, and the client must be ready
        boolean pipelined = clientAt > requestEnd();
        server.startNextCycle();
        client.startNextCycle();
        moves.add(pipelined ? "c.next" : "s.next");
        moves.add(pipelined ? "s.next" : "c.next");
        return true;
    }

    /** Takes the events of one peer to the other; false if there is a fault. */
    private static boolean drain(Connection reader, Connection sender) {
        try {
            for (NextEvent next = reader.nextEvent(); !(next instanceof Signal); next = reader.nextEvent()) {
                Mirror.event(reader, sender, (Event) next);
                if (next instanceof ConnectionClosed
                        || (next instanceof EndOfMessage && reader.ourRole() == Role.CLIENT)) {
                    return true;
                }
            }
            return true;
        } catch (RemoteProtocolException e) {
            return false;
        }
    }

    private void raw(char peer, byte[] bytes, int from, int to) {
        if (to > from) {
            moves.add(peer + "=" + Escapes.text(Arrays.copyOfRange(bytes, from, to)));
        }
    }
}
