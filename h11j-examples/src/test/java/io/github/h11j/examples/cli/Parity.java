package io.github.h11j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.h11j.Policy;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The result of replaying cases under {@code Policy.H11} and comparing them with the traces of h11. */
final class Parity {

    /** How many cases each of them explains. */
    final Map<Difference, Integer> differences = new EnumMap<>(Difference.class);
    /** In how many cases, up to a difference, each of them is needed. */
    final Map<Notation, Integer> notations = new EnumMap<>(Notation.class);

    final List<String> unexplained = new ArrayList<>();
    int cases;

    private Parity() {}

    static Parity of(List<JsonNode> cases, List<JsonNode> traces) {
        Parity parity = new Parity();
        for (int i = 0; i < cases.size(); i++) {
            parity.compare(cases.get(i), traces.get(i));
        }
        return parity;
    }

    /** Up to the first difference: after it the two conversations are no longer the same. */
    private void compare(JsonNode testCase, JsonNode theirs) {
        cases++;
        Set<Notation> needed = EnumSet.noneOf(Notation.class);
        compare(testCase, theirs, needed);
        needed.forEach(each -> notations.merge(each, 1, Integer::sum));
    }

    private void compare(JsonNode testCase, JsonNode theirs, Set<Notation> needed) {
        JsonNode ours = Golden.node(Replay.replay(Golden.tree(testCase), Policy.H11));
        for (int i = 0; i < testCase.path("steps").size(); i++) {
            JsonNode theirStep = theirs.path("trace").get(i);
            JsonNode ourStep = ours.path("trace").get(i);
            String what = TraceComparison.difference(theirStep, ourStep);
            if (!what.isEmpty()) {
                TraceStep step = new TraceStep(testCase, theirs, ours, i);
                Optional<Difference> known = Difference.of(step);
                if (known.isPresent()) {
                    differences.merge(known.get(), 1, Integer::sum);
                } else {
                    String place = testCase.path("id").asText() + ", step " + i + ": " + what;
                    unexplained.add(place + "\n" + theirStep + "\n" + ourStep);
                }
                return;
            }
            needed.addAll(TraceComparison.notations(theirStep, ourStep));
        }
        boolean sameTrailing = theirs.path("trailing_b64").equals(ours.path("trailing_b64"));
        if (!sameTrailing && !needed.contains(Notation.UNREAD_BYTES)) {
            unexplained.add(testCase.path("id").asText() + ": trailing bytes\n" + theirs + "\n" + ours);
        }
    }
}
