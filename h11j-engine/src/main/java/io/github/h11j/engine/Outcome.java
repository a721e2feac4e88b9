package io.github.h11j.engine;

/** How far a request of a {@link ClientSession} has come, which decides what may be sent again (RFC 9110 §9.2.2). */
public enum Outcome {
    /** The transport has not been given a byte of it: it can be sent elsewhere, whatever its method. */
    NOT_GIVEN,

    /** The server may have acted on it, and has not answered: only an idempotent request may be repeated. */
    NOT_ANSWERED,

    /** At least a byte has come after it was sent: it is never repeated. */
    ANSWERED
}
