package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.nio.NioClient;
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

    /** Starts the proxy to an origin; closes later what is in the list. */
    abstract Running startServer(InetSocketAddress address, Origin origin, List<AutoCloseable> later)
            throws IOException;

    @Override
    protected final boolean isForward() {
        return forward;
    }

    @Override
    protected final URI startProxy(InetSocketAddress origin) throws IOException {
        Running server = startServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                Origin.http(origin.getHostString(), origin.getPort()),
                started);
        started.add(0, server.stop());
        return URI.create("http://127.0.0.1:" + server.port());
    }

    final Handler proxy(Origin origin, BlockingClient client) {
        return forward
                ? new ForwardProxy(Destinations.LOOPBACK, client, executor, ProxyOptions.DEFAULT)
                : new ReverseProxy(origin, Optional.empty(), client, executor, ProxyOptions.DEFAULT);
    }

    final Handler proxy(Origin origin, NioClient client) {
        return forward
                ? new ForwardProxy(Destinations.LOOPBACK, client, executor, ProxyOptions.DEFAULT)
                : new ReverseProxy(origin, Optional.empty(), client, executor, ProxyOptions.DEFAULT);
    }

    @Override
    protected final void stopProxies() throws Exception {
        for (AutoCloseable one : started) {
            one.close();
        }
        executor.shutdownNow();
    }
}
