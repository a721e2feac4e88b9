package io.github.h11j.spec.properties;

import io.github.h11j.EventType;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine.Switch;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/**
 * The states of a client and a server as a specification: what each event does in each state, written out rule by rule
 * from RFC 9112 and h11's definition of them. It is slow, has no tables and owes nothing to h11j's
 * {@link io.github.h11j.StateMachine}, so that each can be checked against the other.
 */
public final class ReferenceModel {

    private State client = State.IDLE;
    private State server = State.IDLE;
    private boolean keepAlive = true;
    private final EnumSet<Switch> pending = EnumSet.noneOf(Switch.class);

    /** A model with both peers IDLE, keep-alive on and no switch pending. */
    public ReferenceModel() {}

    /**
     * Returns a model in the same state.
     *
     * @return independent of this
     */
    public ReferenceModel copy() {
        ReferenceModel copy = new ReferenceModel();
        copy.client = client;
        copy.server = server;
        copy.keepAlive = keepAlive;
        copy.pending.addAll(pending);
        return copy;
    }

    /**
     * A peer sends an event.
     *
     * @param sender who sends it
     * @param event its kind
     * @param accepts the proposed switch that it accepts
     * @return whether it may; if not, nothing has changed
     */
    public boolean send(Role sender, EventType event, Optional<Switch> accepts) {
        boolean legal = sender == Role.CLIENT ? clientSends(event, accepts) : serverSends(event, accepts);
        settle();
        return legal;
    }

    private boolean clientSends(EventType event, Optional<Switch> accepts) {
        if (accepts.isPresent()) {
            return false; // it is the server that accepts
        }
        switch (event) {
            case REQUEST -> {
                if (client != State.IDLE || server != State.IDLE) {
                    return false;
                }
                client = State.SEND_BODY;
                server = State.SEND_RESPONSE;
            }
            case DATA, END_OF_MESSAGE -> {
                if (client != State.SEND_BODY) {
                    return false;
                }
                client = event == EventType.DATA ? State.SEND_BODY : State.DONE;
            }
            case CONNECTION_CLOSED -> {
                if (!mayClose(client)) {
                    return false;
                }
                client = State.CLOSED;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    private boolean serverSends(EventType event, Optional<Switch> accepts) {
        if (accepts.isPresent()) {
            return accepts(event, accepts.get());
        }
        switch (event) {
            case INFORMATIONAL_RESPONSE -> {
                return server == State.SEND_RESPONSE;
            }
            case RESPONSE -> {
                // Before a request only to say that the server will not wait for one (RFC 9110 §15.5.9).
                if (server != State.IDLE && server != State.SEND_RESPONSE) {
                    return false;
                }
                server = State.SEND_BODY;
                pending.clear();
            }
            case DATA, END_OF_MESSAGE -> {
                if (server != State.SEND_BODY) {
                    return false;
                }
                server = event == EventType.DATA ? State.SEND_BODY : State.DONE;
            }
            case CONNECTION_CLOSED -> {
                if (!mayClose(server)) {
                    return false;
                }
                server = State.CLOSED;
            }
            default -> {
                return false;
            }
        }
        return true;
    }

    /** 101 accepts an upgrade (RFC 9110 §7.8), a 2xx accepts CONNECT (RFC 9110 §9.3.6). */
    private boolean accepts(EventType event, Switch accepted) {
        EventType by = accepted == Switch.UPGRADE ? EventType.INFORMATIONAL_RESPONSE : EventType.RESPONSE;
        if (event != by || server != State.SEND_RESPONSE || !pending.contains(accepted)) {
            return false;
        }
        server = State.SWITCHED_PROTOCOL;
        return true;
    }

    /** Between messages, or after the last. */
    private static boolean mayClose(State state) {
        return state == State.IDLE || state == State.DONE || state == State.MUST_CLOSE || state == State.CLOSED;
    }

    /** What holds between events. */
    private void settle() {
        if (client == State.DONE && !pending.isEmpty()) {
            client = State.MIGHT_SWITCH_PROTOCOL;
        }
        if (client == State.MIGHT_SWITCH_PROTOCOL && server == State.SWITCHED_PROTOCOL) {
            client = State.SWITCHED_PROTOCOL;
        }
        if (client == State.MIGHT_SWITCH_PROTOCOL && pending.isEmpty()) {
            client = State.DONE;
        }
        // A peer that is done, or has not begun, has nothing to wait for where the other is gone.
        boolean serverGone = server == State.CLOSED;
        boolean clientGone = client == State.CLOSED;
        if (client == State.DONE && (!keepAlive || serverGone || server == State.ERROR)) {
            client = State.MUST_CLOSE;
        }
        if (client == State.IDLE && serverGone) {
            client = State.MUST_CLOSE;
        }
        if (server == State.DONE && (!keepAlive || clientGone || client == State.ERROR)) {
            server = State.MUST_CLOSE;
        }
        if (server == State.IDLE && clientGone) {
            server = State.MUST_CLOSE;
        }
    }

    /**
     * A peer broke the protocol or failed to send.
     *
     * @param role which
     */
    public void fail(Role role) {
        if (role == Role.CLIENT) {
            client = State.ERROR;
        } else {
            server = State.ERROR;
        }
        settle();
    }

    /** The connection cannot be used for another request. */
    public void disableKeepAlive() {
        keepAlive = false;
        settle();
    }

    /**
     * A request proposes a switch; said before the request is sent.
     *
     * @param proposed which
     */
    public void propose(Switch proposed) {
        pending.add(proposed);
        settle();
    }

    /**
     * Begins the next request and response.
     *
     * @return whether they may; if not, nothing has changed
     */
    public boolean startNextCycle() {
        if (client != State.DONE || server != State.DONE) {
            return false;
        }
        client = State.IDLE;
        server = State.IDLE;
        settle();
        return true;
    }

    /**
     * Returns the state of a peer.
     *
     * @param role which
     * @return its state
     */
    public State state(Role role) {
        return role == Role.CLIENT ? client : server;
    }

    /**
     * Returns whether keep-alive is still on.
     *
     * @return false once it has been disabled
     */
    public boolean keepAlive() {
        return keepAlive;
    }

    /**
     * Returns the switches that are proposed and not answered.
     *
     * @return a copy
     */
    public Set<Switch> pending() {
        return EnumSet.copyOf(pending);
    }
}
