package io.github.h11j.spec.properties;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.EventType;
import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.Switch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** The reference model and h11j's state machine, two statements of the same protocol, agree everywhere. */
class ReferenceModelTest {

    /** One thing that can happen to both. */
    private interface Step {
        boolean take(ReferenceModel model);

        boolean take(StateMachine machine);
    }

    private record Event(Role sender, EventType type, Optional<Switch> accepts) implements Step {
        @Override
        public boolean take(ReferenceModel model) {
            return model.send(sender, type, accepts);
        }

        @Override
        public boolean take(StateMachine machine) {
            return accepts.isPresent() ? machine.process(sender, type, accepts.get()) : machine.process(sender, type);
        }
    }

    private record Other(Operation operation) implements Step {
        @Override
        public boolean take(ReferenceModel model) {
            switch (operation) {
                case CLIENT_ERROR -> model.fail(Role.CLIENT);
                case SERVER_ERROR -> model.fail(Role.SERVER);
                case DISABLE_KEEP_ALIVE -> model.disableKeepAlive();
                case PROPOSE_UPGRADE -> model.propose(Switch.UPGRADE);
                case PROPOSE_CONNECT -> model.propose(Switch.CONNECT);
                case START_NEXT_CYCLE -> {
                    return model.startNextCycle();
                }
            }
            return true;
        }

        @Override
        public boolean take(StateMachine machine) {
            return machine.process(operation);
        }
    }

    private record Joint(State client, State server, boolean keepAlive, Set<Switch> pending) {
        static Joint of(ReferenceModel model) {
            return new Joint(
                    model.state(Role.CLIENT), model.state(Role.SERVER), model.keepAlive(), Set.copyOf(model.pending()));
        }

        static Joint of(StateMachine machine) {
            return new Joint(
                    machine.state(Role.CLIENT),
                    machine.state(Role.SERVER),
                    machine.keepAlive(),
                    Set.copyOf(machine.jointState().pendingSwitches()));
        }
    }

    private static List<Step> steps() {
        List<Step> steps = new ArrayList<>();
        for (Role sender : Role.values()) {
            for (EventType type : EventType.values()) {
                steps.add(new Event(sender, type, Optional.empty()));
                for (Switch accepts : Switch.values()) {
                    steps.add(new Event(sender, type, Optional.of(accepts)));
                }
            }
        }
        for (Operation operation : Operation.values()) {
            steps.add(new Other(operation));
        }
        return steps;
    }

    @Test
    void they_agree_on_every_step_from_every_reachable_joint_state() {
        List<List<Step>> open = new ArrayList<>(List.of(List.of()));
        Set<Joint> found = new HashSet<>(Set.of(Joint.of(new ReferenceModel())));
        int taken = 0;
        for (int i = 0; i < open.size(); i++) {
            for (Step step : steps()) {
                List<Step> path = new ArrayList<>(open.get(i));
                ReferenceModel model = new ReferenceModel();
                StateMachine machine = new StateMachine();
                path.forEach(earlier -> earlier.take(model));
                path.forEach(earlier -> earlier.take(machine));
                assertThat(step.take(model)).as("%s after %s", step, path).isEqualTo(step.take(machine));
                assertThat(Joint.of(model)).as("%s after %s", step, path).isEqualTo(Joint.of(machine));
                taken++;
                path.add(step);
                if (found.add(Joint.of(model))) {
                    open.add(path);
                }
            }
        }
        assertThat(found).hasSizeGreaterThan(200);
        assertThat(taken).isEqualTo(found.size() * steps().size());
    }
}
