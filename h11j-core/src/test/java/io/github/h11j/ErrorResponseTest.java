package io.github.h11j;

import static io.github.h11j.SendViolationCases.GET_BYTES;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.receive;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A server's answer of its own, with fields of the server. What it is without them is in {@link LifeCycleTest}. */
class ErrorResponseTest {

    private static final Headers DATE = Headers.of("Date", "Sun, 06 Nov 1994 08:49:37 GMT", "Server", "x");

    private static Connection server() {
        Connection server = Connection.server();
        receive(GET_BYTES).accept(server);
        return server;
    }

    @Test
    void the_fields_of_the_server_come_first() {
        Connection server = Connection.server();
        server.receiveData(Latin1.bytes("GET / HTTP/1.1\r\n\r\n"));
        RemoteProtocolException error = assertThrows(RemoteProtocolException.class, server::nextEvent);
        assertThat(new String(server.send(server.errorResponse(error, DATE)), ISO_8859_1))
                .isEqualTo(head(
                                "HTTP/1.1 400 Bad Request",
                                "Date: Sun, 06 Nov 1994 08:49:37 GMT",
                                "Server: x",
                                "Content-Type: text/plain; charset=utf-8",
                                "Content-Length: 41",
                                "Connection: close")
                        + "an HTTP/1.1 request without a Host field\n");
    }

    @Test
    void a_content_type_of_the_server_takes_the_place_of_text() {
        Connection server = server();
        assertThat(new String(
                        server.send(server.errorResponse(503, "{}", Headers.of("content-type", "application/json"))),
                        ISO_8859_1))
                .isEqualTo(head(
                                "HTTP/1.1 503 Service Unavailable",
                                "content-type: application/json",
                                "Content-Length: 3",
                                "Connection: close")
                        + "{}\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length", "transfer-encoding", "CONNECTION"})
    void fields_that_are_set_anyway_are_refused(String name) {
        Connection server = server();
        assertThatThrownBy(() -> server.errorResponse(500, "", Headers.of(name, "close")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("error response");
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
    }

    @Test
    void what_could_not_be_sent_is_not_returned() {
        Connection server = server();
        assertThatThrownBy(() -> server.errorResponse(426, "use another protocol"))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.MISSING_UPGRADE));
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
        List<Event> answer = server.errorResponse(426, "use another protocol", Headers.of("Upgrade", "a"));
        assertThat(new String(server.send(answer), ISO_8859_1))
                .contains("\r\nUpgrade: a\r\n")
                .contains("\r\nConnection: close, upgrade\r\n");
    }

    @ParameterizedTest
    @CsvSource({"STRICT", "H11"})
    void what_is_returned_can_be_sent_whatever_was_asked_for(String name) {
        Policy policy = name.equals("H11") ? Policy.H11 : Policy.STRICT;
        for (String request : List.of(
                "",
                GET_BYTES,
                head("HEAD / HTTP/1.0"),
                head("CONNECT a:1 HTTP/1.1", "Host: a:1"),
                head("POST / HTTP/1.1", "Host: a", "Content-Length: 1", "Expect: 100-continue"),
                head("GET / HTTP/1.1", "Host: a", "Connection: upgrade", "Upgrade: b"))) {
            for (int status = 400; status < 600; status++) {
                if (status != 426) {
                    Connection server = Connection.server(policy);
                    if (!request.isEmpty()) {
                        receive(request).accept(server);
                    }
                    assertThat(server.send(server.errorResponse(status, "text", DATE)))
                            .isNotEmpty();
                }
            }
        }
    }

    @Test
    void a_listener_that_failed_is_answered_with_500() {
        Connection server = Connection.server(Policy.H11.with((sender, violation, offset, excerpt) -> {
            throw new IllegalStateException("mine");
        }));
        server.receiveData(Latin1.bytes("GET / HTTP/1.1\nHost: a\n\n"));
        assertThatThrownBy(server::nextEvent).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(server::nextEvent).isInstanceOfSatisfying(RemoteProtocolException.class, e -> {
            assertThat(e.violation()).isEqualTo(Violation.READING_ABANDONED);
            assertThat(server.send(server.errorResponse(e)))
                    .asString(ISO_8859_1)
                    .startsWith("HTTP/1.1 500 Internal Server Error\r\n");
        });
    }
}
