package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/writing-an-adapter.md. */
class AdapterExercisesTest {

    private static MemoryAdapter opened() {
        return MemoryAdapter.opened((request, exchange) ->
                exchange.send(new Response(200, Headers.EMPTY), Data.utf8(request.target()), new EndOfMessage()));
    }

    @Test
    void exercise_1_both_answers_leave_in_one_write() {
        MemoryAdapter adapter = opened();
        adapter.receive(GET + GET);
        assertThat(adapter.writes).hasSize(1);
        assertThat(adapter.writes.get(0).split("HTTP/1.1 200 OK", -1)).hasSize(3);
    }

    /** A 408 would answer the next request of a client that sends it just now: there is nothing to answer here. */
    @Test
    void exercise_2_an_idle_connection_ends_without_a_word() {
        MemoryAdapter adapter = opened();
        adapter.now = adapter.session.deadline();
        adapter.session.timeout(adapter.now);
        adapter.settle();
        assertThat(adapter.writes).isEmpty();
        assertThat(adapter.session.next()).hasToString("LINGER");
        adapter.session.endOfInput(true, adapter.now);
        adapter.settle();
        assertThat(adapter.session.next()).hasToString("CLOSE");
    }
}
