package io.github.h11j.examples.cli;

import java.util.Locale;
import java.util.Map;

/** The text of {@code docs/reference/differences-from-h11.md}. */
final class ParityPage {

    private ParityPage() {}

    static String text(Parity parity) {
        int different =
                parity.differences.values().stream().mapToInt(each -> each).sum();
        StringBuilder page = new StringBuilder(String.format(
                Locale.ROOT,
                """
                # Differences from h11

                A test compares `Policy.H11` with python-hyper/h11 0.16, step by step, in %,d recorded conversations. %,d were recorded
                when h11j was designed; `h11j-examples/src/test/python/h11_traces.py` generates the other %,d from a seed. %,d
                conversations are equal in every step. %,d differ at some step, in one of the ways that the first table lists; they are
                compared up to that step. Another test, `StateMachineParityTest`, compares every step of the state machine. It finds no
                difference, except that h11 fails with an `AttributeError` in some steps, which h11j refuses.

                `GoldenParityTest` writes this page (`-Dh11j.docs.write=true`). It defines each difference as a condition on a step, and fails if
                a step differs in another way or if the numbers change.

                ## What h11j does differently

                | difference | h11 0.16 | h11j under `Policy.H11` | source | cases |
                |---|---|---|---|---|
                """,
                parity.cases,
                Golden.RECORDED,
                parity.cases - Golden.RECORDED,
                parity.cases - different,
                different));
        for (Difference each : Difference.values()) {
            page.append("| ").append(each.name()).append(" | ").append(each.h11);
            page.append(" | ").append(each.h11j).append(" | ").append(each.source);
            page.append(" | ").append(count(parity.differences, each)).append(" |\n");
        }
        page.append("""

                ## What is the same in another notation

                Steps are first compared exactly. If two steps differ, both are rewritten in the ways listed here, and compared again. The last
                column says in how many conversations each rewriting was needed.

                | notation | h11 0.16 | h11j under `Policy.H11` | why it is the same | cases |
                |---|---|---|---|---|
                """);
        for (Notation each : Notation.values()) {
            page.append("| ").append(each.name()).append(" | ").append(each.h11);
            page.append(" | ").append(each.h11j).append(" | ").append(each.why);
            page.append(" | ").append(count(parity.notations, each)).append(" |\n");
        }
        page.append("""

                ## What is not compared

                - The texts of errors. h11j also returns the rule (`violation()`) and the position of the byte (`offset()`); h11 has neither.
                - What follows the first difference in a conversation: the two sides are no longer in the same state.
                - `max_incomplete_event_size` is one number in h11. The replay applies it to each of h11j's limits on
                  lines and sections.
                - h11 raises an error for an invalid event when the event is constructed, h11j in the constructor or in `send`. If the
                  fault is in the event itself and `send` does not change the state, the replay counts it as an error of construction.
                - Some recorded conversations send a version that `HttpVersion` cannot represent (`2`, `11.1`). The replay sends version
                  0.0 instead; h11j refuses it, just as h11 refuses the recorded versions.
                """);
        return page.toString();
    }

    private static <T> int count(Map<T, Integer> counts, T each) {
        return counts.getOrDefault(each, 0);
    }
}
