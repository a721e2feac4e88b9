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

import io.github.h11j.OperationRule.Operation;
import java.util.Arrays;
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
 * changes a state. The rows are compiled into arrays when the class is loaded; a step is two look-ups.
 *
 * <p>A machine is mutable and not thread-safe. {@link Connection} drives one for you; use it by itself to explore.
 */
@SuppressWarnings("EnumOrdinal") // the rows are compiled into arrays
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

    /* A joint state is one int: client, server, keep-alive off, the pending proposals by their bit. */
    private static final int STATE_BITS = 4;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    private static final int KEEP_ALIVE_OFF = 1 << (2 * STATE_BITS);
    private static final int FIRST_PROPOSAL = KEEP_ALIVE_OFF << 1;
    private static final int PROPOSALS = FIRST_PROPOSAL * ((1 << Switch.values().length) - 1);
    private static final int JOINT_STATES = PROPOSALS + FIRST_PROPOSAL;

    private static final State[] STATES = State.values();
    private static final EventType[] EVENTS = EventType.values();
    /** By sender, event and accepted switch (0 for none). */
    private static final int COLUMNS = Role.values().length * EVENTS.length * (Switch.values().length + 1);

    private static final byte NO_ROW = -1;
    /** The event means nothing to this automaton. */
    private static final byte UNMOVED = -2;

    private static final int CLEARS = 1 << STATE_BITS;

    /** For each column and state of the client: the state after (and {@link #CLEARS}), or one of the two above. */
    private static final byte[] CLIENT_STEP = compile(CLIENT);

    private static final byte[] SERVER_STEP = compile(SERVER);

    /** The joint state in which each joint state comes to rest. */
    private static final short[] RESTING = compileStateRules();

    private int joint = RESTING[0];

    /** A machine with both peers IDLE, keep-alive on and nothing pending. */
    public StateMachine() {}

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

    private static byte[] compile(Role machine) {
        byte[] steps = new byte[COLUMNS * STATES.length];
        Arrays.fill(steps, UNMOVED);
        for (EventRule rule : EVENT_RULES) {
            if (rule.machine() == machine) {
                int column = column(rule.sender(), rule.event(), rule.accepts().orElse(null)) * STATES.length;
                for (int i = column; i < column + STATES.length; i++) {
                    steps[i] = steps[i] == UNMOVED ? NO_ROW : steps[i];
                }
                int effect = rule.clearsProposals() ? CLEARS : 0;
                steps[column + rule.from().ordinal()] = (byte) (rule.to().ordinal() | effect);
            }
        }
        return steps;
    }

    private static short[] compileStateRules() {
        short[] resting = new short[JOINT_STATES];
        for (int joint = 0; joint < JOINT_STATES; joint++) {
            int at = joint;
            int next = applyFirst(at);
            while (next != at) {
                at = next;
                next = applyFirst(at);
            }
            resting[joint] = (short) at;
        }
        return resting;
    }

    /** The joint state after the first state row that holds, the same joint state if none does. */
    private static int applyFirst(int joint) {
        int client = joint & STATE_MASK;
        int server = joint >> STATE_BITS & STATE_MASK;
        boolean keepAlive = (joint & KEEP_ALIVE_OFF) == 0;
        boolean pending = (joint & PROPOSALS) != 0;
        for (StateRule rule : STATE_RULES) {
            if (holds(rule.client(), client)
                    && holds(rule.server(), server)
                    && rule.keepAlive().orElse(keepAlive) == keepAlive
                    && rule.switchPending().orElse(pending) == pending) {
                return with(joint, rule.machine(), rule.to());
            }
        }
        return joint;
    }

    private static boolean holds(Optional<State> condition, int ordinal) {
        return condition.isEmpty() || condition.get().ordinal() == ordinal;
    }

    private static int with(int joint, Role machine, State state) {
        int shift = machine == CLIENT ? 0 : STATE_BITS;
        return (joint & ~(STATE_MASK << shift)) | state.ordinal() << shift;
    }

    private static int column(Role sender, EventType event, @Nullable Switch accepts) {
        int accepted = accepts == null ? 0 : accepts.ordinal() + 1;
        return (accepted * EVENTS.length + event.ordinal()) * 2 + sender.ordinal();
    }

    private static int proposal(Switch proposed) {
        return FIRST_PROPOSAL << proposed.ordinal();
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
     * @return the 6 rows, unmodifiable
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
        return step(column(sender, event, null));
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
        return isPending(accepts) && step(column(sender, event, accepts));
    }

    private boolean step(int row) {
        int column = row * STATES.length;
        int client = CLIENT_STEP[column + (joint & STATE_MASK)];
        int server = SERVER_STEP[column + (joint >> STATE_BITS & STATE_MASK)];
        if (client == NO_ROW || server == NO_ROW || (client == UNMOVED && server == UNMOVED)) {
            return false;
        }
        int next = joint;
        if (client >= 0) {
            next = (next & ~STATE_MASK) | (client & STATE_MASK);
        }
        if (server >= 0) {
            next = (next & ~(STATE_MASK << STATE_BITS)) | (server & STATE_MASK) << STATE_BITS;
            if ((server & CLEARS) != 0) {
                next &= ~PROPOSALS;
            }
        }
        joint = RESTING[next];
        return true;
    }

    /**
     * Something happens that is not an event.
     *
     * @param operation what
     * @return whether its row allows it in these states; if not, nothing has changed
     */
    public boolean process(Operation operation) {
        OperationRule rule = OPERATION_RULES.get(operation.ordinal());
        if (!holds(rule.client(), joint & STATE_MASK) || !holds(rule.server(), joint >> STATE_BITS & STATE_MASK)) {
            return false;
        }
        int next = with(joint, CLIENT, rule.clientTo().orElse(state(CLIENT)));
        next = with(next, SERVER, rule.serverTo().orElse(state(SERVER)));
        next |= rule.disablesKeepAlive() ? KEEP_ALIVE_OFF : 0;
        for (Switch proposed : rule.proposes()) {
            next |= proposal(proposed);
        }
        joint = RESTING[next];
        return true;
    }

    /**
     * The state of a peer.
     *
     * @param role which
     * @return its state
     */
    public State state(Role role) {
        return STATES[role == CLIENT ? joint & STATE_MASK : joint >> STATE_BITS & STATE_MASK];
    }

    /**
     * Whether the connection may be used for another request once both peers are DONE.
     *
     * @return true until a message rules it out
     */
    public boolean keepAlive() {
        return (joint & KEEP_ALIVE_OFF) == 0;
    }

    /**
     * The switches that the client has proposed and the server has not answered.
     *
     * @return a new set
     */
    public Set<Switch> pendingSwitches() {
        EnumSet<Switch> pending = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            if (isPending(each)) {
                pending.add(each);
            }
        }
        return pending;
    }

    boolean isPending(Switch proposed) {
        return (joint & proposal(proposed)) != 0;
    }

    StateMachine copy() {
        StateMachine copy = new StateMachine();
        copy.joint = joint;
        return copy;
    }
}
