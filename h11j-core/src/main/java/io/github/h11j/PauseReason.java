package io.github.h11j;

/** Why {@link Connection#nextEvent()} returns {@link Signal#PAUSED}. */
public enum PauseReason {
    /**
     * The peer's message is complete, and bytes of its next one are waiting, or of what a client sends after its request.
     * They are read after {@link Connection#startNextCycle()}; until then do not read from the peer.
     */
    NEXT_MESSAGE,
    /**
     * The client's request is complete and proposes another protocol (Upgrade, CONNECT). What it sends next may be of
     * that one, so it is not read before the server has answered.
     */
    SWITCH_PROPOSED,
    /**
     * The peer speaks another protocol. Once we do too, {@link Connection#switchedProtocolData()} has what came of it.
     */
    SWITCHED
}
