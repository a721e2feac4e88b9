package io.github.h11j.spec.bindings;

import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.net.URI;
import java.time.Duration;

/** The blocking binding under the kit. */
class BlockingBindingConformanceTest extends ServerConformanceTest {

    private BlockingBinding server;

    @Override
    protected URI startServer() throws Exception {
        server = BlockingBinding.start(RunningServer.Timeouts.LONG);
        return URI.create("http://127.0.0.1:" + server.port() + "/");
    }

    @Override
    protected void stopServer() throws Exception {
        server.stop(Duration.ofSeconds(1));
    }
}
