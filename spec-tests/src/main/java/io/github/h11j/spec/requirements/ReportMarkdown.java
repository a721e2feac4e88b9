package io.github.h11j.spec.requirements;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The Markdown form of a {@link TraceabilityReport}: a table of counts, then one table a document. */
final class ReportMarkdown {

    private ReportMarkdown() {}

    static String write(TraceabilityReport report) {
        StringBuilder page = new StringBuilder("# Requirements and their tests\n\n");
        page.append("| status | requirements |\n|---|---:|\n");
        report.counts().forEach((status, count) -> row(page, status.toString(), Integer.toString(count)));
        Map<String, List<TraceabilityReport.Entry>> byDocument = report.entries().stream()
                .collect(Collectors.groupingBy(
                        entry -> entry.requirement().document(), LinkedHashMap::new, Collectors.toList()));
        byDocument.forEach((document, entries) -> {
            page.append("\n## ").append(document.replace("RFC", "RFC ")).append("\n\n");
            page.append("| requirement | level | role | what it says | status | tests |\n|---|---|---|---|---|---|\n");
            entries.forEach(entry -> row(page, entry));
        });
        if (!report.unknown().isEmpty()) {
            page.append("\n## Cited, but not in the catalogue\n\n| id | tests |\n|---|---|\n");
            report.unknown().forEach((id, tests) -> row(page, escape(id), names(tests)));
        }
        return page.toString();
    }

    private static void row(StringBuilder page, TraceabilityReport.Entry entry) {
        RfcRequirement requirement = entry.requirement();
        String text = escape(requirement.text());
        if (!requirement.note().isEmpty()) {
            text += " *" + escape(requirement.note()) + "*";
        }
        row(
                page,
                requirement.id(),
                requirement.level().toString(),
                requirement.role().toString(),
                text,
                entry.status().toString(),
                entry.status().hasReason() ? escape(requirement.reason()) : names(entry.tests()));
    }

    private static void row(StringBuilder page, String... cells) {
        page.append("| ").append(String.join(" | ", cells)).append(" |\n");
    }

    private static String names(List<TestOutcome> tests) {
        return tests.stream().map(ReportMarkdown::name).collect(Collectors.joining("<br>"));
    }

    private static String name(TestOutcome test) {
        String result = test.failed() > 0 ? " **failed**" : test.passed() == 0 ? " (skipped)" : "";
        return escape(test.name()) + result;
    }

    /** As text of a table cell, whatever Markdown or HTML it looks like. */
    private static String escape(String text) {
        return text.replaceAll("[\\\\`*<>|\\[\\]#&]|\\b_|_\\b|(?<!\\w)_(?!\\w)", "\\\\$0")
                .replaceAll("\\s+", " ");
    }
}
