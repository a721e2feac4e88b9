package io.github.h11j.engine;

/** What is to become of the transport of a {@link ServerSession}. */
public enum Next {
    /** It goes on. */
    OPEN,

    /** Our stream is to be ended, if it is not yet; what the peer sends is still read and reported. */
    END_OUTPUT,

    /**
     * Our stream is to be ended, if it is not yet; what the peer sends is still read, because to close with unread bytes
     * would reset the connection and could destroy the answer on its way, and is reported to be counted.
     */
    LINGER,

    /** Our stream is to be ended, if it is not yet, and the transport closed. The session is over. */
    CLOSE,

    /** The transport is to be closed so that the peer sees a reset and never a complete message. The session is over. */
    ABORT
}
