package io.github.h11j.examples.gateway;

import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;

/** * What all proxies share.
 *
 * @param client has the connections to other servers
 * @param executor provides the threads that wait for them: one per current request, two more per tunnel
 * @param options how to behave
 * @param name the unique name of this proxy in {@code Via}
 */
record Forwarder(BlockingClient client, Executor executor, ProxyOptions options, String name) {

    private static final SecureRandom RANDOM = new SecureRandom();

    /** With a name of its own: proxies of one kind may stand behind each other, and only a loop passes one twice. */
    Forwarder(BlockingClient client, Executor executor, ProxyOptions options) {
        this(
                client,
                executor,
                options,
                options.pseudonym() + "-" + HexFormat.of().toHexDigits(RANDOM.nextInt()));
    }

    /**
     * Makes a thread wait for another server. If no thread is available, responds with 503. Called within a call of the
     * exchange.
     */
    void start(Exchange exchange, Runnable task) {
        try {
            executor.execute(task);
        } catch (RejectedExecutionException | OutOfMemoryError e) { // the second: the system has no thread left
            exchange.send(Responses.text(503, "too many requests at a time\n"));
        }
    }

    /** Forwards a request, unless it has gone far enough. In a call of the exchange. */
    void forward(Request received, Exchange exchange, String target, String host, Origin origin) {
        MaxForwards hops = MaxForwards.of(received);
        if (HopByHop.hasPassed(received.headers(), name)) {
            exchange.send(Responses.text(508, "the request has come back to this proxy\n"));
        } else if (hops.isInvalid()) {
            exchange.send(Responses.text(400, "Max-Forwards is not a number\n"));
        } else if (hops.isUsedUp()) {
            exchange.send(hops.answer());
        } else {
            Request next = hops.decreased();
            ForwardedRequest forwarded = ForwardedRequest.of(next, target, host, name);
            Forwarding.start(received, exchange, forwarded, origin, this);
        }
    }
}
