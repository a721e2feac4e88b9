package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The command {@code compare}: one page of several reports. */
class CompareCommandTest extends CommandFixture {

    private static final int MOST_BYTES = 500_000;
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
        ConformanceRun run =
                new ConformanceRun(kind, "x", "y", Instant.parse("2026-11-28T01:02:03Z"), Duration.ZERO, results);
        return Files.writeString(folder.resolve(kind.label() + first + ".json"), JsonReport.of(run));
    }

    private static JsonNode dataOf(Path page) throws IOException {
        Matcher data = Pattern.compile("<script id=\"data\" type=\"application/json\">(.*?)</script>", Pattern.DOTALL)
                .matcher(Files.readString(page));
        assertThat(data.find()).isTrue();
        return new JsonMapper().readTree(data.group(1));
    }

    @Test
    void a_page_has_a_row_per_case_and_a_letter_per_report() throws IOException {
        Path page = folder.resolve("page.html");
        List<ConformanceCase> cases = CaseFile.builtIn(CaseKind.SERVER);
        assertThat(run(
                        "compare",
                        "--html=" + page,
                        "one 1.0=" + report(CaseKind.SERVER, 0, -1),
                        "a=b=" + report(CaseKind.SERVER, 1, 0)))
                .isZero();
        JsonNode data = dataOf(page);
        assertThat(data.at("/columns/0/name").asText()).isEqualTo("one 1.0");
        assertThat(data.at("/columns/1/name").asText()).isEqualTo("a=b");
        assertThat(data.at("/columns/1/started").asText()).isEqualTo("2026-11-28");
        assertThat(data.path("cases")).hasSize(cases.size());
        JsonNode first = data.at("/cases/0");
        assertThat(first.path("id").asText()).isEqualTo(cases.get(0).id());
        assertThat(first.path("meaning").asText()).isEqualTo(cases.get(0).meaning());
        assertThat(first.path("verdicts").asText()).isEqualTo("p-");
        assertThat(data.at("/cases/1/verdicts").asText()).hasSize(2).doesNotContain("-");
        assertThat(data.path("texts").get(first.at("/observed/0").asInt()).asText())
                .isEqualTo("closed");
        assertThat(first.path("wire").asText()).startsWith("GET /</script>").endsWith("...");
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
        assertThat(run("compare", page, "no-name")).isEqualTo(2);
        assertThat(run("compare", page, "a=" + folder.resolve("missing.json"))).isEqualTo(2);
        assertThat(run("compare", page, "a=" + report(CaseKind.SERVER, 0, -1), "b=" + report(CaseKind.CLIENT, 0, -1)))
                .isEqualTo(2);
        assertThat(err.toString()).contains("expected NAME=FILE", "missing.json", "not all of the same kind");
    }
}
