package io.github.h11j.examples.programs;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** A response without an end in sight: chunked, and no faster than the client reads (backpressure). */
public final class Streaming {

    private Streaming() {}

    static BlockingServer start(int port) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Streaming::count,
                BlockingSettings.DEFAULT);
    }

    /** The target says how far: /1000000. */
    private static void count(Request request, Exchange exchange) {
        if (!request.target().matches("/[0-9]{1,9}")) {
            exchange.send(Responses.text(404, "the target says how far: /1000000\n"));
            return;
        }
        int most = Integer.parseInt(request.target().substring(1));
        exchange.send(new Response(200, Headers.of("Content-Type", "text/plain")));
        for (int i = 1; i <= most; i++) {
            exchange.send(Data.utf8(i + "\n")); // waits for the client when 256 KiB are queued
        }
        exchange.send(EndOfMessage.NO_TRAILERS);
    }

    public static void main(String[] args) throws Exception {
        try (BlockingServer server = start(8080)) {
            System.out.println("curl -s http://127.0.0.1:" + server.port() + "/1000000 | tail -1");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
