package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.requirements.HtmlText;
import io.github.h11j.spec.requirements.RequirementCatalogue;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The page of one run: totals, what a closed row says, the sentences behind a case, and its size. */
class HtmlReportTest {

    private static final int MOST_BYTES = 500_000;
    private static final List<ConformanceCase> CASES = CaseFile.builtIn(CaseKind.SERVER);

    /** A run of all cases, each with a wire that is long and grows when it is escaped. */
    private static ConformanceRun run(IntFunction<Verdict> verdicts) {
        List<CaseResult> results = new ArrayList<>();
        for (int i = 0; i < CASES.size(); i++) {
            Transcript wire = new Transcript();
            byte[] bytes = Latin.bytes("GET /<script>" + "<".repeat(4000) + "\r\n" + "A: \"b\"\r\n".repeat(100));
            wire.bytes(Transcript.Party.CLIENT, bytes, bytes.length);
            wire.note("the last line");
            results.add(new CaseResult(
                    CASES.get(i),
                    verdicts.apply(i),
                    new Observation(List.of(new Observation.Word("closed"))),
                    "observed: closed; correct: 400 closed or 400 open",
                    wire,
                    Duration.ZERO));
        }
        return run(results);
    }

    private static ConformanceRun run(List<CaseResult> results) {
        return run("a server 1.0", "y", results);
    }

    private static ConformanceRun run(String subject, String setting, List<CaseResult> results) {
        Instant started = Instant.parse("2026-11-28T01:02:03Z");
        return new ConformanceRun(CaseKind.SERVER, subject, setting, started, Duration.ofSeconds(3), results);
    }

    private static ConformanceCase of(Level level) {
        return CASES.stream().filter(test -> test.level() == level).findFirst().orElseThrow();
    }

    private static CaseResult result(ConformanceCase test, Verdict verdict, String word) {
        Observation observation = new Observation(List.of(new Observation.Word(word)));
        return new CaseResult(test, verdict, observation, "", new Transcript(), Duration.ZERO);
    }

    /** The text of what matches, without markup. */
    private static String text(String page, String regex) {
        return Pattern.compile(regex, Pattern.DOTALL)
                .matcher(page)
                .results()
                .map(match -> match.group()
                        .replace("&shy;", "")
                        .replaceAll("<[^>]*>", " ")
                        .replaceAll("\\s+", " ")
                        .trim())
                .findFirst()
                .orElseThrow(() -> new AssertionError("the page has nothing like " + regex));
    }

    private static String row(String page, String id) {
        return text(page, "<details id=\"" + id + "\".*?</details>");
    }

    private static String closedRow(String page, String id) {
        return text(page, "<details id=\"" + id + "\".*?</summary>");
    }

    @Test
    void a_subject_with_the_name_of_a_part_of_the_page_is_only_a_name() {
        String page =
                HtmlReport.of(run("@ROWS@ @TOTALS@ $1", "@CASES@", List.of(result(CASES.get(0), Verdict.PASS, "x"))));
        assertThat(text(page, "<title>.*?</title>")).contains("@ROWS@ @TOTALS@ $1");
        assertThat(page)
                .contains("@CASES@")
                .containsOnlyOnce("<details id=\"" + CASES.get(0).id());
    }

    @ParameterizedTest
    @EnumSource
    void a_page_of_all_cases_with_a_long_wire_each_is_smaller_than_500_kB(Verdict verdict) {
        String page = HtmlReport.of(run(i -> verdict));
        assertThat(page.getBytes(StandardCharsets.UTF_8).length).isLessThan(MOST_BYTES);
        assertThat(CASES).allSatisfy(test -> assertThat(row(page, test.id())).contains("lines more"));
    }

    @Test
    void of_the_wires_those_that_failed_have_the_most_room() {
        String page = HtmlReport.of(run(i -> i % 10 == 0 ? Verdict.FAIL : Verdict.PASS));
        assertThat(fieldLines(page, CASES.get(0))).isGreaterThan(5).isGreaterThan(3 * fieldLines(page, CASES.get(1)));
    }

    private static int fieldLines(String page, ConformanceCase test) {
        return row(page, test.id()).split("A: ", -1).length - 1;
    }

    @Test
    void a_wire_that_is_short_is_shown_to_its_end() {
        ConformanceCase test = of(Level.MUST);
        Transcript wire = new Transcript();
        byte[] bytes = Latin.bytes("GET /<script> HTTP/1.1\r\nHost: a\r\n\r\n");
        wire.bytes(Transcript.Party.CLIENT, bytes, bytes.length);
        wire.note("the connection was closed");
        Observation none = new Observation(List.of());
        String page = HtmlReport.of(run(List.of(new CaseResult(test, Verdict.PASS, none, "", wire, Duration.ZERO))));
        assertThat(page).contains("GET /&lt;script&gt; HTTP/1.1\\r\\n");
        assertThat(row(page, test.id())).contains("Host: a\\r\\n").endsWith("# the connection was closed");
    }

    @Test
    void the_totals_of_each_level_are_at_the_top_and_failed_MUSTs_apart() {
        List<CaseResult> results = new ArrayList<>();
        for (ConformanceCase test : CASES) {
            boolean fails = test.level() == Level.MUST && results.size() % 2 == 0;
            results.add(
                    results.size() == CASES.size() - 1
                            ? CaseResult.inapplicable(test, "it has no POST")
                            : result(test, fails ? Verdict.FAIL : Verdict.PASS, "closed"));
        }
        long failed =
                results.stream().filter(one -> one.verdict() == Verdict.FAIL).count();
        long musts = CASES.stream().filter(test -> test.level() == Level.MUST).count();
        String page = HtmlReport.of(run(results));
        String top = page.substring(0, page.indexOf("<details"));
        assertThat(text(top, "<p class=\"verdict-line.*?</p>"))
                .isEqualTo(failed + " MUST and 0 MUST NOT failed, 0 of the other levels.");
        assertThat(text(top, "<table.*?</table>"))
                .startsWith("level fail tolerated inconclusive not applicable pass cases MUST " + failed + " 0 0 ")
                .contains(" " + musts + " MUST NOT 0 0 0 ", " SHOULD 0 ")
                .contains("all " + failed + " 0 0 1 " + (CASES.size() - failed - 1) + " " + CASES.size());
    }

    @Test
    void a_closed_row_says_what_was_observed() {
        ConformanceCase test = of(Level.MUST);
        String page = HtmlReport.of(run(List.of(result(test, Verdict.FAIL, "desynchronised"))));
        assertThat(closedRow(page, test.id())).contains("fail", "MUST", test.title(), test.id(), "desynchronised");
        ConformanceCase other = of(Level.SHOULD);
        page = HtmlReport.of(run(List.of(CaseResult.inapplicable(other, "it has no POST"))));
        assertThat(closedRow(page, other.id())).contains("not applicable: it has no POST");
    }

    @Test
    void each_rule_is_a_link_to_its_section_and_has_its_sentence_on_the_page() {
        String page = HtmlReport.of(run(i -> Verdict.PASS));
        assertThat(CASES)
                .allSatisfy(test -> assertThat(test.requirements())
                        .map(RequirementCatalogue.standard()::get)
                        .allSatisfy(rule -> assertThat(page)
                                .contains(
                                        "<a href=\"https://www.rfc-editor.org/rfc/rfc"
                                                + rule.document().substring(3) + "#section-" + rule.section() + "\">"
                                                + rule.id() + "</a>",
                                        HtmlText.escape(rule.text()))));
    }

    @Test
    void a_case_with_a_rule_that_the_catalogue_does_not_have_is_shown_all_the_same() {
        ConformanceCase own = CaseFile.parse("own", """
                kind: server
                cases:
                - id: own-case
                  title: t
                  level: MUST
                  rules: MINE-1
                  meaning: m
                  mutation: none
                  position: request
                  send: 'GET \\{get} HTTP/1.1\\r\\nHost: \\{host}\\r\\n\\r\\n'
                  pass: served open
                """).get(0);
        String page = HtmlReport.of(run(List.of(result(own, Verdict.PASS, "open"))));
        assertThat(row(page, "own-case")).contains("MINE-1");
        assertThat(page).contains("data-category=\"other\"", "<option>other</option>");
    }

    @Test
    void the_files_of_the_cases_are_categories_to_filter_by() {
        String page = HtmlReport.of(run(i -> Verdict.PASS));
        assertThat(page)
                .containsPattern("<details id=\"host-missing\"[^>]* data-category=\"host\"")
                .containsPattern("<details id=\"chunk-size-with-nul\"[^>]* data-category=\"chunks\"");
        assertThat(text(page, "<select id=\"category\".*?</select>"))
                .contains("all categories", "chunks", "content-length", "host", "targets");
    }

    @Test
    void what_would_have_been_right_is_shown_only_where_a_case_did_not_pass() {
        ConformanceCase test = of(Level.MUST);
        String right = test.outcomes().get(0).pattern().toString();
        assertThat(row(HtmlReport.of(run(List.of(result(test, Verdict.FAIL, "silent")))), test.id()))
                .contains("pass: " + right);
        assertThat(row(HtmlReport.of(run(List.of(result(test, Verdict.PASS, "silent")))), test.id()))
                .doesNotContain("pass: " + right);
    }
}
