package io.github.h11j.spec.conformance;

/**
 * A pattern of observations, and the verdict on those that match.
 *
 * @param pattern what is observed
 * @param verdict on what matches: any but {@link Verdict#INCONCLUSIVE}
 * @param reason why it is tolerated or fails; empty for a pass
 */
public record Outcome(Pattern pattern, Verdict verdict, String reason) {}
