package io.github.h11j.examples.blocking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Data;
import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.engine.ServerRules;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.TestTls;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import io.github.h11j.handler.Duplex;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Handler;
import io.github.h11j.handler.ProtocolHandler;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class BlockingLifeTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private static BlockingSettings quick() {
        return BlockingSettings.DEFAULT.withRules(
                ServerRules.DEFAULT.withTimeouts(new ServerRules.Timeouts(SHORT, SHORT, SHORT, SHORT, SHORT)));
    }

    @Test
    void an_idle_connection_is_closed_after_0_1_and_2_requests() throws Exception {
        try (Lab lab = new Lab(Lab::hello, quick())) {
            for (int requests = 0; requests <= 2; requests++) {
                try (Socket socket = lab.raw()) {
                    for (int i = 0; i < requests; i++) {
                        Lab.write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                        assertThat(Lab.readUntil(socket, "hello /")).startsWith("HTTP/1.1 200 ");
                    }
                    assertThat(Lab.readAll(socket)).isEmpty();
                }
            }
        }
    }

    @Test
    void a_slow_head_and_a_slow_body_get_408() throws Exception {
        try (Lab lab = new Lab(Echo::handle, quick())) {
            for (String text : List.of("GET / HT", "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\n")) {
                try (Socket socket = lab.raw()) {
                    Lab.write(socket, text);
                    assertThat(Lab.readAll(socket)).startsWith("HTTP/1.1 408 ").contains("Connection: close");
                }
            }
        }
    }

    @Test
    void a_client_that_never_reads_does_not_hold_a_thread_forever() throws Exception {
        AtomicInteger failed = new AtomicInteger();
        try (Lab lab = new Lab(
                        (request, exchange) -> {
                            exchange.onFailure(cause -> failed.incrementAndGet());
                            exchange.send(new Response(200, Headers.EMPTY));
                            Data block = new Data(Bytes.wrap(new byte[1 << 16]));
                            for (int i = 0; i < 10_000; i++) {
                                exchange.send(block);
                            }
                        },
                        quick());
                Socket socket = lab.raw()) {
            Lab.write(socket, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            Lab.await(() -> failed.get() == 1);
            lab.awaitNoConnections();
        }
    }

    @Test
    void a_server_that_is_closed_at_once_has_not_failed() throws Exception {
        InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
        for (int i = 0; i < 50; i++) {
            BlockingServer server = new BlockingServer(any, Lab::hello, BlockingSettings.DEFAULT);
            server.close();
            assertThat(server.failures()).isZero();
        }
    }

    @Test
    void more_connections_than_allowed_wait() throws Exception {
        try (Lab lab = new Lab(Lab::hello, BlockingSettings.DEFAULT.withMaxConnections(2));
                BlockingClient first = lab.client();
                Socket second = lab.raw()) {
            Lab.text(first.send(lab.origin(), Lab.get("/"), RequestBody.NONE));
            Lab.await(() -> lab.server.connections() == 2);
            try (Socket third = lab.raw()) {
                Lab.write(third, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(lab.server.connections()).isEqualTo(2);
                second.shutdownOutput();
                assertThat(Lab.readUntil(third, "hello /")).endsWith("hello /");
            }
        }
    }

    @Test
    void a_graceful_shutdown_loses_no_request_that_was_begun() throws Exception {
        CountDownLatch begun = new CountDownLatch(4);
        CountDownLatch release = new CountDownLatch(1);
        AtomicInteger handled = new AtomicInteger();
        AtomicInteger answered = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        List<Exception> failures = new CopyOnWriteArrayList<>();
        Lab lab = new Lab((request, exchange) -> {
            if (handled.incrementAndGet() > 200) {
                begun.countDown();
                assertThat(release.await(20, TimeUnit.SECONDS)).isTrue();
            }
            Lab.hello(request, exchange);
        });
        List<Thread> threads = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            threads.add(Threads.start("load", () -> {
                try (BlockingClient client = lab.client()) {
                    boolean closes = false;
                    while (!closes) {
                        ClientResponse response = client.send(lab.origin(), Lab.get("/"), RequestBody.NONE);
                        closes = response.headers().containsToken("Connection", "close");
                        told.addAndGet(closes ? 1 : 0);
                        answered.addAndGet(Lab.text(response).equals("hello /") ? 1 : 0);
                    }
                } catch (IOException e) {
                    failures.add(e);
                }
            }));
        }
        assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
        Thread releasing = Threads.start("release", () -> {
            Lab.await(lab.server::isStopping);
            release.countDown();
        });
        assertThat(lab.server.stop(Lab.LONG)).isTrue();
        releasing.join(Lab.LONG.toMillis());
        for (Thread thread : threads) {
            thread.join(Lab.LONG.toMillis());
        }
        assertThat(failures).isEmpty();
        assertThat(answered).hasValue(handled.get());
        assertThat(told).hasValue(4);
        assertThat(lab.server.connections()).isZero();
    }

    @Test
    void a_stop_closes_idle_connections_and_ends_in_bounded_time() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        Lab lab = new Lab((request, exchange) -> begun.countDown()); // and never answers
        try (Socket idle = lab.raw();
                Socket busy = lab.raw()) {
            Lab.write(busy, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
            assertThat(begun.await(20, TimeUnit.SECONDS)).isTrue();
            Lab.await(() -> lab.server.connections() == 2);
            assertThat(lab.server.stop(Duration.ofSeconds(1))).isFalse();
            lab.awaitNoConnections();
            assertThat(idle.getInputStream().read()).isEqualTo(-1);
        }
    }

    /** Echoes in upper case, and ends when the client does. */
    private static class Upper implements ProtocolHandler {
        private Duplex duplex;

        @Override
        public void opened(Duplex opened) {
            duplex = opened;
        }

        @Override
        public void received(Bytes bytes) {
            duplex.write(Bytes.utf8(bytes.toString(StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT)));
        }

        @Override
        public void ended() {
            duplex.write(Bytes.utf8("."));
            duplex.end();
        }

        @Override
        public void failed(Exception cause) {}
    }

    private static void upgrade(Request request, Exchange exchange) {
        if (request.method().equals("CONNECT")) {
            exchange.send(new Response(200, Headers.EMPTY));
        } else {
            exchange.send(Responses.switching("upper"));
        }
        exchange.switchTo(new Upper());
    }

    @Test
    void a_switched_connection_gets_the_bytes_that_came_with_the_request() throws Exception {
        try (Lab lab = new Lab(BlockingLifeTest::upgrade)) {
            String answer = lab.talk("GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: upper\r\n\r\nabc");
            assertThat(answer).startsWith("HTTP/1.1 101 ").endsWith("\r\n\r\nABC.");
            answer = lab.talk("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nabc");
            assertThat(answer).startsWith("HTTP/1.1 200 ").endsWith("\r\n\r\nABC.");
            lab.awaitNoConnections();
        }
    }

    @Test
    void a_switched_connection_is_not_idle_while_it_is_written_to() throws Exception {
        try (Lab lab = new Lab(
                        (request, exchange) -> {
                            exchange.send(Responses.switching("ticks"));
                            exchange.switchTo(new Ticks());
                        },
                        quick());
                Socket socket = lab.raw()) {
            Lab.write(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: ticks\r\n\r\n");
            Lab.readUntil(socket, "\r\n\r\n");
            assertThat(Lab.readAll(socket)).isEqualTo("t".repeat(Ticks.COUNT));
        }
    }

    /** Writes from time to time for longer than the idle timeout, whatever the peer does. */
    private static final class Ticks implements ProtocolHandler {
        private static final int COUNT = 12;

        @Override
        public void opened(Duplex duplex) {
            Threads.start("ticks", () -> {
                for (int i = 0; i < COUNT; i++) {
                    LockSupport.parkNanos(SHORT.toNanos() / 4);
                    duplex.execute(() -> duplex.write(Bytes.utf8("t")));
                }
                duplex.execute(duplex::close);
            });
        }

        @Override
        public void received(Bytes bytes) {}

        @Override
        public void ended() {}

        @Override
        public void failed(Exception cause) {}
    }

    @Test
    void bytes_of_another_protocol_can_be_kept() throws Exception {
        List<Bytes> kept = new CopyOnWriteArrayList<>();
        ProtocolHandler keeping = new Upper() {
            @Override
            public void received(Bytes bytes) {
                kept.add(bytes.detach());
                super.received(bytes);
            }
        };
        try (Lab lab = new Lab((request, exchange) -> {
                    exchange.send(Responses.switching("upper"));
                    exchange.switchTo(keeping);
                });
                Socket socket = lab.raw()) {
            Lab.write(socket, "GET / HTTP/1.1\r\nHost: a\r\nConnection: upgrade\r\nUpgrade: upper\r\n\r\n");
            for (String text : List.of("abc", "xyz")) {
                Lab.write(socket, text);
                Lab.readUntil(socket, text.toUpperCase(Locale.ROOT));
            }
            assertThat(kept).containsExactly(Bytes.utf8("abc"), Bytes.utf8("xyz"));
        }
    }

    @Test
    void the_client_switches_too() throws Exception {
        Request offer = new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "upper"));
        try (Lab lab = new Lab(BlockingLifeTest::upgrade);
                BlockingClient client = lab.client()) {
            ClientResponse response = client.send(lab.origin(), offer, RequestBody.NONE);
            assertThat(response.statusCode()).isEqualTo(101);
            Tunnel tunnel = response.tunnel().orElseThrow();
            tunnel.out().write("xyz".getBytes(StandardCharsets.US_ASCII));
            assertThat(tunnel.in().readNBytes(3)).isEqualTo("XYZ".getBytes(StandardCharsets.US_ASCII));
        }
    }

    /** RFC 9110 §7.8: a server may switch before it has read the request, whose rest precedes the other protocol. */
    @Test
    void a_switch_before_the_end_of_the_request_loses_nothing_of_it() throws Exception {
        int length = 8_000_000;
        Request offer = new Request(
                "POST",
                "/",
                Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "x", "Content-Length", "" + length));
        byte[] body = "x".repeat(length).getBytes(StandardCharsets.US_ASCII);
        for (RequestBody sent :
                List.of(RequestBody.of(Bytes.wrap(body)), RequestBody.once(new ByteArrayInputStream(body)))) {
            switchEarly(offer, sent, length);
        }
    }

    private static void switchEarly(Request offer, RequestBody sent, int length) throws Exception {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
            CompletableFuture<String> seen = CompletableFuture.supplyAsync(() -> {
                try (Socket socket = listener.accept()) {
                    Lab.readUntil(socket, "\r\n\r\n");
                    Lab.write(socket, "HTTP/1.1 101 X\r\nConnection: upgrade\r\nUpgrade: x\r\n\r\n");
                    byte[] read = socket.getInputStream().readNBytes(length);
                    String after = new String(socket.getInputStream().readNBytes(5), StandardCharsets.US_ASCII);
                    return new String(read, StandardCharsets.US_ASCII).replace("x", "") + after;
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            ClientResponse response = client.send(Origin.http("127.0.0.1", listener.getLocalPort()), offer, sent);
            Tunnel tunnel = response.tunnel().orElseThrow();
            tunnel.out().write("after".getBytes(StandardCharsets.US_ASCII));
            assertThat(seen.get(20, TimeUnit.SECONDS)).isEqualTo("after");
            tunnel.close();
        }
    }

    /** Whoever closes one of its streams closes the tunnel: otherwise its place would never be free. */
    @Test
    void a_response_has_one_tunnel_and_a_closed_stream_frees_its_place() throws Exception {
        Request offer = new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "upper"));
        try (Lab lab = new Lab(BlockingLifeTest::upgrade);
                BlockingClient client = lab.client()) {
            for (boolean input : new boolean[] {true, false}) {
                ClientResponse response = client.send(lab.origin(), offer, RequestBody.NONE);
                Tunnel tunnel = response.tunnel().orElseThrow();
                assertThat(response.tunnel()).containsSame(tunnel);
                assertThat(client.connections()).isEqualTo(1);
                (input ? tunnel.in() : tunnel.out()).close();
                assertThat(client.connections()).isZero();
            }
        }
    }

    @Test
    void a_server_that_cannot_start_closes_its_socket() throws Exception {
        ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        assertThatThrownBy(() -> new BlockingServer(listener, (request, exchange) -> {}, null))
                .isInstanceOf(NullPointerException.class);
        assertThat(listener.isClosed()).isTrue();
    }

    @Test
    void tls_on_both_sides(@TempDir Path folder) throws Exception {
        SSLContext context = TestTls.context(folder, "localhost");
        Handler handler = (request, exchange) -> {
            assertThat(exchange.tls()).isPresent();
            Echo.handle(request, exchange);
        };
        try (Lab lab = new Lab(handler, BlockingSettings.DEFAULT.withTls(context));
                BlockingClient client = new BlockingClient(ClientSettings.DEFAULT.withTls(context))) {
            Origin origin = Origin.https("localhost", lab.server.port());
            for (int i = 0; i < 3; i++) {
                assertThat(Lab.text(client.send(origin, Lab.chunked("POST", "/"), Lab.body("secret " + i))))
                        .isEqualTo("secret " + i);
            }
            try (Socket plain = lab.raw()) {
                Lab.write(plain, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                assertThat(end(plain.getInputStream())).doesNotContain("HTTP");
            }
        }
    }

    private static String end(InputStream in) throws IOException {
        try {
            return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
        } catch (SocketException e) {
            return "";
        }
    }
}
