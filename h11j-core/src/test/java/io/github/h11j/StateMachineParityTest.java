package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.RowInterpreter.EventStep;
import io.github.h11j.RowInterpreter.OperationStep;
import io.github.h11j.RowInterpreter.Step;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.Switch;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The machine takes every step that h11's takes, and refuses every other. */
class StateMachineParityTest {

    private static final Map<JointState, StateMachine> REACHABLE = RowInterpreter.reachable();

    /** A line of the recording; {@code to} is null where the step is refused. */
    private record Recorded(
            JointState from, Step step, @Nullable JointState to) {}

    private static List<Recorded> recording() throws IOException {
        try (InputStream file = StateMachineParityTest.class.getResourceAsStream("/golden/state-machine.tsv.gz");
                BufferedReader lines = new BufferedReader(
                        new InputStreamReader(new GZIPInputStream(file), StandardCharsets.US_ASCII))) {
            return lines.lines()
                    .map(line -> line.split("\t", -1))
                    .map(columns -> new Recorded(
                            RowInterpreter.parse(columns[0]),
                            RowInterpreter.parseStep(columns[1]),
                            RowInterpreter.parse(columns[2])))
                    .toList();
        }
    }

    @Test
    void every_recorded_step_of_h11_is_followed_or_refused_alike() throws IOException {
        List<Recorded> recording = recording();
        assertThat(recording).hasSize(7620);
        assertThat(recording).filteredOn(each -> each.to() != null).hasSize(1788);
        for (Recorded each : recording) {
            StateMachine machine = RowInterpreter.copy(REACHABLE.get(each.from()));
            boolean legal = RowInterpreter.take(machine, each.step());
            assertThat(legal).as("%s", each).isEqualTo(each.to() != null);
            assertThat(machine.jointState()).as("%s", each).isEqualTo(legal ? each.to() : each.from());
        }
    }

    @Test
    void the_reachable_joint_states_are_the_254_of_h11() throws IOException {
        Set<JointState> recorded = new HashSet<>();
        recording().forEach(each -> recorded.add(each.from()));
        assertThat(recorded).hasSize(254);
        assertThat(REACHABLE.keySet()).isEqualTo(recorded);
    }

    @Test
    void the_table_has_19_event_rows_and_11_state_rows_and_6_operation_rows() {
        assertThat(StateMachine.eventRules()).hasSize(19).doesNotHaveDuplicates();
        assertThat(StateMachine.stateRules()).hasSize(11).doesNotHaveDuplicates();
        assertThat(StateMachine.operationRules())
                .extracting(OperationRule::operation)
                .containsExactly(Operation.values());
    }

    @Test
    void the_rows_alone_execute_every_step_from_every_joint_state() {
        int steps = 0;
        for (Map.Entry<JointState, StateMachine> each : REACHABLE.entrySet()) {
            for (Step step : RowInterpreter.steps()) {
                StateMachine machine = RowInterpreter.copy(each.getValue());
                boolean legal = RowInterpreter.take(machine, step);
                List<Rule> rows = RowInterpreter.rows(each.getKey(), step);
                assertThat(legal).as("%s: %s", each.getKey(), step).isEqualTo(!rows.isEmpty());
                assertThat(machine.jointState())
                        .as("%s: %s", each.getKey(), step)
                        .isEqualTo(RowInterpreter.replay(each.getKey(), rows));
                steps++;
            }
        }
        assertThat(steps).isEqualTo(254 * 42);
    }

    @Test
    void the_rows_that_fire_explain_every_step() {
        Set<Rule> fired = new HashSet<>();
        for (JointState from : REACHABLE.keySet()) {
            for (Step step : RowInterpreter.steps()) {
                List<Rule> firing = firing(from, step);
                assertThat(firing).as("%s: %s", from, step).isEqualTo(RowInterpreter.rows(from, step));
                fired.addAll(firing);
            }
        }
        assertThat(fired).hasSize(19 + 11 + 6); // none is idle
    }

    private static List<Rule> firing(JointState from, Step step) {
        if (step instanceof OperationStep operation) {
            return StateMachine.firingRules(from, operation.operation());
        }
        EventStep event = (EventStep) step;
        return event.accepts().isEmpty()
                ? StateMachine.firingRules(from, event.sender(), event.event())
                : StateMachine.firingRules(
                        from, event.sender(), event.event(), event.accepts().get());
    }

    @Test
    void every_row_has_a_section_and_a_sentence() {
        List<Rule> rows = new ArrayList<>(StateMachine.eventRules());
        rows.addAll(StateMachine.stateRules());
        rows.addAll(StateMachine.operationRules());
        assertThat(rows).allSatisfy(row -> {
            assertThat(row.source()).matches("RFC 911[02] §[0-9]+(\\.[0-9]+)*");
            assertThat(row.explanation()).matches("[A-Z][^.]*\\.").hasSizeGreaterThan(30);
        });
    }

    @Test
    void only_event_rows_of_a_response_without_a_switch_clear_proposals() {
        assertThat(StateMachine.eventRules())
                .filteredOn(EventRule::clearsProposals)
                .isNotEmpty()
                .allMatch(row ->
                        row.event() == EventType.RESPONSE && row.accepts().isEmpty());
    }

    @Test
    void a_joint_state_is_a_value() {
        Set<Switch> pending = EnumSet.of(Switch.UPGRADE);
        JointState state = new JointState(State.DONE, State.SEND_RESPONSE, false, pending);
        pending.clear();
        assertThat(state.pendingSwitches()).containsExactly(Switch.UPGRADE);
        assertThatThrownBy(state.pendingSwitches()::clear).isInstanceOf(UnsupportedOperationException.class);
        assertThat(state)
                .hasToString(
                        "JointState[client=DONE, server=SEND_RESPONSE, keepAlive=false, pendingSwitches=[UPGRADE]]");
    }

    @Test
    void a_joint_state_has_no_state_that_its_peer_cannot_be_in() {
        assertThatThrownBy(() -> new JointState(State.SEND_RESPONSE, State.IDLE, true, Set.of()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("client SEND_RESPONSE, server IDLE");
        assertThatThrownBy(() -> new JointState(State.IDLE, State.MIGHT_SWITCH_PROTOCOL, true, Set.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_machine_and_its_copy_go_their_own_ways() {
        StateMachine machine = new StateMachine();
        StateMachine copy = RowInterpreter.copy(machine);
        assertThat(copy.process(Role.CLIENT, EventType.REQUEST)).isTrue();
        assertThat(machine.state(Role.CLIENT)).isEqualTo(State.IDLE);
        assertThat(copy.state(Role.CLIENT)).isEqualTo(State.SEND_BODY);
    }
}
