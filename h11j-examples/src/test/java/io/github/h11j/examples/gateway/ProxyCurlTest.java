package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.h11j.build.Sample;
import io.github.h11j.examples.Echo;
import io.github.h11j.examples.TestTls;
import io.github.h11j.examples.blocking.BlockingServer;
import io.github.h11j.examples.blocking.BlockingSettings;
import io.github.h11j.handler.Responses;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The command {@code h11j proxy} as a separate process, with curl in front. */
class ProxyCurlTest extends ProxyFixture {

    @TempDir
    Path folder = Path.of("");

    @BeforeAll
    static void curl_is_there() throws Exception {
        boolean there;
        try {
            there = new ProcessBuilder("curl", "--version")
                            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                            .start()
                            .waitFor()
                    == 0;
        } catch (IOException e) {
            there = false;
        }
        if ("true".equals(System.getenv("CI"))) {
            assertThat(there).as("curl is installed").isTrue();
        }
        assumeTrue(there, "curl is not installed");
    }

    /** The command, and where it listens. */
    private record Command(Process process, int port) implements AutoCloseable {

        static Command proxy(Io io, String... arguments) throws IOException {
            List<String> line = new ArrayList<>();
            line.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
            line.addAll(Sample.JVM_OPTIONS);
            line.addAll(List.of(
                    "-cp",
                    System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                    "io.github.h11j.examples.cli.Main",
                    "proxy",
                    "--port",
                    "0",
                    "--io",
                    io.name().toLowerCase(Locale.ROOT)));
            line.addAll(List.of(arguments));
            Process process = new ProcessBuilder(line)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            BufferedReader out = process.inputReader(StandardCharsets.UTF_8);
            String first = out.readLine();
            assertThat(first).startsWith("listening on http://127.0.0.1:");
            return new Command(process, Integer.parseInt(first.substring(first.lastIndexOf(':') + 1)));
        }

        String url(String target) {
            return "http://127.0.0.1:" + port + target;
        }

        /** By SIGTERM. */
        @Override
        public void close() {
            process.destroy();
            try {
                assertThat(process.waitFor(20, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private byte[] curl(String... arguments) throws Exception {
        Path out = Files.createTempFile(folder, "out", "");
        List<String> line = new ArrayList<>(List.of("curl", "-sS", "--max-time", "30", "-o", out.toString()));
        line.addAll(List.of(arguments));
        Process curl = new ProcessBuilder(line)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        assertThat(curl.waitFor()).as("%s", line).isZero();
        return Files.readAllBytes(out);
    }

    private static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "NIO"}) // those that the command has
    void a_reverse_proxy_serves_curl(Io io) throws Exception {
        Io.Running upstream = start(io, Echo::handle);
        byte[] large = new byte[10_000_000];
        for (int i = 0; i < large.length; i++) {
            large[i] = (byte) ((i * 7) >> 5);
        }
        Path file = Files.write(folder.resolve("large"), large);
        try (Command proxy = Command.proxy(io, "--upstream", "http://127.0.0.1:" + upstream.port())) {
            assertThat(curl(proxy.url("/"))).isEmpty();
            assertThat(curl("--data-binary", "@" + file, proxy.url("/"))).isEqualTo(large);
            assertThat(curl("-H", "Transfer-Encoding: chunked", "-T", file.toString(), proxy.url("/")))
                    .isEqualTo(large);
            assertThat(curl("-0", "--data-binary", "@" + file, proxy.url("/"))).isEqualTo(large);
            assertThat(text(curl("-I", proxy.url("/"))))
                    .startsWith("HTTP/1.1 200 ")
                    .contains("Via: 1.1 h11j");
            assertThat(text(curl("-i", "-H", "Expect: 100-continue", "-d", "body", proxy.url("/"))))
                    .startsWith("HTTP/1.1 100 Continue\r\n")
                    .endsWith("body");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "NIO"}) // those that the command has
    void a_forward_proxy_tunnels_curl_to_a_tls_server(Io io) throws Exception {
        SSLContext context = TestTls.context(folder, "localhost");
        try (BlockingServer server = new BlockingServer(
                        new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                        (request, exchange) -> exchange.send(Responses.text(200, "secret " + request.target())),
                        BlockingSettings.DEFAULT.withTls(context));
                Command proxy = Command.proxy(io, "--forward")) {
            String cert = folder.resolve("cert.pem").toString();
            String url = "https://localhost:" + server.port() + "/x";
            assertThat(text(curl("-x", proxy.url(""), "--cacert", cert, "--noproxy", "", url)))
                    .isEqualTo("secret /x");
            Io.Running plain = start(io, (request, exchange) -> exchange.send(Responses.text(200, request.target())));
            String there = "http://127.0.0.1:" + plain.port() + "/y";
            assertThat(text(curl("-x", proxy.url(""), "--noproxy", "", there))).isEqualTo("/y");
            assertThat(text(curl("-x", proxy.url(""), "--noproxy", "", "http://192.0.2.1/")))
                    .contains("is not allowed");
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"BLOCKING", "NIO"}) // those that the command has
    void a_stop_finishes_what_is_in_flight(Io io) throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        int upstream = played(peer -> {
            peer.head();
            asked.countDown();
            try {
                answer.await();
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
            peer.write(ok("late"));
        });
        try (Command proxy = Command.proxy(io, "--upstream", "http://127.0.0.1:" + upstream);
                Peer peer = new Peer(proxy.port())) {
            peer.write(get("/"));
            assertThat(asked.await(20, TimeUnit.SECONDS)).isTrue();
            proxy.process().destroy();
            Peer.await("it listens no more", () -> isRefused(proxy.port()));
            answer.countDown();
            assertThat(peer.readAll()).contains("Connection: close").endsWith("late");
            assertThat(proxy.process().waitFor(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    private static boolean isRefused(int port) {
        try (Peer peer = new Peer(port)) {
            return peer.socket.isClosed();
        } catch (IOException e) {
            return true;
        }
    }
}
