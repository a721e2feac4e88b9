package io.github.h11j.examples.interop;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** The JDK's HttpServer, with some of what our application does; each response names its connection. */
final class JdkServer implements AutoCloseable {

    private final HttpServer server;
    private final ExecutorService threads = Executors.newCachedThreadPool();

    JdkServer() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/bytes/", exchange -> bytes(exchange, true));
        server.createContext("/chunked/", exchange -> bytes(exchange, false));
        server.createContext("/upload", JdkServer::upload);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    private static void bytes(HttpExchange exchange, boolean sized) throws IOException {
        String path = exchange.getRequestURI().getPath();
        int size = Integer.parseInt(path.substring(path.lastIndexOf('/') + 1));
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(size));
            respond(exchange, -1, new byte[0]);
        } else {
            // the server takes -1 for no content, and 0 for chunked
            respond(exchange, !sized ? 0 : size == 0 ? -1 : size, TestBytes.first(size));
        }
    }

    private static void upload(HttpExchange exchange) throws IOException {
        byte[] body = exchange.getRequestBody().readAllBytes();
        byte[] answer = TestBytes.uploaded(body).getBytes(StandardCharsets.UTF_8);
        respond(exchange, answer.length, answer);
    }

    private static void respond(HttpExchange exchange, long length, byte[] body) throws IOException {
        String connection = exchange.getRemoteAddress().toString();
        exchange.getResponseHeaders().set("X-Connection", connection);
        exchange.sendResponseHeaders(200, length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
