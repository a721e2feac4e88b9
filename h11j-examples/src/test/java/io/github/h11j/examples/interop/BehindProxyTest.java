package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.running.ClientSettings;
import io.github.h11j.examples.running.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.file.Path;
import java.util.function.Function;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Our servers as the upstream of nginx and HAProxy with keep-alive: one connection for all requests made one by one.
 */
class BehindProxyTest {

    private static final int CLIENTS = 20;
    private static final int[] SIZES = {0, 1, 65_537, 10_000_000};

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void nginx_keeps_its_connection(Io io) throws Exception {
        keepsItsConnection(io, this::nginx);
    }

    @ParameterizedTest
    @EnumSource
    void haproxy_keeps_its_connection(Io io) throws Exception {
        keepsItsConnection(io, this::haproxy);
    }

    @ParameterizedTest
    @EnumSource
    void bodies_pass_nginx_whole(Io io) throws Exception {
        bodiesPassWhole(io, this::nginx);
    }

    @ParameterizedTest
    @EnumSource
    void bodies_pass_haproxy_whole(Io io) throws Exception {
        bodiesPassWhole(io, this::haproxy);
    }

    @ParameterizedTest
    @EnumSource
    void nginx_gets_no_error_under_load(Io io) throws Exception {
        staysFaultlessUnderLoad(io, this::nginx);
    }

    @ParameterizedTest
    @EnumSource
    void haproxy_gets_no_error_under_load(Io io) throws Exception {
        staysFaultlessUnderLoad(io, this::haproxy);
    }

    /** Unbuffered, so that bodies are streamed to us as they come. */
    private Program.Listening nginx(Site site) {
        return Engine.nginx(directory, """
                upstream app { server %s; keepalive 16; keepalive_requests 1000000; }
                server {
                  listen PORT;
                  location / {
                    proxy_pass http://app;
                    proxy_http_version 1.1;
                    proxy_set_header Connection "";
                    proxy_request_buffering off;
                  }
                }
                """.formatted(site.address()));
    }

    private Program.Listening haproxy(Site site) {
        return Engine.haproxy(directory, """
                frontend front
                  bind PORT
                  default_backend app
                backend app
                  http-reuse always
                              server one %s
                """.formatted(site.address()));
    }

    /** Twenty clients, each with its own connection to the proxy. */
    private static void keepsItsConnection(Io io, Function<Site, Program.Listening> proxy) throws IOException {
        try (Site site = new Site(io);
                Program.Listening front = proxy.apply(site)) {
            for (int i = 0; i < CLIENTS; i++) {
                try (BlockingClient client = new BlockingClient(ClientSettings.DEFAULT)) {
                    Request request = new Request("GET", "/bytes/" + i, Headers.of("Host", "front"));
                    ClientResponse response =
                            client.send(Origin.http("127.0.0.1", front.port()), request, RequestBody.NONE);
                    assertThat(response.statusCode()).isEqualTo(200);
                    assertThat(response.readAll(CLIENTS).length()).isEqualTo(i);
                }
            }
            assertThat(site.requests()).hasSize(CLIENTS);
            assertThat(site.requests()).extracting(Request::version).containsOnly(HttpVersion.HTTP_1_1);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    private static void bodiesPassWhole(Io io, Function<Site, Program.Listening> proxy) throws Exception {
        JdkClient client = new JdkClient();
        try (Site site = new Site(io);
                Program.Listening front = proxy.apply(site)) {
            String base = "http://127.0.0.1:" + front.port();
            for (int size : SIZES) {
                byte[] bytes = TestBytes.first(size);
                assertThat(client.get(base + "/bytes/" + size).body()).isEqualTo(bytes);
                assertThat(client.get(base + "/chunked/" + size).body()).isEqualTo(bytes);
                String upload = base + "/upload";
                client.upload(upload, size, BodyPublishers.ofByteArray(bytes));
                client.upload(upload, size, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
            }
            for (int status : new int[] {204, 304, 404, 500}) {
                assertThat(client.get(base + "/status/" + status).statusCode()).isEqualTo(status);
            }
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    private static void staysFaultlessUnderLoad(Io io, Function<Site, Program.Listening> proxy) throws IOException {
        try (Site site = new Site(io);
                Program.Listening front = proxy.apply(site)) {
            int answered = Wrk.load("", "http://127.0.0.1:" + front.port() + "/bytes/1000");
            assertThat(site.requests()).hasSizeGreaterThanOrEqualTo(answered);
            assertThat(site.connections()).isLessThanOrEqualTo(Wrk.CONNECTIONS);
        }
    }
}
