package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.GET;
import static io.github.h11j.examples.guide.Taking.asked;
import static io.github.h11j.examples.guide.Taking.asking;
import static io.github.h11j.examples.guide.Taking.bytes;
import static io.github.h11j.examples.guide.Taking.names;
import static io.github.h11j.examples.guide.Taking.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.LocalProtocolException;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Violation;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Solutions of the exercises of docs/guide/framing.md. */
class FramingExercisesTest {

    @ParameterizedTest
    @CsvSource({"26,1a", "4096,1000"})
    void exercise_1_the_size_in_hexadecimal(int length, String size) {
        Connection server = asked(GET);
        server.send(new Response(200, Headers.EMPTY));
        assertThat(text(server.send(Data.of(new byte[length])))).startsWith(size + "\r\n\0");
    }

    /** If its end were the end of the stream, the server could not answer "ok" before the client is gone. */
    @Test
    void exercise_2_a_request_without_framing_has_no_body() {
        Connection client = Connection.client();
        client.send(new Request("POST", "/", Headers.of("Host", "a")));
        assertThatThrownBy(() -> client.send(Data.utf8("hello"), new EndOfMessage()))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BODY_TOO_LONG));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, 'HTTP/1.1 204 No Content\r\nContent-Length: 5\r\n\r\n', false",
        "HEAD, 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n', false",
        "GET, 'HTTP/1.1 200 OK\r\n\r\nhello', true"
    })
    void exercise_3_only_the_last_one_has_a_body(String method, String response, boolean body) {
        Connection client = asking(method);
        client.receiveData(bytes(response));
        client.receiveEof();
        assertThat(names(client).contains("Data")).isEqualTo(body);
    }
}
