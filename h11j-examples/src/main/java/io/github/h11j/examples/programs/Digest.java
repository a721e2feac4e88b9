package io.github.h11j.examples.programs;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** An upload of any size in constant memory. A client that expects 100 (Continue) gets it, or 413 without sending. */
public final class Digest {

    private Digest() {}

    static BlockingServer start(int port) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Digest::digest,
                BlockingSettings.DEFAULT);
    }

    private static final long MOST = 1L << 30;

    private static void digest(Request request, Exchange exchange) throws NoSuchAlgorithmException {
        if (request.headers().first("Content-Length").map(Long::parseLong).orElse(0L) > MOST) {
            exchange.send(Responses.text(413, "at most 1 GiB\n")); // the body was not asked for, so it is not sent
            return;
        }
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        exchange.receiveBody(
                new BodyHandler() { // this is what sends 100 (Continue)
                    @Override
                    public void data(Data data) {
                        digest.update(data.bytes().asByteBuffer());
                    }

                    @Override
                    public void end(EndOfMessage end) {
                        exchange.send(Responses.text(200, HexFormat.of().formatHex(digest.digest()) + "\n"));
                    }
                });
    }

    public static void main(String[] args) throws Exception {
        try (BlockingServer server = start(8080)) {
            System.out.println("curl -T README.md http://127.0.0.1:" + server.port() + "/ -H 'Expect: 100-continue'");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
