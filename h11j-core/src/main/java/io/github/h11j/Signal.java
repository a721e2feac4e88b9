package io.github.h11j;

/** Why {@link Connection#nextEvent()} has no event to give. */
public enum Signal implements NextEvent {
    /** The bytes received so far are used up: read more from the peer, or report its end, and ask again. */
    NEED_DATA,
    /**
     * There are bytes that cannot be read now: those of a pipelined request before
     * {@link Connection#startNextCycle()}, or of another protocol while a switch is pending or done. Stop reading
     * from the peer until then.
     */
    PAUSED
}
