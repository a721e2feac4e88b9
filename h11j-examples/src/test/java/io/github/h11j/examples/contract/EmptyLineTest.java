package io.github.h11j.examples.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Request;
import io.github.h11j.handler.Exchange;
import io.github.h11j.handler.Responses;
import io.github.h11j.handler.WholeBody;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §2.2: empty lines before a request are ignored, by the timers too. */
@Timeout(60)
class EmptyLineTest {

    static Stream<Arguments> cases() {
        return Stream.of(Kind.values()).flatMap(kind -> Stream.of(1, 2).map(count -> Arguments.of(kind, count)));
    }

    private static void answer(Request request, Exchange exchange) {
        WholeBody.receive(
                request, exchange, 10, (body, trailers) -> exchange.send(Responses.bytes(200, "text/plain", body)));
    }

    /** A head that had begun would be answered with 408; that nothing comes is the end of an idle connection. */
    @ParameterizedTest
    @MethodSource("cases")
    void an_empty_line_in_its_own_segment_begins_no_request(Kind kind, int count) throws Exception {
        int unit = kind.isTls() ? 20 : 1; // a handshake has as long as a head
        Kind.Rules rules = Kind.Rules.USUAL.withTimeouts(Duration.ofMillis(150 * unit), Duration.ofMillis(100 * unit));
        try (Kind.Running server = kind.start(EmptyLineTest::answer, rules);
                Peer peer = server.connect()) {
            peer.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
            assertThat(peer.answer()).startsWith("HTTP/1.1 200 ").endsWith("hi");
            peer.write("\r\n".repeat(count));
            assertThat(peer.readAll()).isEmpty();
        }
    }

    @ParameterizedTest
    @MethodSource("cases")
    void a_request_after_it_is_answered(Kind kind, int count) throws Exception {
        try (Kind.Running server = kind.start(EmptyLineTest::answer);
                Peer peer = server.connect()) {
            for (int i = 0; i < 3; i++) {
                peer.write("\r\n".repeat(count));
                peer.write("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 2\r\n\r\nhi");
                assertThat(peer.answer()).startsWith("HTTP/1.1 200 ").endsWith("hi");
            }
        }
    }
}
