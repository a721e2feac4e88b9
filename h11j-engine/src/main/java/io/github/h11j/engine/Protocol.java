package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What the bytes of a connection mean: HTTP, and after a switch another protocol. */
interface Protocol {

    /** What the session waits for, which decides the time-out that runs. */
    enum Waiting {
        /** Nothing: it is the application's turn. */
        NONE,
        /** The agreement on TLS. */
        START,
        /** The first byte of a request; after a switch, any byte. */
        IDLE,
        /** The rest of its head. */
        HEAD,
        /** The body, which somebody reads. */
        BODY,
        /** The rest of a body that nobody reads. */
        DROP,
        /** 100 (Continue). */
        CONTINUE,
        /** What has to come until {@link Protocol#bound}, whatever else it waits for. */
        BOUND,
        /** The end of the peer's stream, after ours. */
        LINGER,
        /** The end of another protocol, after a stop. */
        STOP
    }

    /** Takes bytes, in a buffer that is the caller's again after {@link #release()}. */
    void received(ByteBuffer bytes);

    /** The peer's stream has ended; not in order if something may be missing. */
    void ended(boolean inOrder);

    /** Goes as far as it can with what it has: to the next call that is due; null if there is none. */
    @Nullable
    Call next();

    /** Keeps nothing of the caller's memory any more. */
    void release();

    /** Whether it cannot go on without more bytes. */
    boolean needsInput();

    /** How many bytes were received that are of no use yet, or of none at all. */
    long readAhead();

    /** How many bytes of the peer it keeps, which it has not used yet. */
    int buffered();

    /** How many bytes of the peer it has used, those of its framing too. */
    long used();

    /** Why the connection is not used for another exchange; empty as long as it can be. */
    Optional<CloseReason> closeReason();

    /** Whether what is to be written must be, whatever the peer sends. */
    boolean isAnswering();

    Waiting waiting();

    /** The time-out of {@link #waiting()} has passed. */
    void timedOut(Waiting waiting);

    /** A time of the clock that nothing puts off; {@link Session#NEVER} if there is none. */
    default long bound(long now) {
        return Session.NEVER;
    }

    /** Something that was queued has been taken: it may be on its way. */
    default void taken() {
        // of no interest
    }

    /** Something that was taken has been written. */
    default void given() {
        // of no interest
    }

    /**
     * Nothing more can be read, nor written.
     *
     * @return whether what was received before is still to be used
     */
    default boolean inputLost(IOException cause) {
        return false;
    }

    /**
     * Nothing more can be written.
     *
     * @return whether what the peer has sent is still to be read
     */
    default boolean outputLost(IOException cause) {
        return false;
    }

    /** Nothing new is to be begun. */
    void stop();

    /** The connection is lost. Not called after it was closed in order. */
    void failed(Exception cause);
}
