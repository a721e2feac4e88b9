package io.github.h11j.spec.conformance;

/**
 * A pattern of observations, and the verdict on those that match.
 *
 * @param pattern what is observed
 * @param verdict {@link Verdict#PASS} or {@link Verdict#TOLERATED}
 * @param reason why it is tolerated; empty for a pass
 */
public record Outcome(Pattern pattern, Verdict verdict, String reason) {}
