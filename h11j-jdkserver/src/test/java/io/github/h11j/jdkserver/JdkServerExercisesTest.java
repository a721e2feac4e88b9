package io.github.h11j.jdkserver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Solutions of the exercises of docs/guide/jdk-server.md. */
class JdkServerExercisesTest {

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private HttpServer server;

    @AfterEach
    void stop() {
        server.stop(0);
        threads.shutdownNow();
    }

    private Raw client(Provider provider, HttpHandler handler) throws IOException {
        server = provider.server();
        server.setExecutor(threads);
        server.createContext("/", handler);
        server.start();
        return new Raw(server.getAddress().getPort());
    }

    @ParameterizedTest
    @EnumSource
    void exercise_1_a_handler_that_throws_is_answered_by_h11j_and_the_connection_is_kept(Provider provider)
            throws IOException {
        try (Raw client = client(provider, exchange -> {
            throw new IllegalStateException("on purpose");
        })) {
            String first = client.get("/").read().status();
            if (provider == Provider.JDK) {
                assertThat(first).isEqualTo("nothing");
            } else {
                assertThat(first).isEqualTo("500");
                assertThat(client.get("/").read().status()).isEqualTo("500");
            }
        }
    }

    /** In HTTP/1.0 there are no chunks: without a length only the end of the connection ends the body. */
    @ParameterizedTest
    @EnumSource
    void exercise_2_a_small_body_of_unknown_length_gets_its_length_from_h11j(Provider provider) throws IOException {
        try (Raw client = client(provider, exchange -> {
            exchange.sendResponseHeaders(200, 0);
            exchange.getResponseBody().write("hello".getBytes(ISO_8859_1));
            exchange.close();
        })) {
            Raw.Reply reply = client.get("/").read();
            assertThat(reply.body()).isEqualTo("hello");
            boolean ours = provider == Provider.H11J;
            assertThat(reply.field("Content-Length")).isEqualTo(ours ? "5" : "");
            assertThat(reply.field("Transfer-Encoding")).isEqualTo(ours ? "" : "chunked");
        }
    }
}
