package io.github.h11j.examples.cli;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * Checks a connection before it is reused (RFC 9112 §9.2): bytes that the server sent before the first byte of a
 * request are not its response, and a closed connection takes no request. A read with a timeout would cost a
 * millisecond; a channel can be checked without waiting.
 */
final class Quiet {

    private Quiet() {}

    /**
     * Returns whether nothing waits to be read and the stream has not ended. Does not block. If the result is false, a
     * byte may have been consumed, so the connection can no longer be used.
     *
     * @param raw the socket of a {@link SocketChannel} in blocking mode, connected; no other thread may read or write
     *     meanwhile
     * @param in the stream that is read: that of the socket, or that of TLS on it
     * @return false too if the connection is broken or closed
     */
    static boolean isQuiet(Socket raw, InputStream in) {
        SocketChannel channel = Objects.requireNonNull(raw.getChannel(), "not the socket of a channel");
        try {
            if (in.available() > 0) {
                return false; // TLS may have decrypted more than was read
            }
            channel.configureBlocking(false);
            try {
                return channel.read(ByteBuffer.allocate(1)) == 0;
            } finally {
                channel.configureBlocking(true);
            }
        } catch (IOException e) {
            return false;
        }
    }
}
