package io.github.h11j.handler;

import io.github.h11j.Bytes;

/** Another protocol on a connection that was switched to it. */
public interface ProtocolHandler {

    /**
     * The switch is done: both sides speak the other protocol now.
     *
     * @param duplex where to write
     * @throws Exception ends the connection at once
     */
    void opened(Duplex duplex) throws Exception;

    /**
     * Takes bytes.
     *
     * @param bytes never empty; they may be borrowed, and are then valid only during this call
     * @throws Exception ends the connection at once
     */
    void received(Bytes bytes) throws Exception;

    /**
     * The peer has ended its stream. We may still write.
     *
     * @throws Exception ends the connection at once
     */
    void ended() throws Exception;

    /**
     * The server stops. There is a time for this protocol to end; then the connection is given up. By default nothing is
     * done.
     *
     * @throws Exception ends the connection at once
     */
    default void stopping() throws Exception {}

    /**
     * The connection is lost, or was ended by an exception or by the server's stop; no other call follows. Not called
     * after {@link Duplex#close()} or after both sides have ended. What it throws is logged, and has no other effect.
     *
     * @param cause why
     */
    void failed(Exception cause);
}
