package io.github.h11j;

/**
 * What one peer may do next. Each peer of a {@link Connection} is in one of these states at every moment; the rows
 * that lead from one to another are in {@link StateMachine}.
 */
public enum State {
    /** Between messages: the client may send a request; the server has none to answer. */
    IDLE,
    /** Server only: a request has begun to arrive and its final response has not begun to leave. */
    SEND_RESPONSE,
    /** The head of a message has been sent and its end has not. */
    SEND_BODY,
    /** The message is complete; when both peers are here, {@link Connection#startNextCycle()} may be called. */
    DONE,
    /** The message is complete and no other may follow: all that is left is to close. */
    MUST_CLOSE,
    /** The peer has closed its sending side. */
    CLOSED,
    /** Client only: it has proposed a switch to another protocol and waits for the answer. */
    MIGHT_SWITCH_PROTOCOL,
    /** HTTP is over on this connection; the bytes that follow belong to another protocol. */
    SWITCHED_PROTOCOL,
    /** The peer broke the protocol, or failed to send what it had announced. */
    ERROR
}
