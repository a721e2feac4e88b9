package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpServer;
import io.github.h11j.spec.conformance.ServerConformanceTest;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A program for the JDK's server under the kit. There are no exceptions. */
class JdkServerConformanceTest extends ServerConformanceTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @Override
    protected URI startServer() throws IOException {
        server = new H11jServerProvider()
                .createHttpServer(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", new Site());
        server.start();
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    @Override
    protected void stopServer() {
        server.stop(0);
        threads.shutdownNow();
    }
}
