package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/rfc-by-example.md. */
class RfcByExampleExercisesTest {

    /** What a server reads, or by which rule it refuses. */
    private static String read(Policy policy, String text) {
        Connection server = Connection.server(policy);
        server.receiveData(bytes(text));
        try {
            return String.join(" ", names(server));
        } catch (RemoteProtocolException e) {
            return e.violation().name();
        }
    }

    @Test
    void exercise_1_of_the_shortest_request_no_byte_can_be_left_out() {
        String shortest = "A / HTTP/1.1\r\nHost:\r\n\r\n";
        assertThat(read(Policy.STRICT, shortest)).isEqualTo("Request EndOfMessage NEED_DATA");
        for (int i = 0; i < shortest.length(); i++) {
            String shorter = shortest.substring(0, i) + shortest.substring(i + 1);
            assertThat(read(Policy.STRICT, shorter)).as(shorter).doesNotContain("Request");
        }
    }

    @Test
    void exercise_2_a_browser_may_be_careless_in_the_target_alone() {
        String target = "GET /a|b HTTP/1.1\r\nHost: a\r\n\r\n";
        String name = "GET / HTTP/1.1\r\nHost: a\r\na[b: c\r\n\r\n";
        assertThat(read(Policy.STRICT, target)).isEqualTo("TARGET_CHARACTER");
        assertThat(read(Policy.BROWSER_FACING_SERVER, target)).startsWith("Request");
        for (Policy policy : List.of(Policy.STRICT, Policy.BROWSER_FACING_SERVER, Policy.H11)) {
            assertThat(read(policy, name)).isEqualTo("BAD_FIELD_NAME");
        }
    }

    @Test
    void exercise_3_the_same_bytes_are_forgiven_in_a_response_that_is_the_last() {
        String fault = "A : b\r\n\r\n";
        assertThat(read(Policy.H11, "GET / HTTP/1.1\r\nHost: a\r\n" + fault)).isEqualTo("WHITESPACE_BEFORE_COLON");
        Connection client = Connection.client(Policy.TOLERANT_CLIENT);
        client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        client.receiveData(bytes("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n" + fault));
        assertThat(names(client)).startsWith("Response", "EndOfMessage");
        assertThat(client.isReusable()).isFalse();
    }
}
