package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.ConnectionClosed;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Violation;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/closing.md. */
class ClosingExercisesTest {

    private static boolean mayClose(Connection connection) {
        try {
            connection.check(new ConnectionClosed());
            return true;
        } catch (LocalProtocolException e) {
            return false;
        }
    }

    @Test
    void exercise_1_a_server_may_close_when_it_owes_nothing() {
        Connection server = Connection.server();
        assertThat(mayClose(server)).isTrue(); // IDLE
        server.receiveData(bytes(GET));
        names(server);
        assertThat(mayClose(server)).isFalse(); // SEND_RESPONSE
        server.send(new Response(200, Headers.of("Content-Length", "2")));
        assertThat(mayClose(server)).isFalse(); // SEND_BODY
        server.send(Data.utf8("ok"), new EndOfMessage());
        assertThat(mayClose(server)).isTrue(); // DONE
        server.send(new ConnectionClosed());
        assertThat(mayClose(server)).isTrue(); // CLOSED
    }

    @Test
    void exercise_2_a_request_that_is_cut_off_is_an_error_that_can_be_answered() {
        Connection server = asked("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 5\r\n\r\nhel");
        server.receiveEof();
        assertThatThrownBy(server::nextEvent).isInstanceOfSatisfying(RemoteProtocolException.class, e -> {
            assertThat(e.violation()).isEqualTo(Violation.EOF_IN_BODY);
            assertThat(server.send(server.errorResponse(e))).isNotEmpty();
        });
    }

    @Test
    void exercise_3_what_follows_the_last_message_is_dropped_and_counted() {
        Connection server = asked("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\n");
        server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        server.receiveData(bytes(GET));
        assertThat(names(server)).containsExactly("NEED_DATA");
        assertThat(server.discardedBytes()).isEqualTo(GET.length());
    }
}
