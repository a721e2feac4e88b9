package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS between us and OpenSSL: by curl and its own client on the other side, and by its own server and nginx. */
class TlsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private static KeyFiles keys;

    @BeforeAll
    static void makeKeys(@TempDir Path shared) throws Exception {
        keys = new KeyFiles(shared);
    }

    @ParameterizedTest
    @EnumSource
    void curl_does_all_over_one_connection(Io io) throws Exception {
        String curl = Tool.path("curl", "curl");
        Path small = directory.resolve("small");
        Path large = directory.resolve("large");
        try (Site site = new Site(io, keys.server())) {
            List<String> options = List.of(
                    "-sS", "--max-time", "60", "--cacert", keys.certificate().toString());
            List<String> command = new ArrayList<>(List.of(curl));
            command.addAll(options);
            command.addAll(List.of("-o", small.toString(), site.url("/bytes/1")));
            command.addAll(List.of("-o", large.toString(), site.url("/chunked/20000000"), "--next"));
            command.addAll(options);
            command.addAll(List.of("-T", Octets.file(directory, 5_000_000).toString(), site.url("/upload")));
            Program.Result result = Program.run(LIMIT, command).orFail();
            assertThat(result.out()).isEqualTo(Octets.uploaded(5_000_000));
            assertThat(small).hasBinaryContent(Octets.first(1));
            assertThat(large).hasDigest("SHA-256", Octets.sha256(20_000_000));
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    /** openssl would end with an error if the connection ended without close_notify. */
    @ParameterizedTest
    @CsvSource({"BLOCKING,-tls1_2", "BLOCKING,-tls1_3", "NIO,-tls1_2", "NIO,-tls1_3"})
    void openssl_is_answered_and_told_of_the_end(Io io, String version) throws Exception {
        String openssl = Tool.path("openssl", "openssl");
        try (Site site = new Site(io, keys.server())) {
            List<String> command = List.of(
                    openssl,
                    "s_client",
                    version,
                    "-quiet",
                    "-ign_eof",
                    "-verify_return_error",
                    "-verify_ip",
                    "127.0.0.1",
                    "-CAfile",
                    keys.certificate().toString(),
                    "-connect",
                    site.address());
            String requests = """
                    GET /bytes/0 HTTP/1.1\r
                    Host: localhost\r
                    \r
                    GET / HTTP/1.1\r
                    Host: localhost\r
                    Connection: close\r
                    \r
                    """;
            Program.Result result = Program.run(LIMIT, command, requests).orFail();
            assertThat(result.out()).startsWith("HTTP/1.1 200 OK\r\n").endsWith("\r\n\r\nHello from h11j\n");
            assertThat(site.requests()).hasSize(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void our_client_keeps_its_connection_to_our_servers(Io io) throws Exception {
        try (Site site = new Site(io, keys.server());
                BlockingClient client = connect(site.port())) {
            for (int size : new int[] {0, 1, 100_000}) {
                assertThat(get(client, "/chunked/" + size)).isEqualTo(Octets.first(size));
            }
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"-tls1_2", "-tls1_3"})
    void our_client_reads_what_the_server_of_openssl_ends_by_closing(String version) throws Exception {
        String openssl = Tool.path("openssl", "openssl");
        Path file = Octets.file(directory, 300_000);
        try (Program.Listening server = Program.listen(
                        directory,
                        port -> List.of(
                                openssl,
                                "s_server",
                                version,
                                "-quiet",
                                "-WWW",
                                "-http_server_binmode",
                                "-cert",
                                keys.both().toString(),
                                "-accept",
                                "127.0.0.1:" + port));
                BlockingClient client = connect(server.port())) {
            assertThat(get(client, "/" + file.getFileName())).isEqualTo(Octets.first(300_000));
            assertThat(client.isReusable()).isFalse();
        }
    }

    @Test
    void our_client_keeps_its_connection_to_nginx() throws Exception {
        Path file = Octets.file(directory, 300_000);
        try (Program.Listening nginx = Engine.nginx(directory, """
                        server {
                          listen PORT ssl;
                          ssl_certificate %1$s;
                          ssl_certificate_key %1$s;
                          root %2$s;
                        }
                        """.formatted(keys.both(), directory));
                BlockingClient client = connect(nginx.port())) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, "/" + file.getFileName())).isEqualTo(Octets.first(300_000));
                assertThat(client.isReusable()).isTrue();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_does_not_trust_the_certificate_gives_up_and_others_are_served(Io io) throws Exception {
        ClientOptions stranger = ClientOptions.DEFAULT.withTls(SSLContext.getDefault());
        try (Site site = new Site(io, keys.server())) {
            assertThatThrownBy(() -> BlockingClient.connect("127.0.0.1", site.port(), stranger))
                    .isInstanceOf(SSLHandshakeException.class);
            try (BlockingClient client = connect(site.port())) {
                assertThat(get(client, "/bytes/3")).isEqualTo(Octets.first(3));
            }
        }
    }

    private BlockingClient connect(int port) throws Exception {
        return BlockingClient.connect("127.0.0.1", port, ClientOptions.DEFAULT.withTls(keys.client()));
    }

    private static byte[] get(BlockingClient client, String target) throws IOException {
        Request request = new Request("GET", target, Headers.of("Host", "localhost"));
        ClientResponse response = client.send(request, RequestBody.NONE);
        assertThat(response.statusCode()).isEqualTo(200);
        return response.readAll(1 << 24).toByteArray();
    }
}
