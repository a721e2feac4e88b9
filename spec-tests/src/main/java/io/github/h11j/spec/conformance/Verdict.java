package io.github.h11j.spec.conformance;

import java.util.Locale;

/** What becomes of a case. */
public enum Verdict {

    /** The software did what the RFC asks for. */
    PASS,

    /** It did something less good that is known and does no harm; the case says why. */
    TOLERATED,

    /** It did something else. */
    FAIL,

    /** The case says nothing about this software: what the case builds on is missing, or the connection failed. */
    INCONCLUSIVE;

    /**
     * The verdict as reports write it.
     *
     * @return in small letters
     */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
