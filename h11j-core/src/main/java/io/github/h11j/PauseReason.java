package io.github.h11j;

/** Why {@link Connection#nextEvent()} returns {@link Signal#PAUSED}. */
public enum PauseReason {
    /**
     * The peer's message is complete, and bytes after it are waiting: those of its next message, or whatever a client
     * sends after its request. They are read after {@link Connection#startNextCycle()}. Until then do not read from the
     * peer.
     */
    NEXT_MESSAGE,
    /**
     * The client's request is complete and proposes another protocol (Upgrade, CONNECT). What the client sends next may
     * belong to that protocol, so it is not read before the server has answered.
     */
    SWITCH_PROPOSED,
    /**
     * The peer speaks another protocol. As soon as we do too, {@link Connection#switchedProtocolData()} returns what
     * has been received of it.
     */
    SWITCHED
}
