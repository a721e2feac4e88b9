package io.github.h11j.spec.conformance;

/** How strongly the RFC asks for what a case examines (RFC 2119), the strongest first. */
public enum Level {

    /** An absolute requirement. */
    MUST("MUST"),

    /** An absolute prohibition. */
    MUST_NOT("MUST NOT"),

    /** What has to be done unless there is a good reason not to. */
    SHOULD("SHOULD"),

    /** What has to be left undone unless there is a good reason to do it. */
    SHOULD_NOT("SHOULD NOT"),

    /** Advice without a key word of RFC 2119. */
    OUGHT("OUGHT"),

    /** A freedom: the case shows that nothing else breaks when it is used. */
    MAY("MAY");

    private final String label;

    Level(String label) {
        this.label = label;
    }

    /**
     * The level as the RFC writes it.
     *
     * @return such as {@code MUST NOT}
     */
    public String label() {
        return label;
    }

    /**
     * Whether software that fails a case of this level breaks the RFC beyond excuse.
     *
     * @return true for MUST and MUST NOT
     */
    public boolean isAbsolute() {
        return this == MUST || this == MUST_NOT;
    }
}
