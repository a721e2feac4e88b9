package io.github.h11j.examples.gateway;

import io.github.h11j.Event;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.Tunnel;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A CONNECT request that is about to become a tunnel. It runs on its own thread, which waits. */
final class TunnelSetup {

    private final Exchange exchange;
    private final Response success;
    private final Origin destination;
    private final Forwarder forwarder;

    /** The socket that is connected, or being connected. */
    private Socket socket = new Socket();

    private boolean failed;
    private @Nullable Relay relay;

    TunnelSetup(Exchange exchange, Response success, Origin destination, Forwarder forwarder) {
        this.exchange = exchange;
        this.success = success;
        this.destination = destination;
        this.forwarder = forwarder;
    }

    /** Called within a call of the exchange. */
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
        try {
            Tunnel tunnel = Tunnel.of(connect(destination.addresses()));
            join(new Relay(tunnel, forwarder.executor(), forwarder.options().tunnelIdle()));
        } catch (IOException | RuntimeException | Error e) {
            close();
            exchange.execute(() -> exchange.send(refusal(e)));
        }
    }

    /** RFC 9110 §15.6.3, §15.6.5. */
    static List<Event> refusal(Throwable cause) {
        return cause instanceof SocketTimeoutException
                ? Responses.text(504, "the server did not accept in time\n")
                : Responses.text(502, "there is no connection to the server\n");
    }

    /** Connects to the first address that accepts; each has a separate timeout. */
    private Socket connect(List<SocketAddress> addresses) throws IOException {
        IOException last = new IOException("no address");
        for (SocketAddress address : addresses) {
            Socket next = next();
            try {
                long limit = forwarder.options().connectTimeout().toMillis();
                next.connect(address, (int) Math.min(Math.max(limit, 1), Integer.MAX_VALUE)); // 0 would be no limit
                return next;
            } catch (IOException e) {
                next.close();
                last = e;
            }
        }
        throw last;
    }

    private synchronized Socket next() throws IOException {
        if (failed) {
            throw new IOException("the client has gone");
        }
        socket = new Socket();
        return socket;
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
        Socket last;
        synchronized (this) {
            last = socket;
        }
        try {
            last.close();
        } catch (IOException e) {
            System.getLogger("io.github.h11j.examples").log(System.Logger.Level.DEBUG, "closing a socket", e);
        }
    }
}
