package io.github.h11j.examples.gateway;

import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.BodyHandler;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One request that is forwarded, and its response on the way back, on event loops: no thread waits for it. If the
 * client is {@linkplain io.github.h11j.examples.nio.NioServer#client on the server's loops}, it stays on one thread.
 */
final class LoopForwarding implements ResponseHandler {

    private final Exchange exchange;
    private final Request received;
    private final ForwardedRequest request;
    private final String name;

    /** Used in calls of the exchange: whether the final response has begun, is complete, and has failed. */
    private boolean begun;

    private boolean complete;
    private boolean refused;

    /** Used in calls of the exchange: the request's body, once it is wanted. */
    private @Nullable Upload upload;

    /** The pipe to the client. Created in a call of the next server, for the first event. */
    private @Nullable Pipe<Event> response;

    /** Used in calls of the next server: the fields before the body of the response. */
    private Headers headers = Headers.EMPTY;

    /** The other protocol, once the next server has switched. */
    private volatile @Nullable LoopRelay relay;

    private volatile boolean clientGone;

    private LoopForwarding(Exchange exchange, Request received, ForwardedRequest forwarded, String name) {
        this.exchange = exchange;
        this.received = received;
        this.request = forwarded;
        this.name = name;
    }

    /**
     * Forwards a request. Called within a call of the exchange.
     *
     * @param name our name, for {@code Via}
     */
    static void start(
            Request received,
            Exchange exchange,
            ForwardedRequest forwarded,
            NioClient client,
            Origin origin,
            String name) {
        LoopForwarding forwarding = new LoopForwarding(exchange, received, forwarded, name);
        Request request = forwarded.request();
        List<Event> events = forwarded.hasBody() ? List.of(request) : List.of(request, EndOfMessage.NO_TRAILERS);
        ClientExchange sent = client.send(origin, events, forwarding);
        exchange.onFailure(cause -> forwarding.clientFailed(sent));
    }

    /** The client has disconnected, or broke the protocol: the next server must notice that too. */
    private void clientFailed(ClientExchange sent) {
        clientGone = true;
        sent.abort();
        LoopRelay switched = relay;
        if (switched != null) {
            switched.clientFailed();
        }
    }

    // ---- The request's body

    /** The client is asked for the body only now that it is wanted, so it waits for 100 (Continue) as long as we do. */
    @Override
    public void sendBody(ClientExchange sent) {
        exchange.execute(() -> {
            Upload wanted = new Upload(sent);
            upload = wanted;
            exchange.receiveBody(wanted);
        });
    }

    /** The next server has answered, or is lost: it takes no more of the body. */
    private void endUpload() {
        exchange.execute(() -> {
            if (upload != null) {
                upload.pipe.close();
            }
        });
    }

    private final class Upload implements BodyHandler {
        private final Pipe<Event> pipe;

        Upload(ClientExchange sent) {
            this.pipe = new Pipe<>(ofClient(), toServer(sent), cause -> sent.abort());
        }

        @Override
        public void data(Data data) {
            pipe.add(new Data(data.bytes().detach()), data.bytes().length());
        }

        @Override
        public void end(EndOfMessage end) {
            boolean none = end.trailers().isEmpty();
            Headers trailers = none ? Headers.EMPTY : HopByHop.trailers(received.headers(), end.trailers());
            pipe.add(none ? end : new EndOfMessage(trailers), 0);
        }
    }

    private Pipe.Source ofClient() {
        return new Pipe.Source() {
            @Override
            public void execute(Runnable task) {
                exchange.execute(task);
            }

            @Override
            public void pause() {
                exchange.pause();
            }

            @Override
            public void resume() {
                exchange.resume();
            }
        };
    }

    private static Pipe.Sink<Event> toServer(ClientExchange sent) {
        return new Pipe.Sink<>() {
            @Override
            public void execute(Runnable task) {
                sent.execute(task);
            }

            @Override
            public void send(List<Event> parts) {
                sent.send(parts);
            }

            @Override
            public boolean isWritable() {
                return sent.isWritable();
            }

            @Override
            public void onWritable(Runnable task) {
                sent.onWritable(task);
            }
        };
    }

    // ---- The response

    @Override
    public void interim(InformationalResponse interim, ClientExchange sent) {
        if (interim.statusCode() == 101) {
            switchProtocol(interim, sent);
        } else {
            response(sent).add(ForwardedResponse.interim(interim, name), 0);
        }
    }

    @Override
    public void head(Response head, ClientExchange sent) {
        headers = head.headers();
        if (ForwardedResponse.isDecoded(head, request.request().method())) {
            response(sent).add(ForwardedResponse.of(head, name), 0);
        } else {
            failed(new IOException("the transfer coding is not supported"));
            sent.abort();
        }
    }

    @Override
    public void data(Data data) {
        Pipe<Event> forwarded = response;
        if (forwarded != null) { // otherwise the head was refused
            forwarded.add(new Data(data.bytes().detach()), data.bytes().length());
        }
    }

    /** Trailers are forwarded where possible: they need the chunked coding. */
    @Override
    public void end(EndOfMessage end) {
        endUpload();
        Pipe<Event> forwarded = response;
        if (forwarded != null) {
            boolean dropped = end.trailers().isEmpty() || received.version().equals(HttpVersion.HTTP_1_0);
            forwarded.add(
                    dropped ? EndOfMessage.NO_TRAILERS : new EndOfMessage(HopByHop.trailers(headers, end.trailers())),
                    0);
        }
    }

    private Pipe<Event> response(ClientExchange sent) {
        Pipe<Event> made = response;
        if (made == null) {
            made = new Pipe<>(ofServer(sent), toClient(), cause -> {
                sent.abort();
                boolean unsendable = cause instanceof LocalProtocolException; // the fault of the next server
                refuse(unsendable ? new IOException("the response cannot be forwarded", cause) : cause);
            });
            response = made;
        }
        return made;
    }

    private static Pipe.Source ofServer(ClientExchange sent) {
        return new Pipe.Source() {
            @Override
            public void execute(Runnable task) {
                sent.execute(task);
            }

            @Override
            public void pause() {
                sent.pause();
            }

            @Override
            public void resume() {
                sent.resume();
            }
        };
    }

    private Pipe.Sink<Event> toClient() {
        return new Pipe.Sink<>() {
            @Override
            public void execute(Runnable task) {
                exchange.execute(task);
            }

            @Override
            public void send(List<Event> parts) {
                exchange.send(parts);
                for (Event part : parts) {
                    begun |= part instanceof Response;
                    complete |= part instanceof EndOfMessage;
                }
            }

            /** Nothing follows a complete response, so nothing waits for room. */
            @Override
            public boolean isWritable() {
                return complete || exchange.isWritable();
            }

            @Override
            public void onWritable(Runnable task) {
                exchange.onWritable(task);
            }
        };
    }

    private void switchProtocol(InformationalResponse interim, ClientExchange sent) {
        LoopRelay joined = new LoopRelay(exchange, () -> {
            exchange.send(ForwardedResponse.switching(interim, name));
            begun = true;
        });
        relay = joined;
        if (clientGone) { // on another thread, and before it could see the relay
            joined.clientFailed();
        }
        sent.switchTo(joined.ofServer());
    }

    // ---- What fails

    @Override
    public void failed(Exception cause) {
        endUpload();
        exchange.execute(() -> refuse(cause));
    }

    /** Called within a call of the exchange. A response that has begun must not look complete. */
    private void refuse(Exception cause) {
        if (refused || cause instanceof UncheckedIOException) {
            return; // only the first failure counts, or the client has disconnected
        }
        refused = true;
        if (begun) {
            exchange.abort();
            return;
        }
        exchange.send(Forwarder.refusal(cause));
    }
}
