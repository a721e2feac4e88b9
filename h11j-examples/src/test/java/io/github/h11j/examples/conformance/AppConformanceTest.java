package io.github.h11j.examples.conformance;

import io.github.h11j.examples.app.App;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import io.github.h11j.spec.conformance.ServerTarget;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;

/** What {@code h11j serve} serves: its echo answers while the body still comes. There are no exceptions. */
class AppConformanceTest extends ServerConformanceTest {

    private BlockingServer server;

    @Override
    protected URI startServer() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        server = new BlockingServer(any, App.withoutFiles(), BlockingSettings.DEFAULT);
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    protected ServerTarget target(URI uri) {
        return super.target(uri).withPaths("/", "/echo");
    }

    @Override
    protected void stopServer() {
        server.close();
    }
}
