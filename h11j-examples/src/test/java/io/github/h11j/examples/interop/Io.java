package io.github.h11j.examples.interop;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import javax.net.ssl.SSLContext;

/** The two servers. */
enum Io {
    BLOCKING {
        @Override
        Running start(Handler handler, Optional<SSLContext> tls) throws IOException {
            BlockingSettings options =
                    tls.map(BlockingSettings.DEFAULT::withTls).orElse(BlockingSettings.DEFAULT);
            BlockingServer server = new BlockingServer(ANY, handler, options);
            return new Running(server.port(), server::close);
        }
    },

    NIO {
        @Override
        Running start(Handler handler, Optional<SSLContext> tls) throws IOException {
            NioSettings settings = tls.map(NioSettings.DEFAULT::withTls).orElse(NioSettings.DEFAULT);
            NioServer server = new NioServer(ANY, handler, settings);
            return new Running(((InetSocketAddress) server.address()).getPort(), server::close);
        }
    };

    private static final InetSocketAddress ANY = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);

    /** A server that listens on a port, and how it is stopped. */
    record Running(int port, Runnable stop) {}

    /** Starts one on any port of the loopback interface. */
    abstract Running start(Handler handler, Optional<SSLContext> tls) throws IOException;
}
