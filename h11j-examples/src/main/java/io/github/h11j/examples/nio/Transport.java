package io.github.h11j.examples.nio;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.SocketChannel;
import java.util.Optional;
import javax.net.ssl.SSLSession;

/** The way of a connection's bytes: a socket, plain or with TLS on it. Nothing here waits. */
interface Transport {

    /** The socket, whose readiness is waited for, and which is closed in the end. */
    SocketChannel channel();

    /**
     * Goes on to connect and to agree on TLS. Returns the operations of the socket to wait for before it is called again;
     * 0 once bytes can be exchanged.
     */
    int start() throws IOException;

    /**
     * Reads what has come: how many bytes, possibly 0; negative at the end of the peer's stream.
     *
     * @param answering whether an answer is still to be written. An end that would forbid that (TLS 1.2) is held back
     *     then: {@link #isEndHeld()}
     */
    int read(ByteBuffer into, boolean answering) throws IOException;

    /** Whether the end of the peer's stream has come and waits for the answer to be written, and then for a read. */
    default boolean isEndHeld() {
        return false;
    }

    /** Whether there may be bytes to read that were taken from the socket already, so that it will not tell. */
    boolean hasUnread();

    /** Whether the end of the peer's stream was meant, after {@link #read} has reported it. */
    boolean endedInOrder();

    /** Writes as much as can be taken. Returns how many bytes that was; some may still be held here: {@link #isFlushed()}. */
    long write(ByteBuffer[] bytes, int offset, int length) throws IOException;

    /** Writes a part of a file in the same way. */
    long write(FileChannel file, long position, long length) throws IOException;

    /** How many bytes of memory it keeps for what it has not passed on. */
    long held();

    /** Whether nothing that was taken waits for the socket. Otherwise a write, of nothing too, goes on with it. */
    boolean isFlushed();

    /** Ends our stream, when all is flushed; to be called again if it is not flushed then. */
    void shutdownOutput() throws IOException;

    /** Ends our stream while the peer's goes on. */
    void endOutput() throws IOException;

    /** Reads what nobody will look at, after the end of our stream. */
    int drain(ByteBuffer into) throws IOException;

    /** Closes the socket as it stands. */
    void close();

    /** The session of TLS. */
    Optional<SSLSession> session();
}
