package io.github.h11j.examples.nio;

import java.nio.ByteBuffer;

/** What the octets of a connection mean. The connection calls, on the loop's thread. */
interface Driver {

    /** What a connection waits for from its peer, and so which of the time-outs runs. */
    enum Waiting {
        /** Nothing: it is the handler's turn. */
        NONE,
        IDLE,
        HEAD,
        TRANSFER,
        LINGER
    }

    /** Takes octets; the buffer is the loop's again after the next {@link #drive()}. */
    void received(ByteBuffer octets);

    /** The peer has ended its stream. */
    void ended();

    /** Goes as far as it can with what it has. */
    void drive();

    /** Whether {@link #drive()} would go further now. */
    boolean canGoOn();

    /** Whether it could use more octets. */
    boolean wantsRead();

    Waiting waiting();

    /** The time-out of {@link #waiting()} has passed. */
    void timedOut(Waiting waiting);

    /** The server stops: nothing new is begun. */
    void stopping();

    /** The connection is lost. Not called after it was closed in order. */
    void failed(Exception cause);
}
