package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.HttpVersion;
import io.github.h11j.Request;
import io.github.h11j.build.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * ab (HTTP/1.0 with keep-alive) and wrk (HTTP/1.1) load our servers. Only the absence of errors is asserted, not speed.
 */
class LoadToolsTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final int REQUESTS = Sample.ALL ? 2000 : 500;
    private static final int CONNECTIONS = 8;

    /** A request of 8, written in one go, as wrk's documentation shows it. */
    private static final String PIPELINE = """
            init = function(args)
              local one = wrk.format("GET", "/")
              requests = string.rep(one, 8)
            end
            request = function() return requests end
            """;

    private static final String UPLOAD = """
            wrk.method = "POST"
            wrk.body = string.rep("h11j", 5000)
            """;

    @TempDir
    Path directory;

    @ParameterizedTest
    @EnumSource
    void ab_keeps_all_its_connections(Io io) throws IOException {
        try (Site site = new Site(io)) {
            assertFaultless(ab("-k", site.url("/")), REQUESTS);
            assertThat(site.connections()).isEqualTo(CONNECTIONS);
            assertThat(site.requests()).extracting(Request::version).containsOnly(HttpVersion.HTTP_1_0);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ab_keeps_its_connections_when_it_uploads(Io io) throws IOException {
        Path body = TestBytes.file(directory, 20_000);
        try (Site site = new Site(io)) {
            String report = ab("-k", "-T", "application/octet-stream", "-p", body.toString(), site.url("/upload"));
            assertFaultless(report, REQUESTS);
            assertThat(number(report, "Document Length:"))
                    .isEqualTo(TestBytes.uploaded(20_000).length());
            assertThat(site.connections()).isEqualTo(CONNECTIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void ab_without_keep_alive_gets_one_connection_per_request(Io io) throws IOException {
        try (Site site = new Site(io)) {
            assertFaultless(ab(site.url("/")), 0);
            assertThat(site.requests()).hasSize(REQUESTS);
        }
    }

    private String ab(String... arguments) {
        List<String> command = new ArrayList<>(List.of(
                Tool.path("ab", "apache2-utils"), "-q", "-n", "" + REQUESTS, "-c", "" + CONNECTIONS, "-s", "20"));
        command.addAll(List.of(arguments));
        return Program.run(LIMIT, command).orFail().out();
    }

    private static void assertFaultless(String report, int keptAlive) {
        assertThat(number(report, "Complete requests:")).as(report).isEqualTo(REQUESTS);
        assertThat(number(report, "Failed requests:")).as(report).isZero();
        assertThat(report).doesNotContain("Non-2xx responses", "Write errors");
        if (keptAlive > 0) {
            assertThat(number(report, "Keep-Alive requests:")).as(report).isEqualTo(keptAlive);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrk_meets_no_error(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Wrk.load("", site.url("/"));
            assertThat(site.connections()).isLessThanOrEqualTo(Wrk.CONNECTIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrk_meets_no_error_with_large_responses(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Wrk.load("", site.url("/chunked/1000000"));
            assertThat(site.connections()).isLessThanOrEqualTo(Wrk.CONNECTIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrk_meets_no_error_with_uploads(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Wrk.load(UPLOAD, site.url("/upload"));
            assertThat(site.connections()).isLessThanOrEqualTo(Wrk.CONNECTIONS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void wrk_meets_no_error_with_pipelining(Io io) throws IOException {
        try (Site site = new Site(io)) {
            Wrk.load(PIPELINE, site.url("/"));
            assertThat(site.connections()).isLessThanOrEqualTo(Wrk.CONNECTIONS);
        }
    }

    /** The number after a label. */
    private static int number(String report, String label) {
        Matcher matcher = Pattern.compile(Pattern.quote(label) + "\\s*(\\d+)").matcher(report);
        assertThat(matcher.find()).as(label + " in\n" + report).isTrue();
        return Integer.parseInt(matcher.group(1));
    }
}
