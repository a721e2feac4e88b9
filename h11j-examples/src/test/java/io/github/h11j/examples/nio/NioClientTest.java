package io.github.h11j.examples.nio;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ClientRules;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.Refusing;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.ClientExchange;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketTimeoutException;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NioClientTest extends NioClientFixture {

    private static final Handler HELLO =
            (request, exchange) -> exchange.send(Responses.text(200, "hello " + request.target()));

    private static Fetch get(NioClient client, Origin origin, String target) {
        return send(client, origin, new Fetch(), get(target), new EndOfMessage());
    }

    @Test
    void requests_use_one_connection_and_one_write_each() throws Exception {
        NioServer server = stopLater(new NioServer(any(), HELLO, SETTINGS));
        NioClient client = client();
        for (int i = 0; i < 5; i++) {
            assertThat(get(client, origin(server), "/" + i).get().text()).isEqualTo("hello /" + i);
        }
        assertThat(accepted).hasSize(1);
        assertThat(accepted.get(0).getOption(StandardSocketOptions.TCP_NODELAY)).isTrue();
        assertThat(writes).hasSize(5).doesNotContain(0L);
    }

    @Test
    void many_connections_are_served_by_one_loop_and_the_bound_is_kept() throws Exception {
        List<Exchange> waiting = new ArrayList<>();
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> {
                    synchronized (waiting) {
                        waiting.add(exchange);
                    }
                },
                SETTINGS));
        NioClient client = client(ClientSettings.DEFAULT.withConnectionsPerOrigin(50));
        List<Fetch> fetches = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            fetches.add(get(client, origin(server), "/" + i));
        }
        await("all connections are in use", () -> {
            synchronized (waiting) {
                return waiting.size() == 50;
            }
        });
        int answered = 0;
        while (answered < 200) {
            List<Exchange> ready;
            synchronized (waiting) {
                ready = List.copyOf(waiting);
                waiting.clear();
            }
            ready.forEach(exchange -> exchange.execute(() -> exchange.send(Responses.text(200, "x"))));
            answered += ready.size();
        }
        for (Fetch fetch : fetches) {
            assertThat(fetch.get().text()).isEqualTo("x");
        }
        assertThat(accepted).as("connections, kept and used again").hasSize(50);
    }

    @Test
    void bodies_and_trailers_go_both_ways_to_both_servers() throws Exception {
        byte[] content = NioServerTest.random(3 << 20);
        NioServer nio = stopLater(new NioServer(any(), Echo::handle, SETTINGS));
        try (BlockingServer blocking = new BlockingServer(
                new ServerSocket(0, 50, InetAddress.getLoopbackAddress()), Echo::handle, BlockingSettings.DEFAULT)) {
            for (Origin origin : List.of(origin(nio), Origin.http("localhost", blocking.port()))) {
                NioClient client = client();
                for (int i = 0; i < 2; i++) {
                    Fetch fetch = send(
                            client,
                            origin,
                            new Upload(content, new EndOfMessage(Headers.of("X-Sum", "1"))),
                            chunked("/"));
                    Fetch.Answer answer = fetch.get();
                    assertThat(answer.body()).isEqualTo(content);
                    assertThat(answer.trailers().first("X-Sum")).contains("1");
                }
                assertThat(client.connections()).isEqualTo(1);
            }
        }
    }

    private static Request chunked(String target) {
        return post(target, "Transfer-Encoding", "chunked");
    }

    /** Sends a body in parts, as fast as the server takes it. */
    private static class Upload extends Fetch {
        private final byte[] content;
        private int at;
        final AtomicLong sent = new AtomicLong();

        private final EndOfMessage end;

        Upload(byte[] content, EndOfMessage end) {
            this.content = content;
            this.end = end;
        }

        @Override
        public void sendBody(ClientExchange exchange) {
            while (at < content.length) {
                if (!exchange.isWritable()) {
                    exchange.onWritable(() -> sendBody(exchange));
                    return;
                }
                int size = Math.min(10_000, content.length - at);
                exchange.send(new Data(Bytes.wrap(content, at, size)));
                at += size;
                sent.set(at);
            }
            exchange.send(end);
        }
    }

    @Test
    void an_upload_waits_for_a_server_that_does_not_read() throws Exception {
        CompletableFuture<Void> proceed = new CompletableFuture<>();
        byte[] content = new byte[64 << 20];
        try (Scripted server = new Scripted((peer, number) -> {
            proceed.get(20, TimeUnit.SECONDS);
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            peer.drain();
        })) {
            NioClient client = client();
            Upload upload = new Upload(content, new EndOfMessage());
            send(client, server.origin(), upload, chunked("/"));
            AtomicLong last = new AtomicLong(-1);
            await(
                    "it stands still",
                    () -> upload.sent.get() > 0 && last.getAndSet(upload.sent.get()) == upload.sent.get());
            assertThat(upload.sent.get()).isLessThan(content.length);
            proceed.complete(null);
            assertThat(upload.get().text()).isEqualTo("ok");
        }
    }

    @Test
    void a_paused_response_is_not_read_on() throws Exception {
        AtomicLong sent = new AtomicLong();
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> {
                    exchange.send(new Response(200, Headers.EMPTY));
                    new Stream(exchange, sent).run();
                },
                SETTINGS));
        NioClient client = client();
        AtomicReference<ClientExchange> paused = new AtomicReference<>();
        Fetch fetch = new Fetch() {
            @Override
            public void head(Response response, ClientExchange exchange) throws Exception {
                super.head(response, exchange);
                exchange.pause();
                paused.set(exchange);
            }
        };
        send(client, origin(server), fetch, get("/"), new EndOfMessage());
        AtomicLong last = new AtomicLong(-1);
        await("it stands still", () -> paused.get() != null && last.getAndSet(sent.get()) == sent.get());
        assertThat(sent.get()).isLessThan(Stream.LENGTH);
        paused.get().execute(paused.get()::resume);
        assertThat(fetch.get().body()).hasSize((int) Stream.LENGTH);
    }

    /** Sends 64 MB as fast as the client takes it. */
    private record Stream(Exchange exchange, AtomicLong sent) implements Runnable {
        private static final long LENGTH = 64_000_000;

        @Override
        public void run() {
            while (sent.get() < LENGTH) {
                if (!exchange.isWritable()) {
                    exchange.onWritable(this);
                    return;
                }
                exchange.send(Data.of(new byte[10_000]));
                sent.addAndGet(10_000);
            }
            exchange.send(new EndOfMessage());
        }
    }

    @Test
    void the_body_waits_for_100_and_is_not_sent_after_a_refusal() throws Exception {
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> {
                    if (request.target().equals("/no")) {
                        exchange.send(Responses.text(417, "no"));
                    } else {
                        Echo.handle(request, exchange);
                    }
                },
                SETTINGS));
        NioClient client = client();
        Fetch taken = send(client, origin(server), new Fetch(), expecting("/"), Data.utf8("hello"), new EndOfMessage());
        assertThat(taken.get().text()).isEqualTo("hello");
        assertThat(taken.interim).extracting(InformationalResponse::statusCode).containsExactly(100);
        assertThat(writes).as("head, then body").hasSize(2);
        Fetch asked = send(client, origin(server), new Upload(new byte[0], new EndOfMessage()), expecting("/no"));
        assertThat(asked.get().status()).isEqualTo(417);
        assertThat(get(client, origin(server), "/").get().status()).isEqualTo(200);
    }

    private static Request expecting(String target) {
        return post(target, "Transfer-Encoding", "chunked", "Expect", "100-continue");
    }

    @Test
    void a_server_that_knows_no_100_gets_the_body_after_a_while() throws Exception {
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.readUntil("0\r\n\r\n");
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
            peer.drain();
        })) {
            NioClient client = client();
            Fetch fetch =
                    send(client, server.origin(), new Fetch(), expecting("/"), Data.utf8("x"), new EndOfMessage());
            await("body", () -> {
                if (writes.size() == 1) {
                    pass(client, Duration.ofSeconds(2));
                }
                return fetch.isDone();
            });
            assertThat(fetch.get().text()).isEqualTo("ok");
        }
    }

    @Test
    void an_early_answer_ends_the_upload() throws Exception {
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> exchange.send(
                        request.method().equals("POST") ? Responses.text(413, "too large") : Responses.text(200, "x")),
                SETTINGS));
        NioClient client = client();
        for (int i = 0; i < 20; i++) {
            Fetch upload = send(
                    client,
                    origin(server),
                    new Upload(new byte[20 << 20], new EndOfMessage()),
                    post("/", "Content-Length", "" + (20 << 20)));
            assertThat(upload.get().status()).isEqualTo(413);
        }
        assertThat(get(client, origin(server), "/").get().text()).isEqualTo("x");
    }

    @Test
    void an_answer_before_a_reset_arrives() throws Exception {
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 413 Content Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            // closing with unread bytes resets the connection
        })) {
            NioClient client = client();
            Fetch upload =
                    send(client, server.origin(), new Upload(new byte[100_000], new EndOfMessage()), chunked("/"));
            assertThat(upload.get().text()).isEqualTo("big");
            await("closed", () -> client.connections() == 0);
        }
    }

    @Test
    void a_dead_reused_connection_costs_an_idempotent_request_nothing() throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            try (Scripted server = new Scripted((peer, number) -> {
                peer.readUntil("\r\n\r\n");
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
                if (number % 2 == 1) {
                    peer.readUntil("\r\n\r\n");
                    if (reset) {
                        peer.reset();
                    }
                } else {
                    peer.drain();
                }
            })) {
                NioClient client = client();
                assertThat(get(client, server.origin(), "/").get().text()).isEqualTo("1");
                assertThat(get(client, server.origin(), "/").get().text()).isEqualTo("2");
                client.close();
                NioClient other = client();
                assertThat(get(other, server.origin(), "/").get().text()).isEqualTo("3");
                Fetch post = send(other, server.origin(), new Fetch(), chunked("/"), new EndOfMessage());
                assertThat(post.failure()).isNotNull();
                assertThat(server.accepted).hasValue(3);
                other.close();
            }
        }
    }

    @Test
    void a_new_connection_that_dies_is_not_tried_again() throws Exception {
        try (Scripted server = new Scripted((peer, number) -> peer.readUntil("\r\n\r\n"))) {
            NioClient client = client();
            assertThat(get(client, server.origin(), "/").failure()).isNotNull();
            assertThat(server.accepted).hasValue(1);
            await("closed", () -> client.connections() == 0);
        }
    }

    @Test
    void a_resting_connection_closes_when_the_server_does_and_when_its_time_is_over() throws Exception {
        NioServer server = stopLater(new NioServer(any(), HELLO, SETTINGS));
        NioClient client = client();
        get(client, origin(server), "/").get();
        pass(client, ClientSettings.DEFAULT.rules().timeouts().idle().minusSeconds(1));
        get(client, origin(server), "/").get();
        pass(client, Duration.ofSeconds(2));
        get(client, origin(server), "/").get();
        assertThat(accepted).as("the timer began anew").hasSize(1);
        await("closed", () -> {
            pass(client, ClientSettings.DEFAULT.rules().timeouts().idle());
            return client.connections() == 0 && server.connections() == 0;
        });
        get(client, origin(server), "/").get();
        server.close();
        await("closed", () -> client.connections() == 0);
    }

    @Test
    void what_nobody_asked_for_closes_a_resting_connection() throws Exception {
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\n" + number);
            if (number == 1) {
                peer.write("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nsmuggled!");
            }
            peer.drain();
        })) {
            NioClient client = client();
            assertThat(get(client, server.origin(), "/").get().text()).isEqualTo("1");
            await("closed", () -> client.connections() == 0);
            assertThat(get(client, server.origin(), "/").get().text()).isEqualTo("2");
        }
    }

    @Test
    void interim_responses_are_told_and_head_has_no_body() throws Exception {
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> {
                    exchange.send(new InformationalResponse(103, Headers.of("Link", "</a>")));
                    exchange.send(Responses.text(200, "body"));
                },
                SETTINGS));
        NioClient client = client();
        Fetch fetch = send(
                client,
                origin(server),
                new Fetch(),
                new Request("HEAD", "/", Headers.of("Host", "a")),
                new EndOfMessage());
        assertThat(fetch.get().head().headers().first("Content-Length")).contains("4");
        assertThat(fetch.get().body()).isEmpty();
        assertThat(fetch.interim).hasSize(1);
        assertThat(get(client, origin(server), "/").get().text()).isEqualTo("body");
        assertThat(accepted).hasSize(1);
    }

    @Test
    void a_response_that_does_not_come_is_given_up() throws Exception {
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> {
                    if (request.target().equals("/half")) {
                        exchange.send(new Response(200, Headers.of("Content-Length", "10")), Data.utf8("12345"));
                    }
                },
                SETTINGS));
        NioClient client = client();
        Fetch none = get(client, origin(server), "/none");
        CompletableFuture<Void> begun = new CompletableFuture<>();
        Fetch half = new Fetch() {
            @Override
            public void data(Data data) {
                super.data(data);
                begun.complete(null);
            }
        };
        send(client, origin(server), half, get("/half"), new EndOfMessage());
        begun.get(20, TimeUnit.SECONDS);
        await("both are sent", () -> writes.size() == 2);
        await("failed", () -> {
            pass(client, Duration.ofSeconds(31));
            return none.isDone() && half.isDone();
        });
        assertThat(none.failure()).isInstanceOf(SocketTimeoutException.class);
        assertThat(half.failure()).isInstanceOf(SocketTimeoutException.class);
        await("closed", () -> client.connections() == 0);
    }

    @Test
    void no_server_and_no_free_connection_are_failures() throws Exception {
        NioClient client = client(ClientSettings.DEFAULT.withConnectionsPerOrigin(1));
        assertThat(get(client, Origin.http("localhost", Refusing.port()), "/").failure())
                .isInstanceOf(ConnectException.class);
        assertThat(get(client, Origin.http("no-such-host.invalid", 80), "/").failure())
                .isNotNull();
        assertThat(get(client, Origin.unix(Path.of("/no/such/socket")), "/").failure())
                .isNotNull();
        NioServer server = stopLater(new NioServer(any(), (request, exchange) -> {}, SETTINGS));
        Fetch first = get(client, origin(server), "/");
        await("sent", () -> writes.size() == 1);
        Fetch second = new Fetch();
        CompletableFuture<Void> waits = new CompletableFuture<>();
        client.send(origin(server), List.of(get("/"), new EndOfMessage()), second)
                .execute(() -> waits.complete(null));
        waits.get(20, TimeUnit.SECONDS);
        pass(client, Duration.ofSeconds(11));
        assertThat(second.failure()).hasMessageContaining("came free");
        assertThat(first.isDone()).isFalse();
        assertThat(writes).hasSize(1);
    }

    @Test
    void unix_domain_sockets_work(@TempDir Path folder) throws Exception {
        UnixDomainSocketAddress address = UnixDomainSocketAddress.of(folder.resolve("s"));
        stopLater(new NioServer(address, HELLO, SETTINGS));
        NioClient client = client();
        for (int i = 0; i < 3; i++) {
            assertThat(get(client, Origin.unix(address.getPath()), "/" + i)
                            .get()
                            .text())
                    .isEqualTo("hello /" + i);
        }
        assertThat(client.connections()).isEqualTo(1);
    }

    @Test
    void a_handler_that_throws_costs_its_connection_and_no_other() throws Exception {
        NioServer server = stopLater(new NioServer(any(), HELLO, SETTINGS));
        NioClient client = client();
        Fetch bad = new Fetch() {
            @Override
            public void head(Response response, ClientExchange exchange) {
                throw new IllegalStateException("as the test wants it");
            }
        };
        send(client, origin(server), bad, get("/"), new EndOfMessage());
        assertThat(bad.failure()).hasMessage("as the test wants it");
        await("closed", () -> client.connections() == 0);
        assertThat(get(client, origin(server), "/").get().text()).isEqualTo("hello /");
        Fetch illegal =
                send(client, origin(server), new Fetch(), new Request("GET", "/", Headers.EMPTY), new EndOfMessage());
        assertThat(illegal.failure()).isInstanceOf(LocalProtocolException.class);
        assertThat(get(client, origin(server), "/").get().text()).isEqualTo("hello /");
    }

    @Test
    void a_switch_gives_first_what_came_with_the_head() throws Exception {
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write(
                    number == 1
                            ? "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: echo\r\n\r\nfirst "
                            : "HTTP/1.1 200 OK\r\n\r\nfirst ");
            peer.write(peer.readUntil("!"));
            peer.drain();
            peer.write(" bye");
        })) {
            NioClient client = client();
            Taker upgraded = new Taker();
            send(client, server.origin(), upgraded, upgrade(), new EndOfMessage());
            assertThat(upgraded.text.get(20, TimeUnit.SECONDS)).isEqualTo("first hello! bye");
            await("closed", () -> client.connections() == 0);
            Taker tunnel = new Taker();
            Request connect = new Request("CONNECT", "a:1", Headers.of("Host", "a:1"));
            send(client, server.origin(), tunnel, connect, new EndOfMessage());
            assertThat(tunnel.text.get(20, TimeUnit.SECONDS)).isEqualTo("first hello! bye");
            await("closed", () -> client.connections() == 0);
            Fetch untaken = send(client, server.origin(), new Fetch(), connect, new EndOfMessage());
            assertThat(untaken.failure()).hasMessageContaining("no handler took it over");
        }
    }

    private static Request upgrade() {
        return new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "echo"));
    }

    /** Takes the connection over, says hello and listens to the end. */
    private static final class Taker extends Fetch implements ProtocolHandler {
        final CompletableFuture<String> text = new CompletableFuture<>();
        private final ByteArrayOutputStream received = new ByteArrayOutputStream();
        private Duplex duplex;

        @Override
        public void interim(InformationalResponse response, ClientExchange exchange) {
            exchange.switchTo(this);
        }

        @Override
        public void head(Response response, ClientExchange exchange) {
            exchange.switchTo(this);
        }

        @Override
        public void opened(Duplex opened) {
            duplex = opened;
            duplex.write(Bytes.utf8("hello!"));
        }

        @Override
        public void received(Bytes bytes) {
            received.writeBytes(bytes.toByteArray());
            if (received.toString(StandardCharsets.UTF_8).endsWith("!")) {
                duplex.end();
            }
        }

        @Override
        public void ended() {
            text.complete(received.toString(StandardCharsets.UTF_8));
        }

        @Override
        public void failed(Exception cause) {
            text.completeExceptionally(cause);
        }
    }

    @Test
    void a_stop_finishes_what_is_in_flight_and_fails_the_rest() throws Exception {
        AtomicReference<Exchange> waiting = new AtomicReference<>();
        NioServer server = stopLater(new NioServer(any(), (request, exchange) -> waiting.set(exchange), SETTINGS));
        NioClient client = client(ClientSettings.DEFAULT.withConnectionsPerOrigin(1));
        Fetch running = get(client, origin(server), "/");
        Fetch queued = get(client, origin(server), "/");
        await("in flight", () -> waiting.get() != null);
        CompletableFuture<Boolean> stopped = CompletableFuture.supplyAsync(() -> {
            try {
                return client.stop(Duration.ofSeconds(20));
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        assertThat(queued.failure()).hasMessageContaining("stopped");
        waiting.get().execute(() -> waiting.get().send(Responses.text(200, "in time")));
        assertThat(running.get().text()).isEqualTo("in time");
        assertThat(stopped.get(20, TimeUnit.SECONDS)).isTrue();
        assertThat(get(client, origin(server), "/").failure()).hasMessageContaining("stopped");
    }

    @Test
    void an_exchange_can_be_given_up_from_any_thread() throws Exception {
        NioServer server = stopLater(new NioServer(any(), (request, exchange) -> {}, SETTINGS));
        NioClient client = client();
        Fetch fetch = new Fetch();
        ClientExchange exchange = client.send(origin(server), List.of(get("/"), new EndOfMessage()), fetch);
        await("sent", () -> writes.size() == 1);
        exchange.abort();
        assertThat(fetch.failure()).isInstanceOf(IOException.class);
        await("closed", () -> client.connections() == 0 && server.connections() == 0);
    }

    @Test
    void a_response_that_breaks_at_any_byte_is_never_complete() throws Exception {
        List<String> responses = List.of(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nX: y\r\n\r\n");
        for (String response : responses) {
            for (boolean reset : new boolean[] {false, true}) {
                try (Scripted server = new Scripted((peer, number) -> {
                    peer.readUntil("\r\n\r\n");
                    peer.write(response.substring(0, number - 1));
                    if (reset) {
                        peer.reset();
                    }
                })) {
                    NioClient client = client();
                    for (int cut = 0; cut < response.length(); cut++) {
                        assertThat(get(client, server.origin(), "/").failure())
                                .as("%d", cut)
                                .isNotNull();
                    }
                    await("closed", () -> client.connections() == 0);
                    assertThat(server.accepted).as("tried once each").hasValue(response.length());
                }
            }
        }
    }

    @Test
    void a_body_until_close_is_complete_at_an_end_and_never_at_a_reset() throws Exception {
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 200 OK\r\n\r\nhello");
            if (number == 2) {
                peer.reset();
            }
        })) {
            NioClient client = client();
            assertThat(get(client, server.origin(), "/").get().text()).isEqualTo("hello");
            assertThat(get(client, server.origin(), "/").failure()).isNotNull();
            await("closed", () -> client.connections() == 0);
        }
    }

    @Test
    void every_address_is_tried_in_turn() throws Exception {
        NioServer server = stopLater(new NioServer(any(), HELLO, SETTINGS));
        NioClient client = client();
        Origin origin =
                new Origin(List.of(Refusing.address(), Refusing.address(), server.address()), "localhost", 80, false);
        assertThat(get(client, origin, "/1").get().text()).isEqualTo("hello /1");
        Fetch post = send(
                client, origin, new Fetch(), post("/2", "Content-Length", "1"), Data.utf8("x"), new EndOfMessage());
        assertThat(post.get().text()).isEqualTo("hello /2");
        assertThat(client.connections()).isEqualTo(1);
        Origin dead = new Origin(List.of(Refusing.address(), Refusing.address()), "localhost", 80, false);
        assertThat(get(client, dead, "/").failure()).isInstanceOf(ConnectException.class);
        await("given back", () -> client.connections() == 1);
    }

    @Test
    void each_address_has_its_own_time_to_connect() throws Exception {
        NioServer server = stopLater(new NioServer(any(), HELLO, SETTINGS));
        NioClient client = client();
        try (ServerSocket full = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket first = new Socket(full.getInetAddress(), full.getLocalPort());
                Socket second = new Socket(full.getInetAddress(), full.getLocalPort())) { // no room for others
            assertThat(first.isConnected() && second.isConnected()).isTrue();
            SocketAddress silent = full.getLocalSocketAddress();
            Origin origin = new Origin(List.of(silent, silent, server.address()), "localhost", 80, false);
            Fetch fetch = get(client, origin, "/");
            await("answered", () -> {
                pass(client, Duration.ofSeconds(11));
                return fetch.isDone();
            });
            assertThat(fetch.get().text()).isEqualTo("hello /");
        }
    }

    @Test
    void the_whole_exchange_is_bounded_whatever_the_server_says() throws Exception {
        ClientRules rules =
                ClientRules.DEFAULT.withTimeouts(ClientRules.Timeouts.DEFAULT.withWhole(Duration.ofSeconds(3)));
        CountDownLatch over = new CountDownLatch(1);
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            while (over.getCount() > 0) {
                peer.write("HTTP/1.1 102 Processing\r\n\r\n");
                over.await(10, TimeUnit.MILLISECONDS);
            }
        })) {
            NioClient client = client(ClientSettings.DEFAULT.withRules(rules));
            Fetch fetch = get(client, server.origin(), "/");
            await("some have come", () -> fetch.interim.size() > 3);
            pass(client, Duration.ofSeconds(2));
            int before = fetch.interim.size();
            await("others have come", () -> fetch.interim.size() > before + 3);
            assertThat(fetch.isDone()).isFalse();
            pass(client, Duration.ofSeconds(1));
            assertThat(fetch.failure()).hasMessageContaining("longer than 3.0 s");
            over.countDown();
        }
    }

    @Test
    void single_bytes_do_not_put_off_the_head() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        AtomicLong sent = new AtomicLong();
        try (Scripted server = new Scripted((peer, number) -> {
            peer.readUntil("\r\n\r\n");
            peer.write("HTTP/1.1 200 OK\r\nX: ");
            while (over.getCount() > 0) {
                peer.write("x");
                sent.incrementAndGet();
                over.await(10, TimeUnit.MILLISECONDS);
            }
        })) {
            NioClient client = client();
            Fetch fetch = get(client, server.origin(), "/");
            await("some have come", () -> sent.get() > 3);
            pass(client, Duration.ofSeconds(29));
            long before = sent.get();
            await("others have come", () -> sent.get() > before + 3);
            assertThat(fetch.isDone()).isFalse();
            pass(client, Duration.ofSeconds(1));
            assertThat(fetch.failure()).hasMessageContaining("the head of the response has not come within 30.0 s");
            over.countDown();
        }
    }

    @Test
    void an_exchange_that_was_given_up_on_a_connection_used_before_is_not_sent_again() throws Exception {
        AtomicLong requests = new AtomicLong();
        NioServer server = stopLater(new NioServer(
                any(),
                (request, exchange) -> {
                    if (requests.incrementAndGet() == 1) {
                        exchange.send(Responses.text(200, "x"));
                    }
                },
                SETTINGS));
        NioClient client = client();
        get(client, origin(server), "/").get();
        Fetch fetch = new Fetch();
        ClientExchange exchange = client.send(origin(server), List.of(get("/"), new EndOfMessage()), fetch);
        await("received", () -> requests.get() == 2);
        exchange.abort();
        assertThat(fetch.failure()).hasMessageContaining("given up");
        await("closed", () -> client.connections() == 0);
        assertThat(requests).hasValue(2);
    }

    private static InetSocketAddress any() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }
}
