package io.github.h11j.benchmarks.servers;

import io.helidon.http.HeaderNames;
import io.helidon.webserver.WebServer;
import io.helidon.webserver.http.ServerRequest;
import io.helidon.webserver.http.ServerResponse;
import java.net.InetAddress;

/** Helidon on virtual threads. {@link Servers} finds it by its name, because it is compiled for Java 21 and later only. */
public final class HelidonServer implements GreetingServer {

    private final WebServer server = WebServer.builder()
            .address(InetAddress.getLoopbackAddress())
            .port(0)
            .shutdownHook(false)
            .routing(routing -> routing.any(HelidonServer::handle))
            .build()
            .start();

    /** Starts it. */
    public HelidonServer() {}

    private static void handle(ServerRequest request, ServerResponse response) {
        if (request.content().hasEntity()) {
            request.content().as(byte[].class);
        }
        response.header(HeaderNames.CONTENT_TYPE, Greeting.TYPE)
                .header(HeaderNames.DATE, Greeting.date())
                .header(HeaderNames.SERVER, "helidon")
                .send(Greeting.bytes());
    }

    @Override
    public int port() {
        return server.port();
    }

    @Override
    public void stop() {
        server.stop();
    }
}
