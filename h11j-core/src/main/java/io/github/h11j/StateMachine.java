package io.github.h11j;

import static io.github.h11j.EventType.CONNECTION_CLOSED;
import static io.github.h11j.EventType.DATA;
import static io.github.h11j.EventType.END_OF_MESSAGE;
import static io.github.h11j.EventType.INFORMATIONAL_RESPONSE;
import static io.github.h11j.EventType.REQUEST;
import static io.github.h11j.EventType.RESPONSE;
import static io.github.h11j.Role.CLIENT;
import static io.github.h11j.Role.SERVER;
import static io.github.h11j.State.CLOSED;
import static io.github.h11j.State.DONE;
import static io.github.h11j.State.ERROR;
import static io.github.h11j.State.IDLE;
import static io.github.h11j.State.MIGHT_SWITCH_PROTOCOL;
import static io.github.h11j.State.MUST_CLOSE;
import static io.github.h11j.State.SEND_BODY;
import static io.github.h11j.State.SEND_RESPONSE;
import static io.github.h11j.State.SWITCHED_PROTOCOL;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * HTTP/1.1 as one table.
 *
 * <p>A connection has two peers, and each is a small automaton: the client goes IDLE, SEND_BODY, DONE; the server IDLE,
 * SEND_RESPONSE, SEND_BODY, DONE. An automaton moves when its peer sends an event: the client's Request takes the client
 * to SEND_BODY, its EndOfMessage to DONE. One event moves both: a Request also takes the server from IDLE to
 * SEND_RESPONSE. These are the {@linkplain #eventRules() event rows}, and what has no row is illegal.
 *
 * <p>The automata are coupled. A client that is DONE may not send another request before the server is DONE too; if the
 * server closes instead, it never may, and its state must say so. Whether the connection can be used again is not a
 * property of one message: either peer may rule it out at any time (by {@code Connection: close}, by speaking HTTP/1.0,
 * by breaking the protocol), it is ruled out for good, and it takes effect when a message is complete. So keep-alive is a
 * third automaton, with two states, on and off. And a client may propose to stop speaking HTTP, by {@code Upgrade} or by
 * CONNECT: two more automata, each pending or not. While one is pending, a client that is done with its request cannot
 * know what its next byte means: it waits in MIGHT_SWITCH_PROTOCOL. If the server accepts, both are in
 * SWITCHED_PROTOCOL; if it answers otherwise, the proposal lapses and the client is DONE.
 *
 * <p>These couplings are the {@linkplain #stateRules() state rows}. They mention no event: they say which joint states
 * do not last. After every operation the first row that holds is applied until none holds; a switch goes before closing,
 * so an HTTP/1.0 client that sends CONNECT gets its tunnel. Errors, keep-alive, proposals and the next cycle are the
 * {@linkplain #operationRules() operation rows}.
 *
 * <p>The machine does not know which peer is ours: the same rows judge what is sent and what is received. Nothing else
 * changes a state.
 *
 * <p>A machine is mutable and not thread-safe. {@link Connection} drives one for you; use it by itself to explore.
 */
public final class StateMachine {

    private static final @Nullable Switch NO_SWITCH = null;

    // spotless:off
    private static final List<EventRule> EVENT_RULES = List.of(
        //   machine from           event                   sender  accepts         to
        rule(CLIENT, IDLE,          REQUEST,                CLIENT, NO_SWITCH,      SEND_BODY),
        rule(CLIENT, IDLE,          CONNECTION_CLOSED,      CLIENT, NO_SWITCH,      CLOSED),
        rule(CLIENT, SEND_BODY,     DATA,                   CLIENT, NO_SWITCH,      SEND_BODY),
        rule(CLIENT, SEND_BODY,     END_OF_MESSAGE,         CLIENT, NO_SWITCH,      DONE),
        rule(CLIENT, DONE,          CONNECTION_CLOSED,      CLIENT, NO_SWITCH,      CLOSED),
        rule(CLIENT, MUST_CLOSE,    CONNECTION_CLOSED,      CLIENT, NO_SWITCH,      CLOSED),
        rule(CLIENT, CLOSED,        CONNECTION_CLOSED,      CLIENT, NO_SWITCH,      CLOSED),
        rule(SERVER, IDLE,          REQUEST,                CLIENT, NO_SWITCH,      SEND_RESPONSE),
        rule(SERVER, IDLE,          RESPONSE,               SERVER, NO_SWITCH,      SEND_BODY),
        rule(SERVER, IDLE,          CONNECTION_CLOSED,      SERVER, NO_SWITCH,      CLOSED),
        rule(SERVER, SEND_RESPONSE, INFORMATIONAL_RESPONSE, SERVER, NO_SWITCH,      SEND_RESPONSE),
        rule(SERVER, SEND_RESPONSE, INFORMATIONAL_RESPONSE, SERVER, Switch.UPGRADE, SWITCHED_PROTOCOL),
        rule(SERVER, SEND_RESPONSE, RESPONSE,               SERVER, NO_SWITCH,      SEND_BODY),
        rule(SERVER, SEND_RESPONSE, RESPONSE,               SERVER, Switch.CONNECT, SWITCHED_PROTOCOL),
        rule(SERVER, SEND_BODY,     DATA,                   SERVER, NO_SWITCH,      SEND_BODY),
        rule(SERVER, SEND_BODY,     END_OF_MESSAGE,         SERVER, NO_SWITCH,      DONE),
        rule(SERVER, DONE,          CONNECTION_CLOSED,      SERVER, NO_SWITCH,      CLOSED),
        rule(SERVER, MUST_CLOSE,    CONNECTION_CLOSED,      SERVER, NO_SWITCH,      CLOSED),
        rule(SERVER, CLOSED,        CONNECTION_CLOSED,      SERVER, NO_SWITCH,      CLOSED));

    private static final @Nullable State ANY = null;
    private static final @Nullable Boolean EITHER = null;
    private static final boolean YES = true;
    private static final boolean NO = false;

    private static final List<StateRule> STATE_RULES = List.of(
        //   machine client                 server             keep-alive pending  to
        rule(CLIENT, DONE,                  ANY,               EITHER,    YES,     MIGHT_SWITCH_PROTOCOL),
        rule(CLIENT, MIGHT_SWITCH_PROTOCOL, SWITCHED_PROTOCOL, EITHER,    EITHER,  SWITCHED_PROTOCOL),
        rule(CLIENT, MIGHT_SWITCH_PROTOCOL, ANY,               EITHER,    NO,      DONE),
        rule(CLIENT, DONE,                  ANY,               NO,        EITHER,  MUST_CLOSE),
        rule(SERVER, ANY,                   DONE,              NO,        EITHER,  MUST_CLOSE),
        rule(SERVER, CLOSED,                DONE,              EITHER,    EITHER,  MUST_CLOSE),
        rule(SERVER, CLOSED,                IDLE,              EITHER,    EITHER,  MUST_CLOSE),
        rule(SERVER, ERROR,                 DONE,              EITHER,    EITHER,  MUST_CLOSE),
        rule(CLIENT, DONE,                  CLOSED,            EITHER,    EITHER,  MUST_CLOSE),
        rule(CLIENT, IDLE,                  CLOSED,            EITHER,    EITHER,  MUST_CLOSE),
        rule(CLIENT, DONE,                  ERROR,             EITHER,    EITHER,  MUST_CLOSE));

    private static final List<OperationRule> OPERATION_RULES = List.of(
        //   operation                     client server client to server to keep-alive off proposes
        rule(Operation.CLIENT_ERROR,       ANY,   ANY,   ERROR,    ANY,      NO,            NO_SWITCH),
        rule(Operation.SERVER_ERROR,       ANY,   ANY,   ANY,      ERROR,    NO,            NO_SWITCH),
        rule(Operation.DISABLE_KEEP_ALIVE, ANY,   ANY,   ANY,      ANY,      YES,           NO_SWITCH),
        rule(Operation.PROPOSE_UPGRADE,    ANY,   ANY,   ANY,      ANY,      NO,            Switch.UPGRADE),
        rule(Operation.PROPOSE_CONNECT,    ANY,   ANY,   ANY,      ANY,      NO,            Switch.CONNECT),
        rule(Operation.START_NEXT_CYCLE,   DONE,  DONE,  IDLE,     IDLE,     NO,            NO_SWITCH));
    // spotless:on

    /** The joint state, as {@link CompiledRules} writes it. */
    private int joint;

    /** A machine with both peers IDLE, keep-alive on and nothing pending. */
    public StateMachine() {
        this(CompiledRules.INITIAL);
    }

    private StateMachine(int joint) {
        this.joint = joint;
    }

    private static EventRule rule(
            Role machine, State from, EventType event, Role sender, @Nullable Switch accepts, State to) {
        boolean clears = event == RESPONSE && accepts == null;
        return new EventRule(machine, from, event, sender, Optional.ofNullable(accepts), to, clears);
    }

    private static StateRule rule(
            Role machine,
            @Nullable State client,
            @Nullable State server,
            @Nullable Boolean keepAlive,
            @Nullable Boolean pending,
            State to) {
        return new StateRule(
                machine,
                Optional.ofNullable(client),
                Optional.ofNullable(server),
                Optional.ofNullable(keepAlive),
                Optional.ofNullable(pending),
                to);
    }

    private static OperationRule rule(
            Operation operation,
            @Nullable State client,
            @Nullable State server,
            @Nullable State clientTo,
            @Nullable State serverTo,
            boolean disablesKeepAlive,
            @Nullable Switch proposes) {
        return new OperationRule(
                operation,
                Optional.ofNullable(client),
                Optional.ofNullable(server),
                Optional.ofNullable(clientTo),
                Optional.ofNullable(serverTo),
                disablesKeepAlive,
                proposes == null ? Set.of() : Set.of(proposes));
    }

    /**
     * The rows that events follow.
     *
     * @return the 19 rows, unmodifiable
     */
    public static List<EventRule> eventRules() {
        return EVENT_RULES;
    }

    /**
     * The rows that hold between events, the first that holds going first.
     *
     * @return the 11 rows, unmodifiable
     */
    public static List<StateRule> stateRules() {
        return STATE_RULES;
    }

    /**
     * The rows of what is not an event.
     *
     * @return the 6 rows, in the order of {@link Operation}, unmodifiable
     */
    public static List<OperationRule> operationRules() {
        return OPERATION_RULES;
    }

    /**
     * One peer sends an event that accepts no switch.
     *
     * @param sender who sends it
     * @param event its kind
     * @return whether there is a row for it; if not, nothing has changed
     */
    public boolean process(Role sender, EventType event) {
        return moveTo(CompiledRules.afterEvent(joint, sender, event, null));
    }

    /**
     * One peer sends an event that accepts a switch.
     *
     * @param sender who sends it
     * @param event its kind
     * @param accepts the proposal that the event accepts
     * @return whether it is pending and there is a row for it; if not, nothing has changed
     */
    public boolean process(Role sender, EventType event, Switch accepts) {
        return moveTo(CompiledRules.afterEvent(joint, sender, event, accepts));
    }

    /**
     * Something happens that is not an event.
     *
     * @param operation what
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
     * The state of a peer.
     *
     * @param role which
     * @return its state
     */
    public State state(Role role) {
        return CompiledRules.state(joint, role);
    }

    /**
     * Whether the connection may be used for another request once both peers are DONE.
     *
     * @return true until a message rules it out
     */
    public boolean keepAlive() {
        return CompiledRules.keepAlive(joint);
    }

    /**
     * The switches that the client has proposed and the server has not answered.
     *
     * @return a new set
     */
    public Set<Switch> pendingSwitches() {
        EnumSet<Switch> pending = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            if (CompiledRules.isPending(joint, each)) {
                pending.add(each);
            }
        }
        return pending;
    }

    StateMachine copy() {
        return new StateMachine(joint);
    }

    /** A way in which a client can propose that the connection stop being HTTP. */
    public enum Switch {
        /** {@code Upgrade}, accepted by a 101 response (RFC 9110 §7.8). */
        UPGRADE,
        /** The CONNECT method, accepted by a 2xx response (RFC 9110 §9.3.6). */
        CONNECT
    }

    /** What can happen to a machine beside events. */
    public enum Operation {
        /** The client broke the protocol, or failed. */
        CLIENT_ERROR,
        /** The server broke the protocol, or failed. */
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
     * A row of the table: when {@code sender} sends an event, {@code machine} goes from one state to another. An
     * event without a row is illegal in that state.
     *
     * @param machine whose state changes
     * @param from its state before
     * @param event the kind of event
     * @param sender who sends it
     * @param accepts the proposed switch that the event accepts, which must be pending; empty if it accepts none
     * @param to the state after
     * @param clearsProposals whether all pending switch proposals lapse
     */
    public record EventRule(
            Role machine,
            State from,
            EventType event,
            Role sender,
            Optional<Switch> accepts,
            State to,
            boolean clearsProposals) {}

    /**
     * A row of the table: where the conditions hold, {@code machine} goes to another state at once. After every
     * operation the first row that holds is applied, again and again, until none does.
     *
     * @param machine whose state changes
     * @param client the client's state; empty for any
     * @param server the server's state; empty for any
     * @param keepAlive whether the connection may be used again; empty for either
     * @param switchPending whether a switch proposal is pending; empty for either
     * @param to the state after
     */
    public record StateRule(
            Role machine,
            Optional<State> client,
            Optional<State> server,
            Optional<Boolean> keepAlive,
            Optional<Boolean> switchPending,
            State to) {}

    /**
     * A row of the table: what an operation that is not an event does.
     *
     * @param operation the operation
     * @param client the state that the client must be in; empty for any
     * @param server the state that the server must be in; empty for any
     * @param clientTo the client's state after; empty if it stays
     * @param serverTo the server's state after; empty if it stays
     * @param disablesKeepAlive whether the connection may not be used again
     * @param proposes the switches that become pending
     */
    public record OperationRule(
            Operation operation,
            Optional<State> client,
            Optional<State> server,
            Optional<State> clientTo,
            Optional<State> serverTo,
            boolean disablesKeepAlive,
            Set<Switch> proposes) {}
}
