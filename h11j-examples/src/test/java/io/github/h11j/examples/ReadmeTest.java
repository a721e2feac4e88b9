package io.github.h11j.examples;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.reflect.Method;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledForJreRange;
import org.junit.jupiter.api.condition.JRE;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The README and the other pages are true. */
class ReadmeTest {

    private static final Path README = PageCode.ROOT.resolve("README.md");

    @TempDir
    Path folder = Path.of("");

    @Test
    void the_loop_on_the_core_compiles_and_answers_a_pipeline_and_a_fault() throws Exception {
        Method serve = PageCode.loopOnTheCore(folder);
        assertThat(talk(serve, "GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HTTP/1.0\r\n\r\n"))
                .matches(String.join(
                        "\r\n",
                        "HTTP/1.1 200 OK",
                        "Date: \\w{3}, \\d\\d \\w{3} \\d{4} \\d\\d:\\d\\d:\\d\\d GMT",
                        "Content-Type: text/plain",
                        "Content-Length: 6",
                        "",
                        "Hello\nHTTP/1.1 200 OK",
                        "Date: .*",
                        "Content-Type: text/plain",
                        "Content-Length: 6",
                        "Connection: close",
                        "",
                        "Hello\n"));
        assertThat(talk(serve, "GET / HTTP/1.1\r\n\r\n")).startsWith("HTTP/1.1 400 Bad Request\r\n");
        assertThat(talk(serve, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nok\r\n0\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n");
        assertThat(talk(serve, "CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\n"))
                .startsWith("HTTP/1.1 501 Not Implemented\r\n");
    }

    @Test
    void the_loop_on_the_core_requests_a_body_that_waits_for_100() throws Exception {
        Method serve = PageCode.loopOnTheCore(folder);
        try (Served served = new Served(serve)) {
            served.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\nExpect: 100-continue\r\n\r\n");
            byte[] wanted = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);
            assertThat(served.client.getInputStream().readNBytes(wanted.length)).isEqualTo(wanted);
            served.write("ok");
            assertThat(served.rest()).startsWith("HTTP/1.1 200 OK\r\n");
        }
    }

    @Test
    void the_chain_of_the_gateway_compiles() throws Exception {
        PageCode.compiled(
                "static Handler gateway(Handler app) {\n" + PageCode.block("docs/guide/gateway.md", "Gateway.to(app)")
                        + "return gateway;\n}\n",
                folder);
    }

    /** Pattern switches are of Java 21. */
    @Test
    @EnabledForJreRange(min = JRE.JAVA_21)
    void the_switch_over_events_is_complete() throws Exception {
        String methods = Stream.of(
                        "begin(Request r)", "consume(Bytes b)", "answer()", "close()", "read()", "pauseReading()")
                .map(method -> "static void " + method + " {}\n")
                .collect(Collectors.joining());
        PageCode.compiled(
                methods + "static void take(Connection connection) {\n"
                        + PageCode.block("docs/guide/adapters.md", "switch (connection.nextEvent())") + "}\n",
                folder);
    }

    /** The loop on the core with one connection. */
    private static final class Served implements AutoCloseable {
        private final ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
        private final Socket accepted = listener.accept();
        private final CompletableFuture<Void> end;

        Served(Method serve) throws IOException {
            client.setSoTimeout(10_000);
            end = CompletableFuture.runAsync(() -> {
                try (accepted) {
                    serve.invoke(null, accepted);
                } catch (IOException | ReflectiveOperationException e) {
                    throw new AssertionError(e);
                }
            });
        }

        void write(String bytes) throws IOException {
            client.getOutputStream().write(bytes.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** Ends the stream, and returns what is still to come. */
        String rest() throws Exception {
            client.shutdownOutput();
            String rest = new String(client.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
            end.get(10, TimeUnit.SECONDS);
            return rest;
        }

        @Override
        public void close() throws IOException {
            client.close();
            accepted.close();
            listener.close();
        }
    }

    private static String talk(Method serve, String request) throws Exception {
        try (Served served = new Served(serve)) {
            served.write(request);
            return served.rest();
        }
    }

    static List<Path> pages() throws IOException {
        try (Stream<Path> docs = Files.walk(PageCode.ROOT.resolve("docs"))) {
            List<Path> pages = new ArrayList<>(
                    docs.filter(path -> path.toString().endsWith(".md")).toList());
            pages.add(README);
            pages.add(PageCode.ROOT.resolve("CONTRIBUTING.md"));
            pages.add(PageCode.ROOT.resolve("CHANGELOG.md"));
            return pages;
        }
    }

    @ParameterizedTest
    @MethodSource("pages")
    void every_file_that_a_page_links_to_is_there(Path page) throws IOException {
        Matcher links = Pattern.compile("\\]\\(([^)#: ]+)(#[^)]*)?\\)").matcher(Files.readString(page));
        int found = 0;
        while (links.find()) {
            assertThat(page.resolveSibling(links.group(1))).exists();
            found++;
        }
        assertThat(found).isGreaterThan(page.equals(README) ? 40 : -1);
    }
}
