package io.github.h11j.examples.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.function.UnaryOperator;

/** The JDK's HttpClient, with HTTP/1.1 and without proxies. */
final class JdkClient {

    private final HttpClient client = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .proxy(HttpClient.Builder.NO_PROXY)
            .build();

    HttpResponse<byte[]> get(String url) throws IOException, InterruptedException {
        return send(url, HttpRequest.Builder::GET);
    }

    /** Uploads, and asserts that the bytes have come which {@link TestBytes} makes. */
    void upload(String url, int size, BodyPublisher bytes) throws IOException, InterruptedException {
        assertThat(send(url, request -> request.POST(bytes)).body()).asString().isEqualTo(TestBytes.uploaded(size));
    }

    HttpResponse<byte[]> send(String url, UnaryOperator<HttpRequest.Builder> how)
            throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url)).timeout(Duration.ofSeconds(20));
        HttpResponse<byte[]> response = client.send(how.apply(request).build(), BodyHandlers.ofByteArray());
        assertThat(response.version()).isEqualTo(HttpClient.Version.HTTP_1_1);
        return response;
    }
}
