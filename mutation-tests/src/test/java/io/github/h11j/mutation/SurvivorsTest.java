package io.github.h11j.mutation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

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
    private static final Path REPORT_OF_SESSIONS = Path.of("target", "pit-reports-sessions", "mutations.xml");
    private static final Path SOURCES_OF_SESSIONS =
            Path.of("..", "h11j-engine", "src", "main", "java", "io", "github", "h11j", "engine");
    private static final Path REASONS = Path.of("src", "test", "resources", "survivors.tsv");
    private static final Path PAGE = Path.of("..", "docs", "reports", "mutation-testing.md");
    /** PIT was told of some classes only. */
    private static final boolean IS_PART = System.getProperty("targetClasses") != null;

    private static List<Mutant> mutants;
    private static List<Mutant> ofSessions = List.of();
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
            ofSessions = Mutant.read(REPORT_OF_SESSIONS, SOURCES_OF_SESSIONS);
            Files.writeString(
                    PAGE,
                    MutationPage.text(
                            mutants, survivors, ofSessions, THRESHOLD, System.getProperty("h11j.pit.version")));
        }
    }

    private static double percentKilled(List<Mutant> some) {
        assertThat(some).isNotEmpty();
        return 100.0 * some.stream().filter(Mutant::isKilled).count() / some.size();
    }

    @Test
    void enough_mutants_of_the_core_are_killed() {
        assertThat(percentKilled(mutants)).as("percent killed").isGreaterThanOrEqualTo(THRESHOLD);
    }

    @Test
    void the_simulation_alone_kills_enough_mutants_of_the_sessions() {
        assumeThat(IS_PART).as("only a part of the core was mutated").isFalse();

        assertThat(percentKilled(ofSessions)).as("percent killed").isGreaterThanOrEqualTo(THRESHOLD);
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
