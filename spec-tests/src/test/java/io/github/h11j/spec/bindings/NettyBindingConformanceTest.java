package io.github.h11j.spec.bindings;

import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.net.URI;
import java.time.Duration;

/** The Netty binding under the kit. */
class NettyBindingConformanceTest extends ServerConformanceTest {

    private NettyBinding server;

    @Override
    protected URI startServer() throws Exception {
        server = NettyBinding.start(RunningServer.Timeouts.LONG);
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    protected void stopServer() throws Exception {
        server.stop(Duration.ofSeconds(1));
    }
}
