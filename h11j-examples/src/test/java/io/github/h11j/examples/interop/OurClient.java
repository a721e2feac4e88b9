package io.github.h11j.examples.interop;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.ResponseHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLContext;

/** Our two clients with keep-alive. */
enum OurClient {
    POOL {
        @Override
        Running start(Optional<SSLContext> tls) {
            return new Pool(tls);
        }
    },

    NIO {
        @Override
        Running start(Optional<SSLContext> tls) throws IOException {
            return new Nio(tls);
        }
    };

    private static final int MOST = 1 << 24;

    /** Starts one, with or without TLS. */
    abstract Running start(Optional<SSLContext> tls) throws IOException;

    /** A client at work. */
    interface Running extends AutoCloseable {

        /** Sends a request to a port of this machine and waits for the whole response. */
        Answer send(int port, Request request, List<Data> body) throws Exception;

        /** How many connections are kept. */
        int connections();

        @Override
        void close();
    }

    /**
     * A whole response.
     *
     * @param interim the status codes before it
     * @param status its own
     * @param headers its fields
     * @param body its body
     */
    record Answer(List<Integer> interim, int status, Headers headers, Bytes body) {}

    private static final class Pool implements Running {

        private final BlockingClient client;
        private final boolean secured;

        Pool(Optional<SSLContext> tls) {
            ClientSettings plain = ClientSettings.DEFAULT.withConnectionsPerOrigin(4);
            secured = tls.isPresent();
            client = new BlockingClient(tls.map(plain::withTls).orElse(plain));
        }

        @Override
        public Answer send(int port, Request request, List<Data> body) throws IOException {
            List<Integer> interim = new ArrayList<>();
            ClientResponse response = client.send(
                    secured ? Origin.https("127.0.0.1", port) : Origin.http("127.0.0.1", port),
                    request,
                    RequestBody.of(body, Headers.EMPTY),
                    before -> interim.add(before.statusCode()));
            return new Answer(interim, response.statusCode(), response.headers(), response.readAll(MOST));
        }

        @Override
        public int connections() {
            return client.connections();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    private static final class Nio implements Running {

        private final NioClient client;
        private final boolean secured;

        Nio(Optional<SSLContext> tls) throws IOException {
            secured = tls.isPresent();
            client = new NioClient(tls.map(ClientSettings.DEFAULT::withTls).orElse(ClientSettings.DEFAULT));
        }

        @Override
        public Answer send(int port, Request request, List<Data> body)
                throws InterruptedException, ExecutionException, TimeoutException {
            List<Event> events = new ArrayList<>();
            events.add(request);
            events.addAll(body);
            events.add(new EndOfMessage());
            Origin origin = secured ? Origin.https("127.0.0.1", port) : Origin.http("127.0.0.1", port);
            Whole whole = new Whole();
            client.send(origin, events, whole);
            return whole.answer.get(60, TimeUnit.SECONDS);
        }

        @Override
        public int connections() {
            return client.connections();
        }

        @Override
        public void close() {
            client.close();
        }
    }

    /** Gathers a response. */
    private static final class Whole implements ResponseHandler {

        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final List<Integer> interim = new ArrayList<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private Response head = new Response(500, Headers.EMPTY);

        @Override
        public void interim(InformationalResponse response, ClientExchange exchange) {
            interim.add(response.statusCode());
        }

        @Override
        public void head(Response response, ClientExchange exchange) {
            head = response;
        }

        @Override
        public void data(Data data) {
            body.writeBytes(data.bytes().toByteArray());
        }

        @Override
        public void end(EndOfMessage end) {
            answer.complete(new Answer(interim, head.statusCode(), head.headers(), Bytes.wrap(body.toByteArray())));
        }

        @Override
        public void failed(Exception cause) {
            answer.completeExceptionally(cause);
        }
    }
}
