package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.Role;
import io.github.h11j.StateMachine.EventRule;
import io.github.h11j.StateMachine.OperationRule;
import io.github.h11j.StateMachine.Rule;
import io.github.h11j.StateMachine.StateRule;
import io.github.h11j.build.Sample;
import io.github.h11j.explorer.diagram.Diagrams;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.openqa.selenium.Keys;
import org.openqa.selenium.WebElement;

/** The shipped file in a browser. That the JVM's answers are h11's, but for documented differences, is GoldenParityTest's. */
class BrowserTest extends BrowserFixture {

    private static final int BATCH = 250;

    /** All recorded cases in CI, else one of ten. */
    private static final int STEP = Sample.ALL ? 1 : 10;

    private static final int DIFFERENT_FROM_H11 = 284;

    @BeforeEach
    void open() {
        browser.media("screen", "light");
        browser.size(1280, 1000);
        browser.open("");
    }

    static List<Scenario> lessons() {
        return Sample.of(Scenario.ALL);
    }

    private static String replayScript() throws IOException {
        try (InputStream in = BrowserTest.class.getResourceAsStream("/replay.js")) {
            return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"strict", "h11", "tolerant-client"})
    void every_recorded_case_has_the_same_answers_in_the_file_as_on_the_jvm(String policy) throws IOException {
        browser.run(replayScript());
        List<JsonNode> cases = new ArrayList<>();
        List<JsonNode> recorded = Golden.cases();
        for (int i = 0; i < recorded.size(); i += STEP) {
            JsonNode each = recorded.get(i);
            boolean possible = !(policy.equals("tolerant-client")
                    && each.path("role").asText().equals("server"));
            if (possible && !each.path("role").asText().isEmpty()) {
                cases.add(each);
            }
        }
        assertThat(recorded).hasSize(2500);
        assertThat(cases).hasSizeGreaterThan(500 / STEP);
        for (int from = 0; from < cases.size(); from += BATCH) {
            List<JsonNode> batch = cases.subList(from, Math.min(cases.size(), from + BATCH));
            assertThat(answersInTheFile(batch, policy)).isEqualTo(answersOnTheJvm(batch, policy));
        }
    }

    /** Those that differ on the JVM, and no others: that they differ as they may is GoldenParityTest's business. */
    @Test
    void all_but_the_known_cases_go_in_the_file_as_they_went_in_h11() throws IOException {
        browser.run(replayScript());
        Map<String, List<String>> h11 = H11Traces.recorded();
        assertThat(Golden.cases()).hasSize(2500);
        List<JsonNode> cases = Sample.of(Golden.cases());
        List<String> different = new ArrayList<>();
        List<String> differentOnTheJvm = new ArrayList<>();
        for (int from = 0; from < cases.size(); from += BATCH) {
            List<JsonNode> batch = cases.subList(from, Math.min(cases.size(), from + BATCH));
            List<?> answers = (List<?>) answersInTheFile(batch, "h11");
            List<String> onTheJvm = answersOnTheJvm(batch, "h11");
            for (int i = 0; i < batch.size(); i++) {
                String id = batch.get(i).path("id").asText();
                if (!H11Traces.steps(answers.get(i).toString()).equals(h11.get(id))) {
                    different.add(id);
                }
                if (!H11Traces.steps(onTheJvm.get(i)).equals(h11.get(id))) {
                    differentOnTheJvm.add(id);
                }
            }
        }
        assertThat(different).isEqualTo(differentOnTheJvm).isNotEmpty();
        if (Sample.ALL) {
            assertThat(different).hasSize(DIFFERENT_FROM_H11);
        }
    }

    private Object answersInTheFile(List<JsonNode> cases, String policy) {
        return browser.run(
                "return JSON.parse(arguments[0]).map(each => replay(each, arguments[1]))", cases.toString(), policy);
    }

    private static List<String> answersOnTheJvm(List<JsonNode> cases, String policy) {
        return cases.stream().map(each -> Golden.replay(each, policy)).toList();
    }

    /** Emulated.toLowerCase, as it is in the file, with one letter left out: the cases above notice it. */
    @Test
    void a_substitution_that_is_broken_has_other_answers_in_the_file_than_on_the_jvm() throws IOException {
        Pattern lowerCase = Pattern.compile("([\\w$]+)>=65(&&\\1<=90\\)\\)\\{if\\(\\1<192\\))");
        String page = Files.readString(Browser.PAGE);
        assertThat(lowerCase.matcher(page).results()).hasSize(1);
        // without its policy, which allows no other script than the one that was built
        String broken = lowerCase
                .matcher(page.replaceFirst("<meta http-equiv=[^>]*>", ""))
                .replaceFirst("$1>=66$2");
        Path file = Files.writeString(Path.of("target/broken.html"), broken);
        List<JsonNode> cases = Golden.cases().subList(0, BATCH);
        for (Path each : List.of(Browser.PAGE, file)) {
            browser.open(each, "");
            browser.run(replayScript());
            assertThat(answersInTheFile(cases, "strict").equals(answersOnTheJvm(cases, "strict")))
                    .isEqualTo(each.equals(Browser.PAGE));
        }
    }

    @Test
    void at_each_of_the_7620_recorded_steps_the_lit_arrows_are_the_rows_that_fire() {
        List<String[]> steps = Golden.steps();
        assertThat(steps).hasSize(7620);
        List<String> expected = new ArrayList<>();
        List<List<String>> asked = new ArrayList<>();
        for (String[] step : steps) {
            String fired = Explorer.firing(step[0], step[1]);
            assertThat(fired.isEmpty()).as("%s %s", step[0], step[1]).isEqualTo(step[2].equals("illegal"));
            expected.add(fired);
            asked.add(List.of(step[0], step[1]));
        }
        assertThat(browser.run("return arguments[0].map(([from, step]) => exports.firing(from, step))", asked))
                .isEqualTo(expected);
        // each row is one arrow of the page, but for the next cycle, which moves both peers
        assertThat(browser.run("""
                return arguments[0].map(fired => {
                    exports.light(fired.split(' ').filter(each => each));
                    return [...document.querySelectorAll('[data-row].fired')].map(each => each.dataset.row);
                })
                """, expected))
                .isEqualTo(expected.stream().map(BrowserTest::arrows).toList());
    }

    /** In the order of the page: the client's arrows first, each in the order of the table. */
    private static List<String> arrows(String fired) {
        List<String> order = new ArrayList<>();
        for (String picture : List.of("client", "server", "keep-alive", "switches")) {
            Matcher mark = Pattern.compile("data-row=\"(\\w+)\"").matcher(Diagrams.inPage(picture));
            while (mark.find()) {
                order.add(mark.group(1));
            }
        }
        List<String> rows = List.of(fired.split(" ", -1));
        return order.stream().filter(rows::contains).toList();
    }

    /** The recorded state, and not only the rows that the JVM names too. */
    @Test
    void the_rows_that_fire_lead_from_each_recorded_state_to_the_next() {
        Map<String, Rule> rows = Rows.all().stream().collect(Collectors.toMap(Rows::id, row -> row));
        for (String[] step : Golden.steps()) {
            List<String> states =
                    new ArrayList<>(List.of(step[0].split(" ", -1)).subList(0, 2));
            for (String fired : Explorer.firing(step[0], step[1]).split(" ", -1)) {
                if (rows.get(fired) instanceof EventRule row) {
                    states.set(row.machine() == Role.CLIENT ? 0 : 1, row.to().name());
                } else if (rows.get(fired) instanceof StateRule row) {
                    states.set(row.machine() == Role.CLIENT ? 0 : 1, row.to().name());
                } else if (rows.get(fired) instanceof OperationRule row) {
                    row.clientTo().ifPresent(to -> states.set(0, to.name()));
                    row.serverTo().ifPresent(to -> states.set(1, to.name()));
                }
            }
            if (!step[2].equals("illegal")) {
                assertThat(step[2]).as("%s, %s", step[0], step[1]).startsWith(String.join(" ", states) + " ");
            }
        }
    }

    @Test
    void the_rows_that_fired_in_the_last_move_are_lit_and_the_states_are() {
        browser.open("#s=one");
        assertThat(browser.all("[data-row].fired"))
                .extracting(each -> each.getDomAttribute("data-row"))
                .containsExactly("E16");
        assertThat(browser.all(".node.here"))
                .extracting(each -> each.getDomAttribute("data-state"))
                .containsExactly("DONE", "DONE", "keep-alive on", "no UPGRADE", "no CONNECT");
    }

    @Test
    void a_button_is_open_exactly_if_check_passes_and_a_grey_one_says_why() {
        for (String script : Sample.of(Walk.scripts())) {
            JsonNode run = Golden.parse(Explorer.run("strict", script));
            List<String> expected = new ArrayList<>();
            run.get("open")
                    .forEach(
                            offer -> expected.add(button(offer, offer.get("key").asText())));
            run.get("next").forEach(offer -> expected.add(button(offer, "next")));
            expected.sort(null);
            assertThat(browser.run("""
                    return new Promise(done => {
                        addEventListener('hashchange', () => done(
                            [...document.querySelectorAll('.moves [data-move]')]
                                .filter(each => !/hold|deliver|eof/.test(each.dataset.move))
                                .map(each => each.dataset.move + (each.ariaDisabled ? ' ' + each.title : '')).sort()),
                            {once: true});
                        location.hash = '#at=99&m=' + arguments[0];
                    })
                    """, script)).as(script).isEqualTo(expected);
        }
    }

    /** What the page makes of an offer: its move, and for a grey button the violation, the reason and the section. */
    private static String button(JsonNode offer, String key) {
        String move = offer.get("role").asText().charAt(0) + "." + key;
        JsonNode refused = offer.path("refused");
        return refused.isMissingNode()
                ? move
                : move + " " + refused.get("violation").asText() + ": "
                        + refused.get("why").asText() + " ("
                        + refused.get("source").asText() + ")";
    }

    @Test
    void a_grey_button_says_why_when_it_is_pressed() {
        browser.open("#m=c.get&at=1");
        browser.find("[data-move='c.head']").click();
        assertThat(browser.text("#why"))
                .contains("HEAD / is not possible now", "The client's request is not complete", "RFC 9112 §6.3");
        assertThat(browser.text("#count")).isEqualTo("move 1 of 1");
    }

    @Test
    void while_the_wire_is_held_the_page_says_so_and_whose_view_it_tells() {
        browser.open("#m=hold&at=1");
        assertThat(browser.text("#status")).isEqualTo("wire: hold. Client IDLE, server IDLE.");
        assertThat(browser.text("#log ul")).isEqualTo("wire: hold");
        browser.open("#m=hold+c.get&at=2");
        assertThat(browser.text("#status"))
                .isEqualTo("client sends Request GET /. Client IDLE, server IDLE, as the server sees it.");
        browser.find("[name=view][value=client]").click();
        assertThat(browser.text("#status"))
                .isEqualTo(
                        "client sends Request GET /. Client SEND_BODY, server SEND_RESPONSE, as the client sees it.");
    }

    @Test
    void the_number_of_a_row_says_what_the_row_is() {
        browser.open("#s=one");
        WebElement row = browser.find("#log .row");
        assertThat(row.getText()).isEqualTo("E1");
        assertThat(row.getDomAttribute("title"))
                .isEqualTo(browser.run("return JSON.parse(exports.rows()).E1"))
                .contains("The client has begun a request");
    }

    @Test
    void going_back_and_forward_shows_the_same_and_a_new_move_discards_the_future() {
        browser.open("#s=keep-alive");
        String end = browser.text("#log") + browser.text("#wires") + browser.text("#status");
        for (int i = 0; i < 4; i++) {
            browser.find("#back").click();
        }
        assertThat(browser.text("#count")).isEqualTo("move 7 of 11");
        for (int i = 0; i < 4; i++) {
            browser.find("#forward").click();
        }
        assertThat(browser.text("#log") + browser.text("#wires") + browser.text("#status"))
                .isEqualTo(end);
        browser.find("#first").click();
        browser.find("[data-move='c.post']").click();
        assertThat(browser.text("#count")).isEqualTo("move 1 of 1");
    }

    @Test
    void the_link_holds_everything() {
        browser.open("#s=pipelining");
        browser.find("#back").click();
        String before = browser.text("body");
        String link = browser.run("return location.hash").toString();
        browser.open(link);
        assertThat(browser.text("body")).isEqualTo(before);
        assertThat(link).hasSizeLessThan(8000);
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void the_link_to_a_lesson_holds_the_move_and_the_view(Scenario scenario) {
        browser.open("#s=" + scenario.key());
        browser.find("[name=view][value=client]").click();
        browser.find("#back").click();
        Object shown = browser.run("return document.querySelector('main').innerHTML");
        browser.open(browser.run("return location.hash").toString());
        assertThat(browser.run("return document.querySelector('main').innerHTML"))
                .isEqualTo(shown);
        assertThat(browser.find("[name=view][value=client]").isSelected()).isTrue();
    }

    /** The slider goes there, the buttons come back, and all three show the same. */
    @ParameterizedTest
    @MethodSource("lessons")
    void k_moves_back_and_k_forward_are_where_it_began_for_each_k(Scenario scenario) {
        browser.open("#s=" + scenario.key());
        assertThat(browser.run("""
                const get = id => document.getElementById(id), moves = +get('slider').max, wrong = [];
                const shown = () => ['log', 'wires', 'status', 'peers', 'count', 'diagrams'].map(id => get(id).innerHTML).join();
                const slide = to => { get('slider').value = to; get('slider').dispatchEvent(new Event('input')); };
                const end = shown();
                const at = [end];
                for (let k = 1; k <= moves; k++) { get('back').click(); at.push(shown()); }
                if (new Set(at).size !== at.length) wrong.push('a move that shows nothing');
                for (let k = moves - 1; k >= 0; k--) { get('forward').click(); if (shown() !== at[k]) wrong.push('forward ' + k); }
                for (let k = moves; k > 0; k--) {
                    slide(moves - k);
                    if (shown() !== at[k]) wrong.push('slider ' + k);
                    get('end').click();
                    if (shown() !== end) wrong.push('end ' + k);
                }
                return moves && wrong;
                """)).isEqualTo(List.of());
    }

    @Test
    void a_link_that_was_copied_is_not_called_copied_after_another_move() {
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async () => {}}})");
        browser.find("#share").click();
        browser.await("return document.getElementById('share').textContent === 'Copied'");
        browser.find("#back").click();
        assertThat(browser.text("#share")).isEqualTo("Copy link");
    }

    @Test
    void a_test_that_could_not_be_copied_is_shown_to_be_copied_by_hand() {
        browser.run("Object.defineProperty(navigator, 'clipboard', {value: {writeText: async () => { throw 1; }}})");
        browser.find("#test").click();
        browser.await("return document.getElementById('test').textContent.startsWith('Select')");
        assertThat(browser.find("#code").isDisplayed()).isTrue();
    }

    @Test
    void a_page_that_says_where_to_start_starts_there_unless_the_link_says_otherwise() throws IOException {
        Path page = Path.of("target/started.html");
        String start = "<body data-start=\"#p=h11&amp;at=1&amp;m=c.get+c.end\">";
        Files.writeString(page, Files.readString(Browser.PAGE).replace("<body>", start));
        browser.open(page, "");
        assertThat(browser.text("#count")).isEqualTo("move 1 of 2");
        assertThat(browser.text("#status")).contains("Request GET /");
        browser.open(page, "#m=c.post&at=1");
        assertThat(browser.text("#status")).contains("Request POST /");
    }

    @Test
    void a_byte_lights_its_event_and_its_rows_for_the_pointer_and_for_the_keyboard_alike() {
        browser.open("#s=one");
        WebElement target = browser.find("#wire-c [data-kind=target]");
        browser.run("arguments[0].focus()", target);
        String focused = lit();
        assertThat(browser.text("#element")).isEqualTo("target, byte 4, part of Request GET /, which fired E1, E8");
        browser.run("arguments[0].blur()", target);
        assertThat(lit()).isNotEqualTo(focused);
        browser.run("arguments[0].dispatchEvent(new MouseEvent('mouseenter'))", target);
        assertThat(lit()).isEqualTo(focused);
    }

    /** From the log to the bytes: the line that E1 and E8 fired for is the server's. */
    @ParameterizedTest
    @CsvSource({"mouseenter,mouseleave", "focus,blur"})
    void a_line_of_the_log_lights_its_bytes_and_its_rows(String enter, String leave) {
        browser.open("#s=one");
        WebElement line = browser.all("#log [data-event]").get(0);
        assertThat(line.getDomAttribute("tabindex")).isEqualTo("0");
        browser.run("arguments[0].dispatchEvent(new Event(arguments[1]))", line, enter);
        assertThat(browser.all("#wire-c .lit"))
                .hasSize(browser.all("#wire-c [data-event='0']").size());
        assertThat(browser.all("[data-row].fired"))
                .extracting(each -> each.getDomAttribute("data-row"))
                .containsExactlyInAnyOrder("E1", "E8");
        assertThat(browser.text("#element"))
                .isEqualTo("server receives Request GET /, bytes 0 to 37, which fired E1, E8");
        browser.run("arguments[0].dispatchEvent(new Event(arguments[1]))", line, leave);
        assertThat(browser.all(".lit")).isEmpty();
    }

    /** From an arrow to the log and the bytes: at both peers. */
    @ParameterizedTest
    @CsvSource({"mouseenter,mouseleave", "focus,blur"})
    void an_arrow_lights_the_lines_and_the_bytes_that_fired_its_row(String enter, String leave) {
        browser.open("#s=one");
        WebElement arrow = browser.find("[data-row='E1']");
        assertThat(arrow.getDomAttribute("tabindex")).isEqualTo("0");
        browser.run("arguments[0].dispatchEvent(new Event(arguments[1]))", arrow, enter);
        assertThat(browser.all("#log .lit"))
                .extracting(WebElement::getText)
                .containsExactly("client sends Request GET /E1E8", "server receives Request GET /E1E8");
        assertThat(browser.all("#wire-c .lit")).isNotEmpty();
        assertThat(browser.all("#wire-s .lit")).isEmpty();
        assertThat(browser.text("#element")).contains("E1: The client has begun a request");
        browser.run("arguments[0].dispatchEvent(new Event(arguments[1]))", arrow, leave);
        assertThat(browser.all(".lit")).isEmpty();
    }

    private String lit() {
        return browser.run("return [...document.querySelectorAll('.lit,.fired')].map(each => each.outerHTML).join()")
                .toString();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    void every_cut_is_tried_on_demand_and_another_move_takes_the_answer_away(Scenario scenario) {
        browser.open("#s=" + scenario.key());
        browser.find("#cuts").click();
        browser.await("return /tried, one|difference/.test(document.getElementById('cuts-result').textContent)");
        assertThat(browser.text("#cuts-result")).endsWith("the same events and states every time.");
        browser.find("#back").click();
        assertThat(browser.text("#cuts-result")).startsWith("TCP may cut these bytes anywhere.");
    }

    @Test
    void a_cut_is_shown_in_the_bytes_with_the_events_that_come_before_and_after_it() {
        browser.open("#s=one");
        browser.run("arguments[0].value = 10; arguments[0].dispatchEvent(new Event('input'))", browser.find("#cut-c"));
        assertThat(browser.text("#cuts-result"))
                .isEqualTo(
                        "The server gets 10 bytes, then the others: NEED_DATA, Request GET /, EndOfMessage, NEED_DATA."
                                + " Without the cut it gets the same.");
        assertThat(browser.run("""
                const cut = document.querySelector('#wire-c .cut'), before = document.createRange();
                before.setStart(document.getElementById('wire-c'), 0);
                before.setEndBefore(cut);
                return before.toString();
                """)).isEqualTo("GET·/·HTTP");
        browser.find("#back").click();
        assertThat(browser.all(".cut")).isEmpty();
    }

    @Test
    void line_ends_spaces_tabs_and_bytes_without_a_picture_can_be_seen() {
        browser.run("arguments[0].value = 'GET / HTTP/1.1\\nX:\\ta b\\x00'", browser.find("#bytes-c"));
        browser.find("#first").click();
        browser.find("#send-c").click();
        assertThat(browser.text("#wire-c")).contains("GET·/·HTTP/1.1CRLF\nX:HTa·b\\x00");
    }

    @Test
    void a_fault_in_bytes_by_hand_has_a_caret_on_its_byte() {
        browser.run("arguments[0].value = 'GET / HTTP/1.1\\nHost: x\\nA B: c\\n\\n'", browser.find("#bytes-c"));
        browser.find("#first").click();
        browser.find("#send-c").click();
        assertThat(browser.all("#wire-c .caret")).hasSize(1);
        assertThat(browser.text("#log")).contains("RFC 9112 §5.1");
    }

    @Test
    void both_directions_of_a_conversation_are_read_as_one() {
        browser.run("arguments[0].value = 'GET / HTTP/1.1\\nHost: x\\n\\n'", browser.find("#bytes-c"));
        browser.find("#capture").click();
        assertThat(browser.text("#status")).endsWith("Client IDLE, server IDLE.");
        assertThat(browser.text("#log")).contains("Request GET /", "Response 200");
    }

    /** What each program prints for the same 37 bytes; of "hexdump" alone the bytes of a pair are turned, so it is text. */
    @ParameterizedTest
    @MethodSource("dumps")
    void a_hex_dump_is_its_bytes(String program, String dump) {
        browser.run("arguments[0].value = arguments[1]", browser.find("#bytes-c"), dump);
        browser.find("#first").click();
        browser.find("#send-c").click();
        assertThat(browser.run("return new URLSearchParams(location.hash).get('m')"))
                .as(program)
                .isEqualTo("c=GET%20/%20HTTP/1.1%0d%0aHost:%20example.com%0d%0a%0d%0a");
    }

    static Stream<Arguments> dumps() {
        return Stream.of(
                Arguments.of("xxd", """
                        00000000: 4745 5420 2f20 4854 5450 2f31 2e31 0d0a  GET / HTTP/1.1..
                        00000010: 486f 7374 3a20 6578 616d 706c 652e 636f  Host: example.co
                        00000020: 6d0d 0a0d 0a                             m....
                        """),
                Arguments.of("hexdump -C", """
                        00000000  47 45 54 20 2f 20 48 54  54 50 2f 31 2e 31 0d 0a  |GET / HTTP/1.1..|
                        00000010  48 6f 73 74 3a 20 65 78  61 6d 70 6c 65 2e 63 6f  |Host: example.co|
                        00000020  6d 0d 0a 0d 0a                                    |m....|
                        00000025
                        """),
                Arguments.of("od -A x -t x1z", """
                        000000 47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a  >GET / HTTP/1.1..<
                        000010 48 6f 73 74 3a 20 65 78 61 6d 70 6c 65 2e 63 6f  >Host: example.co<
                        000020 6d 0d 0a 0d 0a                                   >m....<
                        000025
                        """),
                Arguments.of("Wireshark, Copy as Hex Dump", """
                        0000   47 45 54 20 2f 20 48 54 54 50 2f 31 2e 31 0d 0a   GET / HTTP/1.1..
                        0010   48 6f 73 74 3a 20 65 78 61 6d 70 6c 65 2e 63 6f   Host: example.co
                        0020   6d 0d 0a 0d 0a                                    m....
                        """),
                Arguments.of("xxd -p", """
                        474554202f20485454502f312e310d0a486f73743a206578616d706c652e
                        636f6d0d0a0d0a
                        """));
    }

    /** hexdump -C leaves out lines that are as the one before. */
    @Test
    void a_star_in_a_hex_dump_is_the_same_line_again() {
        browser.run("arguments[0].value = arguments[1]", browser.find("#bytes-c"), """
                00000000  61 61 61 61 61 61 61 61  61 61 61 61 61 61 61 61  |aaaaaaaaaaaaaaaa|
                *
                00000030  61 61                                             |aa|
                00000032
                """);
        browser.find("#first").click();
        browser.find("#send-c").click();
        assertThat(browser.run("return new URLSearchParams(location.hash).get('m')"))
                .isEqualTo("c=" + "a".repeat(50));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes-c", "bytes-s"})
    void a_file_that_is_dropped_on_a_field_is_its_bytes_and_what_is_dropped_is_read(String field) {
        browser.run("""
                const data = new DataTransfer();
                const bytes = new Uint8Array([71, 13, 10, 92, 0, 233, 10, 13, 9]);
                data.items.add(new File([bytes], "capture.bin"));
                window.dropped = new DragEvent("drop", { dataTransfer: data, cancelable: true, bubbles: true });
                arguments[0].dispatchEvent(window.dropped);
                """, browser.find("#" + field));
        browser.await("return document.getElementById('" + field + "').value.startsWith('G')");
        assertThat(browser.run("return window.dropped.defaultPrevented")).isEqualTo(true);
        browser.find("#first").click();
        browser.find("#send-" + field.charAt(6)).click();
        assertThat(browser.run("return new URLSearchParams(location.hash).get('m')"))
                .isEqualTo(field.charAt(6) + "=G%0d%0a\\%00%e9%0a%0d%09");
    }

    @Test
    void the_trap_is_a_timeline_that_grows_with_the_moves_and_is_in_its_lesson_alone() {
        browser.open("#s=one");
        assertThat(browser.find("#trap").isDisplayed()).isFalse();
        browser.open("#s=trap");
        assertThat(browser.find("#trap").isDisplayed()).isTrue();
        List<Integer> hidden = new ArrayList<>();
        for (int at = 5; at >= 0; at--) {
            hidden.add(browser.all("#trap .later").size());
            browser.find("#back").click();
        }
        assertThat(hidden).containsExactly(0, 2, 4, 5, 5, 5);
        assertThat(browser.find("#trap svg").getDomAttribute("aria-label")).contains("45 ms", "5 ms");
        // other moves are another response
        browser.find("[data-move='c.head']").click();
        assertThat(browser.find("#trap").isDisplayed()).isFalse();
    }

    @Test
    void a_link_to_a_call_that_is_refused_does_not_call_it_sent() {
        browser.open("#m=c.next+s.end&at=1");
        assertThat(browser.text("#status")).startsWith("client may not call startNextCycle().");
        browser.find("#forward").click();
        assertThat(browser.text("#status")).startsWith("server may not send EndOfMessage.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"clte", "tecl", "fold"})
    void two_readers_part_where_one_of_them_refuses(String preset) {
        browser.find("#" + preset).click();
        List<WebElement> readers = browser.all("#readers>div");
        assertThat(readers).hasSize(3);
        assertThat(readers.get(0).getText()).startsWith("STRICT").contains("refused with 400");
        assertThat(readers.get(1).getText()).startsWith("BROWSER_FACING_SERVER");
        assertThat(readers.get(2).getText())
                .startsWith("H11")
                .contains("Request ", "EndOfMessage")
                .doesNotContain("refused");
        assertThat(browser.all("#readers .part")).isNotEmpty();
    }

    /** As the line below the bytes does: the first byte is 0. */
    @Test
    void a_reader_names_the_first_and_the_last_byte_of_an_event_or_says_that_it_has_none() {
        browser.find("#fold").click(); // 57 bytes
        assertThat(browser.all("#readers>div").get(2).getText())
                .isEqualTo("H11\nRequest GET /, bytes 0 to 56\nEndOfMessage, no bytes");
    }

    @Test
    void a_level_that_is_reached_says_so() {
        browser.open("#m=s.close&at=1");
        assertThat(browser.all("#levels .reached")).hasSize(1);
        assertThat(browser.text("#levels .reached")).contains("Reached in 1; 1 are enough.");
        browser.find("#restart").click();
        assertThat(browser.all("#levels .reached")).isEmpty();
    }

    @Test
    void the_test_that_is_copied_is_that_of_the_library() {
        browser.open("#s=upgrade");
        assertThat(browser.run("return document.getElementById('code').textContent"))
                .isEqualTo(Explorer.test("strict", "c.upgrade c.end s.101"));
    }

    @Test
    void the_keyboard_alone_is_enough() {
        browser.open("#s=one");
        WebElement body = browser.find("body");
        body.sendKeys(Keys.ARROW_LEFT);
        assertThat(browser.text("#count")).isEqualTo("move 4 of 5");
        body.sendKeys(Keys.ARROW_RIGHT);
        WebElement open = browser.find("[data-move='s.close']");
        open.sendKeys(Keys.ENTER);
        assertThat(browser.text("#count")).isEqualTo("move 6 of 6");
        assertThat(browser.text("#status")).contains("server CLOSED");
        assertThat(browser.find("#status").getDomAttribute("aria-live")).isEqualTo("polite");
        assertThat(byTab())
                .contains(
                        "scenario",
                        "policy",
                        "share",
                        "slider",
                        "end",
                        "s.next",
                        "wire-c",
                        "E16",
                        "bytes-c",
                        "capture",
                        "test");
        assertThat(browser.run("return document.querySelectorAll('[onclick],[tabindex]:not([tabindex=\"0\"])').length"))
                .isEqualTo(0L);
    }

    /** What Tab comes to, from the top of the page, until it has been everywhere. */
    private List<String> byTab() {
        browser.open("#s=one");
        List<String> reached = new ArrayList<>();
        String next;
        do {
            browser.press(Keys.TAB);
            next = browser.run("""
                    const at = document.activeElement;
                    return at.id || at.dataset.move || at.dataset.row || at.outerHTML;
                    """).toString();
            reached.add(next);
        } while (!next.startsWith("<body") && !next.equals("test") && reached.size() < 500);
        return reached;
    }

    @Test
    void on_a_small_window_the_reason_for_a_grey_button_is_in_sight() {
        browser.size(360, 640);
        browser.open("#s=one");
        WebElement grey = browser.find("[data-move='c.get']");
        browser.run("arguments[0].scrollIntoView({block: 'center'})", grey);
        grey.click();
        assertThat(browser.text("#why")).contains("GET / is not possible now");
        assertThat(browser.run("return document.getElementById('why').getBoundingClientRect().bottom <= innerHeight"))
                .isEqualTo(true);
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,360", "dark,360"})
    void nothing_is_wider_than_the_window(String scheme, int width) throws IOException {
        browser.media("screen", scheme);
        browser.size(width, 2400);
        for (Scenario scenario : lessons()) {
            browser.open("#s=" + scenario.key());
            assertThat(browser.run("return document.documentElement.scrollWidth"))
                    .as(scenario.key())
                    .isEqualTo(browser.run("return document.documentElement.clientWidth"));
            browser.screenshot(scenario.key() + "-" + scheme + "-" + width);
        }
    }

    @ParameterizedTest
    @CsvSource({"light,1280", "dark,1280", "light,360", "dark,360"})
    void a_page_with_an_error_and_everything_open_is_not_wider_than_the_window_either(String scheme, int width)
            throws IOException {
        browser.media("screen", scheme);
        browser.size(width, 1000);
        browser.open(
                "#m=c=GET%2520/%2520HTTP/1.1%250d%250aHost:%2520x%250d%250aA%2520B:%2520c%250d%250a%250d%250a&at=1");
        browser.find("#clte").click();
        browser.run("document.querySelectorAll('details').forEach(each => { each.open = true; })");
        assertThat(browser.find("#readers ul").isDisplayed()).isTrue();
        assertThat(browser.find("#log .fault").isDisplayed()).isTrue();
        assertThat(browser.run("return document.documentElement.scrollWidth"))
                .isEqualTo(browser.run("return document.documentElement.clientWidth"));
        browser.screenshot("all-open-" + scheme + "-" + width);
    }

    /** Pixels of the smallest label that names an event or the time: it can be read without a magnifier. */
    @ParameterizedTest
    @ValueSource(ints = {1280, 360})
    void the_labels_of_the_pictures_are_of_a_size_that_can_be_read(int width) {
        browser.size(width, 1000);
        browser.open("#s=trap");
        assertThat(browser.run("""
                return [...document.querySelectorAll('#diagrams .mark:not(.legend) text,#trap text')]
                    .map(each => [parseFloat(getComputedStyle(each).fontSize) * each.getScreenCTM().a,
                        each.matches('.note') ? (innerWidth > 1000 ? 8 : 7) : 9.5])
                    .filter(([pixels, least]) => pixels < least)
                """)).isEqualTo(List.of());
    }

    @Test
    void the_page_prints() throws IOException {
        browser.media("print", "light");
        browser.open("#s=one");
        browser.size(800, 2400);
        browser.screenshot("print");
        assertThat(browser.find("#time").isDisplayed()).isFalse();
        assertThat(browser.find("#log").isDisplayed()).isTrue();
        assertThat(browser.find("#log button").isDisplayed()).isTrue(); // the number of the move
        assertThat(browser.find("#cuts-line").isDisplayed()).isFalse();
        assertThat(browser.find("#rows").isDisplayed()).isTrue();
        // "E10" in one line
        assertThat(browser.run("""
                return [...document.querySelectorAll('#rows th')].filter(each => {
                    const text = document.createRange();
                    text.selectNodeContents(each);
                    return text.getClientRects().length !== 1;
                }).map(each => each.textContent)
                """)).isEqualTo(List.of());
        // what is only for the screen, or empty, leaves no heading and no label
        for (String each : List.of("#own label", ".cutter", "#write-title", "#readers-title", "#test-title")) {
            assertThat(browser.find(each).isDisplayed()).as(each).isFalse();
        }
        browser.run("document.getElementById('clte').click(); document.getElementById('code').parentNode.open = true;");
        assertThat(browser.find("#readers-title").isDisplayed()).isTrue();
        assertThat(browser.find("#code").isDisplayed()).isTrue();
    }

    /** For those who do not see the pictures. */
    @Test
    void every_row_of_the_state_machine_is_a_line_of_a_table() {
        assertThat(browser.find("#rows").isDisplayed()).isFalse();
        browser.find("#machine-title ~ details summary").click();
        assertThat(browser.run(
                        "return [...document.querySelectorAll('#rows tr')].map(each => [...each.cells].map(cell =>"
                                + " cell.textContent).join(' | '))"))
                .asInstanceOf(InstanceOfAssertFactories.list(String.class))
                .hasSize(1 + Rows.all().size())
                .containsAll(Rows.all().stream()
                        .map(row -> Rows.id(row) + " | " + Rows.label(row) + " | " + row.explanation() + " ("
                                + row.source() + ")")
                        .toList());
    }

    @Test
    void a_message_begins_on_a_line_of_its_own_though_the_body_before_it_does_not_end_its() {
        browser.open("#s=keep-alive");
        assertThat(browser.text("#wire-s")).contains("hello\nHTTP/1.1");
    }

    @Test
    void the_page_asks_no_host_for_anything() {
        assertThat(browser.run("return performance.getEntriesByType('resource').map(each => each.name)"))
                .isEqualTo(List.of());
    }
}
