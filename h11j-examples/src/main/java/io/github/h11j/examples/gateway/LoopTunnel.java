package io.github.h11j.examples.gateway;

import io.github.h11j.Response;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import java.time.Duration;

/**
 * Turns a CONNECT request into a tunnel on event loops. No thread waits for it. If the client is one
 * {@linkplain io.github.h11j.examples.nio.NioServer#client on the server's loops}, both connections stay on one thread.
 */
final class LoopTunnel {

    /** After a stop, the client's connection has a deadline, and the server's connection ends with it. */
    private static final Duration LONG = Duration.ofDays(1);

    private LoopTunnel() {}

    /** Begins to connect. Called within a call of the exchange. */
    static void start(Exchange exchange, Response success, Origin destination, NioClient client, ProxyOptions options) {
        LoopRelay relay = new LoopRelay(exchange, () -> exchange.send(success));
        Runnable abort = client.connect(
                destination.addresses(),
                rules(options),
                relay.ofServer(),
                cause -> exchange.execute(() -> exchange.send(TunnelSetup.refusal(cause))));
        exchange.onFailure(cause -> abort.run());
    }

    /** A server that does not read counts as silent. */
    private static ClientRules rules(ProxyOptions options) {
        return ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT
                .withStart(options.connectTimeout())
                .withIdle(options.tunnelIdle())
                .withSilence(options.tunnelIdle())
                .withStop(LONG));
    }
}
