package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.asking;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.h11j.Connection;
import io.github.h11j.Headers;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.State;
import io.github.h11j.Violation;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/errors.md. */
class ErrorsExercisesTest {

    private static RemoteProtocolException fault(Connection connection) {
        return catchThrowableOfType(RemoteProtocolException.class, () -> names(connection));
    }

    @Test
    void exercise_1_the_same_violation_again_whatever_follows() {
        Connection server = Connection.server();
        server.receiveData(bytes("G@T / HTTP/1.1\r\n\r\n"));
        assertThat(fault(server).violation()).isEqualTo(Violation.BAD_METHOD);
        assertThat(fault(server).violation()).isEqualTo(Violation.BAD_METHOD);
        server.receiveData(bytes(GET));
        assertThat(fault(server).violation()).isEqualTo(Violation.BAD_METHOD);
        assertThat(server.discardedBytes()).isGreaterThanOrEqualTo(GET.length());
    }

    @Test
    void exercise_2_no_answer_to_TLS_to_HTTP_2_from_a_client_and_once_a_response_has_begun() {
        Connection tls = Connection.server();
        tls.receiveData(new byte[] {0x16, 3, 1, 0, 5, 1});
        assertThat(tls.errorResponse(fault(tls))).isEmpty();

        Connection http2 = Connection.server();
        http2.receiveData(bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"));
        assertThat(http2.errorResponse(fault(http2))).isEmpty();

        Connection begun = asked("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n");
        begun.send(new Response(200, Headers.EMPTY));
        begun.receiveData(bytes("x\r\n"));
        assertThat(begun.errorResponse(fault(begun))).isEmpty();

        Connection client = asking("GET");
        client.receiveData(bytes("HTTP/1.1 abc\r\n\r\n"));
        assertThat(client.errorResponse(fault(client))).isEmpty();
    }

    @Test
    void exercise_3_a_cut_chunked_body_never_ends_wherever_it_is_cut() {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
        String body = "1\r\na\r\n1\r\nb\r\n0\r\n\r\n";
        for (int cut = 0; cut < body.length(); cut++) {
            Connection client = asking("GET");
            client.receiveData(bytes(head + body.substring(0, cut)));
            assertThat(names(client)).startsWith("Response").doesNotContain("EndOfMessage");
            client.receiveEof();
            assertThat(fault(client).violation()).isEqualTo(Violation.EOF_IN_CHUNKED_BODY);
            assertThat(client.theirState()).isEqualTo(State.ERROR);
        }
    }
}
