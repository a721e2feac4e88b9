package io.github.h11j.benchmarks.servers;

import io.undertow.Undertow;
import io.undertow.server.HttpServerExchange;
import io.undertow.util.Headers;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** Undertow with a handler on its I/O threads. */
final class UndertowServer implements GreetingServer {

    private final Undertow undertow = Undertow.builder()
            .addHttpListener(0, InetAddress.getLoopbackAddress().getHostAddress())
            .setHandler(UndertowServer::handle)
            .build();

    UndertowServer() {
        undertow.start();
    }

    private static void handle(HttpServerExchange exchange) {
        exchange.getRequestReceiver().receiveFullBytes((same, body) -> {
            same.getResponseHeaders().put(Headers.CONTENT_TYPE, Greeting.TYPE).put(Headers.SERVER, "undertow");
            same.getResponseSender().send(Greeting.buffer());
        });
    }

    @Override
    public int port() {
        return ((InetSocketAddress) undertow.getListenerInfo().get(0).getAddress()).getPort();
    }

    @Override
    public void stop() {
        undertow.stop();
    }
}
