package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HeadersBuilder;
import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import io.github.h11j.RequestTarget;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.Responses;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import java.util.function.Consumer;

/**
 * A forward proxy, which clients have in their configuration. It forwards requests to the servers that their targets
 * name, and opens tunnels for CONNECT (RFC 9110 §9.3.6). The page {@code docs/guide/gateway.md} describes its rules.
 */
public final class ForwardProxy implements Handler {

    private final Forwarder forwarder;
    private final Destinations destinations;

    /** RFC 9112 §9.3: a proxy keeps no connection with an HTTP/1.0 client, whatever the client asks for. */
    private final Gateway closing = Gateway.to(this::answer).withResponseHandler(new ConnectionCloseHandler());

    /**
     * Creates a proxy.
     *
     * @param destinations where it may connect to
     * @param client makes the connections for {@code http} targets; closed by the caller
     * @param executor as in {@link ReverseProxy}; its threads also wait for name servers
     * @param options how to behave
     */
    public ForwardProxy(Destinations destinations, BlockingClient client, Executor executor, ProxyOptions options) {
        this.forwarder = Forwarder.of(client, executor, options);
        this.destinations = destinations;
    }

    /**
     * Creates a proxy on event loops: threads wait only for name servers.
     *
     * @param destinations where it may connect to
     * @param client as in {@link ReverseProxy}
     * @param executor provides the threads that wait for name servers
     * @param options how to behave
     */
    public ForwardProxy(Destinations destinations, NioClient client, Executor executor, ProxyOptions options) {
        this.forwarder = Forwarder.of(client, executor, options);
        this.destinations = destinations;
    }

    @Override
    public void handle(Request request, Exchange exchange) throws Exception {
        if (request.version().equals(HttpVersion.HTTP_1_0)) {
            closing.handle(request, exchange);
        } else {
            answer(request, exchange);
        }
    }

    private void answer(Request request, Exchange exchange) {
        if (request.method().equals("CONNECT")) {
            connect(request, exchange);
            return;
        }
        RequestTarget target = RequestTarget.parse(request.method(), request.target())
                .filter(parsed -> parsed.form() == RequestTarget.Form.ABSOLUTE)
                .orElse(null);
        if (target == null) {
            exchange.send(Responses.text(400, "this is a proxy: the target must be absolute\n"));
        } else if (forwarder.answers(request, exchange)) {
            return; // before the destination is looked at
        } else if (!target.scheme().equals(Optional.of("http"))) {
            exchange.send(Responses.text(501, "this proxy forwards http, and CONNECT\n"));
        } else {
            forward(request, exchange, target);
        }
    }

    private void forward(Request request, Exchange exchange, RequestTarget target) {
        String authority = target.authority().orElseThrow(); // every http URI has one
        String origin = target.originForm().orElseThrow();
        HostAndPort destination;
        try {
            destination = HostAndPort.parse(authority, 80);
        } catch (IllegalArgumentException e) {
            exchange.send(Responses.text(400, "the target has no host and port\n"));
            return;
        }
        find(exchange, destination, found -> forwarder.forward(request, exchange, origin, authority, found));
    }

    private void find(Exchange exchange, HostAndPort destination, Consumer<Origin> then) {
        InetSocketAddress name = InetSocketAddress.createUnresolved(destination.host(), destination.port());
        forwarder
                .lookups()
                .find(
                        forwarder,
                        exchange,
                        new Origin(List.of(name), destination.host(), destination.port(), false),
                        () -> destinations.resolve(destination),
                        then);
    }

    static List<Event> refusal(Throwable cause) {
        return cause instanceof Destinations.ForbiddenException
                ? Responses.text(403, "this destination is not allowed\n")
                : Responses.text(502, "unknown host\n");
    }

    private void connect(Request request, Exchange exchange) {
        HostAndPort destination;
        try {
            destination = HostAndPort.parse(request.target(), 0);
        } catch (IllegalArgumentException e) {
            exchange.send(Responses.text(400, "the target has no host and port\n"));
            return;
        }
        HeadersBuilder headers = Headers.builder();
        HopByHop.addVia(request.version(), forwarder.name(), headers);
        Response success = new Response(200, headers.build());
        find(exchange, destination, found -> forwarder.connect(exchange, success, found));
    }
}
