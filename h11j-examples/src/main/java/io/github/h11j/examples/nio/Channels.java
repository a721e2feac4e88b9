package io.github.h11j.examples.nio;

import java.io.IOException;
import java.net.StandardSocketOptions;
import java.nio.channels.SocketChannel;

/** What channels of servers and of clients have in common. */
final class Channels {

    private Channels() {}

    /** Sets TCP_NODELAY, as docs/guide/adapters.md explains; Unix-domain channels do not have the option. */
    static void prepare(SocketChannel channel, boolean tcpNoDelay) throws IOException {
        channel.configureBlocking(false);
        if (channel.supportedOptions().contains(StandardSocketOptions.TCP_NODELAY)) {
            channel.setOption(StandardSocketOptions.TCP_NODELAY, tcpNoDelay);
        }
    }

    /** Makes the peer see a reset when the channel closes: it could read an orderly end as the end of a body. */
    static void resetOnClose(SocketChannel channel) {
        try {
            if (channel.supportedOptions().contains(StandardSocketOptions.SO_LINGER)) {
                channel.setOption(StandardSocketOptions.SO_LINGER, 0);
            }
        } catch (IOException e) {
            EventLoop.log(System.Logger.Level.DEBUG, "while closing", e); // it is closed nevertheless
        }
    }

    static void closeQuietly(AutoCloseable closeable) {
        try {
            closeable.close();
        } catch (Throwable e) {
            // it is no longer needed
            EventLoop.log(System.Logger.Level.DEBUG, "while closing", e);
        }
    }
}
