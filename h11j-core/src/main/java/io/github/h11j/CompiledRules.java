package io.github.h11j;

import static io.github.h11j.Role.CLIENT;
import static io.github.h11j.Role.SERVER;

import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The rows of {@link StateMachine}, compiled into arrays when the class is loaded. A joint state is one int. An event
 * takes two look-ups, and a third one for the state in which the machine comes to rest. This class adds no rule: the
 * tests interpret the rows and compare the results.
 */
@SuppressWarnings("EnumOrdinal") // enums are indexes
final class CompiledRules {

    /** No row allows it. */
    static final int ILLEGAL = -1;

    /* A joint state consists of: client, server, keep-alive off, one bit for each pending proposal. */
    private static final int STATE_BITS = 4;
    private static final int STATE_MASK = (1 << STATE_BITS) - 1;
    private static final int KEEP_ALIVE_OFF = 1 << (2 * STATE_BITS);
    private static final int FIRST_PROPOSAL = KEEP_ALIVE_OFF << 1;
    private static final int PROPOSALS = FIRST_PROPOSAL * ((1 << Switch.values().length) - 1);
    private static final int JOINT_STATES = PROPOSALS + FIRST_PROPOSAL;

    private static final State[] STATES = State.values();
    private static final EventType[] EVENTS = EventType.values();
    /** Indexed by sender, event and accepted switch (0 for none). */
    private static final int COLUMNS = Role.values().length * EVENTS.length * (Switch.values().length + 1);

    private static final byte NO_ROW = -1;
    /** The event does not concern this automaton. */
    private static final byte UNMOVED = -2;

    private static final int CLEARS = 1 << STATE_BITS;

    /** For each column and state of the client: the state after (and {@link #CLEARS}), or one of the two above. */
    private static final byte[] CLIENT_STEP = compileEventRules(CLIENT);

    private static final byte[] SERVER_STEP = compileEventRules(SERVER);

    private static final int PARTS_OF_OPERATION = 4;

    /**
     * For each operation: which bits of a joint state are compared with which value, which are removed, which are set.
     */
    private static final int[] OPERATIONS = compileOperationRules();

    /** For each joint state, the state in which it comes to rest. */
    private static final short[] RESTING = compileStateRules();

    /** Both peers IDLE, keep-alive on, nothing pending. */
    static final int INITIAL = RESTING[0];

    private CompiledRules() {}

    private static byte[] compileEventRules(Role machine) {
        byte[] steps = new byte[COLUMNS * STATES.length];
        Arrays.fill(steps, UNMOVED);
        for (EventRule rule : StateMachine.eventRules()) {
            if (rule.machine() == machine) {
                int column = column(rule.sender(), rule.event(), rule.accepts().orElse(null));
                for (int i = column; i < column + STATES.length; i++) {
                    steps[i] = steps[i] == UNMOVED ? NO_ROW : steps[i];
                }
                int effect = rule.clearsProposals() ? CLEARS : 0;
                steps[column + rule.from().ordinal()] = (byte) (rule.to().ordinal() | effect);
            }
        }
        return steps;
    }

    private static int column(Role sender, EventType event, @Nullable Switch accepts) {
        int accepted = accepts == null ? 0 : accepts.ordinal() + 1;
        return ((accepted * EVENTS.length + event.ordinal()) * 2 + sender.ordinal()) * STATES.length;
    }

    private static int[] compileOperationRules() {
        int[] compiled = new int[Operation.values().length * PARTS_OF_OPERATION];
        int at = 0;
        for (OperationRule rule : StateMachine.operationRules()) {
            compiled[at++] = mask(CLIENT, rule.client()) | mask(SERVER, rule.server());
            compiled[at++] = bits(CLIENT, rule.client()) | bits(SERVER, rule.server());
            compiled[at++] = mask(CLIENT, rule.clientTo()) | mask(SERVER, rule.serverTo());
            int sets = bits(CLIENT, rule.clientTo()) | bits(SERVER, rule.serverTo());
            for (Switch proposed : rule.proposes()) {
                sets |= proposal(proposed);
            }
            compiled[at++] = sets | (rule.disablesKeepAlive() ? KEEP_ALIVE_OFF : 0);
        }
        return compiled;
    }

    private static int mask(Role machine, Optional<State> state) {
        return state.isEmpty() ? 0 : STATE_MASK << shift(machine);
    }

    private static int bits(Role machine, Optional<State> state) {
        return state.isEmpty() ? 0 : state.get().ordinal() << shift(machine);
    }

    private static int shift(Role machine) {
        return machine == CLIENT ? 0 : STATE_BITS;
    }

    private static int proposal(Switch proposed) {
        return FIRST_PROPOSAL << proposed.ordinal();
    }

    private static short[] compileStateRules() {
        short[] resting = new short[JOINT_STATES];
        for (int joint = 0; joint < JOINT_STATES; joint++) {
            int at = joint;
            for (StateRule rule = firstThatHolds(at); rule != null; rule = firstThatHolds(at)) {
                at = apply(rule, at);
            }
            resting[joint] = (short) at;
        }
        return resting;
    }

    private static @Nullable StateRule firstThatHolds(int joint) {
        for (StateRule rule : StateMachine.stateRules()) {
            if (holds(rule.client(), joint, CLIENT)
                    && holds(rule.server(), joint, SERVER)
                    && rule.keepAlive().orElse(keepAlive(joint)) == keepAlive(joint)
                    && rule.switchPending().orElse(isAnyPending(joint)) == isAnyPending(joint)) {
                return rule;
            }
        }
        return null;
    }

    private static int apply(StateRule rule, int joint) {
        int shift = shift(rule.machine());
        return (joint & ~(STATE_MASK << shift)) | rule.to().ordinal() << shift;
    }

    private static boolean holds(Optional<State> condition, int joint, Role role) {
        return condition.isEmpty() || condition.get().ordinal() == ordinal(joint, role);
    }

    private static int ordinal(int joint, Role role) {
        return joint >> shift(role) & STATE_MASK;
    }

    /** Returns the joint state after an event, {@link #ILLEGAL} if there is no row for it. */
    static int afterEvent(int joint, Role sender, EventType event, @Nullable Switch accepts) {
        int moved = moved(joint, sender, event, accepts);
        return moved == ILLEGAL ? ILLEGAL : RESTING[moved];
    }

    /** Returns the joint state after the event rows alone. */
    private static int moved(int joint, Role sender, EventType event, @Nullable Switch accepts) {
        Objects.requireNonNull(sender, "sender");
        if (accepts != null && !isPending(joint, accepts)) {
            return ILLEGAL;
        }
        int column = column(sender, event, accepts);
        int client = CLIENT_STEP[column + ordinal(joint, CLIENT)];
        int server = SERVER_STEP[column + ordinal(joint, SERVER)];
        if (client == NO_ROW || server == NO_ROW || (client == UNMOVED && server == UNMOVED)) {
            return ILLEGAL;
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
        return next;
    }

    /** Returns the joint state after an operation, {@link #ILLEGAL} if its row does not allow it in these states. */
    static int afterOperation(int joint, Operation operation) {
        int moved = moved(joint, operation);
        return moved == ILLEGAL ? ILLEGAL : RESTING[moved];
    }

    private static int moved(int joint, Operation operation) {
        int at = operation.ordinal() * PARTS_OF_OPERATION;
        if ((joint & OPERATIONS[at]) != OPERATIONS[at + 1]) {
            return ILLEGAL;
        }
        return (joint & ~OPERATIONS[at + 2]) | OPERATIONS[at + 3];
    }

    /** Returns the rows that {@link #afterEvent} applies, in their order. */
    static List<Rule> firingAtEvent(int joint, Role sender, EventType event, @Nullable Switch accepts) {
        int moved = moved(joint, sender, event, accepts);
        if (moved == ILLEGAL) {
            return List.of();
        }
        List<Rule> firing = new ArrayList<>();
        for (EventRule rule : StateMachine.eventRules()) {
            if (rule.sender() == sender
                    && rule.event() == event
                    && rule.accepts().orElse(null) == accepts
                    && rule.from() == state(joint, rule.machine())) {
                firing.add(rule);
            }
        }
        return withStateRules(firing, moved);
    }

    /** Returns the rows that {@link #afterOperation} applies, in their order. */
    static List<Rule> firingAtOperation(int joint, Operation operation) {
        int moved = moved(joint, operation);
        if (moved == ILLEGAL) {
            return List.of();
        }
        List<Rule> firing = new ArrayList<>();
        firing.add(StateMachine.operationRules().get(operation.ordinal()));
        return withStateRules(firing, moved);
    }

    private static List<Rule> withStateRules(List<Rule> firing, int moved) {
        int at = moved;
        for (StateRule rule = firstThatHolds(at); rule != null; rule = firstThatHolds(at)) {
            firing.add(rule);
            at = apply(rule, at);
        }
        return firing;
    }

    static State state(int joint, Role role) {
        return STATES[ordinal(joint, Objects.requireNonNull(role, "role"))];
    }

    static boolean keepAlive(int joint) {
        return (joint & KEEP_ALIVE_OFF) == 0;
    }

    static Set<Switch> pending(int joint) {
        EnumSet<Switch> pending = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            if (isPending(joint, each)) {
                pending.add(each);
            }
        }
        return pending;
    }

    private static boolean isPending(int joint, Switch proposed) {
        return (joint & proposal(proposed)) != 0;
    }

    private static boolean isAnyPending(int joint) {
        return (joint & PROPOSALS) != 0;
    }

    static JointState unpack(int joint) {
        return new JointState(state(joint, CLIENT), state(joint, SERVER), keepAlive(joint), pending(joint));
    }

    static int pack(JointState state) {
        int joint = state.client().ordinal() | state.server().ordinal() << STATE_BITS;
        for (Switch proposed : state.pendingSwitches()) {
            joint |= proposal(proposed);
        }
        return state.keepAlive() ? joint : joint | KEEP_ALIVE_OFF;
    }
}
