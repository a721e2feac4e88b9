package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.examples.blocking.ConnectionPool;
import io.github.h11j.examples.handler.Exchange;
import io.github.h11j.examples.handler.Responses;
import java.util.concurrent.Executor;

/**
 * What proxies have in common.
 *
 * @param pool has the connections to other servers
 * @param executor has the threads that wait for them: one for each request at hand, two more for each tunnel
 * @param options how to behave
 */
record Forwarder(ConnectionPool pool, Executor executor, ProxyOptions options) {

    /** Forwards a request, unless it has gone far enough. In a call of the exchange. */
    void forward(Request received, Exchange exchange, String target, String host, Forwarding.Route route) {
        MaxForwards hops = MaxForwards.of(received);
        if (hops.isInvalid()) {
            exchange.send(Responses.text(400, "Max-Forwards is no number\n"));
        } else if (hops.isUsedUp()) {
            exchange.send(hops.answer());
        } else {
            Request next = hops.decreased();
            ForwardedRequest forwarded = ForwardedRequest.of(next, target, host, options.pseudonym());
            Forwarding.start(received, exchange, forwarded, route, this);
        }
    }
}
