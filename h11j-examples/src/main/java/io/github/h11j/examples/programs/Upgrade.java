package io.github.h11j.examples.programs;

import io.github.h11j.Bytes;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
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
        boolean offered = request.headers().containsToken("Connection", "upgrade")
                && request.headers().containsToken("Upgrade", "capitals")
                && !request.headers().contains("Expect") // it would need 100 (Continue) first
                && request.version().compareTo(HttpVersion.HTTP_1_1) >= 0;
        if (offered) {
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
            byte[] text = bytes.toByteArray();
            for (int i = 0; i < text.length; i++) {
                boolean small = text[i] >= 'a' && text[i] <= 'z'; // US-ASCII: other characters may come in parts
                text[i] = (byte) (small ? text[i] - 32 : text[i]);
            }
            peer.write(Bytes.wrap(text));
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
