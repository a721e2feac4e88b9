package io.github.h11j.examples.programs;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Exchange;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;

/** Fields after the body: a digest that is known only when all has been sent. To HTTP/1.0 they cannot be sent. */
public final class Trailers {

    private Trailers() {}

    static BlockingServer start(int port) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Trailers::send,
                BlockingSettings.DEFAULT);
    }

    private static void send(Request request, Exchange exchange) {
        CRC32 sum = new CRC32();
        exchange.send(new Response(200, Headers.of("Content-Type", "text/plain", "Trailer", "Crc32")));
        for (int i = 1; i <= 3; i++) {
            String line = "line " + i + "\n";
            sum.update(line.getBytes(StandardCharsets.UTF_8));
            exchange.send(Data.utf8(line));
        }
        boolean chunked = request.version().compareTo(HttpVersion.HTTP_1_1) >= 0;
        Headers trailers = Headers.of("Crc32", Long.toHexString(sum.getValue()));
        exchange.send(chunked ? new EndOfMessage(trailers) : EndOfMessage.NO_TRAILERS);
    }

    public static void main(String[] args) throws Exception {
        try (BlockingServer server = start(8080)) {
            System.out.println("curl -v --raw http://127.0.0.1:" + server.port() + "/");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
