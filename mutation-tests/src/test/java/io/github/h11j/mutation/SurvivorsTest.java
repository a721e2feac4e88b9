package io.github.h11j.mutation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Judges what PIT reported just before. Tests run in the folder of their module. */
class SurvivorsTest {

    private static final int THRESHOLD = 90;
    private static final Path REPORT = Path.of("target", "pit-reports", "mutations.xml");
    private static final Path SOURCES = Path.of("..", "h11j-core", "src", "main", "java", "io", "github", "h11j");
    private static final Path REASONS = Path.of("src", "test", "resources", "survivors.tsv");
    private static final Path PAGE = Path.of("..", "docs", "reports", "mutation-testing.md");
    /** PIT was told of some classes only. */
    private static final boolean IS_PART = System.getProperty("targetClasses") != null;

    private static List<Mutant> mutants;
    private static List<Reasons.Explained> survivors;
    private static List<Mutant.Place> unused;

    @BeforeAll
    static void read() throws IOException {
        mutants = Mutant.read(REPORT, SOURCES);
        Reasons reasons = Reasons.read(REASONS);
        survivors = reasons.explain(
                mutants.stream().filter(mutant -> !mutant.isKilled()).toList());
        unused = reasons.unused();
        if (!IS_PART) {
            Files.writeString(
                    PAGE, MutationPage.text(mutants, survivors, THRESHOLD, System.getProperty("h11j.pit.version")));
        }
    }

    @Test
    void enough_mutants_are_killed() {
        long killed = mutants.stream().filter(Mutant::isKilled).count();

        assertThat(mutants).isNotEmpty();
        assertThat(100.0 * killed / mutants.size()).as("percent killed").isGreaterThanOrEqualTo(THRESHOLD);
    }

    @Test
    void each_survivor_has_its_reason() {
        assertThat(survivors)
                .filteredOn(survivor -> survivor.reason().isEmpty())
                .extracting(Reasons.Explained::line)
                .as("lines for survivors.tsv, without a reason yet")
                .isEmpty();
    }

    @Test
    void no_reason_is_of_a_mutant_that_is_killed_or_gone() {
        List<Mutant.Place> judged = unused.stream()
                .filter(place -> mutants.stream()
                        .anyMatch(mutant -> !IS_PART || mutant.place().type().equals(place.type())))
                .toList();

        assertThat(judged).as("reasons to take out of survivors.tsv").isEmpty();
    }
}
