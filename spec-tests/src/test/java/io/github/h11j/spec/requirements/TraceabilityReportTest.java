package io.github.h11j.spec.requirements;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TraceabilityReportTest {

    private static final String ID = "RFC9112-6.3-7";

    @Test
    void one_failure_among_passes_is_a_failure() {
        TraceabilityReport report =
                report(Map.of(ID, List.of(new TestOutcome("a", 5, 0, 0), new TestOutcome("b", 2, 1, 0))));

        assertThat(report.with(RequirementStatus.FAILED)).containsExactly(ID);
        assertThat(report.counts()).containsEntry(RequirementStatus.FAILED, 1);
    }

    @Test
    void a_requirement_that_does_not_apply_may_be_tested_anyway() {
        TraceabilityReport report = report(Map.of("RFC9110-6.6.1-1", List.of(new TestOutcome("a", 1, 0, 0))));

        assertThat(report.with(RequirementStatus.PASSED)).containsExactly("RFC9110-6.6.1-1");
    }

    @Test
    void a_report_without_tests_is_not_complete() {
        assertThatThrownBy(() -> report(Map.of()).requireComplete())
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("untested: [RFC9112-2.1-1");
    }

    @Test
    void reports_are_merged_by_requirement_and_test() {
        TraceabilityReport sum = report(Map.of(ID, List.of(new TestOutcome("a", 1, 0, 0))))
                .plus(report(Map.of(
                        ID,
                        List.of(new TestOutcome("a", 0, 1, 0), new TestOutcome("b", 1, 0, 0)),
                        "X",
                        List.of(new TestOutcome("c", 1, 0, 0)))));

        assertThat(sum.entries())
                .filteredOn(entry -> entry.requirement().id().equals(ID))
                .singleElement()
                .satisfies(entry -> assertThat(entry.tests())
                        .containsExactly(new TestOutcome("a", 1, 1, 0), new TestOutcome("b", 1, 0, 0)));
        assertThat(sum.unknown()).containsOnlyKeys("X");
    }

    @Test
    void files_are_merged_by_a_program(@TempDir Path folder) throws IOException {
        report(Map.of(ID, List.of(new TestOutcome("a", 1, 0, 0)))).write(folder.resolve("1"));
        report(Map.of(
                        "RFC9112-6.3-8",
                        List.of(new TestOutcome("b", 1, 0, 0)),
                        "X",
                        List.of(new TestOutcome("c", 1, 0, 0))))
                .write(folder.resolve("2"));

        TraceabilityMerge.main(
                folder.resolve("sum").toString(),
                folder.resolve("1/requirements.json").toString(),
                folder.resolve("2/requirements.json").toString());

        TraceabilityReport sum = TraceabilityReport.read(folder.resolve("sum/requirements.json"));
        assertThat(sum.with(RequirementStatus.PASSED)).containsExactly(ID, "RFC9112-6.3-8");
        assertThat(sum.unknown()).containsOnlyKeys("X");
        assertThatThrownBy(() -> TraceabilityMerge.main("out")).hasMessageContaining("usage");
    }

    @Test
    void another_file_is_not_a_report(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("other.json"), "{}");

        assertThatThrownBy(() -> TraceabilityReport.read(file))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("not a traceability report");
    }

    @Test
    void names_of_tests_cannot_break_the_pages() {
        TraceabilityReport report = report(Map.of(
                ID,
                List.of(new TestOutcome("<script>alert(1)</script> | `x` \n# &amp;", 0, 1, 0)),
                "<b>X",
                List.of(new TestOutcome("\"y\"", 1, 0, 0))));

        assertThat(report.html())
                .contains("&lt;script&gt;alert(1)&lt;/script&gt;")
                .doesNotContain("<script>alert")
                .doesNotContain("<b>X");
        assertThat(report.markdown())
                .contains("\\<script\\>alert(1)\\</script\\> \\| \\`x\\` \\# \\&amp; **failed**")
                .doesNotContain("<script>")
                .doesNotContain("| <b>X");
    }

    @Test
    void the_page_is_self_contained() {
        String page = report(Map.of()).html();

        assertThat(page)
                .doesNotContain("@ROWS@")
                .doesNotContain("<link")
                .doesNotContain("src=")
                .doesNotContain("url(");
        assertThat(page).contains("id=\"RFC9112-6.3-7\"");
    }

    private static TraceabilityReport report(Map<String, List<TestOutcome>> outcomes) {
        return new TraceabilityReport(RequirementCatalogue.standard(), outcomes);
    }
}
