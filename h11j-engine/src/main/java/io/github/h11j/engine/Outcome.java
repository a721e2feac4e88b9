package io.github.h11j.engine;

/**
 * How far a request of a {@link ClientSession} has come, which determines whether it may be sent again (RFC 9110
 * §9.2.2).
 */
public enum Outcome {
    /**
     * No byte of it has been reported as {@linkplain Session#written written}: it can be sent on another connection,
     * whatever its method.
     */
    NOT_GIVEN,

    /** The server may have acted on it, and has not answered: only an idempotent request may be repeated. */
    NOT_ANSWERED,

    /** At least one byte was received after it was sent: it is never repeated. */
    ANSWERED
}
