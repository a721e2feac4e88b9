package io.github.h11j.examples.gateway;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.Progress;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.blocking.Tunnel;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Exchange;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** One request that is forwarded, and its response on the way back. Runs on a separate thread, which blocks. */
final class Forwarding implements Runnable, Progress {

    /** How much of a response is passed on at a time: 64 KiB. */
    private static final int BATCH = 1 << 16;

    private final Exchange exchange;
    private final HttpVersion clientVersion;
    private final ForwardedRequest forwarded;
    private final Origin origin;
    private final BlockingClient client;
    private final Executor executor;
    private final ProxyOptions options;
    private final String name;
    private final Bridge bridge = new Bridge();
    private final BodyPipe body;
    private boolean begun;

    /** Aborts the request to the next server; null before it is sent. */
    private @Nullable Runnable abort;

    private @Nullable Relay relay;

    private Forwarding(
            Exchange exchange,
            Request received,
            ForwardedRequest forwarded,
            Origin origin,
            BlockingClient client,
            Forwarder forwarder) {
        this.exchange = exchange;
        this.clientVersion = received.version();
        this.forwarded = forwarded;
        this.origin = origin;
        this.client = client;
        this.executor = forwarder.executor();
        this.options = forwarder.options();
        this.name = forwarder.name();
        this.body = new BodyPipe(exchange, received.headers());
    }

    /** Begins to forward a request. Called within a call of the exchange. */
    static void start(
            Request received,
            Exchange exchange,
            ForwardedRequest forwarded,
            Origin origin,
            BlockingClient client,
            Forwarder forwarder) {
        Forwarding forwarding = new Forwarding(exchange, received, forwarded, origin, client, forwarder);
        exchange.onFailure(forwarding::failed);
        if (forwarded.hasBody() && !forwarded.request().headers().contains("Expect")) {
            forwarding.body.ask();
        }
        forwarder.start(exchange, forwarding);
    }

    /** The client has disconnected, or broke the protocol: the next server must notice that too. */
    private void failed(Exception cause) {
        bridge.fail(cause);
        body.fail(cause);
        Runnable busy;
        Relay switched;
        synchronized (this) {
            busy = abort;
            switched = relay;
        }
        if (switched != null) {
            switched.failedBefore();
        } else if (busy != null) {
            busy.run();
        }
    }

    @Override
    public void run() {
        RequestBody sent = forwarded.hasBody() ? RequestBody.once(body) : RequestBody.NONE;
        try (ClientResponse response = client.send(origin, forwarded.request(), sent, this)) {
            if (response.statusCode() == 101) {
                switchProtocol(response);
            } else {
                relay(response);
            }
        } catch (IOException | RuntimeException | Error e) {
            refuse(e);
        } finally {
            body.close();
        }
    }

    @Override
    public void sending(Runnable givesUp) {
        synchronized (this) {
            abort = givesUp;
        }
        if (bridge.hasFailed()) {
            givesUp.run();
        }
    }

    @Override
    public void interim(InformationalResponse response) {
        try {
            send(List.of(ForwardedResponse.interim(response, name)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Sends the head with the part of the body that has arrived, then part by part, at the speed of the slower side.
     */
    private void relay(ClientResponse response) throws IOException {
        if (!ForwardedResponse.isDecoded(head(response), forwarded.request().method())) {
            throw new IOException("the transfer coding is not supported");
        }
        List<Event> events = new ArrayList<>();
        events.add(ForwardedResponse.of(head(response), name));
        boolean ended = false;
        while (!ended) {
            int bytes = 0;
            while (!ended && bytes < BATCH && (events.isEmpty() || response.isReady())) {
                Optional<Data> part = response.next();
                ended = part.isEmpty();
                events.add(part.<Event>map(data -> data).orElseGet(() -> end(response)));
                bytes += part.map(data -> data.bytes().length()).orElse(0);
            }
            send(events);
            events = new ArrayList<>();
        }
    }

    private static Response head(ClientResponse response) {
        return new Response(response.statusCode(), response.reason(), response.headers(), response.version());
    }

    /** Trailers are forwarded where possible: they need the chunked coding. */
    private EndOfMessage end(ClientResponse response) {
        boolean dropped = clientVersion.equals(HttpVersion.HTTP_1_0);
        return dropped
                ? EndOfMessage.NO_TRAILERS
                : new EndOfMessage(HopByHop.trailers(response.headers(), response.trailers()));
    }

    private void send(List<Event> events) throws IOException {
        bridge.await(exchange::execute, done -> {
            exchange.send(events);
            begun |= events.get(0) instanceof Response;
            boolean complete = events.get(events.size() - 1) instanceof EndOfMessage;
            if (complete || exchange.isWritable()) { // nothing follows a complete response, so nothing waits for room
                done.run();
            } else {
                exchange.onWritable(done);
            }
        });
    }

    private void switchProtocol(ClientResponse response) throws IOException {
        Tunnel tunnel = response.tunnel().orElseThrow(() -> new IOException("the switch is not complete"));
        Relay joined = new Relay(tunnel, executor, options.tunnelIdle());
        bridge.await(exchange::execute, done -> {
            exchange.send(ForwardedResponse.switching(
                    new InformationalResponse(101, response.reason(), response.headers(), response.version()), name));
            begun = true;
            exchange.switchTo(joined);
            synchronized (this) {
                relay = joined;
            }
            done.run();
        });
        joined.awaitEnd();
    }

    /** A response that has begun must not look complete. */
    private void refuse(Throwable cause) {
        if (bridge.hasFailed()) {
            return;
        }
        exchange.execute(() -> {
            if (begun) {
                exchange.abort();
            } else {
                exchange.send(Forwarder.refusal(cause));
            }
        });
    }
}
