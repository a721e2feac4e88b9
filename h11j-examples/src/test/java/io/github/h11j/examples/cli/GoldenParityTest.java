package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** {@code Policy.H11} does what h11 0.16 does, except for the {@link Difference}s. */
class GoldenParityTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "differences-from-h11.md");

    private static final Parity PARITY = Parity.of(Golden.CASES, Golden.TRACES);

    @Test
    void every_recorded_case_behaves_as_in_h11_except_for_the_listed_differences() {
        assertThat(Golden.CASES).hasSize(2500 + 4000).hasSameSizeAs(Golden.TRACES);
        assertThat(PARITY.unexplained).isEmpty();
        System.out.println("Cases that differ from h11, by reason: " + PARITY.differences);
        System.out.println("Cases that are written differently: " + PARITY.notations);
    }

    @Test
    void every_difference_and_every_notation_is_met() {
        assertThat(PARITY.differences.keySet()).containsExactly(Difference.values());
        assertThat(PARITY.notations.keySet()).containsExactly(Notation.values());
    }

    @Test
    void the_page_of_differences_is_current() throws IOException {
        String page = ParityPage.text(PARITY);
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE))
                .as("written anew by -Dh11j.docs.write=true")
                .isEqualTo(page);
    }
}
