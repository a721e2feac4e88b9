package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.spec.conformance.Comparison.Column;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The committed runs of other people's software: the pages are theirs, and each failed MUST has an argument. */
class AuditTest {

    private static final Path DATA = Path.of("comparison", "data");
    private static final Path REPORTS = Path.of("..", "docs", "reports");
    private static final Path FAILED = REPORTS.resolve("verdicts-failed.md");
    private static final int MOST_INCONCLUSIVE = 20;
    private static final int LEAST_FAULTS = 50;
    private static final Duration LONGEST = Duration.ofMinutes(30);

    private static List<Comparison> comparisons = List.of();

    /** A row of verdicts-audited.md. */
    private record Cause(CaseKind kind, String title, List<Pattern> cases, Set<String> sections) {

        boolean names(String id) {
            return cases.stream().anyMatch(glob -> glob.matcher(id).matches());
        }
    }

    /** A failed MUST or MUST NOT: who was observed to do what. */
    private record Failure(CaseKind kind, String id, Map<String, List<String>> observed) {}

    @BeforeAll
    static void read() throws IOException {
        List<Map.Entry<String, Path>> files = new ArrayList<>();
        for (String folder : List.of("servers", "clients", "proxies")) {
            try (Stream<Path> reports = Files.list(DATA.resolve(folder))) {
                reports.sorted().forEach(report -> files.add(Map.entry("", report)));
            }
        }
        comparisons = Comparison.of(files);
    }

    private static List<Cause> causes() throws IOException {
        List<Cause> causes = new ArrayList<>();
        CaseKind kind = CaseKind.SERVER;
        Set<String> sections = Set.of();
        for (String line : Files.readAllLines(REPORTS.resolve("verdicts-audited.md"))) {
            if (line.startsWith("## ")) {
                kind = line.startsWith("## Clients")
                        ? CaseKind.CLIENT
                        : line.startsWith("## Proxies") ? CaseKind.PROXY : CaseKind.SERVER;
                if (line.startsWith("## Cases")) {
                    break;
                }
            }
            String[] cells = line.split("\\|", -1);
            if (cells.length == 7 && cells[2].contains("`")) {
                Matcher id = Pattern.compile("`([^`]+)`").matcher(cells[2]);
                List<Pattern> cases = id.results()
                        .map(found -> Pattern.compile(("\\Q" + found.group(1) + "\\E").replace("*", "\\E.*\\Q")))
                        .toList();
                sections = cells[4].strip().equals("the same") ? sections : sections(cells[4]);
                causes.add(new Cause(kind, cells[1].strip(), cases, sections));
            }
        }
        return causes;
    }

    /** The sections that a sentence is quoted from, as the ids of their requirements begin. */
    private static Set<String> sections(String sentence) {
        Set<String> sections = new LinkedHashSet<>();
        Matcher section =
                Pattern.compile("(?:RFC (\\d+) )?section (\\d+(?:\\.\\d+)*)").matcher(sentence);
        String rfc = "";
        while (section.find()) {
            rfc = section.group(1) == null ? rfc : section.group(1);
            sections.add("RFC" + rfc + "-" + section.group(2) + "-");
        }
        return sections;
    }

    private static List<Failure> failures() {
        List<Failure> failures = new ArrayList<>();
        for (Comparison comparison : comparisons) {
            for (String id : comparison.ids()) {
                Map<String, List<String>> observed = new LinkedHashMap<>();
                for (Column column : comparison.columns()) {
                    JsonNode test = column.cases().get(id);
                    if (test != null
                            && Comparison.letter(test) == 'f'
                            && Comparison.ABSOLUTE.contains(test.path("level").asText())) {
                        observed.computeIfAbsent(test.path("observed").asText(), text -> new ArrayList<>())
                                .add(column.name().replaceFirst(" .*", ""));
                    }
                }
                if (!observed.isEmpty()) {
                    failures.add(new Failure(comparison.kind(), id, observed));
                }
            }
        }
        return failures;
    }

    /** The failures of each cause; those without one under a cause without a title. */
    private static Map<Cause, List<Failure>> byCause() throws IOException {
        Map<Cause, List<Failure>> all = new LinkedHashMap<>();
        List<Cause> causes = causes();
        causes.forEach(cause -> all.put(cause, new ArrayList<>()));
        for (Failure failure : failures()) {
            Cause cause = causes.stream()
                    .filter(one -> one.kind() == failure.kind() && one.names(failure.id()))
                    .findFirst()
                    .orElse(new Cause(failure.kind(), "", List.of(), Set.of()));
            all.computeIfAbsent(cause, one -> new ArrayList<>()).add(failure);
        }
        return all;
    }

    /** For each software the cause of each case that it failed. */
    private static Map<String, List<Cause>> faults() throws IOException {
        Map<String, List<Cause>> faults = new TreeMap<>();
        byCause()
                .forEach((cause, failures) -> failures.forEach(failure -> failure.observed().values().stream()
                        .flatMap(List::stream)
                        .map(software -> software + ", " + failure.kind().label())
                        .forEach(software -> faults.computeIfAbsent(software, name -> new ArrayList<>())
                                .add(cause))));
        return faults;
    }

    @Test
    void each_failed_must_has_a_cause_and_each_cause_a_failed_must() throws IOException {
        Map<Cause, List<Failure>> all = byCause();
        assertThat(all.entrySet().stream()
                        .filter(entry -> entry.getKey().title().isEmpty())
                        .flatMap(entry -> entry.getValue().stream()))
                .as("failed, but not explained in verdicts-audited.md")
                .isEmpty();
        assertThat(all.entrySet().stream()
                        .filter(entry -> entry.getValue().isEmpty())
                        .map(entry -> entry.getKey().title()))
                .as("explained, but no software fails it")
                .isEmpty();
    }

    @Test
    void each_name_of_a_cause_is_that_of_a_failed_must() throws IOException {
        byCause().forEach((cause, failures) -> {
            List<String> ids = failures.stream().map(Failure::id).toList();
            assertThat(cause.cases())
                    .as("%s, failed by %s", cause.title(), ids)
                    .allMatch(
                            glob -> ids.stream().anyMatch(id -> glob.matcher(id).matches()));
        });
    }

    @Test
    void the_section_that_an_argument_quotes_is_that_of_a_rule_of_the_case() throws IOException {
        Map<String, List<String>> rules = Stream.of(CaseKind.values())
                .flatMap(kind -> CaseFile.builtIn(kind).stream())
                .collect(Collectors.toMap(ConformanceCase::id, ConformanceCase::requirements));
        byCause()
                .forEach((cause, failures) -> assertThat(failures)
                        .as(cause.title())
                        .allSatisfy(failure -> assertThat(rules.get(failure.id()))
                                .as(failure.id())
                                .anyMatch(rule -> cause.sections().stream().anyMatch(rule::startsWith))));
    }

    @Test
    void the_list_of_failed_musts_is_that_of_the_data() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Failed MUSTs, by cause

                Generated by `AuditTest` with `-Dh11j.docs.write=true`. Do not edit. This page lists what was observed in each failed MUST and
                MUST NOT of the runs on [comparison.md](comparison.md). [verdicts-audited.md](verdicts-audited.md) explains each cause.

                """);
        page.append("One missing check can fail many cases, so this table also counts the causes:\n\n");
        page.append("| software | MUSTs failed | causes |\n|---|---:|---:|\n");
        faults().forEach((software, causes) -> page.append("| ")
                .append(software)
                .append(" | ")
                .append(causes.size())
                .append(" | ")
                .append(causes.stream().distinct().count())
                .append(" |\n"));
        page.append("\n| kind | cause | case | observed |\n|---|---|---|---|\n");
        byCause()
                .forEach((cause, failures) -> failures.forEach(failure -> {
                    page.append("| ")
                            .append(failure.kind().label())
                            .append(" | ")
                            .append(cause.title());
                    page.append(" | `").append(failure.id()).append("` | ");
                    List<String> observed = new ArrayList<>();
                    failure.observed()
                            .forEach((text, names) -> observed.add("`" + text + "`: " + String.join(", ", names)));
                    page.append(String.join("; ", observed)).append(" |\n");
                }));
        generated(FAILED, page.toString());
    }

    @Test
    void the_pages_are_those_of_the_data() throws IOException {
        generated(REPORTS.resolve("comparison.html"), ComparisonPage.of(comparisons));
        generated(REPORTS.resolve("comparison.md"), ComparisonSummary.of(comparisons));
    }

    private static void generated(Path file, String text) throws IOException {
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(file, text);
        }
        assertThat(Files.readString(file).equals(text))
                .as("%s, written anew by -Dh11j.docs.write=true", file)
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({"SERVER, 15", "CLIENT, 6", "PROXY, 5"})
    void enough_software_was_run_and_what_was_inconclusive_is_little(CaseKind kind, int least) {
        Comparison comparison = comparisons.stream()
                .filter(one -> one.kind() == kind)
                .findFirst()
                .orElseThrow();
        assertThat(comparison.columns()).hasSizeGreaterThanOrEqualTo(least);
        assertThat(comparison.columns())
                .allSatisfy(column ->
                        assertThat(column.inconclusive()).as(column.name()).isLessThanOrEqualTo(MOST_INCONCLUSIVE));
    }

    @Test
    void all_runs_together_take_half_an_hour_at_most() {
        assertThat(comparisons.stream().mapToLong(Comparison::seconds).sum()).isLessThan(LONGEST.toSeconds());
    }

    @Test
    void at_least_fifty_faults_are_still_found_and_none_in_h11j() throws IOException {
        assertThat(faults().values().stream()
                        .mapToLong(causes -> causes.stream().distinct().count())
                        .sum())
                .isGreaterThanOrEqualTo(LEAST_FAULTS);
        assertThat(faults().keySet()).noneMatch(name -> name.startsWith("h11j"));
    }

    /** Else it is no wonder that h11j failed nothing. */
    @ParameterizedTest
    @CsvSource({"SERVER, h11j-blocking", "SERVER, h11j-nio", "PROXY, h11j-blocking", "PROXY, h11j-nio"})
    void h11j_was_run_too(CaseKind kind, String software) {
        assertThat(comparisons.stream()
                        .filter(one -> one.kind() == kind)
                        .flatMap(one -> one.columns().stream())
                        .map(column -> column.name().replaceFirst(" .*", "")))
                .contains(software);
    }

    /** A kit that passes one of these has become blind. */
    @ParameterizedTest
    @CsvSource({
        "jdk-httpserver, chunk-size-of-2-to-32",
        "puma, pipeline-post-then-get",
        "starman, pipeline-post-then-get",
        "caddy, response-truncated-chunks",
        "caddy, response-truncated-in-chunk",
        "squid, response-splitting-after-204-through-proxy"
    })
    void a_confirmed_fault_still_fails(String software, String id) {
        assertThat(failures().stream()
                        .filter(failure -> failure.id().equals(id))
                        .flatMap(failure -> failure.observed().values().stream())
                        .flatMap(List::stream))
                .contains(software);
    }
}
