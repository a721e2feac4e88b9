package io.github.h11j.examples.programs;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.blocking.Tunnel;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** CONNECT: a connection to another server through a proxy, on which anything can be spoken. */
public final class ThroughProxy {

    private ThroughProxy() {}

    static void fetch(int proxy, String target, PrintStream out) throws IOException {
        Request connect = new Request("CONNECT", target, Headers.of("Host", target));
        try (BlockingClient client = new BlockingClient(ClientSettings.DEFAULT);
                ClientResponse response = client.send(Origin.http("127.0.0.1", proxy), connect, RequestBody.NONE)) {
            if (response.tunnel().isEmpty()) {
                throw new IOException("the proxy answers " + response.statusCode());
            }
            try (Tunnel tunnel = response.tunnel().get()) {
                String request = "GET / HTTP/1.1\r\nHost: " + target + "\r\nConnection: close\r\n\r\n";
                tunnel.out().write(request.getBytes(StandardCharsets.US_ASCII));
                tunnel.in().transferTo(out);
            }
        }
    }

    public static void main(String[] args) throws IOException {
        if (args.length < 1) {
            System.err.println("usage: ThroughProxy HOST:PORT, with a proxy on port 8080");
            return;
        }
        fetch(8080, args[0], System.out);
    }
}
