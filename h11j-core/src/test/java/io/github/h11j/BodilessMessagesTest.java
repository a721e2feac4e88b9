package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.GET;
import static io.github.h11j.SendViolationCases.GET_BYTES;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Messages that have no body: no bytes are no content wherever there may be none, and HEAD is answered like GET. */
class BodilessMessagesTest {

    private static final Data NO_BYTES = Data.utf8("");
    private static final Data HI = Data.utf8("hi");
    private static final String HEAD_BYTES = GET_BYTES.replace("GET", "HEAD");
    private static final List<Policy> POLICIES =
            List.of(Policy.STRICT, Policy.H11, Policy.STRICT.without(Option.LEAVE_OUT_WHAT_MAY_NOT_BE_SENT));

    private static Connection server(Policy policy, String received) {
        Connection server = Connection.server(policy);
        receive(received).accept(server);
        return server;
    }

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    @ParameterizedTest
    @EnumSource
    void no_bytes_are_no_content(SendPath path) {
        List<String> requests = List.of(
                GET_BYTES, HEAD_BYTES, head("GET / HTTP/1.0"), head("GET / HTTP/1.0", "Connection: keep-alive"));
        for (Policy policy : POLICIES) {
            for (String request : requests) {
                for (int status : new int[] {200, 204, 205, 304, 404}) {
                    Response response = response(status, "Content-Length", "0");
                    byte[] without = server(policy, request).send(response, END);
                    Connection server = server(policy, request);
                    List<Event> events = List.of(response, NO_BYTES, NO_BYTES, END);
                    server.check(response, NO_BYTES, NO_BYTES, END);
                    assertThat(text(path.send(server, events)))
                            .as("%d to %s", status, request)
                            .isEqualTo(text(without));
                    assertThat(server.ourState()).isIn(State.DONE, State.MUST_CLOSE);
                }
            }
            Connection client = Connection.client(policy);
            client.check(GET, NO_BYTES, END);
            assertThat(text(path.send(client, List.of(GET, NO_BYTES, END)))).isEqualTo(GET_BYTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_byte_is_content(SendPath path) {
        for (int status : new int[] {204, 205}) {
            Connection server = server(Policy.STRICT, GET_BYTES);
            assertThatThrownBy(() -> path.send(server, List.of(response(status), NO_BYTES, HI, END)))
                    .isInstanceOfSatisfying(
                            LocalProtocolException.class,
                            e -> assertThat(e.violation()).isEqualTo(Violation.BODY_NOT_ALLOWED));
        }
    }

    @ParameterizedTest
    @EnumSource
    void one_handler_serves_get_and_head(SendPath path) {
        List<Response> responses = List.of(
                response(200, "Content-Length", "4"),
                response(200),
                response(200, "Transfer-Encoding", "chunked"),
                response(404, "Connection", "close", "Content-Length", "4"));
        for (Policy policy : POLICIES) {
            for (Response response : responses) {
                for (boolean trailers : new boolean[] {false, true}) {
                    boolean chunked = !response.headers().contains("Content-Length");
                    EndOfMessage end = trailers && chunked ? new EndOfMessage(Headers.of("a", "b")) : END;
                    List<Event> events = List.of(response, HI, NO_BYTES, HI, end);
                    String full = text(path.send(server(policy, GET_BYTES), events));
                    Connection head = server(policy, HEAD_BYTES);
                    head.check(response, HI, NO_BYTES, HI, end);
                    assertThat(text(path.send(head, events)))
                            .isEqualTo(full.substring(0, full.indexOf("\r\n\r\n") + 4));
                    assertThat(head.ourState()).isIn(State.DONE, State.MUST_CLOSE);
                }
            }
        }
    }

    @Test
    void the_answer_after_that_to_head_has_its_body_again() {
        for (Policy policy : POLICIES) {
            Connection server = server(policy, HEAD_BYTES + GET_BYTES);
            server.send(response(200, "Content-Length", "2"), HI, END);
            server.startNextCycle();
            Talk.drain(server);
            assertThat(text(server.send(response(200, "Content-Length", "2"), HI, END)))
                    .endsWith("\r\n\r\nhi");
        }
    }

    /** Every request, in every state that it leads to, with what a server does when its handler fails. */
    @Test
    void what_an_error_response_returns_can_be_sent_and_where_it_returns_nothing_nothing_is_sent() {
        List<String> received = new ArrayList<>(List.of("", "GET", GET_BYTES.substring(0, 9), "nonsense\r\n\r\n"));
        for (String method : List.of("GET", "HEAD", "POST", "OPTIONS", "CONNECT")) {
            String target = method.equals("CONNECT") ? "a:1" : "/";
            for (String version : List.of("0", "1", "5")) {
                String start = method + " " + target + " HTTP/1." + version + "\r\nHost: a\r\n";
                received.add(start + "\r\n");
                received.add(start + "Connection: keep-alive\r\n\r\n");
                received.add(start + "Connection: close\r\n\r\n");
                received.add(start + "Connection: upgrade\r\nUpgrade: x\r\n\r\n");
                received.add(start + "Expect: 100-continue\r\nContent-Length: 3\r\n\r\n");
                received.add(start + "Content-Length: 3\r\n\r\nab");
                received.add(start + "Content-Length: x\r\n\r\n");
                received.add(start + "Bad Name: x\r\n\r\n");
            }
        }
        for (Policy policy : POLICIES) {
            for (String request : received) {
                for (int before = 0; before < 5; before++) {
                    Connection server = answering(policy, request, before);
                    State state = server.ourState();
                    List<Event> events = server.errorResponse(500, "no");
                    String what = request + " in " + state;
                    assertThat(events.isEmpty())
                            .as(what)
                            .isEqualTo(state != State.IDLE && state != State.SEND_RESPONSE);
                    assertThatCode(() -> server.check(events)).as(what).doesNotThrowAnyException();
                    byte[] sent = server.send(events);
                    assertThat(sent.length == 0).as(what).isEqualTo(events.isEmpty());
                    assertThat(server.ourState()).as(what).isEqualTo(events.isEmpty() ? state : State.MUST_CLOSE);
                }
            }
        }
    }

    /** A server that has received a request, or what there is of it, and has answered nothing, or a part. */
    private static Connection answering(Policy policy, String request, int before) {
        Connection server = Connection.server(policy);
        server.receiveData(request.getBytes(ISO_8859_1));
        Talk.drain(server);
        switch (before) {
            case 1 -> server.receiveAbort();
            case 2 -> server.receiveEof();
            case 3 -> server.send(response(404, "Content-Length", "2"));
            case 4 -> server.send(response(404, "Content-Length", "2"), HI, END);
            default -> {}
        }
        Talk.drain(server);
        return server;
    }
}
