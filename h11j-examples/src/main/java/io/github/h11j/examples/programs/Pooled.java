package io.github.h11j.examples.programs;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.IOException;
import java.io.PrintStream;

/** Many requests, few connections: they rest in the client, which looks at each before it is used again. */
public final class Pooled {

    private Pooled() {}

    static void fetch(String host, int port, PrintStream out) throws IOException {
        Request request = new Request("GET", "/", Headers.of("Host", host + ":" + port));
        Origin origin = Origin.http(host, port);
        try (BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(4))) {
            for (int i = 0; i < 100; i++) {
                try (ClientResponse response = client.send(origin, request, RequestBody.NONE)) {
                    response.readAll(1 << 20); // to the end, so that the connection can be used again
                }
            }
            out.println("100 requests, connections now: " + client.connections());
        }
    }

    public static void main(String[] args) throws IOException {
        fetch(args.length > 0 ? args[0] : "127.0.0.1", args.length > 1 ? Integer.parseInt(args[1]) : 8080, System.out);
    }
}
