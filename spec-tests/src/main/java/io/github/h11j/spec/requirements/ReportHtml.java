package io.github.h11j.spec.requirements;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The HTML form of a {@link TraceabilityReport}: the template {@code report.html} with its places filled. */
final class ReportHtml {

    private ReportHtml() {}

    static String write(TraceabilityReport report) {
        List<TraceabilityReport.Entry> entries = report.entries();
        return template()
                .replace("@COUNTS@", counts(report))
                .replace("@DOCUMENTS@", options(entries, RfcRequirement::document))
                .replace(
                        "@LEVELS@",
                        options(entries, requirement -> requirement.level().toString()))
                .replace(
                        "@ROLES@",
                        options(entries, requirement -> requirement.role().toString()))
                .replace("@UNKNOWN@", unknown(report))
                .replace("@ROWS@", entries.stream().map(ReportHtml::row).collect(Collectors.joining("\n")));
    }

    private static String template() {
        try (InputStream in =
                Objects.requireNonNull(ReportHtml.class.getResourceAsStream("report.html"), "report.html")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String counts(TraceabilityReport report) {
        StringBuilder buttons = new StringBuilder();
        report.counts()
                .forEach((status, count) -> buttons.append(String.format(
                        Locale.ROOT,
                        "<button type=\"button\" class=\"count %s\" data-status=\"%s\" aria-pressed=\"false\">"
                                + "<b>%d</b> %s</button>\n",
                        styleClass(status),
                        status,
                        count,
                        status)));
        return buttons.toString();
    }

    private static String styleClass(RequirementStatus status) {
        return status.toString().replace(' ', '-');
    }

    private static String options(List<TraceabilityReport.Entry> entries, Function<RfcRequirement, String> value) {
        return new TreeSet<>(entries.stream()
                        .map(entry -> value.apply(entry.requirement()))
                        .toList())
                .stream()
                        .map(option -> "<option>" + HtmlText.escape(option) + "</option>")
                        .collect(Collectors.joining());
    }

    private static String unknown(TraceabilityReport report) {
        List<String> lines = new ArrayList<>();
        report.unknown()
                .forEach((id, tests) ->
                        lines.add("<li><code>" + HtmlText.escape(id) + "</code>" + tests(tests) + "</li>"));
        return lines.isEmpty()
                ? ""
                : "<section class=\"unknown\"><h2>Cited, but not in the catalogue</h2><ul>" + String.join("", lines)
                        + "</ul></section>";
    }

    private static String row(TraceabilityReport.Entry entry) {
        RfcRequirement requirement = entry.requirement();
        String section = "https://www.rfc-editor.org/rfc/"
                + requirement.document().toLowerCase(Locale.ROOT) + "#section-" + requirement.section();
        String note =
                requirement.note().isEmpty() ? "" : "<p class=\"note\">" + HtmlText.escape(requirement.note()) + "</p>";
        String why =
                entry.status().hasReason() ? "<p class=\"why\">" + HtmlText.escape(requirement.reason()) + "</p>" : "";
        return String.format(
                Locale.ROOT,
                "<tr id=\"%1$s\" data-document=\"%2$s\" data-level=\"%3$s\" data-role=\"%4$s\" data-status=\"%5$s\">"
                        + "<th scope=\"row\"><a href=\"#%1$s\">%1$s</a><a class=\"rfc\" href=\"%6$s\">%2$s §%7$s</a></th>"
                        + "<td class=\"level\">%3$s</td><td class=\"role\">%4$s</td>"
                        + "<td class=\"text\"><p>%8$s</p>%9$s%10$s%11$s</td>"
                        + "<td class=\"status\"><span class=\"badge %12$s\">%5$s</span></td></tr>",
                HtmlText.escape(requirement.id()),
                requirement.document(),
                requirement.level(),
                requirement.role(),
                entry.status(),
                section,
                requirement.section(),
                HtmlText.escape(requirement.text()),
                note,
                why,
                tests(entry.tests()),
                styleClass(entry.status()));
    }

    private static String tests(List<TestOutcome> tests) {
        if (tests.isEmpty()) {
            return "";
        }
        boolean failed = tests.stream().anyMatch(test -> test.failed() > 0);
        StringBuilder list = new StringBuilder(failed ? "<details open>" : "<details>")
                .append("<summary>")
                .append(tests.size())
                .append(tests.size() == 1 ? " test" : " tests")
                .append("</summary><ul>");
        for (TestOutcome test : tests) {
            String result = test.failed() > 0 ? "failed" : test.passed() > 0 ? "passed" : "skipped";
            list.append("<li class=\"")
                    .append(result)
                    .append("\">")
                    .append(HtmlText.escape(test.name()))
                    .append(times(test, result))
                    .append("</li>");
        }
        return list.append("</ul></details>").toString();
    }

    private static String times(TestOutcome test, String result) {
        int runs = test.passed() + test.failed() + test.skipped();
        String times = runs > 1 ? " ×" + runs : "";
        return " <small>" + result + times + (test.failed() > 0 && runs > 1 ? ", " + test.failed() + " failed" : "")
                + "</small>";
    }
}
