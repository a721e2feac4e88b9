package io.github.h11j.examples.gateway;

import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.IntSupplier;
import javax.net.ssl.SSLContext;

/** The two servers, as tests see them, and which client a proxy has in them. */
enum Io {
    /** One thread per connection on both sides. */
    BLOCKING(false, false),
    /** Both sides on the same event loops. */
    NIO(true, true),
    /** A server on event loops, and threads that wait for the next server. */
    NIO_WITH_THREADS(true, false),
    /** A server of threads, and a client with its own event loop. */
    BLOCKING_WITH_LOOP(false, true);

    private final boolean nio;
    final boolean hasNioClient;

    Io(boolean nio, boolean hasNioClient) {
        this.nio = nio;
        this.hasNioClient = hasNioClient;
    }

    /** How a server behaves. */
    record Serving(ServerRules rules, Optional<SSLContext> tls) {
        static final Serving USUAL = new Serving(ServerRules.DEFAULT, Optional.empty());

        private NioSettings nio(int loops) {
            NioSettings plain = NioSettings.DEFAULT.withLoops(loops).withRules(rules);
            return tls.map(plain::withTls).orElse(plain);
        }

        private BlockingSettings blocking() {
            BlockingSettings plain = BlockingSettings.DEFAULT.withRules(rules);
            return tls.map(plain::withTls).orElse(plain);
        }
    }

    /** Starts a server. */
    Running start(Handler handler) throws IOException {
        return start(handler, Serving.USUAL);
    }

    private Running start(Handler handler, Serving serving) throws IOException {
        if (nio) {
            return start(server -> handler, serving.nio(2));
        }
        BlockingServer server = new BlockingServer(loopback(), handler, serving.blocking());
        return new Running(server.port(), server::connections, server::stop);
    }

    /** Starts a server on event loops whose handler needs it. */
    static Running start(Function<NioServer, Handler> handler, NioSettings settings) throws IOException {
        NioServer server = new NioServer(loopback(), handler, settings);
        return new Running(((InetSocketAddress) server.address()).getPort(), server::connections, server::stop);
    }

    /** A handler that sends requests on. */
    interface Proxy {
        Handler of(BlockingClient client);

        Handler of(NioClient client);
    }

    /** Starts a proxy; what it needs besides is closed by the list. */
    Running start(
            Proxy proxy, Serving serving, ClientSettings threads, ClientSettings loops, List<AutoCloseable> closed)
            throws IOException {
        if (!hasNioClient) {
            BlockingClient client = new BlockingClient(threads);
            closed.add(() -> {
                Peer.await("connections are given back", () -> client.connections() == client.idleConnections());
                client.close();
            });
            return start(proxy.of(client), serving);
        }
        if (nio) {
            // one loop, so that all requests share the connections to the next server
            return start(server -> proxy.of(server.client(loops)), serving.nio(1));
        }
        NioClient client = new NioClient(loops);
        closed.add(client);
        return start(proxy.of(client), serving);
    }

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
