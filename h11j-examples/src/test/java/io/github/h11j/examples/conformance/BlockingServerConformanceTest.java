package io.github.h11j.examples.conformance;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.SecureTargets;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** The blocking server under STRICT, tested as any user would. There are no exceptions. */
class BlockingServerConformanceTest extends ServerConformanceTest {

    private BlockingServer server;

    @Override
    protected URI startServer() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new BlockingServer(any, SecureTargets.guard(new Site()), BlockingSettings.DEFAULT);
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    protected void stopServer() {
        server.close();
    }
}
