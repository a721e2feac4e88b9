package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

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
            command.addAll(List.of("-T", TestBytes.file(directory, 5_000_000).toString(), site.url("/upload")));
            Program.Result result = Program.run(LIMIT, command).orFail();
            assertThat(result.out()).isEqualTo(TestBytes.uploaded(5_000_000));
            assertThat(small).hasBinaryContent(TestBytes.first(1));
            assertThat(large).hasDigest("SHA-256", TestBytes.sha256(20_000_000));
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    /** openssl would exit with an error if the connection ended without close_notify. */
    @ParameterizedTest
    @CsvSource({"BLOCKING,-tls1_2", "BLOCKING,-tls1_3", "NIO,-tls1_2", "NIO,-tls1_3"})
    void openssl_gets_a_response_and_close_notify(Io io, String version) throws Exception {
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
                    GET /delay/0 HTTP/1.1\r
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
    @CsvSource({"POOL,BLOCKING", "POOL,NIO", "NIO,BLOCKING", "NIO,NIO"})
    void our_clients_keep_their_connection_to_our_servers(OurClient which, Io io) throws Exception {
        try (Site site = new Site(io, keys.server());
                OurClient.Running client = which.start(Optional.of(keys.client()))) {
            for (int size : new int[] {0, 1, 100_000}) {
                assertThat(get(client, site.port(), "/chunked/" + size)).isEqualTo(TestBytes.first(size));
            }
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @CsvSource({"POOL,-tls1_2", "POOL,-tls1_3", "NIO,-tls1_2", "NIO,-tls1_3"})
    void our_clients_read_what_the_server_of_openssl_ends_by_closing(OurClient which, String version) throws Exception {
        String openssl = Tool.path("openssl", "openssl");
        Path file = TestBytes.file(directory, 300_000);
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
                OurClient.Running client = which.start(Optional.of(keys.client()))) {
            assertThat(get(client, server.port(), "/" + file.getFileName())).isEqualTo(TestBytes.first(300_000));
            server.program().await("no connection is kept", () -> client.connections() == 0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void our_clients_keep_their_connection_to_nginx(OurClient which) throws Exception {
        Path file = TestBytes.file(directory, 300_000);
        try (Program.Listening nginx = Engine.nginx(directory, """
                        server {
                          listen PORT ssl;
                          ssl_certificate %1$s;
                          ssl_certificate_key %1$s;
                          root %2$s;
                        }
                        """.formatted(keys.both(), directory));
                OurClient.Running client = which.start(Optional.of(keys.client()))) {
            for (int i = 0; i < 3; i++) {
                assertThat(get(client, nginx.port(), "/" + file.getFileName())).isEqualTo(TestBytes.first(300_000));
                assertThat(client.connections()).isEqualTo(1);
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"POOL,BLOCKING", "POOL,NIO", "NIO,BLOCKING", "NIO,NIO"})
    void a_client_that_does_not_trust_the_certificate_gives_up_and_others_are_served(OurClient which, Io io)
            throws Exception {
        try (Site site = new Site(io, keys.server());
                OurClient.Running stranger = which.start(Optional.of(SSLContext.getDefault()));
                OurClient.Running client = which.start(Optional.of(keys.client()))) {
            assertThatThrownBy(() -> get(stranger, site.port(), "/bytes/3"))
                    .hasStackTraceContaining("unable to find valid certification path");
            assertThat(get(client, site.port(), "/bytes/3")).isEqualTo(TestBytes.first(3));
            assertThat(site.requests()).hasSize(1);
        }
    }

    private static byte[] get(OurClient.Running client, int port, String target) throws Exception {
        Request request = new Request("GET", target, Headers.of("Host", "localhost"));
        OurClient.Answer answer = client.send(port, request, List.of());
        assertThat(answer.status()).isEqualTo(200);
        return answer.body().toByteArray();
    }
}
