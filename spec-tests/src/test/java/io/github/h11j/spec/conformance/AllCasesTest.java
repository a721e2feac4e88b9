package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.requirements.RequirementCatalogue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Properties of the cases of every kind. */
class AllCasesTest {

    private static final Path VULNERABILITIES = Path.of("..", "docs", "reference", "vulnerabilities.md");
    private static final Pattern ID = Pattern.compile("`([a-z0-9-]+)`");

    private static List<ConformanceCase> all() {
        return Arrays.stream(CaseKind.values())
                .flatMap(kind -> CaseFile.builtIn(kind).stream())
                .toList();
    }

    @ParameterizedTest
    @CsvSource({"SERVER, 250", "CLIENT, 120", "PROXY, 40"})
    void there_is_a_minimum_number_of_cases(CaseKind kind, int least) {
        assertThat(CaseFile.builtIn(kind)).hasSizeGreaterThanOrEqualTo(least);
    }

    @Test
    void no_two_cases_of_any_kind_have_the_same_id() {
        assertThat(all()).extracting(ConformanceCase::id).doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void no_two_cases_break_the_same_rule_in_the_same_way_at_the_same_place(CaseKind kind) {
        assertThat(CaseFile.builtIn(kind))
                .extracting(ConformanceCase::signature)
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void no_two_cases_do_the_same_and_expect_the_same(CaseKind kind) {
        assertThat(CaseFile.builtIn(kind))
                .extracting(test -> test.steps().toString()
                        + test.path()
                        + test.methods()
                        + test.byteByByte()
                        + test.outcomes()
                        + test.needs())
                .doesNotHaveDuplicates();
    }

    @ParameterizedTest
    @EnumSource
    void every_requirement_is_in_the_catalogue(CaseKind kind) {
        RequirementCatalogue catalogue = RequirementCatalogue.standard();
        assertThat(CaseFile.builtIn(kind))
                .flatExtracting(ConformanceCase::requirements)
                .allMatch(id -> catalogue.find(id).isPresent());
    }

    /** A failed case of this level says that a MUST or MUST NOT was broken, so it has to cite one. */
    @ParameterizedTest
    @EnumSource
    void each_absolute_case_cites_an_absolute_requirement(CaseKind kind) {
        RequirementCatalogue catalogue = RequirementCatalogue.standard();
        assertThat(CaseFile.builtIn(kind))
                .filteredOn(test -> test.level().isAbsolute())
                .allSatisfy(test -> assertThat(test.requirements())
                        .as(test.id())
                        .anySatisfy(id -> assertThat(
                                        catalogue.find(id).orElseThrow().level().toString())
                                .isIn(Comparison.ABSOLUTE)));
    }

    /** The cases that each row of the table of vulnerabilities names, by what the vulnerabilities are called. */
    private static Map<String, List<String>> casesOfVulnerabilities() throws IOException {
        Map<String, List<String>> rows = new LinkedHashMap<>();
        for (String line : Files.readAllLines(VULNERABILITIES)) {
            if (line.startsWith("| ") && !line.startsWith("| id ")) {
                String[] cells = line.substring(2).split(" \\|(?: |$)", -1);
                rows.put(
                        cells[0],
                        ID.matcher(cells[3])
                                .results()
                                .map(result -> result.group(1))
                                .toList());
            }
        }
        return rows;
    }

    @Test
    void each_row_of_the_vulnerabilities_names_its_cases_and_they_are_there() throws IOException {
        Set<String> ids = all().stream().map(ConformanceCase::id).collect(Collectors.toSet());
        assertThat(casesOfVulnerabilities()).hasSizeGreaterThan(25);
        casesOfVulnerabilities()
                .forEach(
                        (name, cases) -> assertThat(cases).as(name).isNotEmpty().allMatch(ids::contains));
    }

    @Test
    void each_case_of_a_vulnerability_is_named_by_a_row() throws IOException {
        Set<String> named =
                casesOfVulnerabilities().values().stream().flatMap(List::stream).collect(Collectors.toSet());
        assertThat(all())
                .filteredOn(test -> !test.knownAs().isEmpty())
                .extracting(ConformanceCase::id)
                .allMatch(named::contains);
    }
}
