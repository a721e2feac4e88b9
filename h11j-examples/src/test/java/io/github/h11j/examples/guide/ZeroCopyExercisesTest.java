package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.bytes;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Bytes;
import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Response;
import io.github.h11j.State;
import io.github.h11j.Violation;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/zero-copy.md. */
class ZeroCopyExercisesTest {

    @Test
    void exercise_1_the_buffer_of_the_body_is_the_array() {
        byte[] page = bytes("Hello");
        List<ByteBuffer> buffers = asked(GET)
                .sendWithDataPassthrough(
                        new Response(200, Headers.EMPTY), new Data(Bytes.wrap(page)), new EndOfMessage());
        page[0] = 'J';
        assertThat(StandardCharsets.ISO_8859_1.decode(buffers.get(1)).toString())
                .isEqualTo("Jello");
    }

    @Test
    void exercise_2_a_length_that_does_not_fit_is_refused_and_nothing_has_changed() {
        Connection server = asked(GET);
        assertThatThrownBy(() -> server.sendBody(5, new Response(200, Headers.of("Content-Length", "3"))))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BODY_TOO_LONG));
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
        assertThat(server.sentBytes()).isZero();
    }

    @Test
    void exercise_3_detached_bytes_are_a_copy() {
        byte[] memory = bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 11\r\n\r\nhello");
        Connection server = Connection.server();
        server.receiveBorrowed(ByteBuffer.wrap(memory));
        server.nextEvent();
        Bytes kept = ((Data) server.nextEvent()).bytes().detach();
        server.endLease();
        Arrays.fill(memory, (byte) 'x');
        assertThat(kept).isEqualTo(Bytes.utf8("hello"));
    }
}
