package io.github.h11j;

import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * HTTP/1.1 as one table.
 *
 * <p>A connection has two peers, and each is a small automaton: the client goes through IDLE, SEND_BODY, DONE; the
 * server through IDLE, SEND_RESPONSE, SEND_BODY, DONE. An automaton moves when its peer sends an event: the client's
 * Request takes the client to SEND_BODY, its EndOfMessage to DONE. One event moves both: a Request also takes the
 * server from IDLE to SEND_RESPONSE. These are the {@linkplain #eventRules() event rows}. An event without a row is
 * illegal.
 *
 * <p>The automata are coupled. A client that is DONE must not send another request before the server is DONE too. If
 * the server closes instead, the client must never send another one, and its state must say so. Whether the connection
 * can be used again is not a property of one message: either peer may rule it out at any time (by
 * {@code Connection: close}, by speaking HTTP/1.0, by breaking the protocol), this cannot be undone, and it takes
 * effect when a message is complete. So keep-alive is a third automaton, with two states, on and off. And a client may
 * propose to stop speaking HTTP, by {@code Upgrade} or by CONNECT: two more automata, each pending or not. While one is
 * pending, a client that has sent its request cannot know what its next byte means: it waits in MIGHT_SWITCH_PROTOCOL.
 * If the server accepts, both peers are in SWITCHED_PROTOCOL; if it answers otherwise, the proposal lapses and the
 * client is DONE.
 *
 * <p>These couplings are the {@linkplain #stateRules() state rows}. They mention no event: they say which joint states
 * do not last. After every event and every operation the first row that applies is used, again and again, until none
 * applies. Rows for a switch come before rows for closing, so an HTTP/1.0 client that sends CONNECT gets its tunnel.
 * Errors, keep-alive, proposals and the next cycle are the {@linkplain #operationRules() operation rows}.
 *
 * <p>The machine does not know which peer is ours: the same rows apply to what is sent and what is received. Nothing
 * else changes a state.
 *
 * <p>A machine is mutable and not thread-safe. Each {@link Connection} has its own; use one directly to explore the
 * protocol.
 */
public final class StateMachine {

    /** The joint state, as {@link CompiledRules} encodes it. */
    private int joint = CompiledRules.INITIAL;

    /** Creates a machine with both peers IDLE, keep-alive on and nothing pending. */
    public StateMachine() {}

    /**
     * Returns the rows for events.
     *
     * @return the 19 rows, unmodifiable
     */
    public static List<EventRule> eventRules() {
        return ProtocolTable.EVENT_RULES;
    }

    /**
     * Returns the rows for joint states that do not last. If several apply, the first one is used.
     *
     * @return the 11 rows, unmodifiable
     */
    public static List<StateRule> stateRules() {
        return ProtocolTable.STATE_RULES;
    }

    /**
     * Returns the rows for operations, which are not events.
     *
     * @return the 6 rows, in the order of {@link Operation}, unmodifiable
     */
    public static List<OperationRule> operationRules() {
        return ProtocolTable.OPERATION_RULES;
    }

    /**
     * Processes an event that accepts no switch.
     *
     * @param sender the peer that sends it
     * @param event its kind
     * @return whether there is a row for it; if not, nothing has changed
     */
    public boolean process(Role sender, EventType event) {
        return moveTo(CompiledRules.afterEvent(joint, sender, event, null));
    }

    /**
     * Processes an event that accepts a switch.
     *
     * @param sender the peer that sends it
     * @param event its kind
     * @param accepts the proposal that the event accepts
     * @return whether the proposal is pending and there is a row for the event; if not, nothing has changed
     */
    public boolean process(Role sender, EventType event, Switch accepts) {
        return moveTo(CompiledRules.afterEvent(joint, sender, event, accepts));
    }

    /**
     * Processes an operation, which is not an event.
     *
     * @param operation the operation
     * @return whether its row allows it in these states; if not, nothing has changed
     */
    public boolean process(Operation operation) {
        return moveTo(CompiledRules.afterOperation(joint, operation));
    }

    private boolean moveTo(int next) {
        if (next == CompiledRules.ILLEGAL) {
            return false;
        }
        joint = next;
        return true;
    }

    /**
     * Returns the state of a peer.
     *
     * @param role the peer
     * @return its state
     */
    public State state(Role role) {
        return CompiledRules.state(joint, role);
    }

    /**
     * Returns whether the connection may be used for another request once both peers are DONE.
     *
     * @return true until a message rules it out
     */
    public boolean keepAlive() {
        return CompiledRules.keepAlive(joint);
    }

    /**
     * Returns the complete state of the machine.
     *
     * @return an immutable value
     */
    public JointState jointState() {
        return CompiledRules.unpack(joint);
    }

    /**
     * Returns the rows that fire when a peer sends an event that accepts no switch: one event row for each peer that it
     * moves, and the state rows that follow.
     *
     * @param from the states before
     * @param sender the peer that sends it
     * @param event its kind
     * @return the rows in the order in which they fire; empty if the event is illegal
     */
    public static List<Rule> firingRules(JointState from, Role sender, EventType event) {
        return CompiledRules.firingAtEvent(CompiledRules.pack(from), sender, event, null);
    }

    /**
     * Returns the rows that fire when a peer sends an event that accepts a switch.
     *
     * @param from the states before
     * @param sender the peer that sends it
     * @param event its kind
     * @param accepts the proposal that the event accepts
     * @return the rows in the order in which they fire; empty if the event is illegal
     */
    public static List<Rule> firingRules(JointState from, Role sender, EventType event, Switch accepts) {
        return CompiledRules.firingAtEvent(CompiledRules.pack(from), sender, event, accepts);
    }

    /**
     * Returns the rows that fire for an operation: its own row, and the state rows that follow.
     *
     * @param from the states before
     * @param operation the operation
     * @return the rows in the order in which they fire; empty if the operation is not allowed in these states
     */
    public static List<Rule> firingRules(JointState from, Operation operation) {
        return CompiledRules.firingAtOperation(CompiledRules.pack(from), operation);
    }

    /**
     * Returns why a peer must not send an event that accepts no switch.
     *
     * @param now the states
     * @param sender the peer that would send it
     * @param event its kind
     * @return the reason; empty if the event may be sent
     */
    public static Optional<Refusal> refusal(JointState now, Role sender, EventType event) {
        return Refusals.ofEvent(now, sender, event, null);
    }

    /**
     * Returns why a peer must not send an event that accepts a switch.
     *
     * @param now the states
     * @param sender the peer that would send it
     * @param event its kind
     * @param accepts the proposal that the event would accept
     * @return the reason; empty if the event may be sent
     */
    public static Optional<Refusal> refusal(JointState now, Role sender, EventType event, Switch accepts) {
        return Refusals.ofEvent(now, sender, event, accepts);
    }

    /**
     * Returns why an operation is not allowed. Only {@link Operation#START_NEXT_CYCLE} is ever refused.
     *
     * @param now the states
     * @param operation the operation
     * @return the reason; empty if the operation is allowed
     */
    public static Optional<Refusal> refusal(JointState now, Operation operation) {
        return Refusals.ofOperation(now, operation);
    }

    /** Returns whether there is a row for an event that accepts no switch. */
    boolean allows(Role sender, EventType event) {
        return CompiledRules.afterEvent(joint, sender, event, null) != CompiledRules.ILLEGAL;
    }

    /** Returns the joint state, for {@link #undo}. */
    int mark() {
        return joint;
    }

    /** Restores a joint state. */
    void undo(int mark) {
        joint = mark;
    }

    /** A way for a client to propose that the connection stop being HTTP. */
    public enum Switch {
        /** {@code Upgrade}, accepted by a 101 response (RFC 9110 §7.8). */
        UPGRADE,
        /** The CONNECT method, accepted by a 2xx response (RFC 9110 §9.3.6). */
        CONNECT
    }

    /** What can happen to a machine, besides events. */
    public enum Operation {
        /** The client broke the protocol or failed, or what it sends can no longer be read. */
        CLIENT_ERROR,
        /** The server broke the protocol or failed, or what it sends can no longer be read. */
        SERVER_ERROR,
        /** A message says that the connection cannot be used again. */
        DISABLE_KEEP_ALIVE,
        /** A request proposes {@link Switch#UPGRADE}. */
        PROPOSE_UPGRADE,
        /** A request proposes {@link Switch#CONNECT}. */
        PROPOSE_CONNECT,
        /** The next request and response begin. */
        START_NEXT_CYCLE
    }

    /**
     * The complete state of a machine: the states of both peers, and the automata that couple them.
     *
     * @param client the client's state, any but {@link State#SEND_RESPONSE}
     * @param server the server's state, any but {@link State#MIGHT_SWITCH_PROTOCOL}
     * @param keepAlive whether the connection may be used for another request once both peers are DONE
     * @param pendingSwitches the switches that the client has proposed and the server has not answered; unmodifiable
     */
    public record JointState(State client, State server, boolean keepAlive, Set<Switch> pendingSwitches) {

        /**
         * Creates a joint state, reachable or not.
         *
         * @param client the client's state, any but {@link State#SEND_RESPONSE}
         * @param server the server's state, any but {@link State#MIGHT_SWITCH_PROTOCOL}
         * @param keepAlive whether the connection may be used for another request once both peers are DONE
         * @param pendingSwitches the switches that the client has proposed and the server has not answered; copied
         * @throws IllegalArgumentException if a peer is in a state that only the other one can be in
         */
        public JointState {
            if (client == State.SEND_RESPONSE || server == State.MIGHT_SWITCH_PROTOCOL) {
                throw new IllegalArgumentException("client " + client + ", server " + server);
            }
            EnumSet<Switch> copy = EnumSet.noneOf(Switch.class);
            copy.addAll(pendingSwitches);
            pendingSwitches = Collections.unmodifiableSet(copy);
        }

        /**
         * Returns the state of a peer.
         *
         * @param role the peer
         * @return its state
         */
        public State state(Role role) {
            return Objects.requireNonNull(role, "role") == Role.CLIENT ? client : server;
        }
    }

    /**
     * Why an event or operation has no row in a joint state.
     *
     * @param source the section of the RFC that contains the rule, for example {@code RFC 9110 §15.2}
     * @param explanation the reason, a sentence
     */
    public record Refusal(String source, String explanation) {}

    /** A row of the table. */
    public sealed interface Rule {

        /**
         * Returns the section of the RFC that the row follows.
         *
         * @return for example {@code RFC 9112 §9.6}
         */
        String source();

        /**
         * Returns what it means that the row fires.
         *
         * @return a sentence
         */
        String explanation();
    }

    /**
     * A row of the table: when {@code sender} sends an event, {@code machine} goes from one state to another. An event
     * without a row is illegal in that state.
     *
     * @param machine the peer whose state changes
     * @param from its state before
     * @param event the kind of event
     * @param sender the peer that sends it
     * @param accepts the proposed switch that the event accepts, which must be pending; empty if it accepts none
     * @param to the state after
     * @param clearsProposals whether all pending switch proposals lapse
     * @param source the section of the RFC that the row follows
     * @param explanation what it means that the row fires, a sentence
     */
    public record EventRule(
            Role machine,
            State from,
            EventType event,
            Role sender,
            Optional<Switch> accepts,
            State to,
            boolean clearsProposals,
            String source,
            String explanation)
            implements Rule {}

    /**
     * A row of the table: if the conditions are met, {@code machine} goes to another state at once. After every
     * event and every operation the first row whose conditions are met is used, again and again, until there is none.
     *
     * @param machine the peer whose state changes
     * @param client the client's state; empty for any
     * @param server the server's state; empty for any
     * @param keepAlive whether the connection may be used again; empty for either
     * @param switchPending whether a switch proposal is pending; empty for either
     * @param to the state after
     * @param source the section of the RFC that the row follows
     * @param explanation what it means that the row fires, a sentence
     */
    public record StateRule(
            Role machine,
            Optional<State> client,
            Optional<State> server,
            Optional<Boolean> keepAlive,
            Optional<Boolean> switchPending,
            State to,
            String source,
            String explanation)
            implements Rule {}

    /**
     * A row of the table: the effect of an operation, which is not an event.
     *
     * @param operation the operation
     * @param client the state that the client must be in; empty for any
     * @param server the state that the server must be in; empty for any
     * @param clientTo the client's state after; empty if it does not change
     * @param serverTo the server's state after; empty if it does not change
     * @param disablesKeepAlive whether the connection must not be used again
     * @param proposes the switches that become pending
     * @param source the section of the RFC that the row follows
     * @param explanation what it means that the row fires, a sentence
     */
    public record OperationRule(
            Operation operation,
            Optional<State> client,
            Optional<State> server,
            Optional<State> clientTo,
            Optional<State> serverTo,
            boolean disablesKeepAlive,
            Set<Switch> proposes,
            String source,
            String explanation)
            implements Rule {}
}
