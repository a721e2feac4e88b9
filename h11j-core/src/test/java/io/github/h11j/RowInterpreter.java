package io.github.h11j;

import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** An interpreter of the public rows that owes nothing to the compiled machine. */
final class RowInterpreter {

    static final JointState INITIAL = new JointState(State.IDLE, State.IDLE, true, Set.of());

    private RowInterpreter() {}

    /** What can be done to a machine. */
    sealed interface Step {}

    /** An event of one peer, accepting a switch or none. */
    record EventStep(Role sender, EventType event, Optional<Switch> accepts) implements Step {}

    /** What is not an event. */
    record OperationStep(Operation operation) implements Step {}

    /** Every step there is. */
    static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Role sender : Role.values()) {
            for (EventType event : EventType.values()) {
                steps.add(new EventStep(sender, event, Optional.empty()));
                for (Switch accepts : Switch.values()) {
                    steps.add(new EventStep(sender, event, Optional.of(accepts)));
                }
            }
        }
        for (Operation operation : Operation.values()) {
            steps.add(new OperationStep(operation));
        }
        return steps;
    }

    static boolean take(StateMachine machine, Step step) {
        if (step instanceof OperationStep operation) {
            return machine.process(operation.operation());
        }
        EventStep event = (EventStep) step;
        return event.accepts().isEmpty()
                ? machine.process(event.sender(), event.event())
                : machine.process(event.sender(), event.event(), event.accepts().get());
    }

    /** A machine in each joint state that steps lead to from the initial one. */
    static Map<JointState, StateMachine> reachable() {
        Map<JointState, StateMachine> found = new LinkedHashMap<>();
        found.put(INITIAL, new StateMachine());
        List<StateMachine> open = new ArrayList<>(found.values());
        for (int i = 0; i < open.size(); i++) {
            for (Step step : steps()) {
                StateMachine next = copy(open.get(i));
                if (take(next, step) && found.putIfAbsent(next.jointState(), next) == null) {
                    open.add(next);
                }
            }
        }
        return found;
    }

    static StateMachine copy(StateMachine machine) {
        StateMachine copy = new StateMachine();
        copy.undo(machine.mark());
        return copy;
    }

    /** The rows that fire at a step, in their order; empty if it is illegal. */
    static List<Rule> rows(JointState from, Step step) {
        List<Rule> rows = step instanceof EventStep event
                ? eventRows(from, event)
                : operationRow(from, ((OperationStep) step).operation());
        if (rows.isEmpty()) {
            return rows;
        }
        List<Rule> all = new ArrayList<>(rows);
        JointState at = replay(from, rows);
        for (Optional<StateRule> row = stateRow(at); row.isPresent(); row = stateRow(at)) {
            all.add(row.get());
            at = apply(at, row.get());
        }
        return all;
    }

    private static List<Rule> eventRows(JointState from, EventStep step) {
        if (step.accepts().isPresent()
                && !from.pendingSwitches().contains(step.accepts().get())) {
            return List.of();
        }
        List<Rule> rows = new ArrayList<>();
        for (Role machine : Role.values()) {
            List<EventRule> rules = StateMachine.eventRules().stream()
                    .filter(rule -> rule.machine() == machine
                            && rule.sender() == step.sender()
                            && rule.event() == step.event()
                            && rule.accepts().equals(step.accepts()))
                    .toList();
            Optional<EventRule> row = rules.stream()
                    .filter(rule -> rule.from() == from.state(machine))
                    .findFirst();
            if (row.isEmpty() && !rules.isEmpty()) {
                return List.of(); // it concerns this automaton, and has no row from here
            }
            row.ifPresent(rows::add);
        }
        return rows;
    }

    private static List<Rule> operationRow(JointState from, Operation operation) {
        OperationRule rule = StateMachine.operationRules().stream()
                .filter(each -> each.operation() == operation)
                .findFirst()
                .orElseThrow();
        return isOr(rule.client(), from.client()) && isOr(rule.server(), from.server()) ? List.of(rule) : List.of();
    }

    private static Optional<StateRule> stateRow(JointState at) {
        return StateMachine.stateRules().stream()
                .filter(rule -> isOr(rule.client(), at.client())
                        && isOr(rule.server(), at.server())
                        && isOr(rule.keepAlive(), at.keepAlive())
                        && isOr(rule.switchPending(), !at.pendingSwitches().isEmpty()))
                .findFirst();
    }

    private static <T> boolean isOr(Optional<T> condition, T value) {
        return condition.isEmpty() || condition.get().equals(value);
    }

    /** The joint state after some rows have fired one after another. */
    static JointState replay(JointState from, List<Rule> rows) {
        JointState at = from;
        for (Rule row : rows) {
            at = apply(at, row);
        }
        return at;
    }

    private static JointState apply(JointState at, Rule row) {
        if (row instanceof EventRule event) {
            return with(at, event.machine(), event.to(), event.clearsProposals() ? Set.of() : at.pendingSwitches());
        }
        if (row instanceof StateRule state) {
            return with(at, state.machine(), state.to(), at.pendingSwitches());
        }
        OperationRule operation = (OperationRule) row;
        EnumSet<Switch> pending = EnumSet.noneOf(Switch.class);
        pending.addAll(at.pendingSwitches());
        pending.addAll(operation.proposes());
        return new JointState(
                operation.clientTo().orElse(at.client()),
                operation.serverTo().orElse(at.server()),
                at.keepAlive() && !operation.disablesKeepAlive(),
                pending);
    }

    private static JointState with(JointState at, Role role, State state, Set<Switch> pending) {
        return role == Role.CLIENT
                ? new JointState(state, at.server(), at.keepAlive(), pending)
                : new JointState(at.client(), state, at.keepAlive(), pending);
    }

    static @Nullable JointState parse(String text) {
        if (text.equals("illegal")) {
            return null;
        }
        String[] parts = text.split(" ", -1);
        EnumSet<Switch> pending = EnumSet.noneOf(Switch.class);
        for (Switch each : Switch.values()) {
            if (parts[3].contains(each.name())) {
                pending.add(each);
            }
        }
        return new JointState(State.valueOf(parts[0]), State.valueOf(parts[1]), parts[2].equals("on"), pending);
    }

    static Step parseStep(String text) {
        String[] parts = text.split(" ", -1);
        if (!parts[0].equals("EVENT")) {
            return new OperationStep(Operation.valueOf(parts[0]));
        }
        Optional<Switch> accepts = parts[3].equals("-") ? Optional.empty() : Optional.of(Switch.valueOf(parts[3]));
        return new EventStep(Role.valueOf(parts[1]), EventType.valueOf(parts[2]), accepts);
    }
}
