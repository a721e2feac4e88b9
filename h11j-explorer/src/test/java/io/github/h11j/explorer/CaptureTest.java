package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CaptureTest {

    private static final String ONE = "GET /one HTTP/1.1\r\nHost: x\r\n\r\n";
    private static final String TWO = "POST /two HTTP/1.1\r\nHost: x\r\nContent-Length: 2\r\n\r\nhi";
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";

    private static String script(String client, String server) {
        return Capture.script("strict", bytes(client), bytes(server));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private static JsonNode last(String script) {
        JsonNode steps = Golden.parse(Explorer.run("strict", script)).get("steps");
        return steps.get(steps.size() - 1);
    }

    private static List<String> kinds(String script) {
        List<String> kinds = new ArrayList<>();
        Golden.parse(Explorer.run("strict", script))
                .get("steps")
                .forEach(step -> step.get("log")
                        .forEach(line -> kinds.add(line.get("kind").asText())));
        return kinds;
    }

    @Test
    void both_streams_of_a_kept_connection_are_cut_where_the_turn_passes() {
        String script = script(ONE + TWO, ANSWER + ANSWER);
        assertThat(script.replaceAll("=\\S*", "=")).isEqualTo("c= s= s.next c.next c= s= s.next c.next");
        assertThat(kinds(script)).doesNotContain("fault", "refused");
    }

    @Test
    void all_bytes_of_both_streams_are_in_the_script_whatever_they_are() {
        String client = ONE + "not HTTP at all";
        String server = ANSWER + "\0more";
        StringBuilder sent = new StringBuilder();
        StringBuilder answered = new StringBuilder();
        for (String move : script(client, server).split(" ", -1)) {
            if (move.startsWith("=", 1)) {
                (move.startsWith("c") ? sent : answered).append(Escapes.latin1(Escapes.bytes(move.substring(2))));
            }
        }
        assertThat(sent.toString()).isEqualTo(client);
        assertThat(answered.toString()).isEqualTo(server);
    }

    @Test
    void a_real_101_is_shown_and_what_follows_is_of_the_other_protocol() {
        String script = script(
                "GET / HTTP/1.1\r\nHost: x\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n\1\2",
                "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: chat\r\n\r\n\3");
        JsonNode last = last(script);
        assertThat(last.at("/atClient/client").asText()).isEqualTo("SWITCHED_PROTOCOL");
        assertThat(last.at("/atServer/unused").asInt()).isEqualTo(2);
        assertThat(kinds(script)).doesNotContain("fault");
    }

    @Test
    void a_body_that_ends_with_the_connection_is_ended() {
        String script = script("GET / HTTP/1.1\r\nHost: x\r\n\r\n", "HTTP/1.1 200 OK\r\n\r\nall of it");
        assertThat(script).endsWith(" s.eof");
        assertThat(last(script).at("/atClient/server").asText()).isEqualTo("CLOSED");
    }

    @Test
    void streams_that_have_ended_end_in_their_order_and_each_end_is_received_once() {
        String script = Capture.script("strict", bytes(ONE), bytes(ANSWER), "sc");
        assertThat(script).endsWith(" c.next s.eof c.eof");
        assertThat(kinds(script)).filteredOn("end"::equals).hasSize(2);
        assertThat(last(script).get("log")).hasSize(2);
        assertThat(last(script).at("/atServer/client").asText()).isEqualTo("CLOSED");
    }

    /** As Python's server answers by default. */
    @Test
    void a_response_of_HTTP_1_0_moves_the_peer_that_sent_it() {
        for (String answer : List.of(ANSWER, "HTTP/1.1 200 OK\r\n\r\nok")) {
            String old = answer.replace("HTTP/1.1", "HTTP/1.0");
            JsonNode last = last(Capture.script("strict", bytes(ONE), bytes(old), "sc"));
            assertThat(last.at("/atServer/server").asText()).isEqualTo("CLOSED");
            assertThat(last.at("/atClient/server").asText()).isEqualTo("CLOSED");
        }
    }

    @Test
    void a_body_that_the_end_cuts_off_is_a_fault() {
        String cut = ANSWER.substring(0, ANSWER.length() - 1);
        assertThat(kinds(Capture.script("strict", bytes(ONE), bytes(cut), "s"))).endsWith("end", "fault");
    }

    @Test
    void a_fault_in_the_middle_is_shown_at_its_byte() {
        JsonNode run = Golden.parse(Explorer.run("strict", script(ONE + "G@T / HTTP/1.1\r\n\r\n", ANSWER)));
        List<JsonNode> faults = new ArrayList<>();
        run.get("steps")
                .forEach(step -> step.get("log").forEach(line -> {
                    if (line.has("fault")) {
                        faults.add(line.get("fault"));
                    }
                }));
        assertThat(faults).hasSize(1);
        assertThat(faults.get(0).get("offset").asInt()).isEqualTo(ONE.length() + 1);
    }
}
