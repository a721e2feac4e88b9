package io.github.h11j;

import static io.github.h11j.SendViolationCases.END;
import static io.github.h11j.SendViolationCases.GET;
import static io.github.h11j.SendViolationCases.GET_BYTES;
import static io.github.h11j.SendViolationCases.POST_5;
import static io.github.h11j.SendViolationCases.POST_CHUNKED;
import static io.github.h11j.SendViolationCases.head;
import static io.github.h11j.SendViolationCases.receive;
import static io.github.h11j.SendViolationCases.request;
import static io.github.h11j.SendViolationCases.response;
import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** send, check and sendBody: which bytes, in one array, and what follows from them. */
class ConnectionSendTest {

    private static final Data HI = Data.utf8("hi");
    private static final String POST_CHUNKED_HEAD = head("POST / HTTP/1.1", "Host: a", "Transfer-Encoding: chunked");

    private static String text(byte[] bytes) {
        return new String(bytes, ISO_8859_1);
    }

    private static String text(Bytes bytes) {
        return bytes.toString(ISO_8859_1);
    }

    private static Connection server(String received) {
        Connection server = Connection.server();
        receive(received).accept(server);
        return server;
    }

    @Test
    void all_events_of_one_send_are_one_array() {
        Connection client = Connection.client();
        assertThat(text(client.send(POST_CHUNKED, HI, Data.utf8(""), Data.utf8("0123456789abcdef"), END)))
                .isEqualTo(POST_CHUNKED_HEAD + "2\r\nhi\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n");
        assertThat(client.ourState()).isEqualTo(State.DONE);
    }

    @Test
    void a_list_of_events_gives_the_same_as_the_events_and_as_one_after_the_other() {
        Headers trailers = Headers.of("X-Sum", "1");
        List<Event> events = List.of(POST_CHUNKED, HI, new EndOfMessage(trailers));
        String together = POST_CHUNKED_HEAD + "2\r\nhi\r\n0\r\nX-Sum: 1\r\n\r\n";
        assertThat(text(Connection.client().send(events))).isEqualTo(together);
        assertThat(text(Connection.client().send(events.get(0), events.get(1), events.get(2))))
                .isEqualTo(together);
        Connection client = Connection.client();
        StringBuilder single = new StringBuilder();
        events.forEach(event -> single.append(text(client.send(event))));
        assertThat(single).hasToString(together);
        assertThat(Connection.client().send(List.of())).isEmpty();
    }

    @Test
    void equal_events_give_equal_bytes() {
        Request other = new Request("POST", "/", Headers.of("Host", "a", "Content-Length", "5"));
        assertThat(other).isEqualTo(POST_5);
        assertThat(Connection.client().send(other, Data.utf8("12345"), new EndOfMessage(Headers.of())))
                .isEqualTo(Connection.client().send(POST_5, Data.of("12345".getBytes(ISO_8859_1)), END));
    }

    @Test
    void host_goes_first_and_names_keep_their_case() {
        assertThat(text(Connection.client().send(request("GET", "/a?b", "x-Y", "1", "hOST", "a:80", "Z", "2"))))
                .isEqualTo(head("GET /a?b HTTP/1.1", "hOST: a:80", "x-Y: 1", "Z: 2"));
    }

    @Test
    void a_request_of_http_1_0_form_is_never_sent_even_where_host_is_missing() {
        Policy tolerant = Policy.H11;
        assertThatThrownBy(() ->
                        Connection.client(tolerant).send(new Request("GET", "/", Headers.EMPTY, HttpVersion.HTTP_1_0)))
                .isInstanceOf(LocalProtocolException.class);
    }

    @Test
    void checking_changes_nothing_for_what_follows() {
        Event[] more = {HI, END};
        Connection checked = server(GET_BYTES);
        checked.check(response(200), more);
        assertThat(checked.ourState()).isEqualTo(State.SEND_RESPONSE);
        assertThat(checked.isReusable()).isFalse();
        byte[] bytes = checked.send(response(200), more);
        assertThat(bytes).isEqualTo(server(GET_BYTES).send(response(200), more));
        assertThat(checked.isReusable()).isTrue();
    }

    @Test
    void checking_inside_a_body_counts_from_where_it_stands() {
        Connection client = Connection.client();
        client.send(POST_5, Data.utf8("123"));
        client.check(Data.utf8("45"), END);
        client.check(Data.utf8("45"), END);
        assertThatThrownBy(() -> client.check(Data.utf8("456"))).isInstanceOf(LocalProtocolException.class);
        assertThat(text(client.send(Data.utf8("45"), END))).isEqualTo("45");
    }

    /** What is checked is written into memory that has no room yet. */
    @Test
    void checking_needs_no_room_for_what_is_not_sent() {
        Connection client = Connection.client();
        client.send(POST_CHUNKED);
        client.check(Data.utf8("x".repeat(300)));
        assertThat(text(client.send(Data.utf8("x")))).isEqualTo("1\r\nx\r\n");

        Connection server = server(GET_BYTES.replace("\r\n\r\n", "\r\nConnection: close\r\n\r\n"));
        Response cleaned = response(200, "Connection", "keep-alive", "Content-Length", "0", "A", "x".repeat(300));
        server.check(cleaned, END);
        assertThat(text(server.send(cleaned, END)))
                .isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 0", "A: " + "x".repeat(300), "Connection: close"));
    }

    @Test
    void a_start_line_may_be_longer_than_all_fields() {
        String phrase = "p".repeat(300);
        assertThat(text(server(GET_BYTES)
                        .send(new Response(299, phrase, Headers.of("Content-Length", "0"), HttpVersion.HTTP_1_1))))
                .isEqualTo(head("HTTP/1.1 299 " + phrase, "Content-Length: 0"));
        String method = "M".repeat(300);
        assertThat(text(Connection.client().send(new Request(method, "/", Headers.of("Host", "a")))))
                .isEqualTo(head(method + " / HTTP/1.1", "Host: a"));
    }

    @ParameterizedTest
    @ValueSource(ints = {299, 599, 600, 999})
    void a_status_without_a_standard_phrase_is_sent_with_the_phrase_it_has_or_none(int status) {
        assertThat(text(server(GET_BYTES).send(response(status, "Content-Length", "0"))))
                .isEqualTo(head("HTTP/1.1 " + status + " ", "Content-Length: 0"));
        assertThat(text(server(GET_BYTES)
                        .send(new Response(status, "Odd", Headers.of("Content-Length", "0"), HttpVersion.HTTP_1_1))))
                .isEqualTo(head("HTTP/1.1 " + status + " Odd", "Content-Length: 0"));
    }

    @Test
    void a_server_may_choose_another_answer_after_a_check() {
        Connection server = server(GET_BYTES);
        assertThatThrownBy(() -> server.check(response(200, "Content-Length", "1"), END))
                .isInstanceOf(LocalProtocolException.class);
        assertThat(text(server.send(response(500, "Content-Length", "0"), END)))
                .isEqualTo(head("HTTP/1.1 500 Internal Server Error", "Content-Length: 0"));
    }

    @Test
    void bodies_of_a_length_are_written_as_they_are() {
        Connection client = Connection.client();
        assertThat(text(client.send(POST_5, Data.utf8("123"), Data.utf8(""), Data.utf8("45"), END)))
                .isEqualTo(head("POST / HTTP/1.1", "Host: a", "Content-Length: 5") + "12345");
    }

    @Test
    void closing_yields_no_byte() {
        Connection client = Connection.client();
        assertThat(client.send(new ConnectionClosed())).isEmpty();
        assertThat(client.ourState()).isEqualTo(State.CLOSED);
        assertThat(client.closeReason()).contains(CloseReason.WE_CLOSED);
        assertThat(client.send(new ConnectionClosed())).isEmpty();
    }

    @Test
    void more_bytes_than_an_array_has_are_refused_before_anything_changes() {
        Connection client = Connection.client();
        Data large = new Data(Bytes.wrap(new byte[1 << 20]));
        List<Event> events = new ArrayList<>(List.of(POST_CHUNKED));
        events.addAll(Collections.nCopies(1 << 11, large));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> client.send(events))
                .withMessageContaining("sendWithDataPassthrough");
        assertThat(client.ourState()).isEqualTo(State.IDLE);
        assertThat(client.sendWithDataPassthrough(
                        POST_CHUNKED, events.subList(1, events.size()).toArray(Event[]::new)))
                .hasSizeGreaterThan(1 << 12);
    }

    /* sendBody */

    @Test
    void a_list_of_events_goes_before_a_body_as_the_events_do() {
        Response response = response(200, "Content-Length", "5");
        assertThat(server(GET_BYTES).sendBody(3, List.of(response, HI)))
                .isEqualTo(server(GET_BYTES).sendBody(3, response, HI));
    }

    @Test
    void a_body_from_outside_is_counted_and_framed_by_its_length() {
        Connection server = server(GET_BYTES);
        BodyFrame frame = server.sendBody(3, response(200, "Content-Length", "5"));
        assertThat(text(frame.before())).isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 5"));
        assertThat(frame.length()).isEqualTo(3);
        assertThat(frame.after()).isEqualTo(Bytes.EMPTY);
        BodyFrame rest = server.sendBody(2);
        assertThat(rest).isEqualTo(new BodyFrame(Bytes.EMPTY, 2, Bytes.EMPTY));
        server.send(END);
        assertThat(server.ourState()).isEqualTo(State.DONE);
    }

    @Test
    void a_body_from_outside_is_one_chunk() {
        Connection server = server(GET_BYTES);
        BodyFrame frame = server.sendBody(0x1_0000_0000L, response(200), HI);
        assertThat(text(frame.before()))
                .isEqualTo(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked") + "2\r\nhi\r\n100000000\r\n");
        assertThat(frame.length()).isEqualTo(0x1_0000_0000L);
        assertThat(text(frame.after())).isEqualTo("\r\n");
        assertThat(server.sendBody(0)).isEqualTo(new BodyFrame(Bytes.EMPTY, 0, Bytes.EMPTY));
        assertThat(text(server.send(END))).isEqualTo("0\r\n\r\n");
    }

    @Test
    void a_body_from_outside_goes_until_close_as_it_is() {
        Connection server = server(head("GET / HTTP/1.0"));
        BodyFrame frame = server.sendBody(7, response(200));
        assertThat(text(frame.before())).isEqualTo(head("HTTP/1.1 200 OK", "Connection: close"));
        assertThat(frame.length()).isEqualTo(7);
        assertThat(frame.after()).isEqualTo(Bytes.EMPTY);
    }

    @Test
    void a_body_from_outside_is_not_transmitted_to_head_or_with_304() {
        Connection head = server(head("HEAD / HTTP/1.1", "Host: a"));
        BodyFrame frame = head.sendBody(7, response(200, "Content-Length", "9"));
        assertThat(text(frame.before())).isEqualTo(head("HTTP/1.1 200 OK", "Content-Length: 9"));
        assertThat(frame.length()).isZero();
        assertThat(frame.after()).isEqualTo(Bytes.EMPTY);
        head.send(END);
        assertThat(head.isReusable()).isTrue();
        assertThat(server(GET_BYTES).sendBody(7, response(304)).length()).isZero();
    }

    @Test
    void a_body_from_outside_that_does_not_fit_is_refused() {
        Connection server = server(GET_BYTES);
        assertThatThrownBy(() -> server.sendBody(6, response(200, "Content-Length", "5")))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BODY_TOO_LONG));
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
        Connection none = server(GET_BYTES);
        assertThatThrownBy(() -> none.sendBody(1, response(204)))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BODY_NOT_ALLOWED));
    }

    @Test
    void a_body_from_outside_has_its_place_after_a_head_and_before_the_end() {
        Connection before = server(GET_BYTES);
        assertThatThrownBy(() -> before.sendBody(0))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.UNEXPECTED_EVENT));
        Connection after = server(GET_BYTES);
        after.send(response(200, "Content-Length", "0"), END);
        assertThatThrownBy(() -> after.sendBody(0))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.UNEXPECTED_EVENT));
    }

    @Test
    void a_request_sent_with_a_body_from_outside_waits_for_its_answer_as_any_other() {
        Connection client = Connection.client();
        client.send(POST_5, Data.utf8("12345"), END);
        client.receiveData(head("HTTP/1.1 200 OK", "Content-Length: 0").getBytes(ISO_8859_1));
        Talk.drain(client);
        client.startNextCycle();

        client.sendBody(5, POST_5);
        client.receiveEof();

        assertThat(Talk.drain(client)).containsExactly("EOF_BEFORE_RESPONSE@38");
    }

    @Test
    void what_h11_sends_after_an_answer_to_head_is_not_framed_as_the_message_before() {
        Connection server = Talk.serverAfter(Policy.H11, GET_BYTES + GET_BYTES.replace("GET", "HEAD"));
        Talk.drain(server);
        assertThat(text(server.send(response(200), Data.utf8("x"), END))).endsWith("1\r\nx\r\n0\r\n\r\n");
        server.startNextCycle();
        Talk.drain(server);

        assertThat(text(server.send(response(200), END)))
                .isEqualTo(head("HTTP/1.1 200 OK", "Transfer-Encoding: chunked"));
    }

    @Test
    void a_negative_length_is_an_illegal_argument_and_changes_nothing() {
        Connection server = server(GET_BYTES);
        assertThatIllegalArgumentException().isThrownBy(() -> server.sendBody(-1, response(200)));
        assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 15, 16, 255, 256, 4095, 4096, 65_536, Integer.MAX_VALUE, Long.MAX_VALUE})
    void chunk_sizes_are_hexadecimal(long length) {
        Connection client = Connection.client();
        client.send(POST_CHUNKED);
        assertThat(text(client.sendBody(length).before())).isEqualTo(Long.toHexString(length) + "\r\n");
    }

    @Test
    void a_body_from_outside_may_not_be_begun_with_unread_bytes_of_the_server() {
        Connection client = Connection.client();
        client.receiveData(new byte[] {'H'});
        assertThatThrownBy(() -> client.sendBody(5, POST_5)).isInstanceOf(LocalProtocolException.class);
        assertThat(client.ourState()).isEqualTo(State.IDLE);
    }

    @Test
    void bytes_of_the_server_do_not_keep_us_from_ending_what_was_begun() {
        Connection client = Connection.client();
        client.send(POST_5);
        client.receiveData(head("HTTP/1.1 200 OK", "Content-Length: 0").getBytes(ISO_8859_1));
        client.nextEvent();
        client.nextEvent();
        client.receiveData(new byte[] {'H'});
        assertThat(text(client.send(Data.utf8("12345"), END))).isEqualTo("12345");
        assertThat(client.isReusable()).isFalse();
        assertThatThrownBy(client::startNextCycle)
                .hasMessageContaining("the server has sent bytes that no request asked for");
        assertThatThrownBy(() -> client.send(GET)).isInstanceOf(LocalProtocolException.class);
    }
}
