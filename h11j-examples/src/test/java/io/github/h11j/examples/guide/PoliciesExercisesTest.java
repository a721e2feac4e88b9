package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Limits;
import io.github.h11j.Policy;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Role;
import io.github.h11j.Violation;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/policies.md. */
class PoliciesExercisesTest {

    /** Of each another recipient could read a different message, so the connection is not used again. */
    @Test
    void exercise_1_three_are_tolerable_in_responses_alone() {
        assertThat(Arrays.stream(Violation.values())
                        .filter(each -> each.isTolerable(Role.SERVER) && !each.isTolerable(Role.CLIENT)))
                .containsExactly(
                        Violation.WHITESPACE_BEFORE_COLON, Violation.MISSING_COLON, Violation.BAD_CHUNK_LINE_END);
    }

    private static RemoteProtocolException refused(String line) {
        Connection server = Connection.server(Policy.STRICT.with(Limits.DEFAULT.withRequestLine(20)));
        server.receiveData(bytes(line + "\r\nHost: a\r\n\r\n"));
        try {
            names(server);
        } catch (RemoteProtocolException e) {
            return e;
        }
        throw new AssertionError("accepted: " + line);
    }

    @Test
    void exercise_2_the_byte_after_the_limit_is_at_fault_and_the_status_says_in_which_part() {
        Connection server = Connection.server(Policy.STRICT.with(Limits.DEFAULT.withRequestLine(20)));
        server.receiveData(bytes("GET /123456 HTTP/1.1\r\nHost: a\r\n\r\n")); // 20 bytes
        assertThat(names(server)).startsWith("Request");

        assertThat(refused("GET /1234567 HTTP/1.1").offset()).hasValue(20);
        assertThat(refused("M".repeat(21)).statusHint()).isEqualTo(501);
        assertThat(refused("GET /" + "t".repeat(20)).statusHint()).isEqualTo(414);
    }

    @Test
    void exercise_3_a_listener_hears_of_each_and_the_connection_is_not_used_again() {
        List<Violation> tolerated = new ArrayList<>();
        Connection client = Connection.client(
                Policy.TOLERANT_CLIENT.with((sender, violation, offset, excerpt) -> tolerated.add(violation)));
        client.send(new Request("HEAD", "/", Headers.of("Host", "a")), new EndOfMessage());
        client.receiveData(bytes("HTTP/1.1  200 OK\nA : b\n\n"));
        assertThat(names(client)).startsWith("Response", "EndOfMessage");
        assertThat(tolerated)
                .contains(Violation.EXTRA_SPACE_BEFORE_STATUS, Violation.BARE_LF, Violation.WHITESPACE_BEFORE_COLON);
        assertThat(client.isReusable()).isFalse();
        assertThatThrownBy(client::startNextCycle).hasMessageContaining("differently");
    }
}
