package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.github.h11j.spec.requirements.RequirementCatalogue;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The command {@code compare}: one page of several reports. */
class CompareCommandTest extends CommandFixture {

    private static final int MOST_BYTES = 500_000;
    private static final Duration TOOK = Duration.ofMillis(21_001);
    private static final List<Verdict> VERDICTS = List.of(Verdict.values());

    /** A report of all cases of a kind, in which the verdicts come in turn. */
    private Path report(CaseKind kind, int first, int without) throws IOException {
        List<CaseResult> results = new ArrayList<>();
        List<ConformanceCase> cases = CaseFile.builtIn(kind);
        for (int i = 0; i < cases.size(); i++) {
            if (i != without) {
                Transcript wire = new Transcript();
                byte[] bytes = Latin.bytes("GET /</script>" + "x".repeat(3000) + "\r\n");
                wire.bytes(Transcript.Party.CLIENT, bytes, bytes.length);
                results.add(new CaseResult(
                        cases.get(i),
                        VERDICTS.get((i + first) % VERDICTS.size()),
                        new Observation(List.of(new Observation.Word("closed"))),
                        "because",
                        wire,
                        Duration.ZERO));
            }
        }
        return report(kind, "x", kind.label() + first, results);
    }

    private Path report(String name, CaseResult result) throws IOException {
        return report(CaseKind.SERVER, name, name, List.of(result));
    }

    private Path report(CaseKind kind, String name, String file, List<CaseResult> results) throws IOException {
        Instant started = Instant.parse("2026-11-28T01:02:03Z");
        ConformanceRun run = new ConformanceRun(kind, name, "y", started, TOOK, results);
        return Files.writeString(folder.resolve(file + ".json"), JsonReport.of(run));
    }

    private static JsonNode dataOf(Path page) throws IOException {
        Matcher data = Pattern.compile("<script id=\"data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(Files.readString(page));
        assertThat(data.find()).isTrue();
        return new JsonMapper().readTree(data.group(1));
    }

    private static String text(JsonNode data, JsonNode number) {
        return data.path("texts").get(number.asInt()).asText();
    }

    @Test
    void a_page_has_a_row_per_case_and_a_letter_per_report() throws IOException {
        Path page = folder.resolve("page.html");
        List<ConformanceCase> cases = CaseFile.builtIn(CaseKind.SERVER);
        assertThat(run(
                        "compare",
                        "--html=" + page,
                        report(CaseKind.SERVER, 0, -1).toString(),
                        "a=b=" + report(CaseKind.SERVER, 1, 0)))
                .isZero();
        JsonNode data = dataOf(page);
        JsonNode servers = data.at("/groups/0");
        assertThat(servers.at("/kind").asText()).isEqualTo("servers");
        assertThat(servers.at("/columns/0/name").asText()).isEqualTo("x");
        assertThat(servers.at("/columns/1/name").asText()).isEqualTo("a=b");
        assertThat(servers.at("/columns/1/started").asText()).isEqualTo("2026-11-28");
        assertThat(servers.path("cases")).hasSize(cases.size());
        JsonNode first = servers.at("/cases/0");
        assertThat(first.path("id").asText()).isEqualTo(cases.get(0).id());
        assertThat(first.path("meaning").asText()).isEqualTo(cases.get(0).meaning());
        assertThat(first.path("verdicts").asText()).isEqualTo("p-");
        assertThat(servers.at("/cases/1/verdicts").asText()).hasSize(2).doesNotContain("-");
        assertThat(text(data, first.at("/observed/0"))).isEqualTo("closed");
        assertThat(text(data, first.path("wire")))
                .startsWith("> GET /</script>")
                .endsWith("...");
    }

    @Test
    void a_failed_case_has_its_bytes_and_one_that_does_not_apply_a_letter_of_its_own() throws IOException {
        Path page = folder.resolve("page.html");
        ConformanceCase test = CaseFile.builtIn(CaseKind.SERVER).get(0);
        Transcript wire = new Transcript();
        wire.bytes(Transcript.Party.SUBJECT_TO_CLIENT, Latin.bytes("HTTP/1.1 200 OK\r\n"), 17);
        Observation none = new Observation(List.of());
        Path failed = report("failed 1.0", new CaseResult(test, Verdict.FAIL, none, "", wire, Duration.ZERO));
        Path lacking = report("lacking 1.0", CaseResult.inapplicable(test, "it has no POST"));
        Path unclear = report("unclear 1.0", CaseResult.inconclusive(test, "once so, once so", wire));
        assertThat(run("compare", "--html=" + page, "" + failed, "" + lacking, "" + unclear))
                .isZero();
        JsonNode data = dataOf(page);
        JsonNode row = data.at("/groups/0/cases/0");
        assertThat(row.path("verdicts").asText()).isEqualTo("fni");
        assertThat(text(data, row.at("/wires/0"))).isEqualTo("< HTTP/1.1 200 OK\\r\\n\n");
        assertThat(text(data, row.at("/observed/1"))).contains("it has no POST");
        assertThat(text(data, row.at("/observed/2"))).isEqualTo("once so, once so");
        assertThat(data.at("/groups/0/columns/1/open").asInt()).isZero();
        assertThat(data.at("/groups/0/columns/2/open").asInt())
                .isEqualTo(Comparison.ABSOLUTE.contains(test.level().label()) ? 100 : 0);
    }

    @Test
    void a_case_has_its_category_the_sentences_of_its_rules_and_why_it_is_tolerated() throws IOException {
        Path page = folder.resolve("page.html");
        ConformanceCase test = CaseFile.builtIn(CaseKind.SERVER).stream()
                .filter(one -> one.id().equals("host-missing"))
                .findFirst()
                .orElseThrow();
        Observation closed = new Observation(List.of(new Observation.Word("closed")));
        Path tolerated = report(
                "tolerated 1.0",
                new CaseResult(test, Verdict.TOLERATED, closed, "harmless", new Transcript(), Duration.ZERO));
        assertThat(run("compare", "--html=" + page, "" + tolerated)).isZero();
        JsonNode data = dataOf(page);
        assertThat(data.at("/groups/0/cases/0/category").asText()).isEqualTo("host");
        assertThat(text(data, data.at("/groups/0/cases/0/observed/0"))).isEqualTo("closed (harmless)");
        assertThat(test.requirements())
                .isNotEmpty()
                .allSatisfy(rule -> assertThat(data.path("rules").path(rule).asText())
                        .isEqualTo(RequirementCatalogue.standard().get(rule).level() + " "
                                + RequirementCatalogue.standard().get(rule).text()));
        assertThat(Files.readString(page)).contains("all.rules[r]");
    }

    @Test
    void kinds_are_apart_and_compressed_reports_are_read() throws IOException {
        Path page = folder.resolve("page.html");
        Path summary = folder.resolve("summary.md");
        Path server = report(CaseKind.SERVER, 0, -1);
        Path compressed = folder.resolve("server.json.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
            Files.copy(server, out);
        }
        assertThat(run(
                        "compare",
                        "--html=" + page,
                        "--summary=" + summary,
                        "proxy 1=" + report(CaseKind.PROXY, 0, -1),
                        "client 1=" + report(CaseKind.CLIENT, 0, -1),
                        "server 1=" + compressed))
                .isZero();
        assertThat(dataOf(page).path("groups"))
                .extracting(group -> group.path("kind").asText())
                .containsExactly("servers", "clients", "proxies");
        assertThat(Files.readString(summary))
                .contains("## Servers", "## Clients", "## Proxies")
                .contains("All runs took 2 min,") // three times 22 s
                .contains("| server 1 | 2026-11-28 | 22 | "
                        + CaseFile.builtIn(CaseKind.SERVER).size() + " | ");
    }

    @Test
    void a_page_of_fifteen_servers_is_small_and_loads_nothing() throws IOException {
        List<String> arguments = new ArrayList<>(List.of("compare", "--html=" + folder.resolve("page.html")));
        for (int i = 0; i < 15; i++) {
            arguments.add("software " + i + "=" + report(CaseKind.SERVER, i, -1));
        }
        assertThat(run(arguments.toArray(String[]::new))).isZero();
        assertThat(Files.size(folder.resolve("page.html"))).isLessThan(MOST_BYTES);
        assertThat(Files.readString(folder.resolve("page.html"))).doesNotContain("src=", "<link", "@import", "fetch(");
    }

    @Test
    void what_cannot_be_compared_is_2() throws IOException {
        String page = "--html=" + folder.resolve("page.html");
        assertThat(run("compare", page)).isEqualTo(2);
        assertThat(run("compare", page, "a=" + folder.resolve("missing.json"))).isEqualTo(2);
        Path other = Files.writeString(folder.resolve("other.json"), "{}");
        assertThat(run("compare", page, other.toString())).isEqualTo(2);
        assertThat(unwrapped(err)).contains("missing.json", other + " is not a report that --json has written");
    }

    @Test
    void an_argument_that_begins_with_an_at_sign_is_no_file_of_arguments() throws IOException {
        String argument = "@" + Files.writeString(folder.resolve("arguments"), "--help");
        assertThat(run("compare", "--html", folder.resolve("page").toString(), argument))
                .isEqualTo(2);
        assertThat(unwrapped(err)).contains("@").contains("there is no such file");
    }

    /** A lone surrogate is a character in no encoding. */
    @ParameterizedTest
    @ValueSource(strings = {"--html=\ud800 x", "--html=x \ud800", "--html=x a=\ud800"})
    void a_name_that_the_locale_does_not_have_is_explained(String arguments) {
        List<String> words = new ArrayList<>(List.of("compare"));
        words.addAll(List.of(arguments.split(" ", -1)));
        assertThat(run(words.toArray(String[]::new))).isEqualTo(2);
        assertThat(unwrapped(err))
                .contains("'\ud800' cannot be the name of a file: the locale of this shell does not have these"
                        + " characters; set LC_ALL=C.UTF-8")
                .doesNotContain("Exception");
    }
}
