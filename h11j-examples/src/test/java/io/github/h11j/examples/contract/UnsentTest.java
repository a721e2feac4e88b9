package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.BlockingClientSettings;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.RequestBody;
import io.github.h11j.examples.running.Origin;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The blocking client, where a connection breaks between the look at it and the first byte of a request. */
@Timeout(60)
class UnsentTest {

    private static final String BODY = "x".repeat(40_000);

    private final CountDownLatch rests = new CountDownLatch(1);
    private final CountDownLatch broken = new CountDownLatch(1);
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private Played origin() throws IOException {
        return new Played(false, (peer, number) -> {
            requests.add(peer.message().orElseThrow());
            peer.ok(Integer.toString(number));
            if (number == 1) {
                rests.await();
                peer.write("HTTP/1.1 408 Request Timeout\r\nContent-Length: 0\r\n\r\n");
                peer.reset();
                broken.countDown();
            }
        });
    }

    private static Request request(String method, int length) {
        Headers headers = Headers.of("Host", "a");
        return new Request(method, "/", length == 0 ? headers : headers.with("Content-Length", "" + length));
    }

    /**
     * A body that can be sent once. It is asked for when the connection has been looked at and nothing was written: then the
     * connection breaks.
     *
     * @param ready whether the body is available then
     */
    private RequestBody breaking(boolean ready) {
        return RequestBody.once(new ByteArrayInputStream(BODY.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int available() {
                rests.countDown();
                try {
                    broken.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                return ready ? super.available() : 0;
            }
        });
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void another_connection_is_used_whatever_the_method_and_no_byte_of_the_body_is_lost(boolean ready)
            throws Exception {
        try (Played origin = origin();
                BlockingClient client = new BlockingClient(BlockingClientSettings.DEFAULT)) {
            Origin to = Origin.http("localhost", origin.port());
            client.send(to, request("GET", 0), RequestBody.NONE).readAll(1);
            ClientResponse response = client.send(to, request("POST", BODY.length()), breaking(ready));
            assertThat(response.readAll(10).toString(StandardCharsets.US_ASCII)).isEqualTo("2");
            assertThat(requests).hasSize(2);
            assertThat(requests.get(1)).startsWith("POST ").endsWith("\r\n\r\n" + BODY);
            assertThat(origin.connections()).isEqualTo(2);
        }
    }
}
