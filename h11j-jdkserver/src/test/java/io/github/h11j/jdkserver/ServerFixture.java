package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;

/** A server and its threads, which stop after each test. */
abstract class ServerFixture {

    final ExecutorService threads = Executors.newCachedThreadPool();
    HttpServer server;

    @AfterEach
    final void stopServer() {
        if (server != null) {
            server.stop(0);
        }
        threads.shutdownNow();
    }

    final Raw client() throws IOException {
        return new Raw(server.getAddress().getPort());
    }

    static void answer(HttpExchange exchange, String text) throws IOException {
        byte[] body = text.getBytes(ISO_8859_1);
        exchange.sendResponseHeaders(200, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
