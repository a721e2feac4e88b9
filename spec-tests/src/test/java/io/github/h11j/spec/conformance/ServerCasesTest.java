package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The server cases as a whole. */
class ServerCasesTest {

    private static final List<ConformanceCase> CASES = CaseFile.builtIn(CaseKind.SERVER);
    private static final Path VULNERABILITIES = Path.of("..", "docs", "vulnerabilities.md");

    @Test
    void there_are_at_least_250_cases() {
        assertThat(CASES).hasSizeGreaterThanOrEqualTo(250);
    }

    @Test
    void no_two_cases_break_the_same_rule_in_the_same_way_at_the_same_place() {
        assertThat(CASES).extracting(ConformanceCase::signature).doesNotHaveDuplicates();
    }

    @Test
    void no_two_cases_send_the_same_and_expect_the_same() {
        assertThat(CASES)
                .extracting(test -> test.steps().toString() + test.octetByOctet() + test.outcomes() + test.needs())
                .doesNotHaveDuplicates();
    }

    @Test
    void requirements_are_written_as_in_the_catalogue() {
        List<String> ids =
                CASES.stream().flatMap(test -> test.requirements().stream()).toList();
        assertThat(ids).allMatch(id -> id.matches("RFC911[02]-\\d+(\\.\\d+)*-\\d+"));
    }

    @Test
    void needs_are_abilities_that_the_calibration_finds_out() {
        Set<String> abilities = new HashSet<>(Set.of("parallel"));
        CaseFile.calibration(CaseKind.SERVER).forEach(plain -> abilities.add(plain.id()));
        assertThat(CASES).flatExtracting(ConformanceCase::needs).allMatch(abilities::contains);
    }

    @Test
    void every_variable_has_a_value() {
        Set<String> variables =
                ServerTarget.of(URI.create("http://a")).variables("1").keySet();
        for (ConformanceCase test : CASES) {
            for (Step step : test.steps()) {
                if (step instanceof Step.Send send) {
                    assertThat(variables)
                            .as(test.id())
                            .containsAll(send.octets().variables());
                }
            }
        }
    }

    /** Rows of a table: the cells of each. */
    private static List<List<String>> rows() throws IOException {
        List<List<String>> rows = new ArrayList<>();
        for (String line : Files.readAllLines(VULNERABILITIES)) {
            if (line.startsWith("| ") && !line.startsWith("| id ")) {
                rows.add(Arrays.stream(line.substring(2).split(" \\|(?: |$)", -1))
                        .toList());
            }
        }
        return rows;
    }

    @Test
    void each_row_of_the_vulnerabilities_names_its_cases_and_they_are_there() throws IOException {
        Set<String> ids = new TreeSet<>();
        CASES.forEach(test -> ids.add(test.id()));
        assertThat(rows()).hasSizeGreaterThan(25).allSatisfy(row -> {
            Matcher links = Pattern.compile("`([a-z0-9-]+)`").matcher(row.get(3));
            List<String> cases = links.results().map(link -> link.group(1)).toList();
            if (row.get(3).startsWith("a client case")) {
                return; // a server cannot have this fault
            }
            assertThat(cases).as(row.get(0)).isNotEmpty().allMatch(id -> ids.contains(id) || isOfAnotherKind(id));
        });
    }

    private static boolean isOfAnotherKind(String id) {
        return List.of(CaseKind.CLIENT, CaseKind.PROXY).stream()
                .flatMap(kind -> CaseFile.builtIn(kind).stream())
                .anyMatch(test -> test.id().equals(id));
    }
}
