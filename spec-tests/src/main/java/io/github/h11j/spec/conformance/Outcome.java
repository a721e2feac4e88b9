package io.github.h11j.spec.conformance;

/**
 * A pattern, and the verdict on observations that match it.
 *
 * @param pattern what is observed
 * @param verdict any except {@link Verdict#INCONCLUSIVE}
 * @param reason why it is tolerated or fails; empty for a pass
 */
public record Outcome(Pattern pattern, Verdict verdict, String reason) {}
