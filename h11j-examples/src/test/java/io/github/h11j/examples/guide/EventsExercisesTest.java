package io.github.h11j.examples.guide;

import static io.github.h11j.examples.guide.Taking.events;
import static io.github.h11j.examples.guide.Taking.text;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/events.md. */
class EventsExercisesTest {

    private static final Request CHUNKED =
            new Request("POST", "/", Headers.of("Host", "a", "Transfer-Encoding", "chunked"));

    @Test
    void exercise_1_five_bytes_one_by_one_are_five_Data_that_are_hello() {
        byte[] wire = Connection.client()
                .send(
                        new Request("POST", "/notes", Headers.of("Host", "example.com", "Content-Length", "5")),
                        Data.utf8("hello"),
                        new EndOfMessage());
        Connection server = Connection.server();
        int count = 0;
        StringBuilder body = new StringBuilder();
        for (byte each : wire) {
            server.receiveData(new byte[] {each});
            for (NextEvent next : events(server)) {
                if (next instanceof Data data) {
                    count++;
                    body.append(data.bytes().toString(StandardCharsets.UTF_8));
                }
            }
        }
        assertThat(count).isEqualTo(5);
        assertThat(body).hasToString("hello");
    }

    /** A chunk of size 0 is the last one: it would end the message. */
    @Test
    void exercise_2_an_empty_Data_has_no_bytes() {
        byte[] wire =
                Connection.client().send(CHUNKED, Data.utf8("a"), Data.utf8(""), Data.utf8("b"), new EndOfMessage());
        assertThat(text(wire)).endsWith("\r\n\r\n1\r\na\r\n1\r\nb\r\n0\r\n\r\n");
    }

    @Test
    void exercise_3_trailers_come_with_EndOfMessage() {
        Connection server = Connection.server();
        server.receiveData(
                Connection.client().send(CHUNKED, Data.utf8("a"), new EndOfMessage(Headers.of("Checksum", "97"))));
        assertThat(events(server)).contains(new EndOfMessage(Headers.of("Checksum", "97")));
    }
}
