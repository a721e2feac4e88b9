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

                `GoldenParityTest` replays %,d conversations, which were recorded with python-hyper/h11 0.16, in h11j under `Policy.H11`, and
                compares the results step by step. A step receives bytes, sends one event, or starts the next cycle, for example. %,d
                conversations were recorded when h11j was designed; `h11j-examples/src/test/python/h11_traces.py` generates the other %,d from a
                seed. %,d conversations are equal in every step. %,d differ at some step, in one of the ways that the first table lists; they
                are compared up to that step.

                The test defines each difference as a condition on a step. It fails if a step differs in another way, or if the numbers on this
                page change. With `-Dh11j.docs.write=true` it writes this page.

                Another test, `StateMachineParityTest`, compares the state machines: every event and operation in every state that can be reached.
                It finds no difference, except that h11 fails with an `AttributeError` in some steps that h11j refuses.

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

                Two results can be written differently and mean the same. So the two results of a step are first compared exactly. If they
                differ, both are rewritten in the ways listed here, and compared again. The last column says in how many conversations each
                rewriting was needed.

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
                - What follows the first difference in a conversation: after it, h11 and h11j can be in different states.
                - The individual limits of h11j. h11 has one number, `max_incomplete_event_size`; the replay sets each of h11j's limits on lines and
                  sections to it.
                - Where the error for an invalid event is raised. h11 raises it when the event is constructed, h11j in the constructor or in
                  `send`. If the fault is in the event itself, the replay counts an error of `send` as an error of construction.
                - The values of some invalid versions. Some recorded conversations send a version that `HttpVersion` cannot represent (`2`,
                  `11.1`). The replay sends version 0.0 instead; h11j refuses it, just as h11 refuses the recorded versions.
                """);
        return page.toString();
    }

    private static <T> int count(Map<T, Integer> counts, T each) {
        return counts.getOrDefault(each, 0);
    }
}
