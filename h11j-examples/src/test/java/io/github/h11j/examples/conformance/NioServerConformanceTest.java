package io.github.h11j.examples.conformance;

import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.SecureTargets;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** The NIO server under STRICT, tested as any user would. There are no exceptions. */
class NioServerConformanceTest extends ServerConformanceTest {

    private NioServer server;

    @Override
    protected URI startServer() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new NioServer(any, SecureTargets.guard(new Site()), NioSettings.DEFAULT);
        return URI.create("http://127.0.0.1:" + ((InetSocketAddress) server.address()).getPort() + "/");
    }

    @Override
    protected void stopServer() {
        server.close();
    }
}
