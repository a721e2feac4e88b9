package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110 §8.6: equal values of Content-Length become one, so that a proxy can pass the message on. */
class OneContentLengthTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";

    private static String lines(String fields) {
        return fields.replace("|", "\r\n") + "\r\n\r\n";
    }

    private static Transcript head(Policy policy, String fields) {
        return Playback.playEveryCut(Role.SERVER, policy, Setup.HEAD_SENT, Wire.bytes(OK + lines(fields)), Ending.OPEN);
    }

    private static Response passedOn(Transcript transcript) {
        Response response = transcript.events(Response.class).get(0);
        Connection server = Talk.serverAfter("HEAD / HTTP/1.1\r\nHost: a\r\n\r\n");
        Talk.drain(server);
        server.send(response, new EndOfMessage());
        return response;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A: b|Content-Length: 5, 5|C: d",
                "A: b|Content-Length: 5,5 ,\t5|C: d",
                "A: b|Content-Length: 5|C: d|content-length: 5",
                "A: b|Content-Length: 5|C: d|Content-Length: 5, 5|Content-Length: 5"
            })
    void equal_lengths_are_one_at_the_place_of_the_first(String fields) {
        Headers expected = Headers.of("A", "b", "Content-Length", "5", "C", "d");
        String message = lines(fields) + "hello";
        for (Policy policy : List.of(Policy.STRICT, Policy.H11, Policy.TOLERANT_CLIENT)) {
            Transcript response = Playback.fromServer(policy, OK + message);
            assertThat(response.body()).isEqualTo("hello");
            assertThat(passedOn(response).headers()).isEqualTo(expected);
            assertThat(passedOn(head(policy, fields)).headers()).isEqualTo(expected);
        }
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.REPEATED_CONTENT_LENGTH);
        for (Policy policy : List.of(tolerant, Policy.H11)) {
            String request = "POST / HTTP/1.1\r\nHost: a\r\n" + message;
            Transcript transcript = Playback.fromClient(policy, request);
            assertThat(transcript.events(Request.class).get(0).headers())
                    .isEqualTo(Headers.of("Host", "a", "A", "b", "Content-Length", "5", "C", "d"));
        }
    }

    @Test
    void a_length_in_trailers_that_are_not_checked_is_one_too() {
        Transcript transcript = Playback.fromServer(
                Policy.H11, OK + "Transfer-Encoding: chunked\r\n\r\n0\r\nContent-Length: 5, 5\r\nA: b\r\n\r\n");
        assertThat(transcript.events(EndOfMessage.class))
                .containsExactly(new EndOfMessage(Headers.of("Content-Length", "5", "A", "b")));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5",
                "Content-Length: 5, 6",
                "Content-Length: x, x",
                "Content-Length: 5, 05",
                "A: b"
            })
    void where_there_is_no_body_another_length_stays_as_it_is(String fields) {
        Response response = head(Policy.STRICT, fields).events(Response.class).get(0);
        assertThat(response.headers()).hasToString("[" + fields + "]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Content-Length: 5, 6",
                "Content-Length: 5|Content-Length: 05",
                "Content-Length: 5,",
                "Content-Length: ,5"
            })
    void lengths_that_are_not_equal_and_valid_are_refused(String fields) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11, Policy.TOLERANT_CLIENT)) {
            assertThat(Playback.fromServer(policy, OK + lines(fields)).isAccepted())
                    .isFalse();
        }
    }

    @Test
    void two_framings_of_a_body_that_does_not_come_are_not_ambiguous() {
        Connection client = Connection.client();
        Setup.HEAD_SENT.prepare(client);
        client.receiveData(Latin1.bytes(OK + "Content-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n"));
        assertThat(client.nextEvent())
                .isEqualTo(new Response(200, "OK", Headers.of("Content-Length", "5", "Transfer-Encoding", "chunked")));
        assertThat(client.nextEvent()).isEqualTo(new EndOfMessage());
        assertThat(client.closeReason()).isEmpty();
        client.startNextCycle();
    }
}
