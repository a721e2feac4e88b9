package io.github.h11j.engine;

/** What the adapter should do with the transport of a {@link Session}. */
public enum Next {
    /** Keep it open. */
    OPEN,

    /** Shut the output down, if that has not been done. Go on reading, and report what the peer sends. */
    END_OUTPUT,

    /**
     * Shut the output down, if that has not been done. Go on reading and reporting, so that the session can count the bytes:
     * closing with unread bytes resets the connection, and the reset can destroy the answer on its way.
     */
    LINGER,

    /** Shut the output down, if that has not been done, and close the transport. The session is over. */
    CLOSE,

    /** Close the transport so that the peer sees a reset and never a complete message. The session is over. */
    ABORT
}
