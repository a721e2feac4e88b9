package io.github.h11j.mutation;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** The text of {@code docs/reports/mutation-testing.md}: the counts of a run of PIT and the survivors with their reasons. */
final class MutationPage {

    private static final String INTRODUCTION = """
            # Mutation testing

            PIT changes the byte code of `h11j-core` in one place at a time (a mutant), and runs the tests of `h11j-core` and
            those of `spec-tests` that are about the core, the quickest first, until one fails: the mutant is killed. One
            that survives shows a gap in the tests, code that is not needed, or a change that makes no difference.

            ```sh
            mvn test -Ppit -pl mutation-tests -am
            ```

            does this, writes this page, and fails if fewer than @THRESHOLD@ % are killed, if one survives for which
            [survivors.tsv](../mutation-tests/src/test/resources/survivors.tsv) has no reason, or if a reason there is of no
            survivor. `-DtargetClasses=io.github.h11j.Target` takes one class only, judges the survivors of that class, and
            leaves this page as it is. Which tests are left out, and why, is in
            [mutation-tests/pom.xml](../mutation-tests/pom.xml).

            The counts are of all mutants that PIT makes with its default mutators. Killed are, as PIT counts, also mutants
            that never end. Static initialisers are not mutated: PIT leaves them out, as they run once for many tests.
            """;

    private MutationPage() {}

    static String text(List<Mutant> mutants, List<Reasons.Explained> survivors, int threshold, String pit) {
        StringBuilder page = new StringBuilder(INTRODUCTION.replace("@THRESHOLD@", Integer.toString(threshold)));
        long killed = mutants.stream().filter(Mutant::isKilled).count();
        page.append(String.format(
                Locale.ROOT,
                "%n## The last run%n%n%s, PIT %s with the mutators %s, JDK %s: **%d of %d mutants killed, %.1f %%**; of all, by %s.%n",
                LocalDate.now(ZoneOffset.UTC),
                pit,
                System.getProperty("h11j.pit.mutators"),
                System.getProperty("java.version"),
                killed,
                mutants.size(),
                100.0 * killed / mutants.size(),
                statuses(mutants)));
        page.append("\n| class | mutants | killed | survived |\n|---|--:|--:|--:|\n");
        Map<String, List<Mutant>> types =
                mutants.stream().collect(Collectors.groupingBy(Mutant::type, TreeMap::new, Collectors.toList()));
        types.forEach((type, all) -> page.append(row(type, all)));
        page.append("\n## The survivors\n\nEach as a line of the source, and what was changed in it.\n");
        String type = "";
        for (Reasons.Explained survivor : survivors) {
            if (!survivor.mutant().type().equals(type)) {
                type = survivor.mutant().type();
                page.append("\n### ")
                        .append(type)
                        .append("\n\n| method | line | change | why it is left |\n|---|---|---|---|\n");
            }
            page.append(row(survivor));
        }
        return page.toString();
    }

    private static String statuses(List<Mutant> mutants) {
        Map<String, Long> counts =
                mutants.stream().collect(Collectors.groupingBy(Mutant::status, TreeMap::new, Collectors.counting()));
        return counts.entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
    }

    private static String row(String type, List<Mutant> all) {
        long killed = all.stream().filter(Mutant::isKilled).count();
        return "| `" + type + "` | " + all.size() + " | " + killed + " | " + (all.size() - killed) + " |\n";
    }

    private static String row(Reasons.Explained survivor) {
        Mutant.Place place = survivor.mutant().place();
        return "| `" + place.method() + "` | `" + place.source().replace("|", "\\|") + "` | " + place.change() + " | "
                + survivor.reason() + " |\n";
    }
}
