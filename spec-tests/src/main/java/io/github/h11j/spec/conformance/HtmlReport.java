package io.github.h11j.spec.conformance;

import io.github.h11j.spec.requirements.HtmlText;
import io.github.h11j.spec.requirements.RequirementCatalogue;
import io.github.h11j.spec.requirements.RfcRequirement;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A run as one self-contained HTML page: totals, verdicts, requirements, and what went over the wire. Bytes are cut where
 * the page would become too large to send by mail; the JSON report has more of them.
 */
public final class HtmlReport {

    private static final DateTimeFormatter WHEN =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final List<String> ORDER = List.of("fail", "tolerated", "inconclusive", "not applicable", "pass");

    /** How large the page may become: below the 500 kB that it promises, with room for the totals. */
    private static final int PAGE = 485_000;

    /** The most that is shown of one wire. */
    private static final int WIRE = 4_000;

    /** The most that is shown of one line of it. */
    private static final int COLUMNS = 160;

    /** What the end of a case takes, if nothing of its wire is shown. */
    private static final int CLOSING = "<pre>(1000 lines more)</pre></details>\n".length();

    /** A failed case has this many times the room of another one. */
    private static final int WEIGHT_OF_FAILURE = 6;

    private static final Pattern PLACE = Pattern.compile("@[A-Z]+@");

    private final ConformanceRun run;
    private final StringBuilder rows = new StringBuilder();
    private final Set<String> rules = new LinkedHashSet<>();
    private int room;
    private int weights;

    private HtmlReport(ConformanceRun run) {
        this.run = run;
    }

    /**
     * Returns the page.
     *
     * @param run what happened
     * @return an HTML document
     */
    public static String of(ConformanceRun run) {
        return new HtmlReport(run).page();
    }

    private String page() {
        List<CaseResult> results = run.results().stream()
                .sorted(Comparator.comparingInt((CaseResult result) -> ORDER.indexOf(word(result)))
                        .thenComparing(result -> result.test().level()))
                .toList();
        List<String> judged = results.stream().map(this::judged).toList();
        room = PAGE - template().length() - rules().length();
        judged.forEach(html -> room -= html.length() + CLOSING);
        results.forEach(result -> weights += weight(result));
        for (int i = 0; i < results.size(); i++) {
            rows.append(judged.get(i));
            wire(results.get(i));
        }
        Map<String, String> parts = Map.ofEntries(
                Map.entry("@TITLE@", HtmlText.escape(run.kind().label() + " " + run.subject())),
                Map.entry("@SETTING@", HtmlText.escape(run.setting())),
                Map.entry("@WHEN@", WHEN.format(run.started())),
                Map.entry(
                        "@SECONDS@",
                        String.format(Locale.ROOT, "%.1f s", run.duration().toMillis() / 1000.0)),
                Map.entry("@CASES@", Integer.toString(run.results().size())),
                Map.entry("@FAILED@", failed()),
                Map.entry("@TOTALS@", totals()),
                Map.entry("@COUNTS@", counts()),
                Map.entry(
                        "@LEVELS@", options(levels().stream().map(Level::label).toList())),
                Map.entry("@CATEGORIES@", options(categories())),
                Map.entry("@RULES@", rules()),
                Map.entry("@ROWS@", rows.toString()));
        // in one pass: the subject may have the name of a placeholder
        return PLACE.matcher(template())
                .replaceAll(place -> Matcher.quoteReplacement(parts.getOrDefault(place.group(), place.group())));
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

    /** Returns the verdict; what does not apply is not inconclusive to a reader. */
    private static String word(CaseResult result) {
        return result.isApplicable() ? result.verdict().label() : "not applicable";
    }

    private long count(String word) {
        return run.results().stream()
                .filter(result -> word(result).equals(word))
                .count();
    }

    private long failed(Level level) {
        return run.results().stream()
                .filter(result -> result.test().level() == level && result.verdict() == Verdict.FAIL)
                .count();
    }

    private List<Level> levels() {
        return run.results().stream()
                .map(result -> result.test().level())
                .distinct()
                .sorted()
                .toList();
    }

    private Set<String> categories() {
        Set<String> categories = new TreeSet<>();
        run.results().forEach(result -> categories.add(category(result)));
        return categories;
    }

    private static String category(CaseResult result) {
        return Categories.of(result.test().kind(), result.test().id());
    }

    /** Returns the one line for those who read no more. */
    private String failed() {
        long must = failed(Level.MUST);
        long mustNot = failed(Level.MUST_NOT);
        long others = run.count(Verdict.FAIL) - must - mustNot;
        return "<p class=\"verdict-line\">" + counted(must, "MUST") + " and " + counted(mustNot, "MUST NOT")
                + " failed, " + others + " of the other levels.</p>";
    }

    private static String counted(long failed, String level) {
        return "<b class=\"" + (failed > 0 ? "bad" : "good") + "\">" + failed + " " + level + "</b>";
    }

    private String totals() {
        StringBuilder table = new StringBuilder("<tr><th>level</th>");
        ORDER.forEach(word -> table.append("<th>").append(hyphenated(word)).append("</th>"));
        table.append("<th>cases</th></tr>\n");
        levels().forEach(level -> totals(
                table,
                level.label(),
                run.results().stream()
                        .filter(result -> result.test().level() == level)
                        .toList()));
        totals(table, "all", run.results());
        return table.toString();
    }

    /** So that the table fits on a telephone. */
    private static String hyphenated(String word) {
        return word.replace("inconclusive", "incon&shy;clusive")
                .replace("tolerated", "toler&shy;ated")
                .replace("applicable", "appli&shy;cable");
    }

    private static void totals(StringBuilder table, String name, List<CaseResult> results) {
        table.append("<tr><th>").append(name).append("</th>");
        for (String word : ORDER) {
            long count =
                    results.stream().filter(result -> word(result).equals(word)).count();
            table.append("<td class=\"")
                    .append(count == 0 ? "zero" : word.replace(' ', '-'))
                    .append("\">")
                    .append(count)
                    .append("</td>");
        }
        table.append("<td>").append(results.size()).append("</td></tr>\n");
    }

    private String counts() {
        StringBuilder counts = new StringBuilder();
        for (String word : ORDER) {
            String name = word.replace(' ', '-');
            counts.append("<label class=\"count ")
                    .append(name)
                    .append("\"><input type=\"checkbox\" checked data-verdict=\"")
                    .append(name)
                    .append("\"><b>")
                    .append(count(word))
                    .append("</b> ")
                    .append(word)
                    .append("</label>\n");
        }
        return counts.toString();
    }

    private static String options(Iterable<String> values) {
        StringBuilder options = new StringBuilder();
        values.forEach(value ->
                options.append("<option>").append(HtmlText.escape(value)).append("</option>\n"));
        return options.toString();
    }

    /** Returns the sentences, each once: the script of the page shows them in the cases as well. */
    private String rules() {
        StringBuilder list = new StringBuilder();
        for (String id : rules) {
            RequirementCatalogue.standard()
                    .find(id)
                    .ifPresent(rule -> list.append("<dt>")
                            .append(link(id))
                            .append("</dt><dd data-rule=\"")
                            .append(id)
                            .append("\"><span class=\"level\">")
                            .append(rule.level())
                            .append("</span> ")
                            .append(HtmlText.escape(rule.text()))
                            .append("</dd>\n"));
        }
        return list.toString();
    }

    private static String link(String id) {
        return RequirementCatalogue.standard()
                .find(id)
                .map(rule -> "<a href=\"" + section(rule) + "\">" + id + "</a>")
                .orElse(HtmlText.escape(id));
    }

    private static String section(RfcRequirement rule) {
        return "https://www.rfc-editor.org/rfc/" + rule.document().toLowerCase(Locale.ROOT) + "#section-"
                + rule.section();
    }

    /** Returns a case without its wire, and without the end of its element. */
    private String judged(CaseResult result) {
        ConformanceCase test = result.test();
        rules.addAll(test.requirements());
        String word = word(result);
        StringBuilder out = new StringBuilder();
        out.append("<details id=\"")
                .append(test.id())
                .append("\" class=\"case ")
                .append(word.replace(' ', '-'))
                .append("\" data-category=\"")
                .append(category(result))
                .append("\"><summary><b>")
                .append(word.equals("not applicable") ? "n/a" : word)
                .append("</b><i>")
                .append(test.level().label())
                .append("</i><span>")
                .append(HtmlText.escape(test.title()))
                .append(" <small>")
                .append(test.id())
                .append("</small><samp>")
                .append(HtmlText.escape(seen(result)))
                .append("</samp></span></summary>\n<dl>\n");
        if (result.isApplicable() && !result.explanation().isEmpty()) {
            definition(out, result.verdict() == Verdict.FAIL ? "why" : "note", HtmlText.escape(result.explanation()));
        }
        definition(out, "meaning", HtmlText.escape(test.meaning()));
        definition(
                out,
                "rules",
                String.join(
                        ", ", test.requirements().stream().map(HtmlReport::link).toList()));
        if (result.verdict() != Verdict.PASS) {
            definition(out, "verdicts", outcomes(test));
        }
        if (!test.knownAs().isEmpty()) {
            definition(out, "known as", HtmlText.escape(String.join(", ", test.knownAs())));
        }
        return out.append("</dl>").toString();
    }

    private static String seen(CaseResult result) {
        return result.verdict() == Verdict.INCONCLUSIVE
                ? result.explanation()
                : result.observation().toString();
    }

    /** Returns what passes, is tolerated or fails. The reason for the verdict that was given is in the explanation. */
    private static String outcomes(ConformanceCase test) {
        Map<Verdict, Set<String>> patterns = new EnumMap<>(Verdict.class);
        for (Outcome outcome : test.outcomes()) {
            patterns.computeIfAbsent(outcome.verdict(), verdict -> new LinkedHashSet<>())
                    .add(outcome.pattern().toString());
        }
        StringBuilder html = new StringBuilder();
        patterns.forEach((verdict, some) -> html.append(html.isEmpty() ? "" : "<br>")
                .append(verdict.label())
                .append(": <code>")
                .append(HtmlText.escape(String.join("; ", some)))
                .append("</code>"));
        return html.append("<br>fail: anything else").toString();
    }

    private static int weight(CaseResult result) {
        return result.verdict() == Verdict.FAIL ? WEIGHT_OF_FAILURE : 1;
    }

    /** The wire, as far as the share of the case in the page allows; what it does not use is left to those after it. */
    private void wire(CaseResult result) {
        int share = (int) Math.max(0, Math.min(WIRE, (long) room * weight(result) / weights));
        List<String> lines = new ArrayList<>();
        int length = 0;
        int all = 0;
        for (Transcript.Entry entry : result.transcript().entries()) {
            for (String line : entry.text().lines().toList()) {
                all++;
                String html = line(entry.party(), line);
                if (lines.size() == all - 1 && length + html.length() <= share) {
                    lines.add(html);
                    length += html.length();
                }
            }
        }
        rows.append("<pre>");
        lines.forEach(rows::append);
        if (lines.size() < all) {
            rows.append('(').append(all - lines.size()).append(" lines more)");
        }
        rows.append("</pre></details>\n");
        room -= length;
        weights -= weight(result);
    }

    private static String line(Transcript.Party party, String line) {
        String tag = switch (party) {
            case CLIENT, ORIGIN -> "b";
            case SUBJECT_TO_CLIENT, SUBJECT_TO_ORIGIN -> "i";
            case NOTE -> "em";
        };
        String start = line.length() <= COLUMNS ? line : line.substring(0, COLUMNS) + " ...";
        return "<" + tag + ">" + HtmlText.escape(party.sign() + " " + start) + "</" + tag + ">\n";
    }

    private static void definition(StringBuilder out, String term, String html) {
        out.append("<dt>").append(term).append("</dt><dd>").append(html).append("</dd>\n");
    }
}
