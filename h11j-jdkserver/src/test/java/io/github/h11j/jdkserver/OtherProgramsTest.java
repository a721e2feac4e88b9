package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.github.h11j.Connection;
import io.github.h11j.engine.Session;
import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.exporter.httpserver.HTTPServer;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.WebApplicationException;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.glassfish.jersey.jdkhttp.JdkHttpServerFactory;
import org.glassfish.jersey.server.ResourceConfig;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Programs for the JDK's server that nobody here wrote, unchanged. That h11j serves them shows in a request without Host,
 * which the JDK's server takes.
 */
class OtherProgramsTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    @TempDir
    private java.nio.file.Path folder;

    private static HttpResponse<String> fetch(HttpClient client, HttpRequest.Builder request) throws Exception {
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static void h11j_serves(int port) throws IOException {
        try (Raw client = new Raw(port)) {
            assertThat(client.send("GET / HTTP/1.1\r\n\r\n").read().status()).isEqualTo("400");
        }
    }

    @Test
    void prometheus_exports_its_metrics() throws Exception {
        PrometheusRegistry registry = new PrometheusRegistry();
        Counter counter = Counter.builder().name("seen").register(registry);
        counter.inc(3);
        try (HTTPServer exporter = HTTPServer.builder()
                .inetAddress(InetAddress.getLoopbackAddress())
                .port(0)
                .registry(registry)
                .buildAndStart()) {
            h11j_serves(exporter.getPort());
            URI uri = URI.create("http://127.0.0.1:" + exporter.getPort() + "/metrics");
            for (int i = 0; i < 3; i++) {
                HttpResponse<String> plain = fetch(CLIENT, HttpRequest.newBuilder(uri));
                assertThat(plain.statusCode()).isEqualTo(200);
                assertThat(plain.body()).contains("seen_total 3.0");
            }
            HttpResponse<byte[]> packed = CLIENT.send(
                    HttpRequest.newBuilder(uri)
                            .header("Accept-Encoding", "gzip")
                            .build(),
                    HttpResponse.BodyHandlers.ofByteArray());
            assertThat(packed.headers().firstValue("Content-Encoding")).hasValue("gzip");
            assertThat(packed.body()).startsWith(0x1f, 0x8b);
            assertThat(fetch(CLIENT, HttpRequest.newBuilder(uri.resolve("/-/healthy")))
                            .statusCode())
                    .isEqualTo(200);
            assertThat(fetch(CLIENT, HttpRequest.newBuilder(uri).method("HEAD", HttpRequest.BodyPublishers.noBody()))
                            .statusCode())
                    .isEqualTo(200);
        }
    }

    /** A resource of a program that uses Jersey. */
    @Path("/greetings")
    public static class Greetings {

        /** For Jersey. */
        public Greetings() {}

        /** Returns a text. */
        @GET
        @Path("/{name}")
        public String greet(@PathParam("name") String name) {
            if (name.equals("nobody")) {
                throw new WebApplicationException(410);
            }
            return "Hello " + name;
        }

        /** Returns what was sent. */
        @POST
        public String echo(String text) {
            return text;
        }
    }

    @Test
    void jersey_serves_its_resources() throws Exception {
        HttpServer server = JdkHttpServerFactory.createHttpServer(
                URI.create("http://127.0.0.1:0/api"), new ResourceConfig(Greetings.class));
        try {
            h11j_serves(server.getAddress().getPort());
            jersey_answers(CLIENT, "http://127.0.0.1:" + server.getAddress().getPort());
        } finally {
            server.stop(0);
        }
    }

    @Test
    void jersey_serves_its_resources_with_tls() throws Exception {
        HttpServer server = JdkHttpServerFactory.createHttpServer(
                URI.create("https://127.0.0.1:0/api"), new ResourceConfig(Greetings.class), TestKeys.SERVER);
        try (AutoCloseable stop = () -> server.stop(0)) {
            assertThat(stop).isNotNull();
            HttpClient client =
                    HttpClient.newBuilder().sslContext(TestKeys.ANONYMOUS).build();
            jersey_answers(client, "https://127.0.0.1:" + server.getAddress().getPort());
        }
    }

    private static void jersey_answers(HttpClient client, String origin) throws Exception {
        URI greetings = URI.create(origin + "/api/greetings");
        for (int i = 0; i < 3; i++) {
            assertThat(fetch(client, HttpRequest.newBuilder(URI.create(greetings + "/you")))
                            .body())
                    .isEqualTo("Hello you");
        }
        String large = "x".repeat(300_000);
        assertThat(fetch(client, HttpRequest.newBuilder(greetings).POST(HttpRequest.BodyPublishers.ofString(large)))
                        .body())
                .isEqualTo(large);
        assertThat(fetch(client, HttpRequest.newBuilder(URI.create(greetings + "/nobody")))
                        .statusCode())
                .isEqualTo(410);
        assertThat(fetch(client, HttpRequest.newBuilder(URI.create(origin + "/api/none")))
                        .statusCode())
                .isEqualTo(404);
    }

    @Test
    void jwebserver_serves_its_files() throws Exception {
        Assumptions.assumeTrue(Runtime.version().feature() >= 18, "this JDK has no jwebserver");
        Files.writeString(folder.resolve("a.txt"), "a file");
        Files.write(folder.resolve("large.bin"), new byte[1_000_000]);
        List<String> classes = Stream.of(H11jServerProvider.class, Session.class, Connection.class)
                .map(type ->
                        type.getProtectionDomain().getCodeSource().getLocation().getPath())
                .toList();
        Process program = new ProcessBuilder(
                        java.nio.file.Path.of(System.getProperty("java.home"), "bin", "java")
                                .toString(),
                        "-cp",
                        String.join(File.pathSeparator, classes),
                        "-Dcom.sun.net.httpserver.HttpServerProvider=" + H11jServerProvider.class.getName(),
                        "-m",
                        "jdk.httpserver",
                        "-b",
                        "127.0.0.1",
                        "-p",
                        "0",
                        "-d",
                        folder.toString())
                .redirectErrorStream(true)
                .start();
        try (BufferedReader lines = new BufferedReader(new InputStreamReader(program.getInputStream(), ISO_8859_1))) {
            int port = port(lines);
            h11j_serves(port);
            URI uri = URI.create("http://127.0.0.1:" + port + "/");
            assertThat(fetch(CLIENT, HttpRequest.newBuilder(uri)).body()).contains("a.txt");
            assertThat(fetch(CLIENT, HttpRequest.newBuilder(uri.resolve("/a.txt")))
                            .body())
                    .isEqualTo("a file");
            assertThat(fetch(CLIENT, HttpRequest.newBuilder(uri.resolve("/large.bin")))
                            .body())
                    .hasSize(1_000_000);
            HttpResponse<String> head = fetch(
                    CLIENT,
                    HttpRequest.newBuilder(uri.resolve("/a.txt")).method("HEAD", HttpRequest.BodyPublishers.noBody()));
            assertThat(head.headers().firstValue("Content-Length")).hasValue("6");
            assertThat(fetch(CLIENT, HttpRequest.newBuilder(uri.resolve("/none")))
                            .statusCode())
                    .isEqualTo(404);
        } finally {
            program.destroy();
        }
    }

    /** From the line in which it says where it listens. */
    private static int port(BufferedReader lines) throws IOException {
        Pattern where = Pattern.compile("http://[^:/]+:(\\d+)/");
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            Matcher match = where.matcher(line);
            if (match.find()) {
                return Integer.parseInt(match.group(1));
            }
        }
        throw new AssertionError("jwebserver has not started");
    }
}
