package io.github.h11j.examples.nio;

import java.nio.ByteBuffer;

/** What the octets of a connection mean. The connection calls, on the loop's thread. */
interface Driver {

    /** What a connection waits for from its peer, and so which of the time-outs runs. */
    enum Waiting {
        /** Nothing: it is the handler's turn. */
        NONE,
        /** The connection, and the agreement on TLS. */
        START,
        /** The first octet of a request; for a client, the next request. */
        IDLE,
        /** The rest of its head; for a client, the response. */
        HEAD,
        /** A client's: 100 (Continue). */
        CONTINUE,
        TRANSFER,
        LINGER
    }

    /** Takes octets; the buffer is the loop's again after the next {@link #drive()}. */
    void received(ByteBuffer octets);

    /** The connection is there: octets can be exchanged. The first call, but for {@link #failed}. */
    default void opened() {}

    /** The peer's stream has ended; not in order if something may be missing. */
    void ended(boolean inOrder);

    /** Goes as far as it can with what it has. */
    void drive();

    /** Whether {@link #drive()} would go further now. */
    boolean canGoOn();

    /** Whether it could use more octets. */
    boolean wantsRead();

    /** Whether all of a request has come, and not all of the answer has left: that is to be written in any case. */
    default boolean isAnswering() {
        return false;
    }

    /** How many bytes of the peer it keeps, which it has not used yet. */
    int held();

    Waiting waiting();

    /** Nothing can be written any more; whether what the peer has sent is still to be read. */
    default boolean outputLost() {
        return false;
    }

    /** The time-out of {@link #waiting()} has passed. */
    void timedOut(Waiting waiting);

    /** The server stops: nothing new is begun. */
    void stopping();

    /** The connection is lost. Not called after it was closed in order. */
    void failed(Exception cause);
}
