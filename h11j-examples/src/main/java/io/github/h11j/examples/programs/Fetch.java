package io.github.h11j.examples.programs;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/** A client with one connection: two requests on it, the second while it is still open. */
public final class Fetch {

    private Fetch() {}

    static void fetch(String host, int port, PrintStream out) throws IOException {
        Request request = new Request("GET", "/", Headers.of("Host", host + ":" + port));
        try (BlockingClient client = BlockingClient.connect(host, port, ClientOptions.DEFAULT)) {
            for (int i = 1; i <= 2 && (i == 1 || client.isReusable()); i++) {
                try (ClientResponse response = client.send(request, RequestBody.NONE)) {
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
