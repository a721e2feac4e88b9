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
    /** It would apply, but h11j deliberately does something else, and no test of it passed or failed. */
    DEVIATES,
    /** It does not apply and was not tested. */
    NOT_APPLICABLE;

    static RequirementStatus of(RfcRequirement requirement, Collection<TestOutcome> tests) {
        if (tests.stream().anyMatch(test -> test.failed() > 0)) {
            return FAILED;
        }
        if (tests.stream().anyMatch(test -> test.passed() > 0)) {
            return PASSED;
        }
        if (requirement.applies()) {
            return UNTESTED;
        }
        return requirement.deviates() ? DEVIATES : NOT_APPLICABLE;
    }

    /** Returns whether the catalogue says why there is no test. */
    boolean hasReason() {
        return this == NOT_APPLICABLE || this == DEVIATES;
    }

    /**
     * Returns the status in words.
     *
     * @return for example {@code not applicable}
     */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
