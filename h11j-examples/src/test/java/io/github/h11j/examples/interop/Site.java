package io.github.h11j.examples.interop;

import io.github.h11j.Request;
import io.github.h11j.examples.handler.Exchange;
import io.github.h11j.examples.handler.Handler;
import java.io.IOException;
import java.net.SocketAddress;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** One of our servers with the application, on loopback; notes the requests and the connections they came on. */
final class Site implements AutoCloseable {

    private final Set<SocketAddress> peers = ConcurrentHashMap.newKeySet();
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Io.Running running;
    private final Handler application = new Application();

    Site(Io io) throws IOException {
        running = io.start(this::handle);
    }

    private void handle(Request request, Exchange exchange) throws Exception {
        peers.add(exchange.peer());
        requests.add(request);
        application.handle(request, exchange);
    }

    int port() {
        return running.port();
    }

    String url(String target) {
        return "http://127.0.0.1:" + port() + target;
    }

    /** How many connections had at least one request. */
    int connections() {
        return peers.size();
    }

    List<Request> requests() {
        return requests;
    }

    @Override
    public void close() {
        running.stop().run();
    }
}
