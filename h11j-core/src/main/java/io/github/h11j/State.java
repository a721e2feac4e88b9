package io.github.h11j;

/**
 * What one peer may do next. Each peer of a {@link Connection} is always in one of these states. The rows of
 * {@link StateMachine} lead from one to another.
 */
public enum State {
    /** Between messages: the client may send a request; the server has no request to answer. */
    IDLE,
    /** Server only: a request has begun to arrive, and its final response has not begun. */
    SEND_RESPONSE,
    /** The head of a message has been sent, and its end has not. */
    SEND_BODY,
    /**
     * The message is complete. When both peers are in this state, {@link Connection#startNextCycle()} may be called.
     */
    DONE,
    /** The message is complete and no other may follow. The peer can only close. */
    MUST_CLOSE,
    /** The peer has closed its sending side. */
    CLOSED,
    /** Client only: it has proposed a switch to another protocol and is waiting for the answer. */
    MIGHT_SWITCH_PROTOCOL,
    /** HTTP has ended on this connection. The bytes that follow belong to another protocol. */
    SWITCHED_PROTOCOL,
    /**
     * The peer broke the protocol, or failed to send what it had announced, or its bytes can no longer be read, because
     * the listener threw an exception in the middle of a message ({@link CloseReason#READING_ABANDONED}).
     */
    ERROR
}
