package io.github.h11j.benchmarks.servers;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.net.InetAddress;

/** Vert.x on one event loop, which is what it gives one server. */
final class VertxServer implements GreetingServer {

    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;

    VertxServer() {
        server = vertx.createHttpServer()
                .requestHandler(VertxServer::handle)
                .listen(0, InetAddress.getLoopbackAddress().getHostAddress())
                .await();
    }

    private static void handle(HttpServerRequest request) {
        request.end()
                .onSuccess(end -> request.response()
                        .putHeader("Content-Type", Greeting.TYPE)
                        .putHeader("Date", Greeting.date())
                        .putHeader("Server", "vertx")
                        .end(Greeting.TEXT));
    }

    @Override
    public int port() {
        return server.actualPort();
    }

    @Override
    public void stop() {
        vertx.close().await();
    }
}
