package io.github.h11j.spec.conformance;

/** A case file that cannot be understood. The message says where and what was expected. */
public final class CaseFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message.
     *
     * @param message where the fault is and what was expected
     */
    public CaseFormatException(String message) {
        super(message);
    }

    /**
     * An exception with a message and a cause.
     *
     * @param message where the fault is and what was expected
     * @param cause the cause
     */
    public CaseFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
