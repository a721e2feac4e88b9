package io.github.h11j.examples;

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

                `Policy.H11` is compared with python-hyper/h11 0.16 over %,d recorded conversations, step by step: %,d that came
                with the design, and %,d that `h11j-examples/src/test/python/h11_traces.py` makes from a seed. %,d of them are equal in
                every step. %,d differ in one of the ways of the first table and are compared up to that step. Every step of the
                state machine is compared besides; it differs nowhere, but for the `AttributeError`s.

                This page is written by `GoldenParityTest` (`-Dh11j.docs.write=true`), which knows each difference as a condition
                over a step, and fails where a step differs otherwise or the numbers change.

                ## What h11j does otherwise

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

                ## What is the same and written otherwise

                Steps are compared exactly first. Where they differ, both are rewritten in these ways; the number says in how many
                conversations it took that one to see that nothing differs.

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

                - The texts of errors. h11j names the rule (`violation()`) and the byte (`offset()`) as well; h11 has neither.
                - What comes after the first difference of a conversation: the two sides are no longer in the same state.
                - `max_incomplete_event_size` is one number in h11. The replay applies it to each of h11j's limits on
                  lines and sections.
                - h11 raises what is wrong with an event when it is constructed, h11j in the constructor or in `send`. Where the
                  fault is the event's own and `send` leaves the state as it was, the replay counts that as construction.
                - A version of HTTP that h11j has no value for (`2`, `11.1`) is replaced by one that is never sent either.
                """);
        return page.toString();
    }

    private static <T> int count(Map<T, Integer> counts, T each) {
        return counts.getOrDefault(each, 0);
    }
}
