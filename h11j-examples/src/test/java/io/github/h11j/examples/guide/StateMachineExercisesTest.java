package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.events;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.EventType;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.StateMachine;
import io.github.h11j.StateMachine.JointState;
import io.github.h11j.StateMachine.Operation;
import io.github.h11j.StateMachine.OperationRule;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/state-machine.md. */
class StateMachineExercisesTest {

    private static List<StateMachine.Rule> rowsOf(String request) {
        Connection server = Connection.server();
        server.recordFiredRules();
        server.receiveData(bytes(request));
        List<StateMachine.Rule> rows = new ArrayList<>();
        for (int i = 0; i < 2; i++) {
            server.nextEvent();
            rows.addAll(server.firedRules());
        }
        return rows;
    }

    /** The row of DISABLE_KEEP_ALIVE, and that DONE becomes MUST_CLOSE because of it: O3 and S4. */
    @Test
    void exercise_1_HTTP_1_0_fires_two_rows_more() {
        List<StateMachine.Rule> old = rowsOf("GET / HTTP/1.0\r\n\r\n");
        List<StateMachine.Rule> more = new ArrayList<>(old);
        more.removeAll(rowsOf(GET));
        assertThat(more).hasSize(2);
        assertThat(more)
                .filteredOn(row -> row instanceof OperationRule)
                .extracting(row -> ((OperationRule) row).operation())
                .containsExactly(Operation.DISABLE_KEEP_ALIVE);
    }

    @Test
    void exercise_2_the_two_views_agree_when_nothing_is_on_its_way() {
        Connection client = Connection.client();
        Connection server = Connection.server();
        assertThat(client.jointState()).isEqualTo(server.jointState());
        byte[] wire = client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        assertThat(client.jointState()).isNotEqualTo(server.jointState());
        server.receiveData(wire);
        events(server);
        assertThat(client.jointState()).isEqualTo(server.jointState());
    }

    @Test
    void exercise_3_a_server_that_owes_a_response_may_begin_one_and_nothing_else() {
        JointState owing = asked(GET).jointState();
        for (EventType event : EventType.values()) {
            boolean response = event == EventType.RESPONSE || event == EventType.INFORMATIONAL_RESPONSE;
            assertThat(StateMachine.firingRules(owing, Role.SERVER, event).isEmpty())
                    .isEqualTo(!response);
            assertThat(StateMachine.refusal(owing, Role.SERVER, event).isPresent())
                    .isEqualTo(!response);
        }
    }
}
