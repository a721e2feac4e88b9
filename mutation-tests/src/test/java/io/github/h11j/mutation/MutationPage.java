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

            PIT changes the byte code of `h11j-core` in one place at a time. Each changed version is a mutant. PIT runs the tests of the core
            against a mutant, the fastest first, until one fails. These tests are in `h11j-core` and in `spec-tests`. If a test fails, the
            mutant is killed. If no test fails, the mutant survives. A survivor shows a gap in the tests, unnecessary code, or a change that
            makes no difference.

            ```sh
            mvn test -Ppit -pl mutation-tests -am
            ```

            This command runs PIT and writes this page. The command fails in three cases: fewer than @THRESHOLD@ % of the mutants are killed;
            [survivors.tsv](../../mutation-tests/src/test/resources/survivors.tsv) has no reason for a survivor; or this file has a reason for
            a mutant that did not survive. With `-DtargetClasses=io.github.h11j.Target` the command mutates only this class, checks only the
            survivors of this class, and does not write this page. [mutation-tests/pom.xml](../../mutation-tests/pom.xml) says which tests are
            left out, and why.

            The same command also mutates the sessions of `h11j-engine`, which are its objects for one connection. Against these mutants PIT
            runs only the [simulation](../reference/faults.md#the-simulation), with 10,000 simulated runs. The simulation must kill @THRESHOLD@ % of
            these mutants, too.

            The counts include all mutants that PIT creates with its default mutators. A mutant whose tests do not end in time counts as
            killed (`TIMED_OUT`). PIT does not mutate static initializers, because they run only once for many tests.
            """;

    private MutationPage() {}

    static String text(
            List<Mutant> mutants,
            List<Reasons.Explained> survivors,
            List<Mutant> ofSessions,
            int threshold,
            String pit) {
        StringBuilder page = new StringBuilder(INTRODUCTION.replace("@THRESHOLD@", Integer.toString(threshold)));
        page.append(String.format(
                Locale.ROOT,
                "%n## The last run%n%n%s, PIT %s with the mutators %s, JDK %s.%n",
                LocalDate.now(ZoneOffset.UTC),
                pit,
                System.getProperty("h11j.pit.mutators"),
                System.getProperty("java.version")));
        page.append(counts("The core", mutants));
        page.append(counts("The sessions of the engine, by the simulation alone", ofSessions));
        page.append(
                "\n## The survivors in the core\n\nEach row shows the line of source, and what PIT changed in it.\n");
        String type = "";
        for (Reasons.Explained survivor : survivors) {
            if (!survivor.mutant().type().equals(type)) {
                type = survivor.mutant().type();
                page.append("\n### ")
                        .append(type)
                        .append("\n\n| method | line | change | why it is not killed |\n|---|---|---|---|\n");
            }
            page.append(row(survivor));
        }
        return page.toString();
    }

    private static String counts(String title, List<Mutant> mutants) {
        long killed = mutants.stream().filter(Mutant::isKilled).count();
        StringBuilder text = new StringBuilder(String.format(
                Locale.ROOT,
                "%n### %s%n%n**%d of %d mutants killed, %.1f %%**. By status: %s.%n",
                title,
                killed,
                mutants.size(),
                100.0 * killed / mutants.size(),
                statuses(mutants)));
        text.append("\n| class | mutants | killed | survived |\n|---|--:|--:|--:|\n");
        Map<String, List<Mutant>> types =
                mutants.stream().collect(Collectors.groupingBy(Mutant::type, TreeMap::new, Collectors.toList()));
        types.forEach((type, all) -> text.append(row(type, all)));
        return text.toString();
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
