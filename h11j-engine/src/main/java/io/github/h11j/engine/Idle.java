package io.github.h11j.engine;

/** Whether the connection of a {@link ClientSession} can take another request, and why not. */
public enum Idle {
    /** An exchange is running, or its request is still being written; or the connection belongs to another protocol. */
    BUSY,

    /**
     * It can, if the transport was checked just before: everything that had arrived was reported, and the session (its
     * lock or event loop) was not given up in between.
     */
    KEEP,

    /** The previous exchange was the last one: one side has said so, or the exchange has failed. */
    LAST_EXCHANGE,

    /** The server has sent bytes without a request: they are never the response to a later one (RFC 9112 §9.2). */
    UNASKED_BYTES,

    /** The server has ended its stream, or the connection was lost, aborted or never made, without an exchange. */
    ENDED,

    /** It has been idle for too long. */
    TOO_OLD,

    /** The client is stopping. */
    STOPPED
}
