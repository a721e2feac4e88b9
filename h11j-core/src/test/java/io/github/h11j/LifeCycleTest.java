package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.GET;
import static io.github.h11j.SendViolationCases.GET_BYTES;
import static io.github.h11j.SendViolationCases.POST_5;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.informational;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.request;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Cycles, close reasons, error responses and what a connection tells of itself. */
class LifeCycleTest {

    private static final String OK = head("HTTP/1.1 200 OK", "Content-Length: 0");

    private static Connection client(String received) {
        Connection client = Connection.client();
        client.send(GET, END);
        receive(received).accept(client);
        return client;
    }

    private static Connection server(String received) {
        Connection server = Connection.server();
        receive(received).accept(server);
        return server;
    }

    private static RemoteProtocolException error(Connection connection, String bytes) {
        connection.receiveData(bytes.getBytes(ISO_8859_1));
        RemoteProtocolException error = catchThrowableOfType(RemoteProtocolException.class, () -> {
            while (connection.nextEvent() instanceof Event) {
                // on to the error
            }
        });
        assertThat(error).isNotNull();
        return error;
    }

    @Test
    void a_101_that_names_no_protocol_switches_to_none() {
        Connection client = Connection.client();
        client.send(
                new Request("GET", "/", Headers.of("Host", "a", "Connection", "upgrade", "Upgrade", "x")),
                new EndOfMessage());
        client.receiveData(Latin1.bytes("HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\n\r\n"));

        assertThatThrownBy(client::nextEvent)
                .isInstanceOfSatisfying(
                        RemoteProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.SWITCH_NOT_OFFERED));
    }

    @Test
    void a_new_connection_knows_its_roles_and_is_idle() {
        Connection client = Connection.client();
        assertThat(client.ourRole()).isEqualTo(Role.CLIENT);
        assertThat(client.theirRole()).isEqualTo(Role.SERVER);
        assertThat(Connection.server().ourRole()).isEqualTo(Role.SERVER);
        assertThat(Connection.server().theirRole()).isEqualTo(Role.CLIENT);
        assertThat(client.state(Role.CLIENT)).isEqualTo(State.IDLE);
        assertThat(client.state(Role.SERVER)).isEqualTo(State.IDLE);
        assertThat(client.theirHttpVersion()).isEmpty();
        assertThat(client.closeReason()).isEmpty();
        assertThat(client.isReusable()).isFalse();
        assertThat(client.trailingData()).isEqualTo(new TrailingData(Bytes.EMPTY, false));
    }

    @Test
    void the_response_to_a_client_that_has_closed_its_side_says_close() {
        Connection server = server(GET_BYTES);
        server.receiveEof();
        assertThat(server.nextEvent()).isInstanceOf(ConnectionClosed.class);
        assertThat(new String(server.send(response(200, "Content-Length", "0"), END), ISO_8859_1))
                .isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: close"));
    }

    @Test
    void a_policy_for_clients_is_refused_by_servers() {
        assertThatIllegalArgumentException().isThrownBy(() -> Connection.server(Policy.TOLERANT_CLIENT));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> Connection.server(Policy.TOLERANT_CLIENT.without(Option.CHECK_TRAILERS)));
        assertThat(Connection.client(Policy.TOLERANT_CLIENT).ourState()).isEqualTo(State.IDLE);
    }

    @Test
    void one_cycle_follows_another_on_both_sides() {
        Connection client = Connection.client();
        Connection server = Connection.server();
        for (int cycle = 0; cycle < 3; cycle++) {
            server.receiveData(client.send(POST_5, Data.utf8("12345"), END));
            assertThat(server.nextEvent()).isEqualTo(POST_5);
            assertThat(server.theirHttpVersion()).contains(HttpVersion.HTTP_1_1);
            assertThat(((Data) server.nextEvent()).bytes()).isEqualTo(Bytes.utf8("12345"));
            assertThat(server.nextEvent()).isEqualTo(END);
            Response response = response(200, "Content-Length", "0");
            client.receiveData(server.send(response, END));
            assertThat(client.nextEvent()).isEqualTo(response);
            assertThat(client.nextEvent()).isEqualTo(END);
            for (Connection each : List.of(client, server)) {
                assertThat(each.isReusable()).isTrue();
                each.startNextCycle();
                assertThat(each.ourState()).isEqualTo(State.IDLE);
                assertThat(each.theirState()).isEqualTo(State.IDLE);
                assertThat(each.isReusable()).isFalse();
            }
        }
    }

    @Test
    void a_cycle_that_is_not_over_is_not_followed_by_another() {
        Connection client = Connection.client();
        client.send(GET, END);
        assertThatThrownBy(client::startNextCycle)
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.NOT_REUSABLE))
                .hasMessageEndingWith(
                        ": client is DONE, server is SEND_RESPONSE: The server has not begun its final response.");
        assertThat(client.ourState()).isEqualTo(State.DONE);

        Connection closing = client(head("HTTP/1.1 200 OK", "Content-Length: 0", "Connection: close"));
        assertThatThrownBy(closing::startNextCycle)
                .hasMessageEndingWith(
                        "server is MUST_CLOSE: The connection ends with this exchange: no other can follow on it. "
                                + "The peer sent \"Connection: close\".");
    }

    @Test
    void the_message_of_what_the_states_forbid_says_why_with_the_section() {
        Connection server = server(GET_BYTES);
        server.send(response(200));
        assertThatThrownBy(() -> server.check(response(200)))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.refusal())
                                .contains(new StateMachine.Refusal(
                                        "RFC 9110 §15",
                                        "The server has already begun its final response: a request has only one.")))
                .hasMessage("the event is not allowed in this state (RFC 9110 §15): RESPONSE from SERVER, "
                        + "client is DONE, server is SEND_BODY: "
                        + "The server has already begun its final response: a request has only one.");

        Connection client = client(head("HTTP/1.1 204 ", "Connection: close"));
        assertThatThrownBy(() -> client.check(GET))
                .hasMessage("the event is not allowed in this state (RFC 9112 §9.6): REQUEST from CLIENT, "
                        + "client is MUST_CLOSE, server is MUST_CLOSE: The connection ends with this exchange: "
                        + "the client must not send another request on it. The peer sent \"Connection: close\".");
    }

    @Test
    void the_reason_is_about_the_switch_that_an_answer_would_accept() {
        Connection upgraded = server(head("GET / HTTP/1.1", "Host: a", "Upgrade: b", "Connection: upgrade"));
        upgraded.send(response(200));
        assertThatThrownBy(() -> upgraded.check(informational(101)))
                .hasMessageContaining("(RFC 9110 §15.2)")
                .hasMessageEndingWith(": interim responses come before it.");
        Connection tunnel = server(head("CONNECT a:1 HTTP/1.1", "Host: a:1"));
        tunnel.send(response(200));
        assertThatThrownBy(() -> tunnel.check(response(200)))
                .hasMessageEndingWith("the server sends no more HTTP on it.");
    }

    @Test
    void what_the_peer_may_not_send_has_the_same_reason() {
        Connection client = Connection.client(Policy.H11);
        RemoteProtocolException e = error(client, head("HTTP/1.1 100 Continue"));
        assertThat(e.violation()).isEqualTo(Violation.UNEXPECTED_EVENT);
        assertThat(e.refusal())
                .contains(new StateMachine.Refusal("RFC 9110 §15.2", "There is no request to respond to."));
        assertThat(e)
                .hasMessageEndingWith("INFORMATIONAL_RESPONSE: There is no request to respond to. (RFC 9110 §15.2)");
        assertThat(error(Connection.server(), " ").refusal()).isEmpty();
    }

    @Test
    void a_connection_shows_its_role_its_states_and_why_it_ends() {
        assertThat(Connection.client()).hasToString("Connection[role=CLIENT, client=IDLE, server=IDLE]");
        assertThat(server(head("GET / HTTP/1.0")))
                .hasToString("Connection[role=SERVER, client=MUST_CLOSE, server=SEND_RESPONSE, "
                        + "theirHttpVersion=1.0, closeReason=HTTP_1_0]");
    }

    @Test
    void the_waiting_for_100_ends_with_an_answer_or_the_body() {
        Headers headers = Headers.of("Host", "a", "Content-Length", "5", "Expect", "100-Continue");
        Request expecting = new Request("POST", "/", headers);
        Connection client = Connection.client();
        Connection server = Connection.server();
        server.receiveData(client.send(expecting));
        server.nextEvent();
        assertThat(client.clientIsWaitingFor100Continue()).isTrue();
        assertThat(client.theyAreWaitingFor100Continue()).isFalse();
        assertThat(server.theyAreWaitingFor100Continue()).isTrue();
        client.receiveData(server.send(informational(100)));
        client.nextEvent();
        assertThat(server.theyAreWaitingFor100Continue()).isFalse();
        assertThat(server.clientIsWaitingFor100Continue()).isFalse();
        assertThat(client.clientIsWaitingFor100Continue()).isFalse();

        Connection impatient = Connection.client();
        impatient.send(expecting);
        impatient.send(new Data(Bytes.EMPTY));
        assertThat(impatient.clientIsWaitingFor100Continue())
                .as("it has sent nothing")
                .isTrue();
        impatient.send(Data.utf8("1"));
        assertThat(impatient.clientIsWaitingFor100Continue()).isFalse();

        Connection answered = Connection.client();
        answered.send(expecting);
        receive(OK).accept(answered);
        assertThat(answered.clientIsWaitingFor100Continue()).isFalse();
    }

    @Test
    void a_failed_send_leaves_error_and_a_reason() {
        Connection client = Connection.client();
        client.send(GET, END);
        client.sendFailed();
        assertThat(client.ourState()).isEqualTo(State.ERROR);
        assertThat(client.closeReason()).contains(CloseReason.OUR_ERROR);
        assertThatThrownBy(() -> client.send(END)).isInstanceOf(LocalProtocolException.class);

        Connection server = server(GET_BYTES);
        server.sendFailed();
        assertThat(server.ourState()).isEqualTo(State.ERROR);
        assertThat(server.theirState()).isEqualTo(State.MUST_CLOSE);
    }

    private static final Map<CloseReason, Supplier<Connection>> REASONS = Map.ofEntries(
            Map.entry(CloseReason.WE_SENT_CLOSE, () -> {
                Connection client = Connection.client();
                client.send(request("GET", "/", "Host", "a", "Connection", "x, Close"), END);
                return client;
            }),
            Map.entry(CloseReason.PEER_SENT_CLOSE, () -> client(head("HTTP/1.1 204 ", "Connection: close"))),
            Map.entry(CloseReason.HTTP_1_0, () -> server(head("GET / HTTP/1.0"))),
            Map.entry(CloseReason.BODY_ENDS_AT_CLOSE, () -> client(head("HTTP/1.1 200 OK"))),
            Map.entry(CloseReason.EXPECTATION_NOT_MET, () -> {
                Connection server =
                        server(head("POST / HTTP/1.1", "Host: a", "Content-Length: 5", "Expect: 100-continue"));
                server.send(response(404, "Content-Length", "0"), END);
                return server;
            }),
            Map.entry(
                    CloseReason.AMBIGUOUS_FRAMING,
                    () -> client(head("HTTP/1.1 200 OK", "Content-Length: 1", "Transfer-Encoding: chunked"))),
            Map.entry(CloseReason.PEER_ERROR, () -> {
                Connection server = Connection.server();
                error(server, " ");
                return server;
            }),
            Map.entry(CloseReason.OUR_ERROR, () -> {
                Connection client = Connection.client();
                client.sendFailed();
                return client;
            }),
            Map.entry(CloseReason.READING_ABANDONED, () -> {
                Connection server = Connection.server(Policy.STRICT.with((sender, violation, offset, excerpt) -> {
                    throw new IllegalArgumentException();
                }));
                server.receiveData(("\r\n" + GET_BYTES).getBytes(ISO_8859_1));
                assertThatThrownBy(server::nextEvent).isInstanceOf(IllegalArgumentException.class);
                return server;
            }),
            Map.entry(CloseReason.PEER_CLOSED, () -> {
                Connection server = Connection.server();
                server.receiveEof();
                assertThat(server.nextEvent()).isEqualTo(new ConnectionClosed());
                return server;
            }),
            Map.entry(CloseReason.WE_CLOSED, () -> {
                Connection client = Connection.client();
                client.send(new ConnectionClosed());
                return client;
            }),
            Map.entry(CloseReason.UNSOLICITED_BYTES, () -> {
                Connection client = Connection.client();
                error(client, "x");
                return client;
            }),
            Map.entry(CloseReason.SWITCHED, () -> {
                Connection client = Connection.client();
                client.send(request("CONNECT", "a:80", "Host", "a:80"), END);
                receive(head("HTTP/1.1 200 OK")).accept(client);
                return client;
            }));

    @ParameterizedTest
    @EnumSource
    void every_close_reason_is_given_where_it_applies(CloseReason reason) {
        Connection connection = REASONS.get(reason).get();
        assertThat(connection.closeReason()).contains(reason);
        assertThat(connection.isReusable()).isFalse();
        assertThatThrownBy(connection::startNextCycle).isInstanceOf(LocalProtocolException.class);
        assertThat(reason.explanation()).endsWith(".").hasSizeGreaterThan(15);
    }

    @Test
    void unread_bytes_of_the_server_are_a_reason_before_they_are_read() {
        Connection client = Connection.client();
        client.send(GET, END);
        client.receiveData((OK + "\r\n").getBytes(ISO_8859_1));
        client.nextEvent();
        client.nextEvent();
        assertThat(client.isReusable()).isFalse();
        assertThat(client.closeReason()).contains(CloseReason.UNSOLICITED_BYTES);
        assertThat(client.nextEvent()).isEqualTo(Signal.NEED_DATA); // an empty line, which is dropped
        assertThat(client.isReusable()).isTrue();
        assertThat(client.closeReason()).isEmpty();
    }

    @Test
    void the_first_close_reason_counts() {
        Connection client = client(head("HTTP/1.1 204 ", "Connection: close"));
        client.sendFailed();
        assertThat(client.closeReason()).contains(CloseReason.PEER_SENT_CLOSE);
    }

    /* errorResponse */

    @Test
    void an_error_is_answered_with_a_whole_message_that_closes() {
        Connection server = Connection.server();
        List<Event> answer = server.errorResponse(error(server, "GET / HTTP/1.1\r\nA: b\r\n\r\n"));
        assertThat(new String(server.send(answer), ISO_8859_1))
                .isEqualTo(head(
                                "HTTP/1.1 400 Bad Request",
                                "Content-Type: text/plain; charset=utf-8",
                                "Content-Length: 41",
                                "Connection: close")
                        + "an HTTP/1.1 request without a Host field\n");
        assertThat(server.ourState()).isEqualTo(State.MUST_CLOSE);
    }

    @ParameterizedTest
    @CsvSource({"STRICT, HEAD, false", "STRICT, GET, true", "H11, HEAD, true"})
    void a_refused_head_request_is_answered_without_content(String policy, String method, boolean content) {
        Connection server = Connection.server(policy.equals("H11") ? Policy.H11 : Policy.STRICT);
        List<Event> answer = server.errorResponse(error(server, method + " / HTTP/1.1\r\nA: b\r\n\r\n"));
        String sent = new String(server.send(answer), ISO_8859_1);
        assertThat(sent).startsWith("HTTP/1.1 400 Bad Request\r\n").contains("Content-Length: ");
        assertThat(sent.endsWith("\r\n\r\n")).isEqualTo(!content);
    }

    @Test
    void an_error_inside_a_body_is_answered_before_the_response_has_begun() {
        Connection server = server(head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
        List<Event> answer = server.errorResponse(error(server, "x\r\n"));
        assertThat(answer).hasSize(3);
        assertThat(server.send(answer)).isNotEmpty();
    }

    @Test
    void an_error_is_not_answered_where_no_answer_may_be_sent() {
        Connection begun = server(head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
        begun.send(response(200));
        assertThat(begun.errorResponse(error(begun, "x\r\n"))).isEmpty();

        Connection failed = server(head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"));
        failed.sendFailed();
        assertThat(failed.errorResponse(error(failed, "x\r\n"))).isEmpty();

        Connection client = Connection.client();
        client.send(GET, END);
        assertThat(client.errorResponse(error(client, "x\r\n\r\n"))).isEmpty();

        Connection tls = Connection.server();
        assertThat(tls.errorResponse(error(tls, "\u0016\u0003\u0001"))).isEmpty();
        Connection http2 = Connection.server();
        assertThat(http2.errorResponse(error(http2, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")))
                .isEmpty();
    }

    @Test
    void what_is_sent_after_an_error_of_the_peer_says_close_except_under_h11() {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Connection server = Connection.server(policy);
            error(server, " ");
            String out = new String(server.send(response(400, "Content-Length", "0"), END), ISO_8859_1);
            assertThat(out.contains("Connection: close")).isEqualTo(policy == Policy.STRICT);
        }
    }

    @Test
    void error_responses_are_given_in_idle_and_send_response_only() {
        Set<State> answered = EnumSet.of(State.IDLE, State.SEND_RESPONSE);
        for (String before : List.of("", GET_BYTES)) {
            Connection server = server(before);
            State state = server.ourState();
            assertThat(answered.remove(state)).isTrue();
            assertThat(server.errorResponse(new RemoteProtocolException(Violation.UNSUPPORTED_VERSION, 0, "", "", -1)))
                    .first()
                    .isInstanceOfSatisfying(
                            Response.class,
                            response -> assertThat(response.statusCode()).isEqualTo(505));
        }
        assertThat(answered).isEmpty();
    }

    @Test
    void a_server_gives_an_error_of_its_own_under_the_same_rules() {
        Connection server = Connection.server();
        server.receiveData(Latin1.bytes("GET / HT"));
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        assertThat(new String(server.send(server.errorResponse(408, "too slow")), ISO_8859_1))
                .isEqualTo(head(
                                "HTTP/1.1 408 Request Timeout",
                                "Content-Type: text/plain; charset=utf-8",
                                "Content-Length: 9",
                                "Connection: close")
                        + "too slow\n");
        assertThat(server.errorResponse(500, "too late")).isEmpty();
        assertThat(Connection.client().errorResponse(500, "not ours")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {399, 600})
    void an_error_of_its_own_has_the_status_of_an_error(int status) {
        assertThatThrownBy(() -> Connection.server().errorResponse(status, ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(Integer.toString(status));
    }

    @ParameterizedTest
    @ValueSource(ints = {400, 599})
    void the_first_and_the_last_of_them_are_such(int status) {
        assertThat(Connection.server().errorResponse(status, "")).hasSize(3);
    }

    /* what is still to come, and what waits */

    @Test
    void the_rest_of_a_body_is_known_from_its_head_to_its_end() {
        Connection server = Connection.server();
        assertThat(server.theirRemainingBodyLength()).hasValue(0);
        server.receiveData(Latin1.bytes(head("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "ab"));
        server.nextEvent();
        assertThat(server.theirRemainingBodyLength()).hasValue(5);
        server.nextEvent();
        assertThat(server.theirRemainingBodyLength()).hasValue(3);
        server.receiveData(Latin1.bytes("cde"));
        server.nextEvent();
        assertThat(server.theirRemainingBodyLength()).hasValue(0);
        assertThat(server.nextEvent()).isEqualTo(new EndOfMessage());
        assertThat(server.theirRemainingBodyLength()).hasValue(0);
    }

    @Test
    void the_rest_of_a_body_that_is_aborted_is_none() {
        Connection server = server(head("POST / HTTP/1.1", "Host: a", "Content-Length: 5"));
        server.receiveAbort();
        assertThatThrownBy(server::nextEvent).isInstanceOf(RemoteProtocolException.class);
        assertThat(server.theirRemainingBodyLength()).hasValue(0);
    }

    @Test
    void a_message_without_body_has_no_rest_and_an_unknown_one_is_not_told() {
        assertThat(server(GET_BYTES).theirRemainingBodyLength()).hasValue(0);
        assertThat(server(head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked"))
                        .theirRemainingBodyLength())
                .isEmpty();
        Connection client = Connection.client();
        client.send(GET, END);
        client.receiveData(Latin1.bytes(head("HTTP/1.1 200 OK")));
        client.nextEvent();
        assertThat(client.theirRemainingBodyLength()).isEmpty();
    }

    @Test
    void what_waits_is_counted_without_a_copy() {
        Connection server = server(GET_BYTES + GET_BYTES);
        assertThat(server.bufferedBytes())
                .isEqualTo(GET_BYTES.length())
                .isEqualTo(server.trailingData().bytes().length());
        server.send(response(200, "Content-Length", "0"), END);
        server.startNextCycle();
        server.nextEvent();
        assertThat(server.bufferedBytes()).isZero();
    }
}
