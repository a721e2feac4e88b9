package io.github.h11j.examples.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Fields that are for one connection only, in places where one does not look for them. */
class ConnectionOptionsTest extends ProxyFixture {

    /** RFC 9110 §7.6.1: "remove any header or trailer field(s) from the message with the same name". */
    @ParameterizedTest
    @CsvSource({
        "BLOCKING, x-secret", "NIO, x-secret",
        "BLOCKING, 'close, X-Secret'", "NIO, 'close, X-Secret'"
    })
    void a_trailer_that_connection_names_in_the_head_is_not_forwarded(Io io, String options) throws Exception {
        String rest = "Connection: " + options + "\r\nTransfer-Encoding: chunked\r\n\r\n"
                + "1\r\na\r\n0\r\nX-Secret: t\r\nX-Sum: 1\r\n\r\n";
        CompletableFuture<String> received = new CompletableFuture<>();
        int upstream = played(peer -> {
            peer.head();
            received.complete(peer.readUntil("X-Sum: 1\r\n\r\n"));
            peer.write("HTTP/1.1 200 OK\r\n" + rest);
        });

        String answer = talk(reverse(io, upstream), "POST / HTTP/1.1\r\nHost: a\r\n" + rest);

        assertThat(received.get(20, TimeUnit.SECONDS)).isEqualTo("1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n");
        assertThat(answer).endsWith("\r\n\r\n1\r\na\r\n0\r\nX-Sum: 1\r\n\r\n");
    }
}
