package io.github.h11j.spec.conformance;

import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * A run of cases against one subject: the input of all reports.
 *
 * @param kind what was tested
 * @param subject its name, for people
 * @param setting what was found out before the cases ran
 * @param started when
 * @param duration how long the run took
 * @param results one for each case
 */
public record ConformanceRun(
        CaseKind kind, String subject, String setting, Instant started, Duration duration, List<CaseResult> results) {

    /**
     * A run.
     *
     * @param kind as above
     * @param subject as above
     * @param setting as above
     * @param started as above
     * @param duration as above
     * @param results as above
     * @throws NullPointerException if the list, or one of the results, is null
     */
    public ConformanceRun {
        results = List.copyOf(results);
    }

    /**
     * Returns how many cases have each verdict.
     *
     * @return a number for each verdict, also where it is 0
     */
    public Map<Verdict, Integer> counts() {
        Map<Verdict, Integer> counts = new EnumMap<>(Verdict.class);
        for (Verdict verdict : Verdict.values()) {
            counts.put(verdict, 0);
        }
        results.forEach(result -> counts.merge(result.verdict(), 1, Integer::sum));
        return counts;
    }

    /**
     * Returns how many cases have a verdict.
     *
     * @param verdict which
     * @return 0 or more
     */
    public int count(Verdict verdict) {
        return counts().getOrDefault(verdict, 0);
    }

    /** Returns in how many cases the subject could not be reached. */
    int countUnreachable() {
        return (int) results.stream().filter(CaseResult::isUnreachable).count();
    }

    /**
     * Returns the counts as a line.
     *
     * @return such as {@code 250 cases: 240 pass, 6 tolerated, 4 fail, 0 inconclusive}
     */
    public String summary() {
        return results.size() + " cases: "
                + counts().entrySet().stream()
                        .map(entry -> entry.getValue() + " " + entry.getKey().label())
                        .collect(Collectors.joining(", "));
    }
}
