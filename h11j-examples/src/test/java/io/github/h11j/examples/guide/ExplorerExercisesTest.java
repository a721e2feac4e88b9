package io.github.h11j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.output.JsonTree;
import io.github.h11j.explorer.Session;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/explorer.md: the moves as they stand in a link, and what the page shows after them. */
class ExplorerExercisesTest {

    private static final String TWO =
            "c=GET%20/%20HTTP/1.1%0d%0aHost:%20a%0d%0a%0d%0a" + "GET%20/2%20HTTP/1.1%0d%0aHost:%20a%0d%0a%0d%0a";

    /** The state of a peer, as one of them sees it after the last move. */
    private static String state(String moves, String at, String peer) {
        return last(moves).get(at).get(peer).text();
    }

    private static JsonTree last(String moves) {
        JsonTree steps = JsonTree.parse(Session.run("strict", moves)).get("steps");
        return steps.get(steps.size() - 1);
    }

    @Test
    void exercise_1_while_the_wire_is_held_the_client_is_done_and_the_server_has_seen_nothing() {
        String moves = "hold c.get c.end";
        assertThat(state(moves, "atClient", "client")).isEqualTo("DONE");
        assertThat(state(moves, "atServer", "client")).isEqualTo("IDLE");
        assertThat(state(moves + " deliver", "atServer", "client")).isEqualTo("DONE");
    }

    @Test
    void exercise_2_the_next_exchange_of_an_early_answer_waits_for_the_body() {
        String refused = last("c.post s.large s.end s.next").toString();
        assertThat(refused).contains("\"kind\":\"refused\"", "startNextCycle()");
        assertThat(state("c.post s.large s.end c.data c.end s.next c.next", "atServer", "client"))
                .isEqualTo("IDLE");
        // the other way: give up the connection, as the lesson's server could have said at once
        assertThat(state("c.post s.large s.end s.close", "atServer", "server")).isEqualTo("CLOSED");
    }

    @Test
    void exercise_3_after_a_response_that_says_close_the_pipelined_request_is_never_read() {
        String moves = TWO + " s.bye s.data s.end";
        assertThat(state(moves, "atServer", "server")).isEqualTo("MUST_CLOSE");
        assertThat(last(moves + " s.next").toString()).contains("\"kind\":\"refused\"");
        assertThat(JsonTree.parse(Session.run("strict", moves)).toString()).doesNotContain("Request GET /2");
        assertThat(JsonTree.parse(Session.run("strict", TWO + " s.ok s.data s.end s.next"))
                        .toString())
                .contains("Request GET /2");
    }
}
