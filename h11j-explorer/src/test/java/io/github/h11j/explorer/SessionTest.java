package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class SessionTest {

    static List<Scenario> scenarios() {
        return Scenario.ALL;
    }

    private static JsonNode run(String policy, String script) {
        return Golden.parse(Explorer.run(policy, script));
    }

    private static List<JsonNode> log(JsonNode run) {
        List<JsonNode> log = new ArrayList<>();
        run.get("steps").forEach(step -> step.get("log").forEach(log::add));
        return log;
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void a_lesson_has_no_move_that_is_refused(Scenario scenario) {
        assertThat(log(run(scenario.policy(), scenario.script())))
                .noneMatch(line ->
                        Set.of("refused", "unknown").contains(line.get("kind").asText()));
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void going_back_shows_what_was_shown_before(Scenario scenario) {
        List<String> moves = List.of(scenario.script().split(" ", -1));
        JsonNode all = run(scenario.policy(), scenario.script()).get("steps");
        for (int k = 0; k <= moves.size(); k++) {
            JsonNode part = run(scenario.policy(), String.join(" ", moves.subList(0, k)))
                    .get("steps");
            assertThat(part).hasSize(k);
            for (int i = 0; i < k; i++) {
                assertThat(part.get(i)).isEqualTo(all.get(i));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void no_cut_of_a_lesson_makes_a_difference(Scenario scenario) {
        JsonNode run = run(scenario.policy(), scenario.script());
        int fromClient = run.get("c").asText().length();
        int fromServer = run.get("s").asText().length();
        assertThat(fromClient).isPositive();
        assertThat(Explorer.cuts(scenario.policy(), scenario.script(), "server", 1, fromClient))
                .isZero();
        assertThat(Explorer.cuts(scenario.policy(), scenario.script(), "client", 1, fromServer))
                .isZero();
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void the_link_to_a_lesson_is_short(Scenario scenario) {
        assertThat(URLEncoder.encode(scenario.script(), StandardCharsets.UTF_8)).hasSizeLessThan(8000);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "one        | DONE              | DONE",
                "keep-alive | DONE              | DONE",
                "pipelining | DONE              | DONE",
                "views      | DONE              | DONE",
                "continue   | DONE              | DONE",
                "chunked    | DONE              | DONE",
                "head       | DONE              | DONE",
                "early      | DONE              | DONE",
                "trap       | DONE              | DONE",
                "http10     | CLOSED            | CLOSED",
                "close      | CLOSED            | CLOSED",
                "upgrade    | SWITCHED_PROTOCOL | SWITCHED_PROTOCOL",
                "connect    | SWITCHED_PROTOCOL | SWITCHED_PROTOCOL",
                "half-close | CLOSED            | CLOSED",
                "truncated  | ERROR             | MUST_CLOSE",
                "smuggling  | ERROR             | IDLE"
            })
    void a_lesson_ends_where_it_says(String key, String client, String server) {
        Scenario scenario = Scenario.ALL.stream()
                .filter(each -> each.key().equals(key))
                .findFirst()
                .orElseThrow();
        JsonNode steps = run(scenario.policy(), scenario.script()).get("steps");
        JsonNode atServer = steps.get(steps.size() - 1).get("atServer");
        assertThat(atServer.get("client").asText()).isEqualTo(client);
        assertThat(atServer.get("server").asText()).isEqualTo(server);
    }

    @Test
    void held_bytes_leave_the_other_view_where_it_was() {
        JsonNode run = run("strict", "hold c.get c.end");
        JsonNode last = run.get("steps").get(2);
        assertThat(last.at("/atClient/client").asText()).isEqualTo("DONE");
        assertThat(last.at("/atServer/client").asText()).isEqualTo("IDLE");
        assertThat(run.get("onWay").asInt()).isPositive();
        assertThat(run("strict", "hold c.get c.end deliver")
                        .at("/steps/3/atServer/client")
                        .asText())
                .isEqualTo("DONE");
    }

    @ParameterizedTest
    @ValueSource(strings = {"c.close c=GET", "s.eof s=HTTP", "hold c.eof c.get deliver"})
    void what_follows_the_end_of_a_stream_does_not_arrive(String script) {
        JsonNode run = run("strict", script);
        assertThat(log(run))
                .extracting(line -> line.get("text").asText())
                .contains("has ended its stream: these bytes do not arrive");
        assertThat(run.get("c").asText() + run.get("s").asText()).isEmpty();
        assertThat(run.get("onWay").asInt()).isZero();
    }

    /** The connection of the one who has sent it learns of it from the one who has read it. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "c=GET / HTTP/1.0||",
                "c=GET / HTTP/1.0|Connection: close||",
                "c=GET / HTTP/1.0|Connection: keep-alive||",
                "c=GET / HTTP/1.1|Host: x||",
                "c=GET / HTTP/1.1|Host: x|Connection: close||",
                "c=GET / HTTP/1.2|Host: x||",
                "c=GET / HTTP/1.9|Host: x|Connection: close||",
                "s=HTTP/1.0 200 OK|Content-Length: 0||",
                "s=HTTP/1.0 200 OK|Content-Length: 0|Connection: keep-alive||",
                "s=HTTP/1.1 200 OK|Content-Length: 0||",
                "s=HTTP/1.2 200 OK|Content-Length: 0||",
                "s=HTTP/1.1 200 OK||",
                "s=HTTP/1.1 204 No Content||",
            })
    void both_agree_on_what_was_written_by_hand(String message) {
        String script = message.charAt(0) + "="
                + Escapes.text(Escapes.bytes(message.substring(2).replace("|", "%0d%0a")));
        for (String policy : List.of("strict", "h11")) {
            JsonNode last = run(policy, message.startsWith("c") ? script : "c.get c.end " + script)
                    .get("steps")
                    .findParents("atClient")
                    .stream()
                    .reduce((first, second) -> second)
                    .orElseThrow();
            for (String what : List.of("client", "server", "keepAlive")) {
                assertThat(last.at("/atClient/" + what))
                        .as("%s of %s", what, policy)
                        .isEqualTo(last.at("/atServer/" + what));
            }
        }
    }

    /** The page puts the peer before it, as the subject. */
    @ParameterizedTest
    @CsvSource({
        "c.eof, 'ends its stream here, without ConnectionClosed'",
        "c=, 0 bytes by hand",
        "c=G, 1 byte by hand",
        "c=GE, 2 bytes by hand",
        "s.nonsense, 'has no move \"s.nonsense\"'",
    })
    void a_line_of_the_log_goes_on_after_the_name_of_the_peer(String script, String text) {
        assertThat(log(run("strict", script)).get(0).get("text").asText()).isEqualTo(text);
    }

    @Test
    void bytes_after_the_end_of_a_stream_are_counted() {
        assertThat(log(run("strict", "c.eof c=GET")))
                .extracting(line -> line.get("text").asText())
                .endsWith("3 bytes by hand", "has ended its stream: these bytes do not arrive");
    }

    @Test
    void PAUSED_is_shown_with_its_reason() {
        Scenario scenario = Scenario.ALL.get(3);
        assertThat(log(run("strict", scenario.script())))
                .extracting(line -> line.get("text").asText())
                .contains("PAUSED: NEXT_MESSAGE");
    }

    @Test
    void a_move_that_nobody_knows_is_said_and_changes_nothing() {
        JsonNode step = run("strict", "c.nonsense").at("/steps/0");
        assertThat(step.at("/log/0/kind").asText()).isEqualTo("unknown");
        assertThat(step.at("/atServer/client").asText()).isEqualTo("IDLE");
    }

    @Test
    void every_byte_can_be_written_in_a_link() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 256; c++) {
            all.append(c);
        }
        byte[] bytes = all.toString().getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Escapes.bytes(Escapes.text(bytes))).isEqualTo(bytes);
        assertThat(Escapes.text(bytes)).matches("[!-~]+");
    }

    /** A button is open exactly if the library would send the event, in every state that six moves reach. */
    @Test
    void open_means_open() {
        List<String> scripts = Walk.scripts();
        assertThat(scripts).hasSizeGreaterThan(100);
        for (String script : scripts) {
            Session session = Session.after("strict", script, null, 0);
            for (Offer offer : Offer.ALL) {
                String next = Walk.then(script, Walk.move(offer));
                assertThat(sends(next)).as(next).isEqualTo(session.refusal(offer) == null);
            }
        }
    }

    /** Whether the last move was a send that was not refused. */
    private static boolean sends(String script) {
        JsonNode steps = run("strict", script).get("steps");
        return StreamSupport.stream(steps.get(steps.size() - 1).get("log").spliterator(), false)
                .noneMatch(line -> line.get("kind").asText().equals("refused"));
    }

    @Test
    void a_grey_button_has_its_violation_its_reason_and_its_section_in_every_state_that_six_moves_reach() {
        int grey = 0;
        for (String script : Walk.scripts()) {
            JsonNode run = run("strict", script);
            for (String kind : List.of("open", "next")) {
                for (JsonNode offer : run.get(kind)) {
                    if (offer.has("refused")) {
                        grey++;
                        assertThat(offer.at("/refused/violation").asText()).matches("[A-Z0-9_]+");
                        assertThat(offer.at("/refused/why").asText())
                                .as(script + " " + offer)
                                .matches("[A-Z0-9].{10,}[^.]\\.");
                        assertThat(offer.at("/refused/source").asText()).matches("RFC 9\\d+ §[0-9.]+.*");
                    }
                }
            }
        }
        assertThat(grey).isGreaterThan(2500);
    }
}
