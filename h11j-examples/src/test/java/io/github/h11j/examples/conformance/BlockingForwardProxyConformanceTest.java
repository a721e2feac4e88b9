package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Handler;
import java.io.IOException;
import java.net.InetSocketAddress;

/** The forward proxy in the blocking server. */
class BlockingForwardProxyConformanceTest extends GatewayConformanceTest {

    BlockingForwardProxyConformanceTest() {
        super(true);
    }

    @Override
    Running startServer(InetSocketAddress address, Handler handler) throws IOException {
        BlockingServer server = new BlockingServer(address, handler, BlockingSettings.DEFAULT);
        return new Running(server.port(), server);
    }
}
