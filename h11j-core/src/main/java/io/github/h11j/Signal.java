package io.github.h11j;

/** Why {@link Connection#nextEvent()} returns no event. */
public enum Signal implements NextEvent {
    /** The bytes received so far are used up: read more from the peer, or report its end, and ask again. */
    NEED_DATA,
    /**
     * No more is to be read for now: bytes of a pipelined request wait for {@link Connection#startNextCycle()}, or a
     * switch to another protocol is pending or done, with bytes or without. Stop reading from the peer until the next
     * cycle, or until the switch is refused; after it, {@link Connection#trailingData()} has what came of the other
     * protocol.
     */
    PAUSED
}
