package io.github.h11j;

/** Why {@link Connection#nextEvent()} returns no event. */
public enum Signal implements NextEvent {
    /**
     * The bytes received so far do not complete another event. Read more from the peer, or report the end of its
     * stream, and ask again.
     */
    NEED_DATA,
    /**
     * Nothing more should be read for now: bytes of a pipelined request wait for {@link Connection#startNextCycle()},
     * or a switch to another protocol has been proposed or made, whether bytes are waiting or not. Stop reading from
     * the peer (backpressure) until the next cycle, or until the switch is refused. Once both peers have switched,
     * {@link Connection#switchedProtocolData()} returns what has been received of the other protocol.
     * {@link Connection#pauseReason()} returns which of these it is.
     */
    PAUSED
}
