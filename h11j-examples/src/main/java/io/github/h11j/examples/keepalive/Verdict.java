package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.keepalive.Cell.Variant;
import io.github.h11j.examples.keepalive.Round.Pair;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/**
 * What the rounds show. The best round counts: a machine that is busy with other things can spoil a round, but it
 * cannot make a slow server fast. A round in which the trap has no effect proves nothing, because it could not have
 * shown a stall of the fixed adapters either.
 *
 * @param outcome the outcome of the best round
 * @param best its number
 * @param rounds the outcome of each round
 */
public record Verdict(Outcome outcome, int best, List<Judged> rounds) {

    /** The outcome of a round, or of all rounds together. Later constants are better. */
    public enum Outcome {
        /** The trap has no effect. */
        INCONCLUSIVE,
        /** A criterion is not met. */
        FAIL,
        /** Every criterion is met, and the trap has an effect. */
        PASS
    }

    /**
     * The outcome of a round.
     *
     * @param number its number
     * @param outcome its outcome
     * @param findings each criterion that was checked
     */
    public record Judged(int number, Outcome outcome, List<Finding> findings) {}

    /**
     * A criterion, and whether it is met.
     *
     * @param criterion what must hold
     * @param measured what was measured
     * @param fault the outcome of the round if the criterion is not met; PASS if it is
     */
    public record Finding(String criterion, String measured, Outcome fault) {}

    static final double MAX_RATIO = 1.25;
    static final double MAX_RATIO_WITHOUT_HANDLER = 1.0;
    static final double MAX_STALLS = 0.10;
    static final double MIN_TRAP_RATIO = 3;
    static final double MAX_MILLIS = 20;

    /**
     * The effect of the trap is measured with this handler: without a delay, a call on a fresh connection is too fast
     * to compare.
     */
    static final int TRAP_HANDLER = 5;

    /**
     * Returns the verdict on rounds.
     *
     * @param rounds at least one
     * @return the verdict
     */
    public static Verdict of(List<Round> rounds) {
        List<Judged> judged = rounds.stream().map(Verdict::judge).toList();
        Judged best = judged.stream()
                .max(Comparator.comparing(Judged::outcome).thenComparing(Verdict::held))
                .orElseThrow();
        return new Verdict(best.outcome(), best.number(), judged);
    }

    private static int held(Judged round) {
        return (int) round.findings().stream()
                .filter(finding -> finding.fault() == Outcome.PASS)
                .count();
    }

    private static Judged judge(Round round) {
        List<Finding> findings = new ArrayList<>();
        for (Pair pair : round.pairs()) {
            if (pair.cell().variant() == Variant.FIXED) {
                fixed(pair, findings);
            } else if (pair.cell().handlerMillis() == TRAP_HANDLER) {
                trap(pair, findings);
            }
        }
        round.pipelineMillis().forEach((io, millis) -> under(io + ": five pipelined requests", millis, findings));
        round.postMillis().forEach((io, millis) -> under(io + ": a POST with a body", millis, findings));
        boolean shown =
                findings.stream().anyMatch(finding -> finding.criterion().contains("the trap"));
        Outcome outcome = findings.stream()
                .map(Finding::fault)
                .min(Comparator.naturalOrder())
                .filter(worst -> shown)
                .orElse(Outcome.INCONCLUSIVE);
        return new Judged(round.number(), outcome, findings);
    }

    private static void fixed(Pair pair, List<Finding> findings) {
        String name = name(pair.cell());
        double bound = pair.cell().handlerMillis() == 0 ? MAX_RATIO_WITHOUT_HANDLER : MAX_RATIO;
        add(
                findings,
                name + ": keep-alive takes at most " + number(bound) + " times as long as close",
                number(pair.ratio()),
                pair.ratio() <= bound ? Outcome.PASS : Outcome.FAIL);
        add(
                findings,
                name + ": at most " + percent(MAX_STALLS) + " of the calls stall",
                percent(pair.stalls()),
                pair.stalls() <= MAX_STALLS ? Outcome.PASS : Outcome.FAIL);
        int calls = pair.close().millis().size();
        boolean counted = pair.keepAlive().connections() == 1 && pair.close().connections() == calls;
        add(
                findings,
                name + ": keep-alive uses 1 connection, close " + calls,
                pair.keepAlive().connections() + " and " + pair.close().connections(),
                counted ? Outcome.PASS : Outcome.FAIL);
    }

    private static void trap(Pair pair, List<Finding> findings) {
        add(
                findings,
                name(pair.cell()) + ": the trap shows: keep-alive takes at least " + number(MIN_TRAP_RATIO)
                        + " times as long as close",
                number(pair.ratio()),
                pair.ratio() >= MIN_TRAP_RATIO ? Outcome.PASS : Outcome.INCONCLUSIVE);
    }

    private static void under(String what, double millis, List<Finding> findings) {
        add(
                findings,
                what + " under " + number(MAX_MILLIS) + " ms",
                number(millis) + " ms",
                millis < MAX_MILLIS ? Outcome.PASS : Outcome.FAIL);
    }

    private static void add(List<Finding> findings, String criterion, String measured, Outcome fault) {
        findings.add(new Finding(criterion, measured, fault));
    }

    private static String name(Cell cell) {
        return cell.client() + ", " + cell.io() + ", " + cell.variant() + ", handler " + cell.handlerMillis() + " ms";
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.0f %%", share * 100);
    }
}
