package io.github.h11j.benchmarks.servers;

import io.activej.eventloop.Eventloop;
import io.activej.http.HttpHeaders;
import io.activej.http.HttpRequest;
import io.activej.http.HttpResponse;
import io.activej.http.HttpServer;
import io.activej.promise.Promise;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;

/** ActiveJ on one event loop. */
final class ActivejServer implements GreetingServer {

    private final Eventloop loop = Eventloop.create();
    private final HttpServer server = HttpServer.builder(loop, ActivejServer::handle)
            .withListenAddress(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
            .build();
    private final Thread thread = new Thread(loop, "activej");

    ActivejServer() throws IOException {
        server.listen();
        thread.start();
    }

    private static Promise<HttpResponse> handle(HttpRequest request) {
        return request.loadBody()
                .then(body -> HttpResponse.ok200()
                        .withHeader(HttpHeaders.CONTENT_TYPE, Greeting.TYPE)
                        .withHeader(HttpHeaders.DATE, Greeting.date())
                        .withHeader(HttpHeaders.SERVER, "activej")
                        .withBody(Greeting.bytes())
                        .toPromise());
    }

    @Override
    public int port() {
        return server.getBoundAddresses().get(0).getPort();
    }

    @Override
    public void stop() throws Exception {
        server.closeFuture().get();
        thread.join();
    }
}
