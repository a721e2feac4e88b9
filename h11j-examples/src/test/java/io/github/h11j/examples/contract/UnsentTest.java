package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.blocking.BlockingClient;
import io.github.h11j.examples.blocking.ClientOptions;
import io.github.h11j.examples.blocking.ClientResponse;
import io.github.h11j.examples.blocking.ConnectionPool;
import io.github.h11j.examples.blocking.NoResponseException;
import io.github.h11j.examples.blocking.Progress;
import io.github.h11j.examples.blocking.RequestBody;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
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

    /** Breaks the connection once a request is about to be sent on it. */
    private Progress breaking(AtomicInteger connections) {
        return new Progress() {
            @Override
            public void sending(BlockingClient client) {
                connections.incrementAndGet();
                rests.countDown();
                try {
                    broken.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
        };
    }

    private static Request request(String method, int length) {
        Headers headers = Headers.of("Host", "a");
        return new Request(method, "/", length == 0 ? headers : headers.with("Content-Length", "" + length));
    }

    /** A body that can be sent once, at hand or not. */
    private static RequestBody once(boolean ready) {
        InputStream stream = new ByteArrayInputStream(BODY.getBytes(StandardCharsets.US_ASCII)) {
            @Override
            public synchronized int available() {
                return ready ? super.available() : 0;
            }
        };
        return RequestBody.once(stream);
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void another_connection_is_used_whatever_the_method_and_no_byte_of_the_body_is_lost(boolean ready)
            throws Exception {
        AtomicInteger connections = new AtomicInteger();
        try (Played origin = origin();
                ConnectionPool pool = new ConnectionPool(ClientOptions.DEFAULT, 2, Duration.ofSeconds(20))) {
            pool.send("localhost", origin.port(), request("GET", 0), RequestBody.NONE)
                    .readAll(1);
            ClientResponse response = pool.send(
                    "localhost", origin.port(), request("POST", BODY.length()), once(ready), breaking(connections));
            assertThat(response.readAll(10).toString(StandardCharsets.US_ASCII)).isEqualTo("2");
            assertThat(requests).hasSize(2);
            assertThat(requests.get(1)).startsWith("POST ").endsWith("\r\n\r\n" + BODY);
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void a_client_of_one_connection_says_that_nothing_was_sent_and_takes_no_other_answer() throws Exception {
        try (Played origin = origin();
                BlockingClient client = BlockingClient.connect("localhost", origin.port(), ClientOptions.DEFAULT)) {
            client.send(request("GET", 0), RequestBody.NONE).readAll(1);
            assertThatThrownBy(() ->
                            client.send(request("POST", BODY.length()), once(true), breaking(new AtomicInteger())))
                    .isInstanceOfSatisfying(
                            NoResponseException.class,
                            e -> assertThat(e.isUnsent()).isTrue());
            assertThat(client.isReusable()).isFalse();
            assertThat(requests).hasSize(1);
        }
    }
}
