package io.github.h11j.spec.requirements;

import java.util.Collection;
import java.util.Locale;

/** The result of a test run for a requirement. */
public enum RequirementStatus {
    /** At least one of its tests failed. */
    FAILED,
    /** It applies, and no test of it ran to its end. */
    UNTESTED,
    /** At least one of its tests passed and none failed. */
    PASSED,
    /** It does not apply and was not tested. */
    NOT_APPLICABLE;

    static RequirementStatus of(RfcRequirement requirement, Collection<TestOutcome> tests) {
        if (tests.stream().anyMatch(test -> test.failed() > 0)) {
            return FAILED;
        }
        if (tests.stream().anyMatch(test -> test.passed() > 0)) {
            return PASSED;
        }
        return requirement.applies() ? UNTESTED : NOT_APPLICABLE;
    }

    /**
     * The status in words.
     *
     * @return for example {@code not applicable}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
