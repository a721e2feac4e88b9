package io.github.h11j.explorer;

import io.github.h11j.Connection;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** One of the two peers, with its connection and what its peer has sent. */
final class Side {

    final Role role;
    final Connection connection;

    /** The bytes that have arrived here. */
    private byte[] stream = new byte[0];

    /** The rows that have fired since the step began. */
    private final List<String> fired = new ArrayList<>();

    /** What has been received and signaled, and the faults that were found. */
    final List<String> got = new ArrayList<>();

    final Set<String> everFired = new HashSet<>();

    /** The bytes that have been used up by events. */
    int used;

    /** Events before this byte were written by hand: the connection of the one who sent them has not sent them. */
    int rawEnd;

    /** Whether the message that is being received is chunked. */
    boolean chunked;

    boolean ended;

    /** Whether its connection has received that end: once only, because it answers each time. */
    boolean endSeen;

    /** Whether a fault of the peer has been found. */
    boolean failed;

    Side(Role role, String policy) {
        this.role = role;
        this.connection = role == Role.CLIENT
                ? Connection.client(Policies.named(policy, role))
                : Connection.server(Policies.named(policy, role));
        connection.recordFiredRules();
    }

    void arrived(byte[] bytes) {
        byte[] longer = new byte[stream.length + bytes.length];
        System.arraycopy(stream, 0, longer, 0, stream.length);
        System.arraycopy(bytes, 0, longer, stream.length, bytes.length);
        stream = longer;
        connection.receiveData(bytes);
    }

    byte[] stream() {
        return stream;
    }

    void beginStep() {
        fired.clear();
    }

    /** Adds the rows of the last call to those of this step, and returns them. */
    List<String> fired() {
        List<String> now = new ArrayList<>();
        for (Rule row : connection.firedRules()) {
            now.add(Rows.id(row));
        }
        fired.addAll(now);
        everFired.addAll(now);
        return now;
    }

    /** Where it stands, but for the bytes that are not used: after a fault these depend on how much had come. */
    String states() {
        JointState now = connection.jointState();
        return now.client().name() + " " + now.server().name() + " " + now.keepAlive()
                + now.pendingSwitches().contains(Switch.UPGRADE)
                + now.pendingSwitches().contains(Switch.CONNECT)
                + connection.clientIsWaitingFor100Continue()
                + connection.isReusable();
    }

    boolean isAt(State clientState, State serverState) {
        return connection.state(Role.CLIENT) == clientState && connection.state(Role.SERVER) == serverState;
    }

    Json write(Json json) {
        JointState now = connection.jointState();
        json.open('{')
                .put("client", now.client().name())
                .put("server", now.server().name());
        json.put("keepAlive", now.keepAlive()).key("pending").open('[');
        for (Switch pending : now.pendingSwitches()) {
            json.text(pending.name());
        }
        json.close(']').key("fired").open('[');
        fired.forEach(json::text);
        json.close(']').put("waiting100", connection.clientIsWaitingFor100Continue());
        json.put("reusable", connection.isReusable()).put("unused", connection.bufferedBytes());
        json.put(
                "why",
                connection.closeReason().map(reason -> reason.explanation()).orElse(null));
        return json.close('}');
    }
}
