package io.github.h11j.handler;

import io.github.h11j.Bytes;

/** Another protocol on a connection that was switched to it. */
public interface ProtocolHandler {

    /**
     * Returns whether the peer's bytes are passed to {@link #received} even while the peer does not read what was
     * written to it. By default they are not, so a handler that answers what it receives need not pause. A handler that
     * forwards both directions (a tunnel) must not let one direction wait for the other. Called once, before
     * {@link #opened}.
     *
     * @return true if the handler itself {@linkplain Duplex#pause() pauses} when it holds too much; by default false
     */
    default boolean hasIndependentDirections() {
        return false;
    }

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
     * Called when the connection has been lost after {@code opened}, or was ended by an exception or by a stop; also if
     * {@link #hasIndependentDirections()} throws. No other call follows. Before that the exchange fails instead. Not called after {@link Duplex#close()} or
     * after both streams have ended. What it throws is logged, and has no other effect.
     *
     * @param cause why
     */
    void failed(Exception cause);
}
