package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Unsaid;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The result of a case.
 *
 * @param test the case
 * @param verdict on it
 * @param observation what was observed; empty if the case was not run, was not finished, or gave another verdict the
 *     second time
 * @param explanation why the verdict is not {@link Verdict#PASS}; empty for a pass
 * @param transcript what went over the wire
 * @param duration how long it took; zero if the observation is empty
 */
public record CaseResult(
        ConformanceCase test,
        Verdict verdict,
        Observation observation,
        String explanation,
        Transcript transcript,
        Duration duration) {

    private static final int SHOWN_CONTENT = 60;

    private static final String INAPPLICABLE = "not applicable: ";

    private static final String UNREACHABLE = "no connection: ";

    /**
     * Creates a result. Control characters of the explanation, which may quote the software under test, are escaped.
     *
     * @param test the case
     * @param verdict the verdict
     * @param observation what was seen
     * @param explanation why the verdict is not {@link Verdict#PASS}
     * @param transcript what went over the wire
     * @param duration how long it took
     * @throws NullPointerException if there is no explanation
     */
    public CaseResult {
        explanation = Printable.of(explanation);
    }

    /**
     * Returns the verdict on an observation.
     *
     * @param test the case
     * @param observation what was seen
     * @param transcript what went over the wire
     * @param duration how long it took
     * @return pass, tolerated or fail
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
                        "observed: " + observation + echoed(test, observation) + ended(test, observation)
                                + "; correct: " + right(test),
                        transcript,
                        duration));
    }

    /** Returns the beginning of the content that came back, if the case checks it. */
    private static String echoed(ConformanceCase test, Observation observation) {
        if (test.outcomes().stream().noneMatch(outcome -> outcome.pattern().asks("served", "echo"))) {
            return "";
        }
        return observation.sightings().stream()
                .filter(sighting -> sighting instanceof Observation.Message message && message.echoes())
                .findFirst()
                .flatMap(sighting -> sighting.fact("content"))
                .map(content -> " with the content \"" + start(content) + "\"")
                .orElse("");
    }

    private static String ended(ConformanceCase test, Observation observation) {
        return isGone(observation)
                ? " (the " + test.kind().label()
                        + " no longer listens: it ended in this case, or in one that ran at the same time)"
                : "";
    }

    private static boolean isGone(Observation observation) {
        return observation.sightings().stream().anyMatch(sighting -> sighting.isNamed("gone"));
    }

    private static String start(String content) {
        String start = content.substring(0, Math.min(content.length(), SHOWN_CONTENT));
        return ByteTemplate.visible(Latin.bytes(start)).replace("\n", "")
                + (content.length() > SHOWN_CONTENT ? " ..." : "");
    }

    /**
     * Returns the verdict on an ambiguous observation: the one that holds for every reading.
     *
     * @param test the case
     * @param readings the most likely first
     * @param transcript what went over the wire
     * @param duration how long it took
     * @return inconclusive if one reading fails and another does not
     */
    static CaseResult of(ConformanceCase test, List<Observation> readings, Transcript transcript, Duration duration) {
        List<CaseResult> results = readings.stream()
                .map(reading -> of(test, reading, transcript, duration))
                .toList();
        CaseResult likely = results.get(0);
        boolean sure = results.stream().map(CaseResult::fails).distinct().count() == 1;
        return sure
                ? likely
                : new CaseResult(
                        test,
                        Verdict.INCONCLUSIVE,
                        likely.observation(),
                        "the last response may belong to the probe or be a late one, and a test application that does"
                                + " not echo cannot show which: either "
                                + String.join(
                                        ", or ",
                                        readings.stream().map(Object::toString).toList()),
                        transcript,
                        duration);
    }

    private boolean fails() {
        return verdict == Verdict.FAIL;
    }

    /**
     * Returns the verdict on an observation in which it is not fully known whether the client accepted the response:
     * the one that holds either way.
     *
     * @param observation what was observed, without the client's verdict
     * @param last the possible verdicts of the client
     */
    static CaseResult unsaid(
            ConformanceCase test, Observation observation, Unsaid last, Transcript transcript, Duration duration) {
        Observation open = with(last, observation);
        List<CaseResult> possible = last.words().stream()
                .map(word -> of(test, with(last.assuming(word), observation), transcript, duration))
                .toList();
        boolean alike = possible.stream().map(CaseResult::verdict).distinct().count() == 1;
        boolean mayPass = test.outcomes().stream()
                .anyMatch(outcome ->
                        outcome.verdict() != Verdict.FAIL && outcome.pattern().matches(open));
        boolean certain = !mayPass || (alike && possible.get(0).verdict() != Verdict.FAIL);
        return new CaseResult(
                test,
                certain ? possible.get(0).verdict() : Verdict.INCONCLUSIVE,
                open,
                certain
                        ? possible.get(0).explanation()
                        : "it is not known whether the client accepted the response; correct: " + right(test),
                transcript,
                duration);
    }

    private static Observation with(Sighting last, Observation observation) {
        List<Sighting> sightings = new ArrayList<>(observation.sightings());
        sightings.add(last);
        return new Observation(sightings, observation.variables());
    }

    /** Inconclusive because the subject lacks what the case needs: the case says nothing about it. */
    static CaseResult inapplicable(ConformanceCase test, String why) {
        return inconclusive(test, INAPPLICABLE + why, new Transcript());
    }

    /** Inconclusive because the subject could not be reached, although it could before the first case. */
    static CaseResult unreachable(ConformanceCase test, String why, Transcript transcript) {
        return inconclusive(test, UNREACHABLE + why, transcript);
    }

    /** Returns whether the subject could not be reached. */
    boolean isUnreachable() {
        return verdict == Verdict.INCONCLUSIVE && explanation.startsWith(UNREACHABLE);
    }

    /** Returns whether the subject ended in the case, so that a second run cannot confirm it. */
    boolean isGone() {
        return verdict == Verdict.FAIL && isGone(observation);
    }

    /**
     * Returns whether the subject has what the case needs.
     *
     * @return false if the case was not run because the calibration showed that the subject lacks something that it
     *     needs
     */
    public boolean isApplicable() {
        return verdict != Verdict.INCONCLUSIVE || !explanation.startsWith(INAPPLICABLE);
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
