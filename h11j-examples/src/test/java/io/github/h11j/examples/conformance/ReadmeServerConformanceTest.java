package io.github.h11j.examples.conformance;

import io.github.h11j.examples.PageCode;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.net.URI;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** The server that README.md shows, as it stands there, under the kit. There are no exceptions. */
class ReadmeServerConformanceTest extends ServerConformanceTest {

    @TempDir
    static Path folder = Path.of("");

    private @Nullable BlockingServer server;

    @Override
    protected URI startServer() throws Exception {
        BlockingServer started = (BlockingServer)
                Objects.requireNonNull(PageCode.serverOfReadme(folder).invoke(null, 0));
        server = started;
        return URI.create("http://127.0.0.1:" + started.port() + "/");
    }

    @Override
    protected void stopServer() {
        if (server != null) {
            server.close();
        }
    }
}
