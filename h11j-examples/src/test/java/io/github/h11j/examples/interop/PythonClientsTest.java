package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Python's clients talk to our servers: each keeps its connection for all calls, whatever they are. */
class PythonClientsTest {

    /** The application's bytes, and its response about them to check. */
    private static final String COMMON = """
            import hashlib, sys
            base, port = "http://127.0.0.1:" + sys.argv[1], int(sys.argv[1])
            SIZES = [0, 1, 65536, 1000003]
            def pattern(size): return (bytes(range(251)) * (size // 251 + 1))[:size]
            def sha256(data): return hashlib.sha256(data).hexdigest()
            """;

    @ParameterizedTest
    @EnumSource
    void http_client_keeps_one_connection(Io io) throws IOException {
        String script = COMMON + """
                import http.client
                connection = http.client.HTTPConnection("127.0.0.1", port, timeout=20)
                def call(method, path, *more, **options):
                    connection.request(method, path, *more, **options)
                    return connection.getresponse()
                for size in SIZES:
                    for kind in "bytes", "chunked":
                        answer = call("GET", f"/{kind}/{size}")
                        assert answer.status == 200 and answer.version == 11
                        assert answer.read() == pattern(size)
                    uploads = pattern(size), iter([pattern(size)[:7], pattern(size)[7:]])
                    for body in uploads: # the second is sent chunked
                        answer = call("POST", "/upload", body)
                        assert sha256(pattern(size)) in answer.read().decode()
                    answer = call("HEAD", f"/bytes/{size}")
                    assert answer.getheader("Content-Length") == str(size) and answer.read() == b""
                for status in 204, 205, 304, 404:
                    answer = call("GET", f"/status/{status}")
                    assert answer.status == status
                    answer.read()
                """;
        try (Site site = new Site(io)) {
            python(site, script, "http.client");
            assertThat(site.requests()).hasSize(4 * 5 + 4);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void requests_keeps_one_connection(Io io) throws IOException {
        String script = COMMON + """
                import requests
                session = requests.Session()
                session.trust_env = False
                for size in SIZES:
                    for kind in "bytes", "chunked":
                        answer = session.get(f"{base}/{kind}/{size}", timeout=20)
                        assert answer.status_code == 200 and answer.content == pattern(size)
                    parts = (pattern(size)[i:i + 9999] for i in range(0, size, 9999))
                    for body in pattern(size), parts: # the second is sent chunked
                        answer = session.post(base + "/upload", data=body, timeout=20)
                        assert answer.json() == {"bytes": size, "sha256": sha256(pattern(size))}
                    answer = session.head(f"{base}/bytes/{size}", timeout=20)
                    assert answer.headers["Content-Length"] == str(size)
                for status in 204, 205, 304, 404:
                    assert session.get(f"{base}/status/{status}", timeout=20).status_code == status
                """;
        try (Site site = new Site(io)) {
            python(site, script, "requests");
            assertThat(site.requests()).hasSize(4 * 5 + 4);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    /** The calls of the bug report with which this project began. */
    @ParameterizedTest
    @EnumSource
    void boto3_lists_queues_over_one_connection(Io io) throws IOException {
        String script = COMMON + """
                import boto3, botocore.config
                sqs = boto3.client("sqs", endpoint_url=base, region_name="us-east-1",
                    aws_access_key_id="test", aws_secret_access_key="test",
                    config=botocore.config.Config(retries={"total_max_attempts": 1}, proxies={}))
                for i in range(20):
                    assert sqs.list_queues()["QueueUrls"] == [sys.argv[2]]
                """;
        try (Site site = new Site(io)) {
            python(site, script, "boto3");
            assertThat(site.requests()).hasSize(20);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    private static void python(Site site, String script, String... modules) {
        Program.run(
                        Duration.ofSeconds(60),
                        List.of(Tool.python(modules), "-W", "ignore", "-c", script, "" + site.port(), Site.QUEUE))
                .orFail();
    }
}
