package io.github.h11j.examples.guide;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Connection;
import io.github.h11j.Data;
import io.github.h11j.EndOfMessage;
import io.github.h11j.Headers;
import io.github.h11j.InformationalResponse;
import io.github.h11j.NextEvent;
import io.github.h11j.Request;
import io.github.h11j.Response;
import io.github.h11j.Signal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Solutions of the exercises of docs/guide/tutorial.md. */
class TutorialExercisesTest {

    private static byte[] get() {
        Request request = new Request("GET", "/hello", Headers.of("Host", "example.com"));
        return Connection.client().send(request, new EndOfMessage());
    }

    private static void read(Connection connection, byte[] bytes, List<String> events) {
        connection.receiveData(bytes);
        for (NextEvent next = connection.nextEvent(); !(next instanceof Signal); next = connection.nextEvent()) {
            events.add(next.getClass().getSimpleName());
        }
    }

    @Test
    void exercise_1_byte_by_byte_the_same_two_events_come_once_each() {
        Connection server = Connection.server();
        List<String> events = new ArrayList<>();
        for (byte each : get()) {
            read(server, new byte[] {each}, events);
        }
        assertThat(events).containsExactly("Request", "EndOfMessage");
    }

    @Test
    void exercise_2_the_response_to_HEAD_has_the_head_alone() {
        Connection server = Connection.server();
        read(server, "HEAD / HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1), new ArrayList<>());
        byte[] answer = server.send(
                new Response(200, Headers.of("Content-Type", "text/plain")), Data.utf8("Hello\n"), new EndOfMessage());
        assertThat(new String(answer, StandardCharsets.ISO_8859_1))
                .startsWith("HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\n")
                .endsWith("\r\n\r\n")
                .doesNotContain("Hello");
    }

    @Test
    void exercise_3_the_client_waits_until_the_server_has_sent_100() {
        Connection client = Connection.client();
        Connection server = Connection.server();
        Headers fields = Headers.of("Host", "a", "Content-Length", "5", "Expect", "100-continue");
        read(server, client.send(new Request("POST", "/", fields)), new ArrayList<>());
        assertThat(server.theyAreWaitingFor100Continue()).isTrue();
        server.send(new InformationalResponse(100, Headers.EMPTY));
        assertThat(server.theyAreWaitingFor100Continue()).isFalse();
    }
}
