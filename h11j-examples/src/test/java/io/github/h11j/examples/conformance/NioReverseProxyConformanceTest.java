package io.github.h11j.examples.conformance;

import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The reverse proxy in the NIO server. */
class NioReverseProxyConformanceTest extends GatewayConformanceTest {

    NioReverseProxyConformanceTest() {
        super(false);
    }

    @Override
    Running startServer(InetSocketAddress address, Handler handler) throws IOException {
        NioServer server = new NioServer(address, handler, NioSettings.DEFAULT);
        return new Running(((InetSocketAddress) server.address()).getPort(), server);
    }
}
