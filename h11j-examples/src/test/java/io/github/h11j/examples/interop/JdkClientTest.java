package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's HttpClient talks to our servers: one connection for all sequential requests. */
class JdkClientTest {

    private static final int[] SIZES = {0, 1, 16_384, 65_537, 1_000_000, 20_000_000};

    private final JdkClient client = new JdkClient();

    @ParameterizedTest
    @EnumSource
    void downloads_and_uploads_keep_one_connection(Io io) throws Exception {
        try (Site site = new Site(io)) {
            for (int size : SIZES) {
                byte[] bytes = TestBytes.first(size);
                assertThat(client.get(site.url("/bytes/" + size)).body()).isEqualTo(bytes);
                assertThat(client.get(site.url("/chunked/" + size)).body()).isEqualTo(bytes);
                String upload = site.url("/upload");
                client.upload(upload, size, BodyPublishers.ofByteArray(bytes));
                client.upload(upload, size, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(bytes)));
            }
            assertThat(site.requests()).hasSize(4 * SIZES.length);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void head_and_responses_without_content_keep_the_connection(Io io) throws Exception {
        try (Site site = new Site(io)) {
            HttpResponse<byte[]> head = client.send(
                    site.url("/bytes/100000000"), request -> request.method("HEAD", BodyPublishers.noBody()));
            assertThat(head.headers().firstValueAsLong("Content-Length")).hasValue(100_000_000);
            assertThat(head.body()).isEmpty();
            for (int status : new int[] {204, 205, 304, 404, 500}) {
                assertThat(client.get(site.url("/status/" + status)).statusCode())
                        .isEqualTo(status);
            }
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_expects_100_gets_it(Io io) throws Exception {
        try (Site site = new Site(io)) {
            HttpResponse<byte[]> response = client.send(
                    site.url("/upload"),
                    request -> request.expectContinue(true).POST(BodyPublishers.ofByteArray(TestBytes.first(100_000))));
            assertThat(response.body()).asString().isEqualTo(TestBytes.uploaded(100_000));
            assertThat(site.requests()).allMatch(request -> request.headers().containsToken("Expect", "100-continue"));
        }
    }
}
