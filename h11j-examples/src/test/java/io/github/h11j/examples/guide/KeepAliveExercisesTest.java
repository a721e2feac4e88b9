package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.Response;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/keepalive.md. */
class KeepAliveExercisesTest {

    private static String threeCalls(Response head) {
        Connection server = asked(GET);
        return text(server.send(head)) + text(server.send(Data.utf8("Hello"))) + text(server.send(new EndOfMessage()));
    }

    private static String oneCall(Response head) {
        return text(asked(GET).send(head, Data.utf8("Hello"), new EndOfMessage()));
    }

    /** Of one call it knows the length; of three it does not, and sends chunks. */
    @Test
    void exercise_1_three_calls_are_three_arrays_and_other_bytes() {
        Response head = new Response(200, Headers.EMPTY);
        assertThat(oneCall(head)).contains("Content-Length: 5\r\n");
        assertThat(threeCalls(head)).contains("Transfer-Encoding: chunked\r\n").endsWith("5\r\nHello\r\n0\r\n\r\n");
    }

    /** So no test of bytes, and no state, can tell that the three were written one by one. */
    @Test
    void exercise_2_with_its_length_given_the_bytes_are_the_same_however_they_are_written() {
        Response head = new Response(200, Headers.of("Content-Length", "5"));
        assertThat(threeCalls(head)).isEqualTo(oneCall(head));
    }

    @Test
    void exercise_3_both_sockets_have_the_option_off_until_somebody_turns_it_on() throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                Socket client = new Socket(listener.getInetAddress(), listener.getLocalPort());
                Socket accepted = listener.accept()) {
            assertThat(client.getTcpNoDelay()).isFalse();
            assertThat(accepted.getTcpNoDelay()).isFalse();
        }
    }
}
