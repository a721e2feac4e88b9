package io.github.h11j.spec.conformance;

/** A case file that cannot be understood. The message says where and what was expected. */
public final class CaseFormatException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /**
     * An exception with a message.
     *
     * @param message where and what
     */
    public CaseFormatException(String message) {
        super(message);
    }

    /**
     * An exception with a message and what it came from.
     *
     * @param message where and what
     * @param cause of it
     */
    public CaseFormatException(String message, Throwable cause) {
        super(message, cause);
    }
}
