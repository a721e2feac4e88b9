package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The JDK's HttpClient talks to our servers: one connection for all that is done one after another. */
class JdkClientTest {

    private static final int[] SIZES = {0, 1, 16_384, 65_537, 1_000_000, 20_000_000};

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    @ParameterizedTest
    @EnumSource
    void downloads_and_uploads_keep_one_connection(Io io) throws Exception {
        try (Site site = new Site(io)) {
            for (int size : SIZES) {
                byte[] octets = Octets.first(size);
                assertThat(get(site, "/bytes/" + size).body()).isEqualTo(octets);
                assertThat(get(site, "/chunked/" + size).body()).isEqualTo(octets);
                assertUploaded(site, size, BodyPublishers.ofByteArray(octets), false);
                assertUploaded(site, size, BodyPublishers.ofInputStream(() -> new ByteArrayInputStream(octets)), false);
            }
            assertThat(site.requests()).hasSize(4 * SIZES.length);
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void head_and_responses_without_content_keep_the_connection(Io io) throws Exception {
        try (Site site = new Site(io)) {
            HttpRequest head = request(site, "/bytes/100000000")
                    .method("HEAD", BodyPublishers.noBody())
                    .build();
            HttpResponse<byte[]> response = client.send(head, BodyHandlers.ofByteArray());
            assertThat(response.headers().firstValueAsLong("Content-Length")).hasValue(100_000_000);
            assertThat(response.body()).isEmpty();
            for (int status : new int[] {204, 205, 304, 404, 500}) {
                assertThat(get(site, "/status/" + status).statusCode()).isEqualTo(status);
            }
            assertThat(site.connections()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_expects_100_gets_it(Io io) throws Exception {
        try (Site site = new Site(io)) {
            assertUploaded(site, 100_000, BodyPublishers.ofByteArray(Octets.first(100_000)), true);
            assertThat(site.requests()).allMatch(request -> request.headers().containsToken("Expect", "100-continue"));
        }
    }

    private void assertUploaded(Site site, int size, BodyPublisher body, boolean expectContinue) throws Exception {
        HttpRequest upload = request(site, "/upload")
                .expectContinue(expectContinue)
                .POST(body)
                .build();
        assertThat(client.send(upload, BodyHandlers.ofString()).body()).isEqualTo(Octets.uploaded(size));
    }

    private HttpResponse<byte[]> get(Site site, String target) throws IOException, InterruptedException {
        HttpResponse<byte[]> response = client.send(request(site, target).build(), BodyHandlers.ofByteArray());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        return response;
    }

    private static HttpRequest.Builder request(Site site, String target) {
        return HttpRequest.newBuilder(URI.create(site.url(target))).timeout(Duration.ofSeconds(20));
    }
}
