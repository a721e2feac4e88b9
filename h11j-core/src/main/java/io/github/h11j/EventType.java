package io.github.h11j;

/** The kind of an {@link Event}: the column by which {@link StateMachine} looks up its rows. */
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
