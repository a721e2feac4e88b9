package io.github.h11j;

import io.github.h11j.RefusalsTest.Refused;
import io.github.h11j.RowInterpreter.EventStep;
import io.github.h11j.RowInterpreter.OperationStep;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Refusal;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of {@code docs/reference/state-machine.md}: the rows, and for each event without a row the reason. */
final class StateMachineDocument {

    private static final String INTRODUCTION = """
            # The state machine: every row, and every reason

            `StateMachineDocumentTest` makes this page from the rows of the class `StateMachine`. Do not edit this page;
            `mvn test -pl h11j-core -Dtest=StateMachineDocumentTest -Dh11j.docs.write=true` writes it anew.

            There are two automatons, the client and the server. Each event row belongs to one of them, and begins in one of its
            states. A peer may send an event if each automaton that has rows for the event is in a state in which one of these
            rows begins. If the event accepts a protocol switch, that switch must also be pending, that is, proposed and not yet
            answered.

            After each event and each operation, the state rows are checked in their order, and the first row whose conditions
            are met is applied. This is repeated until the conditions of no state row are met.

            A dash means "any" in a column with a condition, "no switch" under *accepts*, and "no change" in a column with a
            result.

            `StateMachine.eventRules()`, `stateRules()` and `operationRules()` return the same rows to programs.
            `firingRules(...)` returns the rows that an event or operation would fire; if the event or operation is not allowed,
            `refusal(...)` returns the reason. `Connection.jointState()` returns the current states of a connection, and
            `Connection.firedRules()` the rows that fired last.
            """;

    private static final String REASONS = """

            ## What is illegal, and why

            This table has the reason for each event and each pair of states in which the event is not allowed.
            `StateMachine.refusal(...)` returns this reason, and the message of the protocol exception contains it. Only pairs of
            states that a connection can reach are listed. START_NEXT_CYCLE is an operation, which no peer sends: in its rows,
            "sender's state" is the state of the client. Only a server accepts a switch: an upgrade with an interim response,
            CONNECT with a final response. So the column *accepts* has no other combinations of event and switch.
            """;

    private StateMachineDocument() {}

    static String text() {
        StringBuilder page = new StringBuilder(INTRODUCTION);
        page.append("\n## Event rows\n\n");
        page.append("| automaton | from | event | sent by | accepts | to | rule | what it means |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (EventRule row : StateMachine.eventRules()) {
            page.append(line(
                    row.machine(),
                    row.from(),
                    row.event(),
                    row.sender(),
                    row.accepts(),
                    row.to(),
                    row.source(),
                    row.explanation()));
        }
        page.append("\n## State rows\n\n");
        page.append("| automaton | client | server | keep-alive | switch pending | to | rule | what it means |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (StateRule row : StateMachine.stateRules()) {
            page.append(line(
                    row.machine(),
                    row.client(),
                    row.server(),
                    row.keepAlive().map(on -> on ? "on" : "off"),
                    row.switchPending().map(yes -> yes ? "yes" : "no"),
                    row.to(),
                    row.source(),
                    row.explanation()));
        }
        page.append("\n## Operation rows\n\n");
        page.append("| operation | client | server | client to | server to | effect | rule | what it means |\n");
        page.append("|---|---|---|---|---|---|---|---|\n");
        for (OperationRule row : StateMachine.operationRules()) {
            page.append(line(
                    row.operation(),
                    row.client(),
                    row.server(),
                    row.clientTo(),
                    row.serverTo(),
                    effect(row),
                    row.source(),
                    row.explanation()));
        }
        page.append(REASONS);
        page.append("\n| sent by | event | accepts | sender's state | peer's state | rule | why not |\n");
        page.append("|---|---|---|---|---|---|---|\n");
        reasons().forEach((group, states) -> page.append(lines(group, states)));
        return page.toString();
    }

    private static String effect(OperationRule row) {
        if (row.disablesKeepAlive()) {
            return "keep-alive off";
        }
        return row.proposes().isEmpty() ? "-" : names(List.copyOf(row.proposes())) + " pending";
    }

    /** What has the same reason. */
    private record Group(String sender, String event, Optional<Switch> accepts, Refusal refusal) {}

    /** For each of them, the sender's states with those of its peer. */
    private static Map<Group, Map<State, Set<State>>> reasons() {
        Map<RowInterpreter.Step, List<Refused>> byStep =
                RefusalsTest.refused().stream().collect(Collectors.groupingBy(Refused::step));
        Map<Group, Map<State, Set<State>>> groups = new LinkedHashMap<>();
        for (RowInterpreter.Step step : RowInterpreter.steps()) {
            if (isPossible(step)) {
                for (Refused each : byStep.getOrDefault(step, List.of())) {
                    groups.computeIfAbsent(group(each), key -> new TreeMap<>())
                            .computeIfAbsent(each.now().state(sender(step)), key -> EnumSet.noneOf(State.class))
                            .add(each.now().state(sender(step).peer()));
                }
            }
        }
        return groups;
    }

    private static Role sender(RowInterpreter.Step step) {
        return step instanceof EventStep event ? event.sender() : Role.CLIENT;
    }

    private static boolean isPossible(RowInterpreter.Step step) {
        return !(step instanceof EventStep event)
                || event.accepts().isEmpty()
                || StateMachine.eventRules().stream()
                        .anyMatch(row -> row.sender() == event.sender()
                                && row.event() == event.event()
                                && row.accepts().equals(event.accepts()));
    }

    private static Group group(Refused refused) {
        if (refused.step() instanceof OperationStep operation) {
            return new Group("CLIENT", operation.operation().name(), Optional.empty(), refused.refusal());
        }
        EventStep event = (EventStep) refused.step();
        return new Group(event.sender().name(), event.event().name(), event.accepts(), refused.refusal());
    }

    /** States of the sender with the same states of the peer share a line. */
    private static String lines(Group group, Map<State, Set<State>> states) {
        Map<State, Set<State>> possible = POSSIBLE.get(Role.valueOf(group.sender()));
        Map<String, List<State>> byPeer = new LinkedHashMap<>();
        states.forEach((own, peers) -> byPeer.computeIfAbsent(
                        peers.equals(possible.get(own)) ? "any" : names(List.copyOf(peers)), key -> new ArrayList<>())
                .add(own));
        StringBuilder lines = new StringBuilder();
        byPeer.forEach((peers, own) -> lines.append(line(
                group.event().equals("START_NEXT_CYCLE") ? "-" : group.sender(),
                group.event(),
                group.accepts(),
                own.size() == possible.size() ? "any" : names(own),
                peers,
                group.refusal().source(),
                group.refusal().explanation())));
        return lines.toString();
    }

    /** For each role, its states and those of the peer that can be met with them. */
    private static final Map<Role, Map<State, Set<State>>> POSSIBLE = possible();

    private static Map<Role, Map<State, Set<State>>> possible() {
        Map<Role, Map<State, Set<State>>> possible = new EnumMap<>(Role.class);
        for (Role role : Role.values()) {
            Map<State, Set<State>> states = new EnumMap<>(State.class);
            for (StateMachine.JointState now : RowInterpreter.reachable().keySet()) {
                states.computeIfAbsent(now.state(role), key -> EnumSet.noneOf(State.class))
                        .add(now.state(role.peer()));
            }
            possible.put(role, states);
        }
        return possible;
    }

    private static String names(List<? extends Enum<?>> values) {
        return values.stream().map(Enum::name).collect(Collectors.joining(", "));
    }

    private static String line(Object... cells) {
        StringBuilder line = new StringBuilder("|");
        for (Object cell : cells) {
            Object value = cell instanceof Optional<?> optional
                    ? optional.isPresent() ? optional.get().toString() : "-"
                    : cell;
            line.append(' ').append(value).append(" |");
        }
        return line.append('\n').toString();
    }
}
