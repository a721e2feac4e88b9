package io.github.h11j.engine;

/** What the adapter should do with the transport of a {@link Session}. */
public enum Next {
    /** Keep it open. */
    OPEN,

    /**
     * Shut down the output, if that has not been done. Continue to read, and report what the peer sends (half-close).
     */
    END_OUTPUT,

    /**
     * Shut down the output, if that has not been done. Continue to read and report, so that the session can count the
     * bytes: closing with unread bytes resets the connection, and the reset can destroy the response before the peer
     * has read it.
     */
    LINGER,

    /** Shut down the output, if that has not been done, and close the transport. The session is over. */
    CLOSE,

    /** Close the transport so that the peer sees a reset and never a complete message. The session is over. */
    ABORT
}
