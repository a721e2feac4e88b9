package io.github.h11j.spec.conformance;

import io.github.h11j.spec.requirements.HtmlText;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** A run as one self-contained HTML page: verdicts, requirements, and what went over the wire. */
public final class HtmlReport {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<Verdict> ORDER =
            List.of(Verdict.FAIL, Verdict.TOLERATED, Verdict.INCONCLUSIVE, Verdict.PASS);

    private HtmlReport() {}

    /**
     * The page.
     *
     * @param run what happened
     * @return an HTML document
     */
    public static String of(ConformanceRun run) {
        StringBuilder rows = new StringBuilder();
        run.results().stream()
                .sorted(Comparator.comparingInt((CaseResult result) -> ORDER.indexOf(result.verdict()))
                        .thenComparing(result -> result.test().level()))
                .forEach(result -> row(rows, result));
        StringBuilder counts = new StringBuilder();
        for (Verdict verdict : ORDER) {
            counts.append("<label class=\"count ")
                    .append(verdict.label())
                    .append("\"><input type=\"checkbox\" checked ")
                    .append("data-verdict=\"")
                    .append(verdict.label())
                    .append("\"><b>")
                    .append(run.count(verdict))
                    .append("</b> ")
                    .append(verdict.label())
                    .append("</label>\n");
        }
        return template()
                .replace("@TITLE@", HtmlText.escape(run.kind().label() + " " + run.subject()))
                .replace("@SETTING@", HtmlText.escape(run.setting()))
                .replace("@WHEN@", WHEN.format(run.started()))
                .replace(
                        "@MILLIS@",
                        String.format(Locale.ROOT, "%.1f s", run.duration().toMillis() / 1000.0))
                .replace("@CASES@", Integer.toString(run.results().size()))
                .replace("@COUNTS@", counts)
                .replace("@ROWS@", rows);
    }

    private static String template() {
        try (InputStream in = HtmlReport.class.getResourceAsStream("report.html")) {
            if (in == null) {
                throw new IllegalStateException("the kit has no resource report.html");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void row(StringBuilder out, CaseResult result) {
        ConformanceCase test = result.test();
        String verdict = result.verdict().label();
        out.append("<details id=\"")
                .append(test.id())
                .append("\" class=\"case ")
                .append(verdict)
                .append("\"><summary><span class=\"verdict\">")
                .append(verdict)
                .append("</span><span class=\"level\">")
                .append(test.level().label())
                .append("</span><span class=\"title\">")
                .append(HtmlText.escape(test.title()))
                .append("<span class=\"id\">")
                .append(test.id())
                .append("</span></span></summary>\n<dl>\n");
        if (!result.explanation().isEmpty()) {
            definition(
                    out,
                    result.verdict() == Verdict.FAIL ? "why it fails" : "note",
                    HtmlText.escape(result.explanation()));
        }
        definition(
                out, "observed", "<code>" + HtmlText.escape(result.observation().toString()) + "</code>");
        StringBuilder outcomes = new StringBuilder();
        for (Outcome outcome : test.outcomes()) {
            outcomes.append("<code>")
                    .append(HtmlText.escape(outcome.pattern().toString()))
                    .append("</code> ")
                    .append(outcome.verdict().label())
                    .append(outcome.reason().isEmpty() ? "" : ": " + HtmlText.escape(outcome.reason()))
                    .append("<br>");
        }
        definition(out, "outcomes", outcomes.toString());
        definition(out, "the rule", HtmlText.escape(test.meaning()));
        definition(out, "requirements", HtmlText.escape(String.join(", ", test.requirements())));
        if (!test.knownAs().isEmpty()) {
            definition(out, "known as", HtmlText.escape(String.join(", ", test.knownAs())));
        }
        definition(out, "mutation", test.mutation() + " at " + test.position());
        out.append("</dl>\n<pre>");
        for (Transcript.Entry entry : result.transcript().entries()) {
            out.append("<span class=\"")
                    .append(entry.party().name().toLowerCase(Locale.ROOT))
                    .append("\">");
            entry.text()
                    .lines()
                    .forEach(line -> out.append(HtmlText.escape(entry.party().sign() + " " + line))
                            .append('\n'));
            out.append("</span>");
        }
        out.append("</pre>\n</details>\n");
    }

    private static void definition(StringBuilder out, String term, String html) {
        out.append("<dt>").append(term).append("</dt><dd>").append(html).append("</dd>\n");
    }
}
