package io.github.h11j.examples.conformance;

import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** The forward proxy in the NIO server. */
class NioForwardProxyConformanceTest extends GatewayConformanceTest {

    NioForwardProxyConformanceTest() {
        super(true);
    }

    @Override
    Running startServer(InetSocketAddress address, Origin origin, List<AutoCloseable> later) throws IOException {
        ClientSettings settings = ClientSettings.DEFAULT.withConnectionsPerOrigin(64);
        NioServer server = new NioServer(address, nio -> proxy(origin, nio.client(settings)), NioSettings.DEFAULT);
        return new Running(((InetSocketAddress) server.address()).getPort(), server);
    }
}
