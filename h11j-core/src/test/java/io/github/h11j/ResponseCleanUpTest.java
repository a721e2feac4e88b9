package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.informational;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.response;
import static io.github.h11j.State.DONE;
import static io.github.h11j.State.MUST_CLOSE;
import static io.github.h11j.State.SWITCHED_PROTOCOL;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a server's response becomes on its way out, by request and policy: the exact bytes, states and close reason. */
class ResponseCleanUpTest {

    private static final String HTTP_1_1 = head("GET / HTTP/1.1", "Host: a");
    private static final String CLOSE = head("GET / HTTP/1.1", "Host: a", "Connection: close");
    private static final String HTTP_1_0 = head("GET / HTTP/1.0");
    private static final String KEEP_ALIVE = head("GET / HTTP/1.0", "Connection: Keep-Alive");
    private static final String HEAD = head("HEAD / HTTP/1.1", "Host: a");
    private static final String HEAD_1_0 = head("HEAD / HTTP/1.0");
    private static final String HEAD_KEEP_ALIVE = head("HEAD / HTTP/1.0", "Connection: Keep-Alive");
    private static final String CONNECT = head("CONNECT a:80 HTTP/1.1", "Host: a:80");

    private static final Data HI = Data.utf8("hi");
    /** What is whole gets a Content-Length otherwise: {@link WholeMessageTest}. */
    private static final Policy STRICT = Policy.STRICT.without(Option.SET_CONTENT_LENGTH);

    private static final Policy H11 = Policy.H11;
    private static final CloseReason NONE = null;

    /** A row; the response is followed by the events in {@code more}. */
    private record Row(
            String request,
            Policy policy,
            Response response,
            List<Event> more,
            String out,
            State ours,
            @Nullable CloseReason reason) {

        @Override
        public String toString() {
            String name = policy == H11 ? "H11: " : "STRICT: ";
            return name + request.lines().toList() + " -> " + response.statusCode() + " " + response.headers();
        }

        List<Event> events() {
            List<Event> events = new ArrayList<>();
            events.add(response);
            events.addAll(more);
            return events;
        }
    }

    private static Row body(
            String request, Policy policy, Response response, String out, State ours, @Nullable CloseReason reason) {
        return new Row(request, policy, response, List.of(HI, END), out, ours, reason);
    }

    private static Row none(
            String request, Policy policy, Response response, String out, State ours, @Nullable CloseReason reason) {
        return new Row(request, policy, response, List.of(END), out, ours, reason);
    }

    // spotless:off
    static List<Row> rows() {
        String ok = "HTTP/1.1 200 OK";
        String chunkedHi = "2\r\nhi\r\n0\r\n\r\n";
        return List.of(
            // the framing: as given, else chosen by what the client understands
            body(HTTP_1_1, STRICT, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2") + "hi", DONE, NONE),
            body(HTTP_1_1, STRICT, response(200),
                head(ok, "Transfer-Encoding: chunked") + chunkedHi, DONE, NONE),
            body(HTTP_1_1, STRICT, response(200, "transfer-ENCODING", "Chunked", "X", "y"),
                head(ok, "X: y", "Transfer-Encoding: chunked") + chunkedHi, DONE, NONE),
            body(HTTP_1_1, STRICT, response(200, "content-length", "99", "a", "b", "TRANSFER-Encoding", "chunked"),
                head(ok, "a: b", "Transfer-Encoding: chunked") + chunkedHi, DONE, NONE),
            body(HTTP_1_1, H11, response(200, "Content-Length", "99", "Transfer-Encoding", "chunked"),
                head(ok, "Transfer-Encoding: chunked") + chunkedHi, DONE, NONE),
            body(HTTP_1_0, STRICT, response(200),
                head(ok, "Connection: close") + "hi", MUST_CLOSE, CloseReason.HTTP_1_0),
            body(HTTP_1_0, STRICT, response(200, "Transfer-Encoding", "chunked"),
                head(ok, "Connection: close") + "hi", MUST_CLOSE, CloseReason.HTTP_1_0),
            body(HTTP_1_0, STRICT, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2", "Connection: close") + "hi", MUST_CLOSE, CloseReason.HTTP_1_0),
            body(HTTP_1_0, H11, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2", "Connection: close") + "hi", MUST_CLOSE, CloseReason.HTTP_1_0),

            // HTTP/1.0 that asks for keep-alive
            body(KEEP_ALIVE, STRICT, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2", "Connection: keep-alive") + "hi", DONE, NONE),
            body(KEEP_ALIVE, STRICT, response(200),
                head(ok, "Connection: close") + "hi", MUST_CLOSE, CloseReason.BODY_ENDS_AT_CLOSE),
            body(KEEP_ALIVE, STRICT, response(200, "Content-Length", "2", "Connection", "close"),
                head(ok, "Content-Length: 2", "Connection: close") + "hi", MUST_CLOSE, CloseReason.WE_SENT_CLOSE),
            body(KEEP_ALIVE, STRICT.without(Option.HTTP_1_0_KEEP_ALIVE), response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2", "Connection: close") + "hi", MUST_CLOSE, CloseReason.HTTP_1_0),
            body(KEEP_ALIVE, H11, response(200, "Content-Length", "2", "Connection", "keep-alive"),
                head(ok, "Content-Length: 2", "Connection: close") + "hi", MUST_CLOSE, CloseReason.HTTP_1_0),
            none(KEEP_ALIVE, STRICT, response(204),
                head("HTTP/1.1 204 No Content", "Connection: keep-alive"), DONE, NONE),
            none(KEEP_ALIVE, STRICT, response(205),
                head("HTTP/1.1 205 Reset Content", "Content-Length: 0", "Connection: keep-alive"), DONE, NONE),
            body(KEEP_ALIVE, STRICT, response(304, "Transfer-Encoding", "chunked"),
                head("HTTP/1.1 304 Not Modified", "Connection: keep-alive"), DONE, NONE),

            // Connection: close, merged with other options
            body(CLOSE, STRICT, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2", "Connection: close") + "hi", MUST_CLOSE, CloseReason.PEER_SENT_CLOSE),
            body(CLOSE, STRICT, response(200, "CONNECTION", "X-b, keep-alive", "Content-Length", "2",
                    "Connection", "x-A,, CLOSE"),
                head(ok, "Content-Length: 2", "Connection: close, x-a, x-b") + "hi",
                MUST_CLOSE, CloseReason.PEER_SENT_CLOSE),
            body(HTTP_1_1, STRICT, response(200, "Content-Length", "2", "Connection", "Close, x"),
                head(ok, "Content-Length: 2", "Connection: Close, x") + "hi", MUST_CLOSE, CloseReason.WE_SENT_CLOSE),
            body(CLOSE, H11, response(200),
                head(ok, "Transfer-Encoding: chunked", "Connection: close") + chunkedHi,
                MUST_CLOSE, CloseReason.PEER_SENT_CLOSE),

            // answers to HEAD
            body(HEAD, STRICT, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2"), DONE, NONE),
            body(HEAD, STRICT, response(200),
                head(ok, "Transfer-Encoding: chunked"), DONE, NONE),
            new Row(HEAD, STRICT, response(200), List.of(HI, new EndOfMessage(Headers.of("a", "b"))),
                head(ok, "Transfer-Encoding: chunked"), DONE, NONE),
            body(HEAD_1_0, STRICT, response(200, "Transfer-Encoding", "chunked"),
                head(ok, "Connection: close"), MUST_CLOSE, CloseReason.HTTP_1_0),
            body(HEAD_KEEP_ALIVE, STRICT, response(200),
                head(ok, "Connection: keep-alive"), DONE, NONE),
            none(HEAD, H11, response(200, "Content-Length", "2"),
                head(ok, "Content-Length: 2"), DONE, NONE),
            none(HEAD, H11, response(200),
                head(ok, "Transfer-Encoding: chunked"), DONE, NONE),

            // statuses without body
            none(HTTP_1_1, STRICT, response(204, "Content-Length", "0", "Transfer-Encoding", "chunked", "a", "b"),
                head("HTTP/1.1 204 No Content", "a: b"), DONE, NONE),
            none(HTTP_1_1, H11, response(204, "Content-Length", "0"),
                head("HTTP/1.1 204 No Content", "Content-Length: 0"), DONE, NONE),
            none(HTTP_1_1, STRICT, response(205, "Content-Length", "7"),
                head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), DONE, NONE),
            none(HTTP_1_1, STRICT, response(205),
                head("HTTP/1.1 205 Reset Content", "Content-Length: 0"), DONE, NONE),
            none(HTTP_1_0, STRICT, response(205),
                head("HTTP/1.1 205 Reset Content", "Content-Length: 0", "Connection: close"),
                MUST_CLOSE, CloseReason.HTTP_1_0),
            none(HTTP_1_1, H11, response(205),
                head("HTTP/1.1 205 Reset Content", "Transfer-Encoding: chunked") + "0\r\n\r\n", DONE, NONE),
            body(HTTP_1_1, STRICT, response(304, "Content-Length", "2"),
                head("HTTP/1.1 304 Not Modified", "Content-Length: 2"), DONE, NONE),
            body(HTTP_1_1, STRICT, response(304, "Content-Length", "2", "Transfer-Encoding", "chunked"),
                head("HTTP/1.1 304 Not Modified", "Transfer-Encoding: chunked"), DONE, NONE),
            body(HTTP_1_0, STRICT, response(304, "Content-Length", "2", "Transfer-Encoding", "chunked"),
                head("HTTP/1.1 304 Not Modified", "Content-Length: 2", "Connection: close"),
                MUST_CLOSE, CloseReason.HTTP_1_0),
            none(HTTP_1_1, H11, response(304, "Content-Length", "2", "Transfer-Encoding", "chunked"),
                head("HTTP/1.1 304 Not Modified", "Content-Length: 2", "Transfer-Encoding: chunked"), DONE, NONE),

            // answers to CONNECT
            new Row(CONNECT, STRICT, response(200, "Content-Length", "2", "Transfer-Encoding", "chunked", "a", "b"),
                List.of(), head(ok, "a: b"), SWITCHED_PROTOCOL, CloseReason.SWITCHED),
            new Row(CONNECT, STRICT, response(205), List.of(),
                head("HTTP/1.1 205 Reset Content"), SWITCHED_PROTOCOL, CloseReason.SWITCHED),
            new Row(CONNECT, H11, response(200, "Content-Length", "2"), List.of(),
                head(ok, "Content-Length: 2"), SWITCHED_PROTOCOL, CloseReason.SWITCHED),
            body(CONNECT, STRICT, response(403, "Content-Length", "2"),
                head("HTTP/1.1 403 Forbidden", "Content-Length: 2") + "hi", DONE, NONE),

            // the text of the head
            body(HTTP_1_1, STRICT, new Response(299, "Fine\u00e9", Headers.of("x-Y", " \u00ff ", "Content-Length", "2"),
                    HttpVersion.HTTP_1_1),
                head("HTTP/1.1 299 Fine\u00e9", "x-Y: \u00ff", "Content-Length: 2") + "hi", DONE, NONE),
            body(HTTP_1_1, STRICT, response(999, "Content-Length", "2"),
                head("HTTP/1.1 999 ", "Content-Length: 2") + "hi", DONE, NONE));
    }
    // spotless:on

    private static Connection server(Row row) {
        Connection server = Connection.server(row.policy());
        receive(row.request()).accept(server);
        return server;
    }

    @ParameterizedTest
    @MethodSource("rows")
    void a_response_becomes_just_these_bytes_and_states(Row row) {
        Connection server = server(row);
        String out = new String(server.send(row.events()), ISO_8859_1);
        assertThat(out).isEqualTo(row.out());
        assertThat(server.ourState()).isEqualTo(row.ours());
        assertThat(server.closeReason()).isEqualTo(Optional.ofNullable(row.reason()));
        assertThat(server.isReusable()).isEqualTo(row.ours() == DONE);
    }

    @ParameterizedTest
    @MethodSource("rows")
    void the_client_reads_what_the_server_meant(Row row) {
        String[] line = row.request().split(" ", 3);
        Connection client = Connection.client(row.policy());
        client.send(new Request(line[0], line[1], Headers.of("Host", "a")), new EndOfMessage());
        client.receiveData(server(row).send(row.events()));
        NextEvent first = client.nextEvent();
        assertThat(first).isInstanceOf(Response.class);
        Response read = (Response) first;
        assertThat(read.statusCode()).isEqualTo(row.response().statusCode());
        assertThat(read.reason()).isEqualTo(row.response().reason());
        for (Headers.Field field : row.response().headers()) {
            String lower = field.name().toLowerCase(Locale.ROOT);
            if (!List.of("connection", "content-length", "transfer-encoding").contains(lower)) {
                assertThat(read.headers()).contains(field);
            }
        }
        if (row.ours() == SWITCHED_PROTOCOL) {
            assertThat(client.theirState()).isEqualTo(SWITCHED_PROTOCOL);
            return;
        }
        if (row.out().endsWith("hi") || row.out().contains("hi\r\n")) {
            assertThat(client.nextEvent())
                    .isInstanceOfSatisfying(
                            Data.class, data -> assertThat(data.bytes()).isEqualTo(HI.bytes()));
        }
        NextEvent last = client.nextEvent();
        if (last == Signal.NEED_DATA) {
            client.receiveEof();
            last = client.nextEvent();
        }
        assertThat(last).isEqualTo(END);
        assertThat(client.theirState()).isEqualTo(row.ours());
    }

    @Test
    void interim_responses_lose_framing_fields_and_are_not_sent_to_http_1_0() {
        InformationalResponse hints = informational(103, "Link", "x", "Content-Length", "1");
        Connection server = Connection.server();
        receive(HTTP_1_1).accept(server);
        assertThat(server.send(hints)).asString(ISO_8859_1).isEqualTo(head("HTTP/1.1 103 Early Hints", "Link: x"));
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);

        Connection old = Connection.server();
        receive(HTTP_1_0).accept(old);
        assertThat(old.send(informational(100), response(204)))
                .asString(ISO_8859_1)
                .isEqualTo(head("HTTP/1.1 204 No Content", "Connection: close"));

        Connection h11 = Connection.server(H11);
        receive(HTTP_1_0).accept(h11);
        assertThat(h11.send(hints))
                .asString(ISO_8859_1)
                .isEqualTo(head("HTTP/1.1 103 Early Hints", "Link: x", "Content-Length: 1"));
    }

    @Test
    void a_response_before_any_request_ends_at_close() {
        Connection server = Connection.server(STRICT);
        assertThat(server.send(response(408), HI, END))
                .asString(ISO_8859_1)
                .isEqualTo(head("HTTP/1.1 408 Request Timeout", "Connection: close") + "hi");
        assertThat(server.ourState()).isEqualTo(MUST_CLOSE);
        assertThat(server.closeReason()).contains(CloseReason.BODY_ENDS_AT_CLOSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "GET / HTTP/1.1\r\nHost: a\r\n\r\n", "GET / HTTP/1.0\r\nConnection: keep-alive\r\n\r\n"})
    void a_response_that_no_request_asked_for_says_close_whatever_its_framing(String earlier) {
        for (Policy policy : List.of(STRICT, H11, STRICT.without(Option.CLOSE_AFTER_UNSOLICITED_RESPONSE))) {
            Connection server = Connection.server(policy);
            if (!earlier.isEmpty() && !(policy == H11 && earlier.contains("1.0"))) {
                receive(earlier).accept(server);
                server.send(response(200, "Content-Length", "0"), END);
                server.startNextCycle();
            }
            boolean says = policy == STRICT;

            String sent = Wire.text(server.send(response(408, "Content-Length", "2"), HI, END));

            assertThat(sent.contains("\r\nConnection: close\r\n")).isEqualTo(says);
            assertThat(server.ourState()).isEqualTo(says ? MUST_CLOSE : DONE);
            assertThat(server.closeReason()).contains(CloseReason.UNSOLICITED_BYTES);
        }
    }

    @Test
    void a_client_that_reads_a_response_that_no_request_asked_for_knows_that_it_is_the_last() {
        for (Policy policy : List.of(H11, Policy.STRICT.without(Option.REFUSE_UNSOLICITED_RESPONSES))) {
            Connection client = Connection.client(policy);
            receive(head("HTTP/1.1 408 Request Timeout", "Content-Length: 0")).accept(client);

            assertThat(client.theirState()).isEqualTo(policy == H11 ? DONE : MUST_CLOSE);
            assertThat(client.closeReason()).contains(CloseReason.UNSOLICITED_BYTES);
            assertThat(client.isReusable()).isFalse();
        }
    }

    @Test
    void accepted_upgrades_are_sent_with_their_fields() {
        Connection server = Connection.server();
        receive(head("GET / HTTP/1.1", "Host: a", "Connection: x, Upgrade", "Upgrade: b/1, C"))
                .accept(server);
        assertThat(server.theirState()).isEqualTo(State.MIGHT_SWITCH_PROTOCOL);
        assertThat(server.send(informational(101, "Upgrade", "c", "Connection", "upgrade")))
                .asString(ISO_8859_1)
                .isEqualTo(head("HTTP/1.1 101 Switching Protocols", "Upgrade: c", "Connection: upgrade"));
        assertThat(server.ourState()).isEqualTo(SWITCHED_PROTOCOL);
        assertThat(server.theirState()).isEqualTo(SWITCHED_PROTOCOL);
        assertThat(server.closeReason()).contains(CloseReason.SWITCHED);
    }
}
