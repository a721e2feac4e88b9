package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Response;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ResponseHandler;
import io.github.h11j.handler.Responses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client on the event loops of a server, as a proxy has it. */
class NioServerClientTest extends NioFixture {

    private static final Duration LONG = Duration.ofSeconds(20);

    /** Names of threads: of the handler, and of the calls of its response. */
    private final Set<List<String>> threads = ConcurrentHashMap.newKeySet();

    private final CompletableFuture<NioClient> client = new CompletableFuture<>();

    /** Answers a request with what an origin answers to the same. */
    private Handler asking(NioClient asked, Origin origin) {
        client.complete(asked);
        return (request, exchange) ->
                asked.send(origin, List.of(get(request.target()), EndOfMessage.NO_TRAILERS), new Answering(exchange));
    }

    private final class Answering implements ResponseHandler {
        private final Exchange exchange;
        private final String asker = Thread.currentThread().getName();
        private Bytes body = Bytes.EMPTY;

        Answering(Exchange exchange) {
            this.exchange = exchange;
        }

        @Override
        public void head(Response response, ClientExchange sent) {
            threads.add(List.of(asker, Thread.currentThread().getName()));
        }

        @Override
        public void data(Data data) {
            body = data.bytes().detach();
        }

        @Override
        public void end(EndOfMessage end) {
            exchange.execute(() -> exchange.send(Responses.bytes(200, "text/plain", body)));
        }

        @Override
        public void failed(Exception cause) {
            exchange.execute(() -> exchange.send(Responses.text(502, cause.getMessage())));
        }
    }

    private NioServer serving(ClientSettings settings, Function<NioClient, Handler> handler) throws IOException {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        return stopLater(new NioServer(any, server -> handler.apply(server.client(settings)), SETTINGS, hooks()));
    }

    private NioServer proxyOf(Origin origin) throws IOException {
        return serving(ClientSettings.DEFAULT, asked -> asking(asked, origin));
    }

    private NioServer echo() throws IOException {
        return serve((request, exchange) -> exchange.send(Responses.text(200, request.target())));
    }

    private static Origin origin(NioServer server) {
        return Origin.http("localhost", ((InetSocketAddress) server.address()).getPort());
    }

    private NioClient caller() throws IOException {
        return new NioClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(4));
    }

    private static Fetch fetch(NioClient caller, NioServer server, String target) {
        return NioClientFixture.send(caller, origin(server), new Fetch(), get(target), EndOfMessage.NO_TRAILERS);
    }

    @Test
    void a_response_comes_on_the_thread_that_has_sent_the_request() throws Exception {
        NioServer proxy = proxyOf(origin(echo()));
        try (NioClient caller = caller()) {
            List<Fetch> all = IntStream.range(0, 40)
                    .mapToObj(i -> fetch(caller, proxy, "/" + i))
                    .toList();
            for (int i = 0; i < all.size(); i++) {
                assertThat(all.get(i).get().text()).isEqualTo("/" + i);
            }
        }
        assertThat(threads)
                .hasSize(2) // of both loops
                .allSatisfy(
                        pair -> assertThat(pair.get(0)).isEqualTo(pair.get(1)).startsWith("h11j-nio-"));
    }

    @Test
    void other_threads_may_send_too() throws Exception {
        NioServer origin = echo();
        NioServer proxy = proxyOf(origin(origin));
        assertThat(NioClientFixture.send(
                                client.get(20, TimeUnit.SECONDS),
                                origin(origin),
                                new Fetch(),
                                get("/direct"),
                                EndOfMessage.NO_TRAILERS)
                        .get()
                        .text())
                .isEqualTo("/direct");
        assertThat(proxy.connections()).isZero();
    }

    @Test
    void a_request_that_is_in_flight_when_the_server_stops_is_answered() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        CompletableFuture<Exchange> held = new CompletableFuture<>();
        NioServer origin = serve((request, exchange) -> {
            held.complete(exchange);
            arrived.countDown();
        });
        NioServer proxy = proxyOf(origin(origin));
        try (NioClient caller = caller()) {
            Fetch fetch = fetch(caller, proxy, "/");
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> stop(proxy));
            await("it stops", proxy::isStopping);
            held.join().execute(() -> held.join().send(Responses.text(200, "late")));
            assertThat(fetch.get().text()).isEqualTo("late");
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        }
        assertThat(client.join().connections()).isZero();
    }

    private static boolean stop(NioServer server) {
        try {
            return server.stop(LONG);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The request was read before the stop, its handler sends its own only after it. */
    @Test
    void a_handler_may_still_send_a_request_while_the_server_stops() throws Exception {
        NioServer origin = echo();
        CompletableFuture<Runnable> go = new CompletableFuture<>();
        NioServer proxy = serving(ClientSettings.DEFAULT, asked -> {
            Handler asking = asking(asked, origin(origin));
            return (request, exchange) -> go.complete(() -> exchange.execute(() -> {
                try {
                    asking.handle(request, exchange);
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            }));
        });
        try (NioClient caller = caller()) {
            Fetch fetch = fetch(caller, proxy, "/kept");
            Runnable sends = go.get(20, TimeUnit.SECONDS);
            CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> stop(proxy));
            await("it stops", proxy::isStopping);
            sends.run();
            assertThat(fetch.get().text()).isEqualTo("/kept");
            assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void connections_that_rest_do_not_hold_up_the_stop_of_the_server() throws Exception {
        NioServer proxy = proxyOf(origin(echo()));
        try (NioClient caller = caller()) {
            assertThat(fetch(caller, proxy, "/").get().text()).isEqualTo("/");
        }
        assertThat(client.join().connections()).isPositive();
        assertThat(proxy.stop(LONG)).isTrue();
        assertThat(client.join().connections()).isZero();
    }

    @Test
    void a_client_that_has_stopped_leaves_the_server_as_it_is() throws Exception {
        NioServer proxy = proxyOf(origin(echo()));
        try (NioClient caller = caller()) {
            assertThat(fetch(caller, proxy, "/").get().status()).isEqualTo(200);
            assertThat(client.join().stop(LONG)).isTrue();
            assertThat(client.join().connections()).isZero();
            Fetch.Answer refused = fetch(caller, proxy, "/").get();
            assertThat(refused.status()).isEqualTo(502);
            assertThat(refused.text()).isEqualTo("the client has stopped");
        }
    }

    @Test
    void a_client_whose_server_has_stopped_stops_at_once() throws Exception {
        NioServer origin = echo();
        NioServer proxy = proxyOf(origin(origin));
        assertThat(proxy.stop(LONG)).isTrue();
        Fetch fetch =
                NioClientFixture.send(client.join(), origin(origin), new Fetch(), get("/"), EndOfMessage.NO_TRAILERS);
        assertThatThrownBy(fetch::get).hasRootCauseMessage("the client has stopped");
        assertThat(client.join().stop(LONG)).isTrue();
    }

    @Test
    void a_stop_without_patience_gives_up_what_is_in_flight_and_the_server_goes_on() throws Exception {
        CountDownLatch arrived = new CountDownLatch(1);
        NioServer silent = serve((request, exchange) -> arrived.countDown());
        NioServer proxy = proxyOf(origin(silent));
        try (NioClient caller = caller()) {
            Fetch fetch = fetch(caller, proxy, "/");
            assertThat(arrived.await(20, TimeUnit.SECONDS)).isTrue();
            assertThat(client.join().stop(Duration.ZERO)).isFalse();
            assertThat(fetch.get().status()).isEqualTo(502);
        }
        assertThat(client.join().connections()).isZero();
    }

    @Test
    void a_loop_keeps_as_many_idle_connections_as_the_settings_allow() throws Exception {
        List<NioServer> origins = List.of(echo(), echo(), echo());
        NioClient caller = new NioClient(ClientSettings.DEFAULT.withIdleConnections(2));
        try (caller) {
            for (NioServer origin : origins) {
                assertThat(fetch(caller, origin, "/").get().status()).isEqualTo(200);
            }
            await("the one that has been idle longest is closed", () -> caller.connections() == 2);
            await("it is closed", () -> origins.get(0).connections() == 0);
            assertThat(fetch(caller, origins.get(2), "/").get().status()).isEqualTo(200);
            assertThat(caller.connections()).isEqualTo(2);
        }
    }

    @Test
    void if_no_connection_may_be_idle_each_is_closed_after_its_response() throws Exception {
        NioServer origin = echo();
        NioClient caller = new NioClient(ClientSettings.DEFAULT.withIdleConnections(0));
        try (caller) {
            for (int i = 0; i < 3; i++) {
                assertThat(fetch(caller, origin, "/").get().status()).isEqualTo(200);
                await("it is closed", () -> caller.connections() == 0 && origin.connections() == 0);
            }
        }
    }
}
