package io.github.h11j.examples.programs;

import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** The same on two event loops: a handler does not know which server calls it. Here it must not block. */
public final class HelloNio {

    private HelloNio() {}

    private static final Handler HELLO = (request, exchange) -> exchange.send(Responses.text(200, "Hello\n"));

    static NioServer start(int port) throws IOException {
        return new NioServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port), HELLO, NioSettings.DEFAULT.withLoops(2));
    }

    public static void main(String[] args) throws Exception {
        try (NioServer server = start(8080)) {
            System.out.println("curl -i http:/" + server.address() + "/");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
