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
import java.nio.charset.StandardCharsets;

/** A client: two requests, the second on the same connection while the server keeps it open. */
public final class Fetch {

    private Fetch() {}

    static void fetch(String host, int port, PrintStream out) throws IOException {
        Request request = new Request("GET", "/", Headers.of("Host", host + ":" + port));
        Origin origin = Origin.http(host, port);
        try (BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            for (int i = 0; i < 2; i++) {
                try (ClientResponse response = client.send(origin, request, RequestBody.NONE)) {
                    out.println(response.statusCode() + " "
                            + response.headers().first("Content-Type").orElse("?"));
                    out.print(response.readAll(1 << 20).toString(StandardCharsets.UTF_8)); // at most 1 MiB
                }
            }
        }
    }

    public static void main(String[] args) throws IOException {
        fetch(args.length > 0 ? args[0] : "127.0.0.1", args.length > 1 ? Integer.parseInt(args[1]) : 8080, System.out);
    }
}
