package io.github.h11j.examples.gateway;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.IntSupplier;

/** The two servers, as tests see them. */
enum Io {
    BLOCKING {
        @Override
        Running start(Handler handler) throws IOException {
            BlockingServer server = new BlockingServer(loopback(), handler, BlockingSettings.DEFAULT);
            return new Running(server.port(), server::connections, server::stop);
        }
    },
    NIO {
        @Override
        Running start(Handler handler) throws IOException {
            NioServer server = new NioServer(loopback(), handler, NioSettings.DEFAULT.withLoops(2));
            return new Running(((InetSocketAddress) server.address()).getPort(), server::connections, server::stop);
        }
    };

    abstract Running start(Handler handler) throws IOException;

    private static InetSocketAddress loopback() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    interface Stop {
        boolean within(Duration time) throws InterruptedException;
    }

    /** A server that runs. */
    record Running(int port, IntSupplier open, Stop stop) implements AutoCloseable {
        int connections() {
            return open.getAsInt();
        }

        @Override
        public void close() {
            try {
                stop.within(Duration.ZERO);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
