package io.github.h11j.examples.interop;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.ServerOptions;
import io.github.h11j.examples.handler.Handler;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The two servers. */
enum Io {
    BLOCKING {
        @Override
        Running start(Handler handler) throws IOException {
            BlockingServer server = BlockingServer.start(ANY, handler, ServerOptions.DEFAULT);
            return new Running(server.port(), server::close);
        }
    },

    NIO {
        @Override
        Running start(Handler handler) throws IOException {
            NioServer server = new NioServer(ANY, handler, NioSettings.DEFAULT);
            return new Running(((InetSocketAddress) server.address()).getPort(), server::close);
        }
    };

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** A server that listens on a port, and how it is stopped. */
    record Running(int port, Runnable stop) {}

    abstract Running start(Handler handler) throws IOException;
}
