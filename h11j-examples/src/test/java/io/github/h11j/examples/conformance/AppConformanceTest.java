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
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;

/**
 * What {@code h11j serve --root} serves: files with conditions on them, and an echo that answers while the body still
 * comes. There are no exceptions.
 */
class AppConformanceTest extends ServerConformanceTest {

    @TempDir
    static Path root = Path.of("");

    private BlockingServer server;

    @Override
    protected URI startServer() throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        Files.writeString(root.resolve("index.html"), "hello");
        server = new BlockingServer(any, App.withFiles(root), BlockingSettings.DEFAULT);
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
