package io.github.h11j;

/** The kind of an {@link Event}. {@link StateMachine} looks up its rows by it. */
public enum EventType {
    /** A {@link Request}. */
    REQUEST,
    /** An {@link InformationalResponse}. */
    INFORMATIONAL_RESPONSE,
    /** A {@link Response}. */
    RESPONSE,
    /** A {@link Data}. */
    DATA,
    /** An {@link EndOfMessage}. */
    END_OF_MESSAGE,
    /** A {@link ConnectionClosed}. */
    CONNECTION_CLOSED
}
