package io.github.h11j.explorer.diagram;

import io.github.h11j.Role;
import io.github.h11j.State;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.explorer.Rows;
import java.util.Optional;

/** What a row says, short enough to name its place in a picture, and which states of an automaton it joins. */
final class Keys {

    private Keys() {}

    /** For example {@code IDLE Request}, {@code DONE keep-alive off}, {@code CLIENT_ERROR}. */
    static String of(Rule row) {
        if (row instanceof EventRule event) {
            String accepts = event.accepts().map(accepted -> " " + accepted).orElse("");
            return event.from() + " " + Rows.name(event.event()) + accepts;
        }
        if (row instanceof StateRule state) {
            return from(state, state.machine()).orElseThrow() + " " + Rows.label(state);
        }
        return ((OperationRule) row).operation().name();
    }

    /** Whether the row moves that automaton. */
    static boolean moves(Rule row, Role machine) {
        if (row instanceof EventRule event) {
            return event.machine() == machine;
        }
        if (row instanceof StateRule state) {
            return state.machine() == machine;
        }
        return to(row, machine).isPresent();
    }

    /** The state that the row asks of the automaton that it moves; empty for any. */
    static Optional<State> from(Rule row, Role machine) {
        if (row instanceof EventRule event) {
            return Optional.of(event.from());
        }
        if (row instanceof StateRule state) {
            return machine == Role.CLIENT ? state.client() : state.server();
        }
        OperationRule operation = (OperationRule) row;
        return machine == Role.CLIENT ? operation.client() : operation.server();
    }

    /** The state in which the automaton is then; empty if the row does not move it. */
    static Optional<State> to(Rule row, Role machine) {
        if (row instanceof EventRule event) {
            return Optional.of(event.to());
        }
        if (row instanceof StateRule state) {
            return Optional.of(state.to());
        }
        OperationRule operation = (OperationRule) row;
        return machine == Role.CLIENT ? operation.clientTo() : operation.serverTo();
    }
}
