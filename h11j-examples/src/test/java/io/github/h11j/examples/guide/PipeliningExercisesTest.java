package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static io.github.h11j.examples.guide.Taking.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.RemoteProtocolException;
import io.github.h11j.Response;
import io.github.h11j.Violation;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/pipelining.md. */
class PipeliningExercisesTest {

    @Test
    void exercise_1_keep_alive_of_HTTP_1_0_is_answered_with_keep_alive() {
        Connection server = asked("GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n");
        assertThat(text(server.send(new Response(204, Headers.EMPTY), new EndOfMessage())))
                .contains("Connection: keep-alive\r\n");
        assertThat(server.isReusable()).isTrue();
    }

    /** It was sent before the request, whatever it is: an answer to that request it cannot be (RFC 9112 §9.2). */
    @Test
    void exercise_2_what_comes_before_the_request_is_not_its_answer() {
        Connection client = Connection.client();
        client.receiveData(bytes("HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n"));
        assertThatThrownBy(client::nextEvent).isInstanceOfSatisfying(RemoteProtocolException.class, e -> {
            assertThat(e.violation()).isEqualTo(Violation.UNSOLICITED_RESPONSE);
            assertThat(e.unsolicitedStatus()).hasValue(408);
        });
        assertThat(client.isReusable()).isFalse();
    }

    @Test
    void exercise_3_the_next_cycle_is_refused_and_says_why() {
        Connection server = asked(GET);
        server.send(new Response(204, Headers.of("Connection", "close")), new EndOfMessage());
        assertThatThrownBy(server::startNextCycle).isInstanceOfSatisfying(LocalProtocolException.class, e -> {
            assertThat(e.violation()).isEqualTo(Violation.NOT_REUSABLE);
            assertThat(e.getMessage()).contains("We sent \"Connection: close\".");
        });
        assertThat(names(server)).containsExactly("NEED_DATA");
    }
}
