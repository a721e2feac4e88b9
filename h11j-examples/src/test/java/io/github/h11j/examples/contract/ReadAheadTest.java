package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** While a response is not complete, a server reads only a part of the next request. */
@Timeout(60)
class ReadAheadTest {

    /** Two TLS records, of which the second is read in part. */
    private static final int RECORD = 10_000;

    /** Over TLS, too: bytes that are already decrypted do not make the socket readable. */
    @ParameterizedTest
    @EnumSource
    void a_pipelined_request_that_was_read_in_part_is_read_to_its_end(Kind kind) throws Exception {
        CompletableFuture<Exchange> waiting = new CompletableFuture<>();
        try (Kind.Running server = kind.start((request, exchange) -> {
                    switch (request.target()) {
                        case "/wait" -> waiting.complete(exchange);
                        case "/now" -> exchange.send(Responses.text(200, "now"));
                        default ->
                            WholeBody.receive(
                                    request,
                                    exchange,
                                    100_000,
                                    (body, trailers) -> exchange.send(Responses.text(200, "got " + body.length())));
                    }
                });
                Peer peer = server.connect()) {
            peer.write("GET /wait HTTP/1.1\r\nHost: a\r\n\r\n");
            Exchange exchange = waiting.get(20, TimeUnit.SECONDS);
            String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: " + (2 * RECORD - 100) + "\r\n";
            head += "X: " + "x".repeat(100 - head.length() - 7) + "\r\n\r\n";
            peer.write(head + "y".repeat(RECORD - head.length()));
            peer.write("z".repeat(RECORD));
            for (int i = 0; i < 4; i++) { // every loop has seen what has come
                assertThat(server.talk("GET /now HTTP/1.1\r\nHost: a\r\n\r\n")).endsWith("now");
            }
            exchange.execute(() -> exchange.send(Responses.text(200, "first")));
            assertThat(peer.answer()).endsWith("first");
            assertThat(peer.answer()).endsWith("got 19900");
        }
    }
}
