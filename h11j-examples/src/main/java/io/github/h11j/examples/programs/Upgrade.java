package io.github.h11j.examples.programs;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Another protocol on the same connection: lines that come back in capitals. */
public final class Upgrade {

    private Upgrade() {}

    static BlockingServer start(int port) throws IOException {
        return new BlockingServer(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), port),
                Upgrade::upgrade,
                BlockingSettings.DEFAULT);
    }

    private static void upgrade(Request request, Exchange exchange) {
        if (request.headers().containsToken("Upgrade", "capitals")) {
            exchange.send(Responses.switching("capitals")); // 101
            exchange.switchTo(new Capitals());
        } else {
            exchange.send(Responses.empty(426, Headers.of("Connection", "upgrade", "Upgrade", "capitals")));
        }
    }

    private static final class Capitals implements ProtocolHandler {

        @SuppressWarnings("NullAway.Init") // opened is called first
        private Duplex peer;

        @Override
        public void opened(Duplex duplex) {
            peer = duplex;
        }

        @Override
        public void received(Bytes bytes) {
            peer.write(Bytes.utf8(bytes.toString(StandardCharsets.UTF_8).toUpperCase(Locale.ROOT)));
        }

        @Override
        public void ended() {
            peer.end();
        }

        @Override
        public void failed(Exception cause) {
            System.out.println("the connection is lost: " + cause.getMessage());
        }
    }

    public static void main(String[] args) throws Exception {
        try (BlockingServer server = start(8080)) {
            System.out.println("curl -i -N -H 'Connection: Upgrade' -H 'Upgrade: capitals' http://127.0.0.1:"
                    + server.port() + "/");
            Thread.currentThread().join(); // until Ctrl-C
        }
    }
}
