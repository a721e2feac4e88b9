package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.RequestTarget;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.util.Optional;
import java.util.concurrent.Executor;

/**
 * Forwards every request to one server. To clients, this proxy is that server (a gateway, RFC 9110 §3.7). The page
 * {@code docs/guide/gateway.md} describes its rules.
 */
public final class ReverseProxy implements Handler {

    private final Forwarder forwarder;
    private final Origin upstream;
    private final Optional<String> host;

    /**
     * Creates a proxy.
     *
     * @param upstream the server. Addresses that are not resolved yet are looked up for each connection
     * @param host the value of {@code Host} for the server; empty to forward the client's
     * @param client makes the connections to it; closed by the caller
     * @param executor provides the threads that wait for the server, one per current request and two more after a
     *     switch of protocols; it must not run tasks in the caller's thread, or make them wait for each other
     * @param options how to behave
     */
    public ReverseProxy(
            Origin upstream, Optional<String> host, BlockingClient client, Executor executor, ProxyOptions options) {
        this.forwarder = Forwarder.of(client, executor, options);
        this.upstream = upstream;
        this.host = host;
    }

    /**
     * Creates a proxy on event loops: no thread waits for the server.
     *
     * @param upstream the server. Addresses that are not resolved yet are looked up, and cached for ten seconds
     * @param host the value of {@code Host} for the server; empty to forward the client's
     * @param client makes the connections to it; closed by the caller. If it is {@linkplain
     *     io.github.h11j.examples.nio.NioServer#client on the loops of the server} whose handler this is, a request
     *     stays on one thread. Its rules define how long a switched connection may be silent
     * @param executor provides the threads that wait for name servers
     * @param options how to behave
     */
    public ReverseProxy(
            Origin upstream, Optional<String> host, NioClient client, Executor executor, ProxyOptions options) {
        this.forwarder = Forwarder.of(client, executor, options);
        this.upstream = upstream;
        this.host = host;
    }

    @Override
    public void handle(Request request, Exchange exchange) {
        if (request.method().equals("CONNECT")) {
            exchange.send(Responses.text(501, "no tunnels here\n"));
            return;
        }
        if (forwarder.answers(request, exchange)) {
            return;
        }
        Optional<RequestTarget> parsed = RequestTarget.parse(request.method(), request.target());
        String target = parsed.flatMap(RequestTarget::originForm).orElse(request.target());
        String asked = parsed.flatMap(RequestTarget::authority)
                .or(() -> request.headers().first("Host"))
                .orElse("");
        forwarder.forward(request, exchange, target, host.orElse(asked), upstream);
    }
}
