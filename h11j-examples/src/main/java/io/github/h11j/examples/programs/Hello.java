package io.github.h11j.examples.programs;

import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A server that says hello, with one thread per connection. */
public final class Hello {

    private Hello() {}

    static BlockingServer start(int port) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                (request, exchange) -> exchange.send(Responses.text(200, "Hello\n")),
                BlockingSettings.DEFAULT);
    }

    public static void main(String[] args) throws Exception {
        try (BlockingServer server = start(8080)) {
            System.out.println("curl -i http://127.0.0.1:" + server.port() + "/");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
