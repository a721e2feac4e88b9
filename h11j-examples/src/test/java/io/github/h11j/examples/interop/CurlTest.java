package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import io.github.h11j.build.Sample;
import io.github.h11j.examples.app.App;
import io.github.h11j.examples.nio.NioServer;
import io.github.h11j.examples.nio.NioSettings;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** curl talks to our servers. */
class CurlTest {

    /** More than all buffers on the way. */
    private static final int LARGEST = Sample.ALL ? 100_000_000 : 20_000_000;

    private static final int[] SIZES = {0, 1, 1023, 16_384, 65_535, 65_536, 65_537, 1_000_000, LARGEST};

    /** The answer's version, its status, how many connections curl made for it, how many bytes it uploaded. */
    private static final String SUMMARY = "%{http_version} %{response_code} %{num_connects} %{size_upload}\\n";

    @TempDir
    Path directory;

    private String curl;

    @BeforeEach
    void find() {
        curl = Tool.path("curl", "curl");
    }

    @ParameterizedTest
    @EnumSource
    void several_urls_are_fetched_over_one_connection(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result = curl(
                    "-w",
                    SUMMARY,
                    site.url("/delay/0"),
                    site.url("/bytes/0"),
                    site.url("/chunked/0"),
                    site.url("/delay/0?b"));
            assertThat(result.out()).isEqualTo("""
                    Hello from h11j
                    1.1 200 1 0
                    1.1 200 0 0
                    1.1 200 0 0
                    Hello from h11j
                    1.1 200 0 0
                    """);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void connection_close_opens_one_connection_per_url(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result =
                    curl("-w", SUMMARY, "-H", "Connection: close", site.url("/delay/0"), site.url("/delay/0?b"));
            assertThat(result.out()).isEqualTo("""
                    Hello from h11j
                    1.1 200 1 0
                    Hello from h11j
                    1.1 200 1 0
                    """);
            assertThat(site.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void http_1_0_is_answered_until_close(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Path streamed = directory.resolve("streamed");
            curl("--http1.0", "-o", streamed.toString(), site.url("/chunked/200000"));
            assertThat(streamed).hasDigest("SHA-256", TestBytes.sha256(200_000));
            Program.Result result = curl("--http1.0", "-i", site.url("/delay/0"));
            assertThat(result.out()).contains("Content-Length: 16").doesNotContain("Transfer-Encoding");
            assertThat(site.requests()).extracting(Request::version).containsOnly(HttpVersion.HTTP_1_0);
            assertThat(site.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void http_1_0_keeps_the_connection_when_asked(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result = curl(
                    "--http1.0",
                    "-H",
                    "Connection: keep-alive",
                    "-D",
                    "-",
                    "-w",
                    SUMMARY,
                    site.url("/"),
                    site.url("/?b"));
            assertThat(result.out()).containsIgnoringCase("\r\nConnection: keep-alive\r\n");
            assertThat(result.out()).contains(" 200 1 0\n").endsWith(" 200 0 0\n");
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void head_returns_the_fields_of_get_and_keeps_the_connection(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result = curl("-I", "-w", SUMMARY, site.url("/bytes/100000000"), site.url("/chunked/5"));
            assertThat(result.out()).contains("Content-Length: 100000000\r\n").endsWith("1.1 200 0 0\n");
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void downloads_of_any_size_arrive_whole(Io io) throws IOException {
        try (Site site = new Site(io)) {
            for (String kind : List.of("/bytes/", "/chunked/")) {
                List<String> arguments = new ArrayList<>();
                for (int size : SIZES) {
                    arguments.addAll(List.of("-o", directory.resolve("" + size).toString(), site.url(kind + size)));
                }
                curl(arguments.toArray(String[]::new));
                for (int size : SIZES) {
                    Path file = directory.resolve("" + size);
                    if (size > 0) {
                        assertThat(file).hasDigest("SHA-256", TestBytes.sha256(size));
                    }
                    Files.deleteIfExists(file);
                }
            }
            assertThat(site.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @EnumSource
    void uploads_of_any_size_arrive_whole(Io io) throws IOException {
        try (Site site = new Site(io)) {
            upload(site, SIZES);
            assertThat(site.requests()).allMatch(request -> request.headers().contains("Content-Length"));
        }
    }

    @ParameterizedTest
    @EnumSource
    void chunked_uploads_of_any_size_arrive_whole(Io io) throws IOException {
        // curl 7.88 sends no last chunk if the file is empty
        int[] sizes = IntStream.of(SIZES).filter(size -> size > 0).toArray();
        try (Site site = new Site(io)) {
            upload(site, sizes, "-H", "Transfer-Encoding: chunked");
            assertThat(site.requests())
                    .allMatch(request -> request.headers().containsToken("Transfer-Encoding", "chunked"));
        }
    }

    private void upload(Site site, int[] sizes, String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of(options));
        List<String> expected = new ArrayList<>();
        for (int size : sizes) {
            arguments.addAll(List.of("-T", file(size), site.url("/upload")));
            expected.add(TestBytes.uploaded(size));
        }
        Program.Result result = curl(arguments.toArray(String[]::new));
        assertThat(result.out()).isEqualTo(String.join("", expected));
        assertThat(site.connections()).isEqualTo(1);
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_expects_100_gets_it(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result = curl(
                    "-v",
                    "--expect100-timeout",
                    "60",
                    "-H",
                    "Expect: 100-continue",
                    "-T",
                    file(1023),
                    site.url("/upload"));
            assertThat(result.err()).contains("< HTTP/1.1 100 Continue");
            assertThat(result.out()).isEqualTo(TestBytes.uploaded(1023));
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_body_that_is_not_wanted_is_not_sent(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result = curl(
                    "-v",
                    "-w",
                    SUMMARY,
                    "--expect100-timeout",
                    "60",
                    "-H",
                    "Expect: 100-continue",
                    "-T",
                    file(100_000_000),
                    site.url("/bytes/5"));
            assertThat(result.err()).doesNotContain("100 Continue");
            assertThat(result.out()).isEqualTo("method not allowed\n1.1 405 1 0\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_early_answer_arrives_though_the_body_is_on_its_way(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Program.Result result = curl("-w", SUMMARY, "-H", "Expect:", "-T", file(100_000_000), site.url("/bytes/5"));
            assertThat(result.out())
                    .startsWith("method not allowed\n1.1 405 1 ")
                    .doesNotEndWith(" 100000000\n");
        }
    }

    @ParameterizedTest
    @EnumSource
    void an_aborted_download_is_resumed(Io io) throws IOException {
        Path root = Files.createDirectory(directory.resolve("root"));
        TestBytes.file(root, 1_000_000);
        Path part = Files.write(directory.resolve("part"), TestBytes.first(400_000));
        try (Site site = new Site(io, root)) {
            Program.Result result = curl("-C", "-", "-o", part.toString(), "-w", SUMMARY, site.url("/1000000.bytes"));
            assertThat(result.out()).isEqualTo("1.1 206 1 0\n");
            assertThat(part).hasDigest("SHA-256", TestBytes.sha256(1_000_000));
            assertThat(site.requests())
                    .extracting(request -> request.headers().first("Range").orElse(""))
                    .containsExactly("bytes=400000-");
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_file_that_has_not_changed_is_not_sent_again(Io io) throws IOException {
        Path root = Files.createDirectory(directory.resolve("root"));
        TestBytes.file(root, 1000);
        String tag = directory.resolve("tag").toString();
        String copy = directory.resolve("copy").toString();
        try (Site site = new Site(io, root)) {
            String url = site.url("/1000.bytes");
            assertThat(curl("--etag-save", tag, "-o", copy, "-w", SUMMARY, url).out())
                    .isEqualTo("1.1 200 1 0\n");
            assertThat(curl("--etag-compare", tag, "-w", SUMMARY, url).out()).isEqualTo("1.1 304 1 0\n");
        }
    }

    @Test
    void a_unix_domain_socket_serves_as_well() throws IOException {
        Path socket = directory.resolve("socket");
        try (NioServer server =
                new NioServer(UnixDomainSocketAddress.of(socket), App.withoutFiles(), NioSettings.DEFAULT)) {
            assertThat(server.connections()).isZero();
            Program.Result result = curl(
                    "--unix-socket",
                    socket.toString(),
                    "-w",
                    SUMMARY,
                    "http://localhost/delay/0",
                    "http://localhost/delay/0");
            assertThat(result.out()).isEqualTo("""
                    Hello from h11j
                    1.1 200 1 0
                    Hello from h11j
                    1.1 200 0 0
                    """);
        }
    }

    private Program.Result curl(String... arguments) {
        List<String> command = new ArrayList<>(List.of(curl, "-sS", "--max-time", "60"));
        command.addAll(List.of(arguments));
        return Program.run(Duration.ofSeconds(70), command).orFail();
    }

    private String file(int size) throws IOException {
        return TestBytes.file(directory, size).toString();
    }
}
