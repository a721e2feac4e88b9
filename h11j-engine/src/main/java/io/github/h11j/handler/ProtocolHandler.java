package io.github.h11j.handler;

import io.github.h11j.Bytes;

/** Another protocol on a connection that was switched to it. */
public interface ProtocolHandler {

    /**
     * Called after the switch: both sides now speak the other protocol.
     *
     * @param duplex writes to the peer
     * @throws Exception ends the connection at once
     */
    void opened(Duplex duplex) throws Exception;

    /**
     * Receives bytes.
     *
     * @param bytes never empty; they may be borrowed, and are then valid only during this call
     * @throws Exception ends the connection at once
     */
    void received(Bytes bytes) throws Exception;

    /**
     * Called when the peer has ended its stream. We may still write.
     *
     * @throws Exception ends the connection at once
     */
    void ended() throws Exception;

    /**
     * Called when the server or client stops. This protocol has a limited time to end; after that the connection is
     * aborted. The default implementation does nothing.
     *
     * @throws Exception ends the connection at once
     */
    default void stopping() throws Exception {}

    /**
     * Called when the connection has been lost, or was ended by an exception or by a stop. No other call follows. Not
     * called after {@link Duplex#close()} or after both streams have ended. What it throws is logged, and has no other
     * effect.
     *
     * @param cause why
     */
    void failed(Exception cause);
}
