package io.github.h11j.spec.conformance;

/** How strongly the RFC requires what a case tests (RFC 2119), the strongest first. */
public enum Level {

    /** An absolute requirement. */
    MUST("MUST"),

    /** An absolute prohibition. */
    MUST_NOT("MUST NOT"),

    /** Must be done unless there is a good reason not to. */
    SHOULD("SHOULD"),

    /** Must not be done unless there is a good reason to. */
    SHOULD_NOT("SHOULD NOT"),

    /** Advice without an RFC 2119 keyword. */
    OUGHT("OUGHT"),

    /** A permission: the case shows that nothing else breaks when it is used. */
    MAY("MAY");

    private final String label;

    Level(String label) {
        this.label = label;
    }

    /**
     * Returns the level as the RFC writes it.
     *
     * @return such as {@code MUST NOT}
     */
    public String label() {
        return label;
    }

    /**
     * Returns whether software that fails a case of this level violates the RFC.
     *
     * @return true for MUST and MUST NOT
     */
    public boolean isAbsolute() {
        return this == MUST || this == MUST_NOT;
    }
}
