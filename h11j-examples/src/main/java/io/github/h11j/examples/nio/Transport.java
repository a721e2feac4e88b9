package io.github.h11j.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** Moves the bytes of a connection: a socket, plain or with TLS. No method blocks. */
interface Transport {

    /** Returns the socket, whose readiness is waited for, and which is closed at the end. */
    SocketChannel channel();

    /**
     * Continues to connect and to make the TLS handshake. Returns the operations of the socket to wait for before the
     * next call; 0 once bytes can be exchanged.
     */
    int start() throws IOException;

    /**
     * Reads what has arrived. Returns the number of bytes, possibly 0; negative at the end of the peer's stream.
     *
     * @param answering whether a response is still to be written. An end that would forbid that (TLS 1.2) is then held
     *     back: {@link #isEndHeld()}
     */
    int read(ByteBuffer into, boolean answering) throws IOException;

    /**
     * Returns whether the end of the peer's stream has arrived and is held back until the response has been written.
     */
    default boolean isEndHeld() {
        return false;
    }

    /**
     * Returns whether bytes may be left to read that were already taken from the socket, so that it will not become
     * readable.
     */
    boolean hasUnread();

    /** Returns whether the end of the peer's stream was orderly, after {@link #read} has reported it. */
    boolean endedInOrder();

    /**
     * Writes as much as possible. Returns the number of bytes taken; some may still be held here: {@link #isFlushed()}.
     */
    long write(ByteBuffer[] bytes, int offset, int length) throws IOException;

    /** Writes a part of a file in the same way. */
    long write(FileChannel file, long position, long length) throws IOException;

    /** Returns how many bytes of memory it holds for bytes that it has not passed on. */
    long held();

    /**
     * Returns whether no taken bytes wait for the socket. If some do, the next write continues with them, even an empty
     * write.
     */
    boolean isFlushed();

    /** Ends our stream, when everything is flushed. Must be called again if it is not flushed afterwards. */
    void shutdownOutput() throws IOException;

    /** Ends our stream while the peer's continues (half-close). */
    void endOutput() throws IOException;

    /** Reads bytes that will be dropped, after the end of our stream. */
    int drain(ByteBuffer into) throws IOException;

    /** Closes the socket without sending anything more. */
    void close();

    /** Returns the TLS session. */
    Optional<SSLSession> session();
}
