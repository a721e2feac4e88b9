package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExploreCommandTest {

    @TempDir
    Path folder = Path.of("");

    private static HttpResponse<byte[]> fetch(String method, String path) throws Exception {
        try (Serving server = Serving.start(Serving.Settings.local(Serving.Io.NIO), ExploreCommand.handler())) {
            int port = ((InetSocketAddress) server.address()).getPort();
            HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
                    .method(method, BodyPublishers.noBody())
                    .build();
            return HttpClient.newHttpClient().send(request, BodyHandlers.ofByteArray());
        }
    }

    @Test
    void the_page_that_is_served_and_the_file_are_the_same_bytes() throws Exception {
        Path file = folder.resolve("explorer.html");
        assertThat(Main.commandLine().execute("explore", "--write", file.toString()))
                .isZero();
        HttpResponse<byte[]> response = fetch("GET", "/");
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).isEqualTo(Files.readAllBytes(file)).isEqualTo(ExploreCommand.page());
        assertThat(response.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
    }

    /** RFC 9112 §3.2.2: a server accepts the absolute-form in requests. */
    @ParameterizedTest
    @CsvSource({
        "/, 200",
        "/?from=mail, 200",
        "http://x/, 200",
        "http://x, 200",
        "http://x?from=mail, 200",
        "/other, 404",
        "//, 404",
        "http://x/other, 404",
    })
    void the_page_is_at_the_path_of_the_target_in_either_form(String target, int status) throws Exception {
        try (Serving server = Serving.start(Serving.Settings.local(Serving.Io.NIO), ExploreCommand.handler());
                Socket socket = new Socket()) {
            socket.connect(server.address());
            String request = "GET " + target + " HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String response = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(response).startsWith("HTTP/1.1 " + status + " ");
        }
    }

    @Test
    void there_is_no_other_page_and_no_other_method() throws Exception {
        assertThat(fetch("GET", "/other").statusCode()).isEqualTo(404);
        assertThat(fetch("POST", "/").statusCode()).isEqualTo(405);
    }
}
