package io.github.h11j.spec.conformance;

import java.util.Locale;

/** The verdict on a case. */
public enum Verdict {

    /** The software did what the RFC requires. */
    PASS,

    /** It did something else that is known and harmless; the case says why. */
    TOLERATED,

    /** It did something wrong. */
    FAIL,

    /**
     * The case says nothing about this software: it lacks what the case needs, the connection failed, what was seen is
     * ambiguous, or it did something else the second time.
     */
    INCONCLUSIVE;

    /**
     * Returns the verdict as reports write it.
     *
     * @return in lower case
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
