package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.Tunnel;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CONNECT request on its way to become a tunnel. */
final class TunnelSetup {

    private final Exchange exchange;
    private final Response success;
    private final HostAndPort destination;
    private final Destinations destinations;
    private final Forwarder forwarder;
    private final Socket socket = new Socket();
    private boolean failed;
    private @Nullable Relay relay;

    TunnelSetup(
            Exchange exchange,
            Response success,
            HostAndPort destination,
            Destinations destinations,
            Forwarder forwarder) {
        this.exchange = exchange;
        this.success = success;
        this.destination = destination;
        this.destinations = destinations;
        this.forwarder = forwarder;
    }

    /** In a call of the exchange. */
    void start() {
        exchange.onFailure(cause -> failed());
        forwarder.start(exchange, this::connect);
    }

    private void failed() {
        Relay joined;
        synchronized (this) {
            failed = true;
            joined = relay;
        }
        if (joined != null) {
            joined.failedBefore();
        }
        close();
    }

    private void connect() {
        List<Event> refusal;
        try {
            InetSocketAddress address = new InetSocketAddress(destinations.resolve(destination), destination.port());
            socket.connect(address, (int) forwarder.options().connectTimeout().toMillis());
            join(new Relay(
                    Tunnel.of(socket), forwarder.executor(), forwarder.options().tunnelIdle()));
            return;
        } catch (Destinations.ForbiddenException e) {
            refusal = ForwardProxy.refusal(e);
        } catch (SocketTimeoutException e) {
            refusal = Responses.text(504, "the server did not accept in time\n");
        } catch (IOException | RuntimeException | Error e) {
            refusal = Responses.text(502, "there is no connection to the server\n");
        }
        close();
        List<Event> answer = refusal;
        exchange.execute(() -> exchange.send(answer));
    }

    private void join(Relay joined) throws IOException {
        synchronized (this) {
            if (failed) {
                throw new IOException("the client has gone");
            }
            relay = joined;
        }
        exchange.execute(() -> {
            exchange.send(success);
            exchange.switchTo(joined);
        });
    }

    private void close() {
        try {
            socket.close();
        } catch (IOException e) {
            System.getLogger("io.github.h11j.examples").log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
    }
}
