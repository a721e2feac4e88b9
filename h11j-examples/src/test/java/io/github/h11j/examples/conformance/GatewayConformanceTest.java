package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingClientSettings;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Handler;
import io.github.h11j.spec.conformance.ProxyConformanceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Our proxies, each with its own pool, behind a server that a subclass starts. There are no exceptions. */
abstract class GatewayConformanceTest extends ProxyConformanceTest {

    /** A server that runs. */
    record Running(int port, AutoCloseable stop) {}

    private final boolean forward;
    private final ExecutorService executor = Executors.newCachedThreadPool(task -> {
        Thread thread = new Thread(task, "gateway-conformance");
        thread.setDaemon(true);
        return thread;
    });
    private final List<AutoCloseable> started = new ArrayList<>();

    GatewayConformanceTest(boolean forward) {
        this.forward = forward;
    }

    abstract Running startServer(InetSocketAddress address, Handler handler) throws IOException;

    @Override
    protected final boolean isForward() {
        return forward;
    }

    @Override
    protected final URI startProxy(InetSocketAddress origin) throws IOException {
        BlockingClient pool = new BlockingClient(BlockingClientSettings.DEFAULT.withConnectionsPerOrigin(64));
        Handler proxy = forward
                ? new ForwardProxy(Destinations.LOOPBACK, pool, executor, ProxyOptions.DEFAULT)
                : new ReverseProxy(
                        Origin.http(origin.getHostString(), origin.getPort()),
                        Optional.empty(),
                        pool,
                        executor,
                        ProxyOptions.DEFAULT);
        Running server = startServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), proxy);
        started.add(server.stop());
        started.add(pool);
        return URI.create("http://127.0.0.1:" + server.port());
    }

    @Override
    protected final void stopProxies() throws Exception {
        for (AutoCloseable one : started) {
            one.close();
        }
        executor.shutdownNow();
    }
}
