package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.net.SocketTimeoutException;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/**
 * What all proxies have in common.
 *
 * @param next sends requests to the next server
 * @param tunnels opens tunnels
 * @param executor provides the threads that wait for other servers
 * @param options how to behave
 * @param name the unique name of this proxy in {@code Via}
 * @param lookups caches addresses
 */
record Forwarder(Next next, Tunnels tunnels, Executor executor, ProxyOptions options, String name, Lookups lookups) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** Sends requests to the next server. */
    interface Next {
        /** Begins to send a request. Called within a call of the exchange. */
        void send(Request received, Exchange exchange, ForwardedRequest forwarded, Origin origin, Forwarder forwarder);
    }

    /** Opens tunnels. */
    interface Tunnels {
        /**
         * Begins to connect. Called within a call of the exchange.
         *
         * @param success the response once there is a connection
         */
        void open(Exchange exchange, Response success, Origin destination, Forwarder forwarder);
    }

    /**
     * Each proxy has a unique name: proxies of one kind may be chained, and only in a loop does a request pass the same
     * one twice.
     */
    private Forwarder(Next next, Tunnels tunnels, Executor executor, ProxyOptions options) {
        this(
                next,
                tunnels,
                executor,
                options,
                options.pseudonym() + "-" + HexFormat.of().toHexDigits(RANDOM.nextInt()),
                new Lookups());
    }

    /** With threads that block: one per current request, two more per tunnel. */
    static Forwarder of(BlockingClient client, Executor executor, ProxyOptions options) {
        return new Forwarder(
                (received, exchange, forwarded, origin, forwarder) ->
                        Forwarding.start(received, exchange, forwarded, origin, client, forwarder),
                (exchange, success, destination, forwarder) ->
                        new TunnelSetup(exchange, success, destination, forwarder).start(),
                executor,
                options);
    }

    /** On event loops, with threads for name servers. */
    static Forwarder of(NioClient client, Executor executor, ProxyOptions options) {
        return new Forwarder(
                (received, exchange, forwarded, origin, forwarder) -> forwarder
                        .lookups()
                        .find(
                                forwarder,
                                exchange,
                                origin,
                                origin::resolved,
                                found -> LoopForwarding.start(
                                        received, exchange, forwarded, client, found, forwarder.name())),
                (exchange, success, destination, forwarder) ->
                        LoopTunnel.start(exchange, success, destination, client, forwarder.options()),
                executor,
                options);
    }

    /**
     * Makes a thread wait for another server. If no thread is available, responds with 503. Called within a call of the
     * exchange.
     */
    void start(Exchange exchange, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) { // OutOfMemoryError: the system has no thread left
            exchange.send(Responses.text(503, "too many requests at a time\n"));
        }
    }

    /** Opens a tunnel. Called within a call of the exchange. */
    void connect(Exchange exchange, Response success, Origin destination) {
        tunnels.open(exchange, success, destination, this);
    }

    /**
     * Responds to a request that must not be forwarded, wherever it is to go: it has come back, or Max-Forwards ends it
     * here (RFC 9110 §7.6.2). To be called before {@link #forward}, within a call of the exchange.
     *
     * @return whether it has responded
     */
    boolean answers(Request received, Exchange exchange) {
        MaxForwards hops = MaxForwards.of(received);
        if (HopByHop.hasPassed(received.headers(), name)) {
            exchange.send(Responses.text(508, "the request has come back to this proxy\n"));
        } else if (hops.isInvalid()) {
            exchange.send(Responses.text(400, "Max-Forwards is not a number\n"));
        } else if (hops.isUsedUp()) {
            exchange.send(hops.answer());
        } else {
            return false;
        }
        return true;
    }

    /**
     * Returns the response if there is none from the next server (RFC 9110 §15.6.3, §15.6.5). If a request was accepted
     * that must not be sent, the client is at fault.
     */
    static List<Event> refusal(Throwable cause) {
        if (cause instanceof LocalProtocolException unsendable) {
            return Responses.text(
                    400,
                    "this request cannot be forwarded: "
                            + unsendable.violation().text() + "\n");
        }
        return cause instanceof SocketTimeoutException
                ? Responses.text(504, "the next server did not answer in time\n")
                : Responses.text(502, "the next server did not answer\n");
    }

    /** Forwards a request. Called within a call of the exchange. */
    void forward(Request received, Exchange exchange, String target, String host, Origin origin) {
        Request decreased = MaxForwards.of(received).decreased();
        ForwardedRequest forwarded = ForwardedRequest.of(decreased, target, host, name);
        next.send(received, exchange, forwarded, origin, this);
    }
}
