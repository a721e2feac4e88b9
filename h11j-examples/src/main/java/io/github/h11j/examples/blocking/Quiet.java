package io.github.h11j.examples.blocking;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Objects;

/**
 * The look at a connection that is to be used again (RFC 9112 §9.2): what the server has sent before the first byte of a
 * request is not its answer, and what it has closed takes no request. A time limit of a read would cost a millisecond;
 * a channel can be asked without waiting.
 */
public final class Quiet {

    private Quiet() {}

    /**
     * Whether nothing waits to be read and the stream has not ended. Does not wait. If the answer is no, a byte may have
     * been taken, so the connection is of no use any more.
     *
     * @param raw the socket of a {@link SocketChannel} in blocking mode, connected; nobody reads or writes meanwhile
     * @param in the stream that is read: that of the socket, or that of TLS on it
     * @return false too if the connection is broken or closed
     */
    public static boolean isQuiet(Socket raw, InputStream in) {
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
