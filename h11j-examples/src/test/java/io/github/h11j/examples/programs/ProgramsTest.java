package io.github.h11j.examples.programs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.examples.app.AccessLog;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.contract.Peer;
import io.github.h11j.examples.gateway.Destinations;
import io.github.h11j.examples.gateway.ForwardProxy;
import io.github.h11j.examples.gateway.ProxyOptions;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.handler.Responses;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each of the one-file programs does what it says. */
@Timeout(60)
class ProgramsTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String SOURCES = "src/main/java/io/github/h11j/examples/programs";

    private interface Work {
        void on(PrintStream out) throws Exception;
    }

    private static String printed(Work work) throws Exception {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        work.on(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        return bytes.toString(StandardCharsets.UTF_8);
    }

    private static Peer connect(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(20_000);
        return new Peer(socket, socket);
    }

    private static String answer(int port, String request) throws IOException {
        try (Peer peer = connect(port)) {
            peer.write(request);
            return peer.answer();
        }
    }

    /** All of a response that ends with the connection. */
    private static String all(int port, String request) throws IOException {
        try (Peer peer = connect(port)) {
            peer.write(request.replaceFirst("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
            return peer.readAll();
        }
    }

    @Test
    void hello() throws Exception {
        try (BlockingServer server = Hello.start(0)) {
            assertThat(answer(server.port(), GET))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\nHello\n");
        }
    }

    @Test
    void hello_nio() throws Exception {
        try (NioServer server = HelloNio.start(0)) {
            int port = ((InetSocketAddress) server.address()).getPort();
            assertThat(answer(port, GET)).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nHello\n");
        }
    }

    @Test
    void streaming() throws Exception {
        try (BlockingServer server = Streaming.start(0)) {
            assertThat(all(server.port(), GET.replace("/ ", "/3 ")))
                    .contains("Transfer-Encoding: chunked\r\n")
                    .endsWith("\r\n\r\n2\r\n1\n\r\n2\r\n2\n\r\n2\r\n3\n\r\n0\r\n\r\n");
            assertThat(all(server.port(), GET.replace("/ ", "/100000 "))).endsWith("\n\r\n7\r\n100000\n\r\n0\r\n\r\n");
            for (String target : new String[] {"/", "/x", "/-1", "/99999999999"}) {
                assertThat(all(server.port(), GET.replace("/ ", target + " "))).startsWith("HTTP/1.1 404 ");
            }
        }
    }

    @Test
    void digest() throws Exception {
        String post = "POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nContent-Length: ";
        try (BlockingServer server = Digest.start(0);
                Peer peer = connect(server.port())) {
            peer.write(post + "3\r\n\r\n");
            assertThat(peer.answer()).startsWith("HTTP/1.1 100 Continue\r\n");
            peer.write("abc");
            assertThat(peer.answer()).endsWith("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad\n");
            assertThat(answer(server.port(), post + "2000000000\r\n\r\n")).startsWith("HTTP/1.1 413 ");
        }
    }

    @Test
    void send_file(@TempDir Path folder) throws Exception {
        Path file = Files.writeString(folder.resolve("file"), "content");
        try (BlockingServer server = SendFile.start(0, file)) {
            assertThat(answer(server.port(), GET))
                    .contains("Content-Length: 7\r\n")
                    .endsWith("\r\n\r\ncontent");
        }
    }

    @Test
    void trailers() throws Exception {
        try (BlockingServer server = Trailers.start(0)) {
            assertThat(all(server.port(), GET)).endsWith("7\r\nline 3\n\r\n0\r\nCrc32: 5c92c347\r\n\r\n");
            assertThat(all(server.port(), "GET / HTTP/1.0\r\n\r\n")).endsWith("\r\n\r\nline 1\nline 2\nline 3\n");
        }
    }

    @Test
    void upgrade() throws Exception {
        try (BlockingServer server = Upgrade.start(0);
                Peer peer = connect(server.port())) {
            peer.write("GET / HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: capitals\r\n\r\n");
            assertThat(peer.readUntil("\r\n\r\n")).startsWith("HTTP/1.1 101 ").contains("Upgrade: capitals\r\n");
            peer.write("hello\n");
            assertThat(peer.readUntil("\n")).isEqualTo("HELLO\n");
            peer.write("a\u00c3"); // the first byte of a character in UTF-8
            assertThat(peer.readUntil("\u00c3")).isEqualTo("A\u00c3");
            peer.write("\u00a9z\n");
            assertThat(peer.readUntil("\n")).isEqualTo("\u00a9Z\n");
            assertThat(answer(server.port(), GET)).startsWith("HTTP/1.1 426 ");
        }
    }

    /** RFC 9110 §7.8: Upgrade is ignored in HTTP/1.0; 100 (Continue) comes before 101. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "1.0;Connection: Upgrade",
                "1.1;Host: a",
                "1.1;Host: a;Connection: Upgrade;Expect: 100-continue;Content-Length: 3"
            })
    void an_upgrade_that_must_not_happen_is_refused(String head) throws Exception {
        try (BlockingServer server = Upgrade.start(0)) {
            String request = "GET / HTTP/" + head.replace(";", "\r\n") + "\r\nUpgrade: capitals\r\n\r\n";
            assertThat(answer(server.port(), request)).startsWith("HTTP/1.1 426 ");
        }
    }

    @Test
    void graceful_stop() throws Exception {
        CountDownLatch begun = new CountDownLatch(1);
        CountDownLatch proceed = new CountDownLatch(1);
        BlockingServer server = GracefulStop.start(0, (request, exchange) -> {
            begun.countDown();
            proceed.await();
            exchange.send(Responses.text(200, "at last"));
        });
        try (Peer peer = connect(server.port())) {
            peer.write(GET);
            begun.await();
            CompletableFuture<Boolean> finished = CompletableFuture.supplyAsync(() -> GracefulStop.stop(server));
            proceed.countDown();
            assertThat(peer.answer()).endsWith("at last");
            peer.raw().shutdownOutput();
            assertThat(finished.get()).isTrue();
        }
    }

    @Test
    void access_logged() throws Exception {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (AccessLog log = AccessLog.to(lines, Clock.systemUTC());
                BlockingServer server = AccessLogged.start(0, log)) {
            assertThat(answer(server.port(), GET)).endsWith("Hello\n");
            server.stop(Duration.ofSeconds(20)); // the answer has come before its end was reported
        }
        assertThat(lines.toString(StandardCharsets.UTF_8))
                .matches("127\\.0\\.0\\.1 .* \"GET / HTTP/1\\.1\" 200 6 .*\n");
    }

    @Test
    void fetch() throws Exception {
        try (BlockingServer server = Hello.start(0)) {
            String hello = "200 text/plain; charset=utf-8\nHello\n";
            assertThat(printed(out -> Fetch.fetch("127.0.0.1", server.port(), out)))
                    .isEqualTo(hello + hello);
        }
    }

    @Test
    void pooled() throws Exception {
        try (BlockingServer server = Hello.start(0)) {
            assertThat(printed(out -> Pooled.fetch("127.0.0.1", server.port(), out)))
                    .isEqualTo("100 requests, connections now: 1\n");
        }
    }

    @Test
    void through_proxy() throws Exception {
        ExecutorService executor = Executors.newCachedThreadPool();
        try (BlockingServer server = Hello.start(0);
                BlockingClient pool = new BlockingClient(ClientSettings.DEFAULT.withConnectionsPerOrigin(4));
                BlockingServer proxy = GracefulStop.start(
                        0, new ForwardProxy(Destinations.LOOPBACK, pool, executor, ProxyOptions.DEFAULT))) {
            assertThat(printed(out -> ThroughProxy.fetch(proxy.port(), "127.0.0.1:" + server.port(), out)))
                    .startsWith("HTTP/1.1 200 OK\r\n")
                    .endsWith("\r\n\r\nHello\n");
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void lenient() throws Exception {
        assertThat(printed(Lenient::read))
                .startsWith("tolerated at ")
                .contains("WHITESPACE_BEFORE_COLON", "statusCode=200", "EndOfMessage");
    }

    /** It can be run as it stands with h11j.jar on the class path, so it needs nothing that is not there. */
    @Test
    void each_program_is_short_needs_only_our_jar_and_has_a_test_of_its_name() throws Exception {
        List<String> tested = new ArrayList<>();
        for (var method : ProgramsTest.class.getDeclaredMethods()) {
            tested.add(method.getName().replace("_", ""));
        }
        try (DirectoryStream<Path> sources = Files.newDirectoryStream(Path.of(SOURCES), "[A-Z]*.java")) {
            for (Path source : sources) {
                String name = source.getFileName().toString().replace(".java", "");
                assertThat(tested).contains(name.toLowerCase(Locale.ROOT));
                assertThat(Files.readAllLines(source)).as(name).hasSizeLessThanOrEqualTo(80);
                assertThat(Files.readAllLines(source))
                        .filteredOn(line -> line.startsWith("import "))
                        .allMatch(line -> line.matches("import (java|io\\.github\\.h11j)\\..*"));
            }
        }
    }
}
