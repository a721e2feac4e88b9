package io.github.h11j.spec.requirements;

/**
 * How often a test was run and with which results.
 *
 * @param name class and method; of a dynamic test that cites by itself also its display names
 * @param passed how many executions passed, for example of a parameterized test
 * @param failed how many failed
 * @param skipped how many were skipped or aborted by an assumption
 */
public record TestOutcome(String name, int passed, int failed, int skipped) {

    /** Returns the results of both under the name of this one. */
    TestOutcome plus(TestOutcome other) {
        return new TestOutcome(name, passed + other.passed, failed + other.failed, skipped + other.skipped);
    }
}
