package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.JointState.Step;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.zip.GZIPInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** The machine takes every step that h11's takes, and refuses every other. */
class StateMachineParityTest {

    private static final Map<JointState, StateMachine> REACHABLE = JointState.reachable();

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
                            JointState.parse(columns[0]),
                            JointState.parseStep(columns[1]),
                            JointState.parse(columns[2])))
                    .toList();
        }
    }

    @Test
    void every_recorded_step_of_h11_is_followed_or_refused_alike() throws IOException {
        List<Recorded> recording = recording();
        assertThat(recording).hasSize(7620);
        assertThat(recording).filteredOn(each -> each.to() != null).hasSize(1788);
        for (Recorded each : recording) {
            StateMachine machine = REACHABLE.get(each.from()).copy();
            boolean legal = JointState.take(machine, each.step());
            assertThat(legal).as("%s", each).isEqualTo(each.to() != null);
            assertThat(JointState.of(machine)).as("%s", each).isEqualTo(legal ? each.to() : each.from());
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
            for (Step step : JointState.steps()) {
                StateMachine machine = each.getValue().copy();
                Optional<JointState> taken =
                        JointState.take(machine, step) ? Optional.of(JointState.of(machine)) : Optional.empty();
                assertThat(taken)
                        .as("%s: %s", each.getKey(), step)
                        .isEqualTo(each.getKey().after(step));
                steps++;
            }
        }
        assertThat(steps).isEqualTo(254 * 42);
    }

    @Test
    void no_event_row_is_idle() {
        Map<EventRule, Integer> used = new LinkedHashMap<>();
        for (JointState from : REACHABLE.keySet()) {
            for (EventRule rule : StateMachine.eventRules()) {
                boolean legal = from.after(new JointState.EventStep(rule.sender(), rule.event(), rule.accepts()))
                        .isPresent();
                State state = rule.machine() == Role.CLIENT ? from.client() : from.server();
                if (legal && state == rule.from()) {
                    used.merge(rule, 1, Integer::sum);
                }
            }
        }
        assertThat(used.keySet()).containsExactlyInAnyOrderElementsOf(StateMachine.eventRules());
    }

    @Test
    void a_machine_and_its_copy_go_their_own_ways() {
        StateMachine machine = new StateMachine();
        StateMachine copy = machine.copy();
        assertThat(copy.process(Role.CLIENT, EventType.REQUEST)).isTrue();
        assertThat(machine.state(Role.CLIENT)).isEqualTo(State.IDLE);
        assertThat(copy.state(Role.CLIENT)).isEqualTo(State.SEND_BODY);
    }
}
