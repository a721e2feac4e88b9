package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.Policy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** {@code Policy.H11} does what h11 0.16 does, but for the {@link Difference}s. */
class GoldenParityTest {

    private static final Path PAGE = Path.of("..", "docs", "reference", "differences-from-h11.md");

    private final Map<Difference, Integer> excused = new EnumMap<>(Difference.class);
    private final List<String> unexplained = new ArrayList<>();

    @Test
    void every_recorded_case_goes_as_with_h11_but_for_the_listed_differences() {
        assertThat(Golden.CASES).hasSize(2500).hasSameSizeAs(Golden.TRACES);
        for (int i = 0; i < Golden.CASES.size(); i++) {
            compare(Golden.CASES.get(i), Golden.TRACES.get(i));
        }
        assertThat(unexplained).isEmpty();
        System.out.println("Cases that differ from h11, by reason: " + excused);
        for (Difference difference : Difference.values()) {
            assertThat(excused.getOrDefault(difference, 0))
                    .as(difference.name())
                    .isEqualTo(difference.cases);
        }
    }

    /** Up to the first difference: after it the two conversations are not the same any more. */
    private void compare(JsonNode testCase, JsonNode theirs) {
        JsonNode ours = Replay.replay(testCase, Policy.H11);
        for (int i = 0; i < testCase.path("steps").size(); i++) {
            JsonNode theirStep = theirs.path("trace").get(i);
            JsonNode ourStep = ours.path("trace").get(i);
            String what = TraceComparison.difference(theirStep, ourStep);
            if (!what.isEmpty()) {
                TraceStep step = new TraceStep(testCase, theirs, ours, i);
                Optional<Difference> known = Difference.of(step);
                if (known.isPresent()) {
                    excused.merge(known.get(), 1, Integer::sum);
                } else {
                    String place = testCase.path("id").asText() + ", step " + i + ": " + what;
                    unexplained.add(place + "\n" + theirStep + "\n" + ourStep);
                }
                return;
            }
        }
    }

    @Test
    void the_page_of_differences_is_current() throws IOException {
        StringBuilder page = new StringBuilder("""
                # Differences from h11

                `Policy.H11` is compared with python-hyper/h11 0.16 over 2,500 recorded cases, step by step, and over every
                step of its state machine. The state machine has no difference but the `AttributeError`s. The cases
                differ in these ways only; `GoldenParityTest` knows each as a condition and asserts how many cases it
                explains. This page is written by that test (`-Dh11j.docs.write=true`).

                | difference | h11 0.16 | h11j under `Policy.H11` | source | cases |
                |---|---|---|---|---|
                """);
        int sum = 0;
        for (Difference difference : Difference.values()) {
            page.append("| ").append(difference.name()).append(" | ").append(difference.h11);
            page.append(" | ").append(difference.h11j).append(" | ").append(difference.source);
            page.append(" | ").append(difference.cases).append(" |\n");
            sum += difference.cases;
        }
        page.append("\n")
                .append(2500 - sum)
                .append(" cases are equal in every step, ")
                .append(sum);
        page.append(" up to the step explained here.\n");
        if (Boolean.getBoolean("h11j.docs.write")) {
            Files.writeString(PAGE, page);
        }
        assertThat(Files.readString(PAGE)).isEqualTo(page.toString());
    }
}
