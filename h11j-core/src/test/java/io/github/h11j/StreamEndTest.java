package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the end of the stream means, orderly or not, in every state; and what nobody reads any more. */
class StreamEndTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";

    private static Arguments row(String name, Supplier<Connection> connection, String orderly, String aborted) {
        return Arguments.of(name, connection, orderly, aborted);
    }

    static List<Arguments> rows() {
        return List.of(
                row("an idle client", () -> Talk.serverAfter(""), "Closed", "Closed"),
                row("after skipped lines", () -> Talk.serverAfter("\r\n\r\n"), "Closed", "Closed"),
                row("half an empty line", () -> Talk.serverAfter("\r"), "EOF_IN_HEAD@1", "CONNECTION_ABORTED@1"),
                row("inside a head", () -> Talk.serverAfter("GET / HT"), "EOF_IN_HEAD@8", "CONNECTION_ABORTED@8"),
                row("a faulty part of a head", () -> Talk.serverAfter("GET  "), "BAD_TARGET@4", "BAD_TARGET@4"),
                row("one byte of TLS", () -> Talk.serverAfter("\u0016"), "BAD_METHOD@0", "BAD_METHOD@0"),
                row("part of the preface", () -> Talk.serverAfter("PRI * HT"), "TARGET_FORM@5", "TARGET_FORM@5"),
                row(
                        "the head of the preface",
                        () -> Talk.serverAfter("PRI * HTTP/2.0\r\n\r\nSM"),
                        "TARGET_FORM@5",
                        "TARGET_FORM@5"),
                row(
                        "inside a body",
                        () -> Talk.serverAfter(POST + "Content-Length: 5\r\n\r\nab"),
                        "Request POST;Data ab;EOF_IN_BODY@49",
                        "Request POST;Data ab;CONNECTION_ABORTED@49"),
                row(
                        "inside chunks",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nab"),
                        "Request POST;Data ab;EOF_IN_CHUNKED_BODY@61",
                        "Request POST;Data ab;CONNECTION_ABORTED@61"),
                row(
                        "inside the end of a chunk line",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n5\r"),
                        "Request POST;EOF_IN_CHUNKED_BODY@58",
                        "Request POST;CONNECTION_ABORTED@58"),
                row(
                        "before a chunk line",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n"),
                        "Request POST;EOF_IN_CHUNKED_BODY@56",
                        "Request POST;CONNECTION_ABORTED@56"),
                row(
                        "inside a chunk line",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n5;a"),
                        "Request POST;EOF_IN_CHUNKED_BODY@59",
                        "Request POST;CONNECTION_ABORTED@59"),
                row(
                        "inside a faulty chunk line",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n5,a"),
                        "Request POST;BAD_CHUNK_SIZE@57",
                        "Request POST;BAD_CHUNK_SIZE@57"),
                row(
                        "inside trailers",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n0\r\nA: b"),
                        "Request POST;EOF_IN_CHUNKED_BODY@63",
                        "Request POST;CONNECTION_ABORTED@63"),
                row(
                        "after a chunk",
                        () -> Talk.serverAfter(POST + "Transfer-Encoding: chunked\r\n\r\n1\r\na"),
                        "Request POST;Data a;EOF_IN_CHUNKED_BODY@60",
                        "Request POST;Data a;CONNECTION_ABORTED@60"),
                row(
                        "after a request",
                        () -> Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n"),
                        "Request GET;End;Closed",
                        "Request GET;End;Closed"),
                row("an idle server", Connection::client, "Closed", "Closed"),
                row(
                        "before a response",
                        () -> Talk.clientAfter("GET", ""),
                        "EOF_BEFORE_RESPONSE@0",
                        "EOF_BEFORE_RESPONSE@0"),
                row(
                        "before a response, after 100",
                        () -> Talk.clientAfter("GET", "HTTP/1.1 100 Continue\r\n\r\n"),
                        "Informational 100;EOF_IN_HEAD@25",
                        "Informational 100;CONNECTION_ABORTED@25"),
                row(
                        "inside a response head",
                        () -> Talk.clientAfter("GET", "HTTP/1.1 2"),
                        "EOF_IN_HEAD@10",
                        "CONNECTION_ABORTED@10"),
                row(
                        "a body until close",
                        () -> Talk.clientAfter("GET", "HTTP/1.1 200 OK\r\n\r\nabc"),
                        "Response 200;Data abc;End;Closed",
                        "Response 200;Data abc;CONNECTION_ABORTED@22"),
                row(
                        "after a response",
                        () -> Talk.clientAfter("GET", "HTTP/1.1 204 N\r\n\r\n"),
                        "Response 204;End;Closed",
                        "Response 204;End;Closed"),
                row(
                        "after a switch",
                        () -> Talk.clientAfter("CONNECT", "HTTP/1.1 200 OK\r\n\r\nxy"),
                        "Response 200;PAUSED",
                        "Response 200;PAUSED"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void the_end_of_the_stream(String name, Supplier<Connection> start, String orderly, String aborted) {
        Connection ended = start.get();
        ended.receiveEof();
        ended.receiveEof();
        ended.receiveAbort();
        assertThat(String.join(";", Talk.drain(ended))).isEqualTo(orderly);
        Connection cut = start.get();
        cut.receiveAbort();
        assertThat(String.join(";", Talk.drain(cut))).isEqualTo(aborted);
        assertThat(cut.trailingData().eof()).isTrue();
        assertThatIllegalStateException().isThrownBy(() -> cut.receiveData(new byte[1]));
    }

    @Test
    void a_body_cut_short_says_how_much_of_it_came() {
        Connection server = Talk.serverAfter(POST + "Content-Length: 5\r\n\r\nab");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data ab", "NEED_DATA");
        server.receiveEof();

        assertThatThrownBy(server::nextEvent).hasMessageContaining("received 2 bytes, expected 5");
    }

    @Test
    void an_answer_that_began_before_our_request_had_ended_has_begun() {
        Connection client = Connection.client();
        Setup.POST_SENT.prepare(client);
        client.receiveData(Talk.bytes("HTTP/1.1 2"));
        client.send(Data.utf8("abc"), new EndOfMessage());
        client.receiveEof();
        assertThat(Talk.drain(client)).containsExactly("EOF_IN_HEAD@10");
    }

    @Test
    void closed_is_told_again_and_again() {
        Connection server = Connection.server();
        server.receiveEof();
        assertThat(server.nextEvent()).isEqualTo(new ConnectionClosed());
        assertThat(server.nextEvent()).isEqualTo(new ConnectionClosed());
        assertThat(Talk.states(server)).isEqualTo("CLOSED MUST_CLOSE");
        assertThat(server.closeReason()).contains(CloseReason.PEER_CLOSED);
    }

    @Test
    void bytes_after_the_last_message_are_counted_and_dropped() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HT");
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
        server.receiveData(new byte[10]);
        assertThat(server.discardedBytes()).isEqualTo(18);
        assertThat(server.trailingData().bytes().isEmpty()).isTrue();
        assertThat(Talk.drain(server)).containsExactly("NEED_DATA");
    }

    @Test
    void a_paused_request_is_dropped_when_our_answer_closes() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT");
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "PAUSED");
        server.send(new Response(200, Headers.of("Connection", "close")), new EndOfMessage());
        assertThat(Talk.drain(server)).containsExactly("NEED_DATA");
        assertThat(server.discardedBytes()).isEqualTo(8);
    }

    @Test
    void a_paused_request_is_dropped_when_our_answer_fails() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET / HT");
        Talk.drain(server);
        server.sendFailed();
        assertThat(Talk.drain(server)).containsExactly("NEED_DATA");
        assertThat(server.closeReason()).contains(CloseReason.OUR_ERROR);
    }

    @Test
    void h11_refuses_bytes_after_the_last_message() {
        Connection server =
                Talk.serverAfter(Policy.H11, "GET / HTTP/1.1\r\nHost: a\r\nConnection: close\r\n\r\nGET / HT");
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "DATA_AFTER_CLOSE@46");
    }

    @Test
    void an_idle_server_may_send_a_few_empty_lines_and_nothing_else() {
        Connection client = Connection.client();
        client.receiveData(Talk.bytes("\r\n\r\n\r"));
        assertThat(Talk.drain(client)).containsExactly("NEED_DATA");
        client.receiveData(Talk.bytes("\nHTTP/1.1 40"));
        assertThat(Talk.drain(client)).containsExactly("NEED_DATA");
        client.receiveData(Talk.bytes("8 Request Timeout\r\n"));
        assertThat(Talk.drain(client)).containsExactly("UNSOLICITED_RESPONSE@6");
        assertThat(client.closeReason()).contains(CloseReason.UNSOLICITED_BYTES);
        assertThat(client.isReusable()).isFalse();
        try {
            client.nextEvent();
        } catch (RemoteProtocolException e) {
            assertThat(e.unsolicitedStatus()).hasValue(408);
        }
    }

    @Test
    void unsolicited_bytes_that_are_no_status_line_have_no_status() {
        for (String bytes : List.of("X", "HTTP/1.1 4x", "\rX", "\n")) {
            Connection client = Connection.client();
            client.receiveData(Talk.bytes(bytes));
            assertThat(Talk.drain(client)).containsExactly("UNSOLICITED_RESPONSE@0");
            try {
                client.nextEvent();
            } catch (RemoteProtocolException e) {
                assertThat(e.unsolicitedStatus()).isEmpty();
            }
        }
    }

    @Test
    void the_status_of_an_unsolicited_response_is_known_with_its_last_digit() {
        Connection client = Connection.client();
        client.receiveData(Talk.bytes("HTTP/1.1 40"));
        assertThat(Talk.drain(client)).containsExactly("NEED_DATA");
        client.receiveData(Talk.bytes("8"));

        assertThatThrownBy(client::nextEvent)
                .isInstanceOfSatisfying(
                        RemoteProtocolException.class,
                        e -> assertThat(e.unsolicitedStatus()).hasValue(408));
    }

    @Test
    void what_waits_to_be_read_of_an_answer_is_not_unsolicited() {
        Connection client = Talk.clientAfter("GET", "HTTP/1.1 200 O\r\nContent-Length: 1\r\n\r\nx");
        assertThat(client.closeReason()).isEmpty();
        assertThat(client.nextEvent()).isInstanceOf(Response.class);
        assertThat(client.closeReason()).isEmpty();
    }

    @Test
    void unsolicited_bytes_are_judged_at_the_end_of_the_stream() {
        for (String bytes : List.of("HTTP", "\r", "\r\n".repeat(9))) {
            Connection client = Connection.client();
            client.receiveData(Talk.bytes(bytes));
            client.receiveEof();
            assertThat(Talk.drain(client)).singleElement().asString().startsWith("UNSOLICITED_RESPONSE@");
        }
    }

    @Test
    void bytes_after_a_response_are_unsolicited_and_the_connection_is_not_reusable() {
        Connection client = Talk.clientAfter("GET", "HTTP/1.1 204 N\r\n\r\nH");
        assertThat(client.nextEvent()).isInstanceOf(Response.class);
        assertThat(client.nextEvent()).isInstanceOf(EndOfMessage.class);
        assertThat(client.isReusable()).isFalse();
        assertThat(Talk.drain(client)).containsExactly("NEED_DATA");
        client.receiveData(Talk.bytes("i"));
        assertThat(Talk.drain(client)).containsExactly("UNSOLICITED_RESPONSE@18");
    }

    @Test
    void h11_takes_bytes_of_an_idle_server_for_a_response_and_pauses_after_one() {
        Connection client = Connection.client(Policy.H11);
        client.receiveData(Talk.bytes("HTTP/1.1 204 N\r\n\r\nHTTP"));
        assertThat(Talk.drain(client)).containsExactly("Response 204", "End", "PAUSED");
    }

    @Test
    void the_end_of_an_idle_server_counts_once_it_is_asked_for() {
        Connection client = Connection.client();
        client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        client.receiveData(Talk.bytes("HTTP/1.1 204 N\r\n\r\n"));
        assertThat(Talk.drain(client)).startsWith("Response 204", "End");
        client.receiveEof();
        assertThat(client.isReusable()).isTrue();
        assertThat(client.nextEvent()).isInstanceOf(ConnectionClosed.class);
        assertThat(client.isReusable()).isFalse();
    }

    private static final String ANSWER = "HTTP/1.1 200 OK\r\n";

    private record Whole(Role receiver, String bytes, boolean endsWithTheStream) {}

    private static final List<Whole> WHOLE = List.of(
            new Whole(Role.SERVER, POST + "Content-Length: 5\r\n\r\nhello", false),
            new Whole(Role.SERVER, POST + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n", false),
            new Whole(Role.CLIENT, ANSWER + "Content-Length: 5\r\n\r\nhello", false),
            new Whole(Role.CLIENT, ANSWER + "Transfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\nA: b\r\n\r\n", false),
            new Whole(Role.CLIENT, ANSWER + "\r\nhello", true));

    static List<Arguments> policies() {
        return List.of(
                Arguments.of("STRICT", Policy.STRICT),
                Arguments.of("H11", Policy.H11),
                Arguments.of("TOLERANT_CLIENT", Policy.TOLERANT_CLIENT),
                Arguments.of("BROWSER_FACING_SERVER", Policy.BROWSER_FACING_SERVER));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("policies")
    void no_policy_completes_a_message_that_is_cut_short(String name, Policy policy) {
        for (Whole whole : WHOLE) {
            if (whole.receiver() == Role.SERVER && policy == Policy.TOLERANT_CLIENT) {
                continue;
            }
            int bodyStart = whole.bytes().indexOf("\r\n\r\n") + 4;
            for (int cut = 1; cut < whole.bytes().length(); cut++) {
                String part = whole.bytes().substring(0, cut);
                boolean mayEnd = whole.endsWithTheStream() && cut >= bodyStart;
                assertThat(isCompleted(whole.receiver(), policy, part, true))
                        .as("%s, then FIN", part)
                        .isEqualTo(mayEnd);
                assertThat(isCompleted(whole.receiver(), policy, part, false))
                        .as("%s, then a reset", part)
                        .isFalse();
            }
        }
    }

    private static boolean isCompleted(Role receiver, Policy policy, String bytes, boolean orderly) {
        Connection connection = receiver == Role.SERVER ? Connection.server(policy) : Connection.client(policy);
        if (receiver == Role.CLIENT) {
            connection.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        }
        connection.receiveData(bytes.getBytes(StandardCharsets.ISO_8859_1));
        if (orderly) {
            connection.receiveEof();
        } else {
            connection.receiveAbort();
        }
        try {
            NextEvent next = connection.nextEvent();
            while (!(next instanceof Signal) && !(next instanceof ConnectionClosed)) {
                if (next instanceof EndOfMessage) {
                    return true;
                }
                next = connection.nextEvent();
            }
        } catch (RemoteProtocolException e) {
            return false;
        }
        return false;
    }

    @Test
    void a_response_that_says_close_discards_the_pipelined_request_however_it_is_sent() {
        Response close = new Response(200, Headers.of("Content-Length", "1", "Connection", "close"));
        for (SendPath path : SendPath.values()) {
            Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET");
            Talk.drain(server);
            path.send(server, List.of(close));
            assertThat(server.discardedBytes()).as(path.name()).isEqualTo(3);
        }
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\nGET");
        Talk.drain(server);
        server.sendBody(1, close);
        assertThat(server.discardedBytes()).isEqualTo(3);
    }
}
