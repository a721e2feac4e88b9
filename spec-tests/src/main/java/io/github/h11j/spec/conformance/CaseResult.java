package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Unsaid;
import io.github.h11j.spec.conformance.Observation.Word;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * What became of a case.
 *
 * @param test the case
 * @param verdict on it
 * @param observation what was seen; without sightings if the case was not run
 * @param explanation why the verdict is not {@link Verdict#PASS}; empty for a pass
 * @param transcript what went over the wire
 * @param duration how long it took
 */
public record CaseResult(
        ConformanceCase test,
        Verdict verdict,
        Observation observation,
        String explanation,
        Transcript transcript,
        Duration duration) {

    /**
     * The verdict on an observation.
     *
     * @param test the case
     * @param observation what was seen
     * @param transcript what went over the wire
     * @param duration how long it took
     * @return a pass, tolerated, or a fail
     */
    static CaseResult of(ConformanceCase test, Observation observation, Transcript transcript, Duration duration) {
        return test.judge(observation)
                .map(outcome -> new CaseResult(
                        test,
                        outcome.verdict(),
                        observation,
                        (outcome.verdict() == Verdict.FAIL ? "observed: " + observation + "; " : "") + outcome.reason(),
                        transcript,
                        duration))
                .orElseGet(() -> new CaseResult(
                        test,
                        Verdict.FAIL,
                        observation,
                        "observed: " + observation + "; right: " + right(test),
                        transcript,
                        duration));
    }

    /**
     * The verdict on an observation without the last word, where the client cannot be asked what it made of the
     * response: what is so whatever the word is.
     */
    static CaseResult unsaid(ConformanceCase test, Observation observation, Transcript transcript, Duration duration) {
        boolean mayPass = test.outcomes().stream()
                .anyMatch(outcome ->
                        outcome.verdict() != Verdict.FAIL && outcome.pattern().matches(observation));
        CaseResult accepted = of(test, withLast("accepted", observation), transcript, duration);
        CaseResult rejected = of(test, withLast("rejected", observation), transcript, duration);
        if (!mayPass || (accepted.verdict() == rejected.verdict() && accepted.verdict() != Verdict.FAIL)) {
            return new CaseResult(test, accepted.verdict(), observation, accepted.explanation(), transcript, duration);
        }
        return new CaseResult(
                test,
                Verdict.INCONCLUSIVE,
                observation,
                "it is not known whether the client accepted the response; right: " + right(test),
                transcript,
                duration);
    }

    private static Observation withLast(String word, Observation observation) {
        List<Sighting> sightings = new ArrayList<>(observation.sightings());
        sightings.removeIf(Unsaid.class::isInstance);
        sightings.add(new Word(word));
        return new Observation(sightings, observation.variables());
    }

    static CaseResult inconclusive(ConformanceCase test, String why, Transcript transcript) {
        return new CaseResult(test, Verdict.INCONCLUSIVE, new Observation(List.of()), why, transcript, Duration.ZERO);
    }

    private static String right(ConformanceCase test) {
        return String.join(
                " or ",
                test.outcomes().stream()
                        .filter(outcome -> outcome.verdict() == Verdict.PASS)
                        .map(outcome -> outcome.pattern().toString())
                        .toList());
    }
}
