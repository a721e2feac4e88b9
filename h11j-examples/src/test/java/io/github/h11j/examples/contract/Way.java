package io.github.h11j.examples.contract;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Event;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.gateway.ReverseProxy;
import io.github.h11j.examples.nio.NioClient;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ResponseHandler;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/** Every way to an origin: both clients, plain and with TLS, and both proxies on both servers, with TLS where they can. */
enum Way {
    BLOCKING_CLIENT,
    BLOCKING_CLIENT_TLS,
    NIO_CLIENT,
    NIO_CLIENT_TLS,
    REVERSE_BLOCKING,
    REVERSE_BLOCKING_TLS,
    REVERSE_NIO,
    REVERSE_NIO_TLS,
    FORWARD_BLOCKING,
    FORWARD_NIO;

    private static final Duration LONG = Duration.ofSeconds(20);

    /** An answer. */
    record Answer(int status, String body) {}

    /** Sends requests. */
    interface Caller extends AutoCloseable {
        Answer call(String method, String target, String body) throws Exception;

        @Override
        void close();
    }

    boolean isTls() {
        return name().endsWith("_TLS");
    }

    boolean isProxy() {
        return name().contains("REVERSE") || name().contains("FORWARD");
    }

    /** To an origin on this port of the loopback interface. */
    Caller open(int port) throws IOException {
        return open(origin(port), ClientRules.DEFAULT);
    }

    /** To an origin, with these rules for the connections to it. A forward proxy finds out the addresses of its host itself. */
    Caller open(Origin origin, ClientRules rules) throws IOException {
        if (!isProxy()) {
            return name().startsWith("BLOCKING_CLIENT") ? blockingClient(origin, rules) : nioClient(origin, rules);
        }
        Resources resources = new Resources();
        ExecutorService executor = resources.add(Executors.newCachedThreadPool(), ExecutorService::shutdownNow);
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        int front;
        if (name().contains("NIO")) {
            NioServer server = resources.add(
                    new NioServer(
                            any,
                            nio -> proxy(origin, nio.client(nioSettings(rules)), executor),
                            NioSettings.DEFAULT.withLoops(1)),
                    NioServer::close);
            front = ((InetSocketAddress) server.address()).getPort();
        } else {
            BlockingClient pool = resources.add(new BlockingClient(settings(rules)), BlockingClient::close);
            Handler proxy = proxy(origin, pool, executor);
            front = resources
                    .add(new BlockingServer(any, proxy, BlockingSettings.DEFAULT), BlockingServer::close)
                    .port();
        }
        String prefix = name().startsWith("FORWARD") ? "http://localhost:" + origin.port() : "";
        BlockingClient clients = resources.add(
                new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(8)), BlockingClient::close);
        return new Caller() {
            @Override
            public Answer call(String method, String target, String body) throws IOException {
                return send(clients, Origin.http("localhost", front), request(method, prefix + target, body), body);
            }

            @Override
            public void close() {
                resources.close();
            }
        };
    }

    private Handler proxy(Origin origin, BlockingClient client, Executor executor) {
        return name().startsWith("REVERSE")
                ? new ReverseProxy(origin, Optional.empty(), client, executor, ProxyOptions.DEFAULT)
                : new ForwardProxy(Destinations.LOOPBACK, client, executor, ProxyOptions.DEFAULT);
    }

    private Handler proxy(Origin origin, NioClient client, Executor executor) {
        return name().startsWith("REVERSE")
                ? new ReverseProxy(origin, Optional.empty(), client, executor, ProxyOptions.DEFAULT)
                : new ForwardProxy(Destinations.LOOPBACK, client, executor, ProxyOptions.DEFAULT);
    }

    private ClientSettings nioSettings(ClientRules rules) {
        ClientSettings settings = ClientSettings.DEFAULT.withRules(rules);
        return isTls() ? settings.withTls(Played.TLS) : settings;
    }

    private ClientSettings settings(ClientRules rules) {
        ClientSettings settings =
                ClientSettings.DEFAULT.withConnectionsPerOrigin(8).withRules(rules);
        return isTls() ? settings.withTls(Played.TLS) : settings;
    }

    private Caller blockingClient(Origin origin, ClientRules rules) {
        BlockingClient pool = new BlockingClient(settings(rules));
        return new Caller() {
            @Override
            public Answer call(String method, String target, String body) throws IOException {
                return send(pool, origin, request(method, target, body), body);
            }

            @Override
            public void close() {
                pool.close();
            }
        };
    }

    private static Answer send(BlockingClient pool, Origin origin, Request request, String body) throws IOException {
        RequestBody sent = body.isEmpty() ? RequestBody.NONE : RequestBody.of(Bytes.utf8(body));
        try (ClientResponse response = pool.send(origin, request, sent)) {
            return new Answer(response.statusCode(), response.readAll(1 << 20).toString(StandardCharsets.UTF_8));
        }
    }

    Origin origin(int port) {
        return isTls() ? Origin.https("localhost", port) : Origin.http("localhost", port);
    }

    private static Request request(String method, String target, String body) {
        Headers headers = Headers.of("Host", "localhost");
        return new Request(
                method,
                target,
                body.isEmpty() ? headers : headers.with("Content-Length", Integer.toString(body.length())));
    }

    private Caller nioClient(Origin origin, ClientRules rules) throws IOException {
        NioClient client = new NioClient(nioSettings(rules));
        return new Caller() {
            @Override
            public Answer call(String method, String target, String body) throws Exception {
                List<Event> events = new ArrayList<>(List.of(request(method, target, body)));
                if (!body.isEmpty()) {
                    events.add(Data.utf8(body));
                }
                events.add(new EndOfMessage());
                Gathered gathered = new Gathered();
                client.send(origin, events, gathered);
                return gathered.answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
            }

            @Override
            public void close() {
                client.close();
            }
        };
    }

    private static final class Gathered implements ResponseHandler {
        private final CompletableFuture<Answer> answer = new CompletableFuture<>();
        private final ByteArrayOutputStream body = new ByteArrayOutputStream();
        private int status;

        @Override
        public void head(Response response, ClientExchange exchange) {
            status = response.statusCode();
        }

        @Override
        public void data(Data data) {
            body.writeBytes(data.bytes().toByteArray());
        }

        @Override
        public void end(EndOfMessage end) {
            answer.complete(new Answer(status, body.toString(StandardCharsets.UTF_8)));
        }

        @Override
        public void failed(Exception cause) {
            answer.completeExceptionally(cause);
        }
    }

    /** Closed in the opposite order. */
    private static final class Resources {
        private final Deque<Runnable> open = new ArrayDeque<>();

        <T> T add(T resource, Consumer<? super T> closing) {
            open.push(() -> closing.accept(resource));
            return resource;
        }

        void close() {
            open.forEach(Runnable::run);
        }
    }
}
