package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import io.github.h11j.spec.conformance.WireMessage.Field;
import io.github.h11j.spec.conformance.WireMessage.Framing;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The notations of case files: bytes, patterns, YAML. */
class CaseFormatTest {

    private static final String CASE = """
            kind: KIND
            defaults: {level: MUST, rules: [RFC9112-3.2-7], meaning: m, mutation: missing}
            cases:
            - id: one
              title: t
              position: host
              STEPS
              pass: 400 closed
              tolerated: {closed: says less}
            """;

    private static ConformanceCase read(String kind, String steps) {
        return CaseFile.parse("test", CASE.replace("KIND", kind).replace("STEPS", steps.replace("\n", "\n  ")))
                .get(0);
    }

    static List<Arguments> notations() {
        return List.of(
                arguments("GET / HTTP/1.1\\r\\n", "GET / HTTP/1.1\r\n"),
                arguments("\\0\\t\\\\\\x7f\\xFF", "\0\t\\\u007f\u00ff"),
                arguments("a\\(xy*3)b", "axyxyxyb"),
                arguments("\\(\\x20**2)", " * *"),
                arguments("\\{host}\\(\\{host}*2)", "hhh"),
                arguments("{host} (a*2) | $", "{host} (a*2) | $"));
    }

    @ParameterizedTest
    @MethodSource("notations")
    void bytes_are_read_as_documented(String notation, String bytes) {
        assertThat(ByteTemplate.parse(notation).render(Map.of("host", "h")).stream()
                        .map(Latin::text)
                        .toList())
                .containsExactly(bytes);
    }

    @Test
    void line_breaks_are_layout_and_cuts_make_pieces() {
        assertThat(ByteTemplate.parse("a\\r\\n\nb\\|\n\\|c\\(d\\|*2)\\|").render(Map.of()).stream()
                        .map(Latin::text)
                        .toList())
                .containsExactly("a\r\nb", "cd", "d");
    }

    @Test
    void every_byte_survives_being_made_visible() {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        assertThat(ByteTemplate.parse(ByteTemplate.visible(all)).render(Map.of()))
                .containsExactly(all);
    }

    @ParameterizedTest
    @CsvSource({"a\\q,unknown escape", "\\x4,two hexadecimal digits", "\\(a*b),unknown escape", "\u00e4,write \\xHH"})
    void malformed_bytes_are_refused_with_the_place(String notation, String message) {
        assertThatThrownBy(() -> ByteTemplate.parse(notation))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("character ");
        assertThatThrownBy(() -> ByteTemplate.parse("a \nb")).hasMessageContaining("not visible");
        assertThatThrownBy(() -> ByteTemplate.parse("\\{no}").render(Map.of())).hasMessageContaining("\\{no}");
    }

    /** Builds an observation from words; {@code 200+} is a response that counts as served. */
    private static Observation seen(String words) {
        List<Sighting> sightings = new ArrayList<>();
        for (String word : words.split(" ", -1)) {
            if (word.matches("\\d{3}\\+?")) {
                sightings.add(new Message(
                        new WireMessage(
                                "HTTP/1.1 " + word.substring(0, 3) + " X",
                                List.of(new Field("Date", "now"), new Field("Connection", "Foo, Close")),
                                Framing.LENGTH,
                                "body",
                                List.of(),
                                true,
                                List.of()),
                        word.endsWith("+")));
            } else if (word.equals(word.toUpperCase(Locale.ROOT))) {
                sightings.add(new Message(
                        new WireMessage(word + " /x HTTP/1.0", List.of(), Framing.NONE, "", List.of(), true, List.of()),
                        false));
            } else {
                sightings.add(new Word(word, Map.of("content", "abc")));
            }
        }
        return new Observation(sightings);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "400 closed; 400 closed; true",
                "400 closed; 400 open; false",
                "400 closed; 400 400 closed; false",
                "400; 400 closed; false",
                "4xx|501 closed; 501 closed; true",
                "served open; 100 200+ open; true",
                "served open; 200 open; false",
                "served open; 101 200+ open; false",
                "100 final open; 100 200 open; true",
                "100 final open; 200 open; false",
                "100? final open; 200 open; true",
                "1xx* final open; 100 103 200 open; true",
                "final* closed; closed; true",
                "refused closed; 301 closed; false",
                "200[date] open; 200 open; true",
                "200[!date] open; 200 open; false",
                "200[connection:close,!te] open; 200 open; true",
                "200[connection:keep-alive] open; 200 open; false",
                "200[@content:body,@framing:length,@version:1.1] open; 200 open; true",
                "200[!@content] open; 200 open; false",
                "GET[!host,@target:/x] 502 closed; GET 502 closed; true",
                "request accepted[@content:abc]; POST accepted; true",
                "request accepted[@content:abd]; POST accepted; false"
            })
    void patterns_match_as_documented(String pattern, String observation, boolean matches) {
        assertThat(Pattern.parse(pattern).matches(seen(observation))).isEqualTo(matches);
    }

    @ParameterizedTest
    @CsvSource({"''", "'400  closed'", "'400 '", "'400[date'", "'400[]'", "'[date]'"})
    void malformed_patterns_are_refused(String pattern) {
        assertThatThrownBy(() -> Pattern.parse(pattern))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("pattern");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '!',
            value = {
                "server ! send: a ! Send[side=CLIENT, bytes=a], Await[side=CLIENT, event=RESPONSE], Probe[]",
                "client ! reply: a ! Await[side=ORIGIN, event=REQUEST], Send[side=ORIGIN, bytes=a],"
                        + " Await[side=ORIGIN, event=END]",
                "proxy ! {send: a, reply: b} ! Send[side=CLIENT, bytes=a], Await[side=ORIGIN, event=REQUEST],"
                        + " Send[side=ORIGIN, bytes=b], Await[side=CLIENT, event=RESPONSE], Probe[]",
                "server ! steps: [{send: a}, half-close, {await: end}] ! Send[side=CLIENT, bytes=a],"
                        + " End[side=CLIENT, ending=HALF_CLOSE], Await[side=CLIENT, event=END]",
                "client ! steps: [{await: head}, reset] ! Await[side=ORIGIN, event=HEAD], End[side=ORIGIN, ending=RESET]",
                "proxy ! steps: [{close: origin}, {await: client-end}, probe] ! End[side=ORIGIN, ending=CLOSE],"
                        + " Await[side=CLIENT, event=END], Probe[]"
            })
    void steps_are_read_for_each_kind(String kind, String steps, String expected) {
        String yaml = steps.startsWith("{")
                ? String.join(
                        "\n",
                        Arrays.asList(steps.substring(1, steps.length() - 1).split(", ")))
                : steps;
        ConformanceCase one = read(kind, yaml);
        assertThat(one.steps().toString()).isEqualTo("[" + expected + "]");
        assertThat(one.signature()).isEqualTo("RFC9112-3.2-7 missing host");
        assertThat(one.judge(seen("closed")).orElseThrow().reason()).isEqualTo("says less");
    }

    static List<Arguments> faults() {
        return List.of(
                arguments("send: a\nsent: b", "sent: unknown key"),
                arguments("send: \\q", "case 1 (one): send: bytes, character 1"),
                arguments("steps: [{wait: 3}]", "wait"),
                arguments("steps: [{await: godot}]", "godot"),
                arguments("title: again\nsend: a", "Duplicate"),
                arguments("cut: often\nsend: a", "whole or bytes"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void faults_of_a_file_are_reported_with_their_place(String steps, String message) {
        assertThatThrownBy(() -> read("server", steps))
                .isInstanceOf(CaseFormatException.class)
                .hasMessageStartingWith("test: ")
                .hasMessageContaining(message);
    }

    @ParameterizedTest
    @CsvSource({
        "server, 400 closed, true",
        "server, 4xx closed, true",
        "server, silent 4xx closed, true",
        "server, 400 open, false",
        "server, served served open, false",
        "client, GET rejected, false"
    })
    void a_response_that_was_cut_off_is_tolerated_where_a_server_has_to_refuse_and_close(
            String kind, String pass, boolean tolerated) {
        String bytes = kind.equals("client") ? "reply: x" : "send: x";
        ConformanceCase test = CaseFile.parse(
                        "test",
                        """
                kind: KIND
                cases:
                - id: one
                  title: t
                  level: MUST
                  rules: RFC9112-7.1-3
                  meaning: m
                  mutation: none
                  position: request
                  BYTES
                  pass: PASS
                """.replace("KIND", kind).replace("BYTES", bytes).replace("PASS", pass))
                .get(0);
        assertThat(test.outcomes())
                .filteredOn(outcome -> outcome.pattern().toString().equals("served truncated closed"))
                .hasSize(tolerated ? 1 : 0);
    }
}
