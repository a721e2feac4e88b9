package io.github.h11j;

import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
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

/** A joint state of the two peers, and an interpreter of the public rows that owes nothing to the compiled machine. */
record JointState(State client, State server, boolean keepAlive, Set<Switch> pending) {

    static final JointState INITIAL = new JointState(State.IDLE, State.IDLE, true, Set.of());

    /** What can be done to a machine. */
    sealed interface Step {}

    /** An event of one peer, accepting a switch or none. */
    record EventStep(Role sender, EventType event, Optional<Switch> accepts) implements Step {}

    /** What is not an event. */
    record OperationStep(Operation operation) implements Step {}

    static JointState of(StateMachine machine) {
        return new JointState(
                machine.state(Role.CLIENT),
                machine.state(Role.SERVER),
                machine.keepAlive(),
                Set.copyOf(machine.pendingSwitches()));
    }

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
                StateMachine next = open.get(i).copy();
                if (take(next, step) && found.putIfAbsent(of(next), next) == null) {
                    open.add(next);
                }
            }
        }
        return found;
    }

    /** The joint state after a step, by the rows alone; empty if it is illegal. */
    Optional<JointState> after(Step step) {
        Optional<JointState> moved =
                step instanceof EventStep event ? event(event) : operation(((OperationStep) step).operation());
        return moved.map(JointState::atRest);
    }

    private Optional<JointState> event(EventStep step) {
        if (step.accepts().isPresent() && !pending.contains(step.accepts().get())) {
            return Optional.empty();
        }
        JointState next = this;
        boolean moved = false;
        for (Role machine : Role.values()) {
            List<EventRule> rules = StateMachine.eventRules().stream()
                    .filter(rule -> rule.machine() == machine
                            && rule.sender() == step.sender()
                            && rule.event() == step.event()
                            && rule.accepts().equals(step.accepts()))
                    .toList();
            Optional<EventRule> row =
                    rules.stream().filter(rule -> rule.from() == state(machine)).findFirst();
            if (row.isPresent()) {
                moved = true;
                next = next.with(machine, row.get().to());
                next = row.get().clearsProposals() ? next.with(EnumSet.noneOf(Switch.class)) : next;
            } else if (!rules.isEmpty()) {
                return Optional.empty(); // it concerns this automaton, and has no row from here
            }
        }
        return moved ? Optional.of(next) : Optional.empty();
    }

    private Optional<JointState> operation(Operation operation) {
        OperationRule rule = StateMachine.operationRules().stream()
                .filter(each -> each.operation() == operation)
                .findFirst()
                .orElseThrow();
        if (!isOr(rule.client(), client) || !isOr(rule.server(), server)) {
            return Optional.empty();
        }
        EnumSet<Switch> proposals = EnumSet.noneOf(Switch.class);
        proposals.addAll(pending);
        proposals.addAll(rule.proposes());
        return Optional.of(new JointState(
                rule.clientTo().orElse(client),
                rule.serverTo().orElse(server),
                keepAlive && !rule.disablesKeepAlive(),
                Set.copyOf(proposals)));
    }

    private JointState atRest() {
        for (StateRule rule : StateMachine.stateRules()) {
            if (isOr(rule.client(), client)
                    && isOr(rule.server(), server)
                    && isOr(rule.keepAlive(), keepAlive)
                    && isOr(rule.switchPending(), !pending.isEmpty())) {
                return with(rule.machine(), rule.to()).atRest();
            }
        }
        return this;
    }

    private static <T> boolean isOr(Optional<T> condition, T value) {
        return condition.isEmpty() || condition.get().equals(value);
    }

    private State state(Role role) {
        return role == Role.CLIENT ? client : server;
    }

    private JointState with(Role role, State state) {
        return role == Role.CLIENT
                ? new JointState(state, server, keepAlive, pending)
                : new JointState(client, state, keepAlive, pending);
    }

    private JointState with(Set<Switch> proposals) {
        return new JointState(client, server, keepAlive, Set.copyOf(proposals));
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
        return new JointState(
                State.valueOf(parts[0]), State.valueOf(parts[1]), parts[2].equals("on"), Set.copyOf(pending));
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
