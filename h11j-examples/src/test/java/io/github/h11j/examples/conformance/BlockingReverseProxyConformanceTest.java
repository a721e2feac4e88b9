package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;

/** The reverse proxy in the blocking server. */
class BlockingReverseProxyConformanceTest extends GatewayConformanceTest {

    BlockingReverseProxyConformanceTest() {
        super(false);
    }

    @Override
    Running startServer(InetSocketAddress address, Origin origin, List<AutoCloseable> later) throws IOException {
        BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(64));
        later.add(client);
        BlockingServer server = new BlockingServer(address, proxy(origin, client), BlockingSettings.DEFAULT);
        return new Running(server.port(), server);
    }
}
