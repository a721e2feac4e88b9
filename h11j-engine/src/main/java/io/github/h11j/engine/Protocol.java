package io.github.h11j.engine;

import io.github.h11j.CloseReason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The meaning of the bytes on a connection: HTTP, and after a switch another protocol. */
interface Protocol {

    /** What the session waits for. It determines which timeout runs. */
    enum Waiting {
        /** Nothing: it is the application's turn. */
        NONE,
        /** The TLS handshake. */
        START,
        /** The first byte of a request; after a switch, any byte. */
        IDLE,
        /** The rest of a request's head. */
        HEAD,
        /** A body that is being read by the application. */
        BODY,
        /** The rest of a body that the application does not read. */
        DROP,
        /** 100 (Continue). */
        CONTINUE,
        /** Something that must arrive before {@link Protocol#bound}, whatever else it waits for. */
        BOUND,
        /** The end of the peer's stream, after ours. */
        LINGER,
        /** The end of another protocol, after a stop. */
        STOP
    }

    /** Receives bytes, in a buffer that the caller may reuse after {@link #release()}. */
    void received(ByteBuffer bytes);

    /** The peer's stream has ended; not in order if something may be missing. */
    void ended(boolean inOrder);

    /** Continues as far as possible. Returns the next call that is due; null if there is none. */
    @Nullable
    Call next();

    /** Copies what it still needs of the caller's memory. */
    void release();

    /** Returns whether it cannot continue without more bytes. */
    boolean needsInput();

    /** Returns how many bytes were received that cannot be used yet, or never. */
    long readAhead();

    /** Returns how many bytes of the peer it keeps because it has not used them yet. */
    int buffered();

    /** Returns how many bytes of the peer it has used, including framing. */
    long used();

    /** Returns why the connection cannot be used for another exchange; empty as long as it can be. */
    Optional<CloseReason> closeReason();

    /** Returns whether the pending output must be written, whatever the peer sends. */
    boolean isAnswering();

    Waiting waiting();

    /** The timeout of {@link #waiting()} has passed. */
    void timedOut(Waiting waiting);

    /** Returns a time of the clock that nothing extends; {@link Session#NEVER} if there is none. */
    default long bound(long now) {
        return Session.NEVER;
    }

    /** Queued output has been taken, and may be on its way. */
    default void taken() {
        // not needed by default
    }

    /** Taken output has been written. */
    default void given() {
        // not needed by default
    }

    /**
     * Nothing more can be read or written.
     *
     * @return whether bytes that were received before are still to be used
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

    /** Nothing new may be begun. */
    void stop();

    /** The connection is lost. Not called after it was closed in an orderly way. */
    void failed(Exception cause);
}
