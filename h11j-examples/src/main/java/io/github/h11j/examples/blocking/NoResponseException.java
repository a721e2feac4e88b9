package io.github.h11j.examples.blocking;

import java.io.IOException;

/**
 * The connection ended before any byte of a response. A request that may be repeated can be sent on another (RFC 9110
 * §9.2.2); any request can, if it is {@link #isUnsent() unsent}.
 */
public final class NoResponseException extends IOException {

    private static final long serialVersionUID = 1L;

    private final boolean unsent;

    private NoResponseException(Exception cause, boolean unsent) {
        super(
                unsent
                        ? "the connection ended before any byte of the request was sent"
                        : "the connection ended before any byte of the response",
                cause);
        this.unsent = unsent;
    }

    /** Bytes of the request may have reached the server. */
    static NoResponseException sent(Exception cause) {
        return new NoResponseException(cause, false);
    }

    /** None can have. */
    static NoResponseException unsent(Exception cause) {
        return new NoResponseException(cause, true);
    }

    /**
     * Whether no byte of the request was passed to the connection, so that the server cannot have acted on it.
     *
     * @return whether that is certain
     */
    public boolean isUnsent() {
        return unsent;
    }
}
