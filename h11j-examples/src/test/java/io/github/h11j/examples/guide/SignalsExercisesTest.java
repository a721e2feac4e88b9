package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.PauseReason;
import io.github.h11j.Request;
import io.github.h11j.Response;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/signals.md. */
class SignalsExercisesTest {

    @Test
    void exercise_1_all_but_the_first_wait_and_each_answer_frees_one() {
        Connection server = Connection.server();
        server.receiveData(bytes(GET.repeat(1000)));
        assertThat(names(server)).containsExactly("Request", "EndOfMessage", "PAUSED");
        assertThat(server.bufferedBytes()).isEqualTo(999 * GET.length());
        for (int waiting = 998; waiting >= 0; waiting--) {
            server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
            server.startNextCycle();
            assertThat(names(server)).startsWith("Request", "EndOfMessage");
            assertThat(server.bufferedBytes()).isEqualTo(waiting * GET.length());
        }
    }

    /** What comes next is a byte of the tunnel if the answer is 200, and of HTTP if not: only the answer decides. */
    @Test
    void exercise_2_after_CONNECT_the_answer_decides_what_the_next_byte_is() {
        Connection proxy = Connection.server();
        proxy.receiveData(bytes("CONNECT a:443 HTTP/1.1\r\nHost: a:443\r\n\r\n"));
        assertThat(names(proxy)).endsWith("PAUSED");
        assertThat(proxy.pauseReason()).contains(PauseReason.SWITCH_PROPOSED);
    }

    /** Only 100 says that the body is wanted (RFC 9110 §15.2.1). */
    @Test
    void exercise_3_a_103_does_not_end_the_waiting() {
        Connection client = Connection.client();
        Connection server = Connection.server();
        server.receiveData(client.send(
                new Request("PUT", "/", Headers.of("Host", "a", "Content-Length", "5", "Expect", "100-continue"))));
        names(server);
        client.receiveData(server.send(new InformationalResponse(103, Headers.EMPTY)));
        names(client);
        assertThat(client.clientIsWaitingFor100Continue()).isTrue();
        client.receiveData(server.send(new InformationalResponse(100, Headers.EMPTY)));
        names(client);
        assertThat(client.clientIsWaitingFor100Continue()).isFalse();
    }
}
