package io.github.h11j.examples.keepalive;

import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import java.net.SocketAddress;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Precedes a handler and counts the connections on which requests arrive. */
final class CountedConnections implements Handler {

    private final Handler handler;
    private final boolean closing;
    private final Set<SocketAddress> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger count = new AtomicInteger();

    /**
     * Counts differently if the handler ends each connection after a response: then the address of a peer may occur
     * again.
     */
    CountedConnections(Handler handler, boolean closing) {
        this.handler = handler;
        this.closing = closing;
    }

    int count() {
        return count.get();
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        if (closing || open.add(exchange.peer())) {
            count.incrementAndGet();
        }
        handler.handle(request, exchange);
    }
}
