package io.github.h11j.jdkserver;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/** What the kit wants of an application, written for the JDK's server: a text, an echo, and refusals. */
final class Site implements HttpHandler {

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        switch (exchange.getRequestMethod()) {
            case "GET", "HEAD" -> answer(exchange, 200, "hello\n".getBytes(StandardCharsets.US_ASCII));
            case "POST" -> answer(exchange, 200, exchange.getRequestBody().readAllBytes());
            case "OPTIONS" -> refuse(exchange, 204);
            case "DELETE", "PUT" -> refuse(exchange, 405);
            default -> answer(exchange, 501, "there is no such method\n".getBytes(StandardCharsets.US_ASCII));
        }
    }

    private static void refuse(HttpExchange exchange, int code) throws IOException {
        exchange.getResponseHeaders().set("Allow", "GET, HEAD, POST, OPTIONS");
        exchange.sendResponseHeaders(code, -1);
    }

    private static void answer(HttpExchange exchange, int code, byte[] body) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "text/plain");
        if (exchange.getRequestMethod().equals("HEAD")) {
            exchange.getResponseHeaders().set("Content-Length", Integer.toString(body.length));
            exchange.sendResponseHeaders(code, -1);
            return;
        }
        exchange.sendResponseHeaders(code, body.length == 0 ? -1 : body.length);
        try (OutputStream out = exchange.getResponseBody()) {
            out.write(body);
        }
    }
}
