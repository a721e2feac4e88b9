package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What heads imply for the conversation: switches, expectations, the end of the connection; and uncommon heads. */
class ConversationTest {

    private static Connection server(Policy policy, String head) {
        Connection server = Talk.serverAfter(policy, head.replace("/n", "\r\n") + "\r\n\r\n");
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        return server;
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1/nHost: a/nUpgrade: x/nConnection: upgrade, MIGHT_SWITCH_PROTOCOL, MIGHT_SWITCH_PROTOCOL",
        "GET / HTTP/1.1/nHost: a/nUpgrade: x, DONE, MIGHT_SWITCH_PROTOCOL",
        "GET / HTTP/1.0/nConnection: upgrade/nUpgrade: x, MUST_CLOSE, MIGHT_SWITCH_PROTOCOL",
        "GET / HTTP/1.1/nHost: a/nConnection: upgrade/nUpgrade: ;, MIGHT_SWITCH_PROTOCOL, MIGHT_SWITCH_PROTOCOL",
        "GET / HTTP/1.1/nHost: a/nConnection: upgrade/nUpgrade:, DONE, DONE",
        "GET / HTTP/1.1/nHost: a/nConnection: close , DONE, DONE"
    })
    void an_upgrade_counts_with_its_connection_option_and_from_http_1_1(String head, State strict, State h11) {
        String expectedStrict = head.contains("close") ? "MUST_CLOSE" : strict.name();
        String expectedH11 = head.contains("close") ? "MUST_CLOSE" : h11.name();
        Connection one = server(Policy.STRICT, head);
        assertThat(one.nextEvent()).isInstanceOf(EndOfMessage.class);
        assertThat(one.theirState()).hasToString(expectedStrict);
        Connection other = server(Policy.H11, head);
        assertThat(other.nextEvent()).isInstanceOf(EndOfMessage.class);
        assertThat(other.theirState()).hasToString(expectedH11);
    }

    @ParameterizedTest
    @CsvSource({
        "GET / HTTP/1.1/nHost: a/nExpect: 100-Continue, true",
        "GET / HTTP/1.1/nHost: a/nExpect: 100-continue2, false",
        "GET / HTTP/1.1/nHost: a/nExpect: \u001100-continue, false",
        "GET / HTTP/1.1/nHost: a, false",
        "GET / HTTP/1.0/nExpect: 100-continue, false"
    })
    void only_an_http_1_1_client_waits_for_100(String head, boolean waits) {
        assertThat(server(Policy.H11, head + "/nContent-Length: 1").theyAreWaitingFor100Continue())
                .isEqualTo(waits);
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 1, true, true",
        "Transfer-Encoding: chunked, true, true",
        "Content-Length: 0, false, true",
        "X: y, false, true"
    })
    void a_client_without_content_waits_for_nothing(String framing, boolean strict, boolean h11) {
        String head = "POST / HTTP/1.1/nHost: a/nExpect: 100-continue/n" + framing;
        assertThat(server(Policy.STRICT, head).theyAreWaitingFor100Continue()).isEqualTo(strict);
        assertThat(server(Policy.H11, head).theyAreWaitingFor100Continue()).isEqualTo(h11);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"close|false", "x, close , y|false", "Close|false", "clo5e|true", "keep-alive|true", "closed|true"
            })
    void a_connection_option_is_found_in_its_list(String options, boolean stays) {
        Connection server = server(Policy.STRICT, "GET / HTTP/1.1/nHost: a/nConnection: " + options);
        assertThat(server.closeReason().isEmpty()).isEqualTo(stays);
    }

    @Test
    void h11_goes_on_after_a_body_until_close_and_after_both_framing_fields() {
        Connection client = Talk.clientAfter(Policy.H11, "GET", "HTTP/1.1 200 KO\r\n\r\nabc");
        client.receiveEof();
        assertThat(Talk.drain(client)).containsExactly("Response 200", "Data abc", "End", "Closed");
        Connection server =
                server(Policy.H11, "POST / HTTP/1.1/nHost: a/nContent-Length: 5/nTransfer-Encoding: chunked");
        assertThat(server.closeReason()).isEmpty();
    }

    @Test
    void an_uncommon_reason_phrase_is_kept() {
        Connection client = Talk.clientAfter("GET", "HTTP/1.1 200 KO\r\n\r\n");
        assertThat(((Response) client.nextEvent()).reason()).isEqualTo("KO");
    }

    @ParameterizedTest
    @CsvSource({"HTTP/1.1 103 A, 1.1", "HTTP/1.0 200 A, 1.0", "HTTP/1.1 200 A, 1.1"})
    void the_version_of_the_peer_is_that_of_its_last_head(String line, String version) {
        Connection client = Talk.clientAfter("GET", "");
        assertThat(client.theirHttpVersion()).isEmpty();
        client.receiveData(Talk.bytes(line + "\r\n\r\n"));
        client.nextEvent();

        assertThat(client.theirHttpVersion()).map(HttpVersion::toString).contains(version);
    }

    @Test
    void a_head_of_many_fields_is_read_whole() {
        StringBuilder head = new StringBuilder("GET / HTTP/1.1\r\nHost: a");
        for (int i = 0; i < 70; i++) {
            head.append("\r\nX-").append(i).append(": ").append(i);
        }
        Connection server = Talk.serverAfter(head + "\r\n\r\n");
        Headers headers = ((Request) server.nextEvent()).headers();
        assertThat(headers.size()).isEqualTo(71);
        for (int i = 0; i < 70; i++) {
            assertThat(headers.first("x-" + i)).contains(Integer.toString(i));
        }
    }

    @Test
    void a_borrowed_head_that_needs_care_is_copied_all_the_same() {
        Connection server = Connection.server();
        byte[] bytes = Talk.bytes("GET http://a/ HTTP/1.1\r\nHost: a\r\n\r\n");
        server.receiveBorrowed(ByteBuffer.wrap(bytes));
        Request request = (Request) server.nextEvent();
        Arrays.fill(bytes, (byte) '#');
        assertThat(request).isEqualTo(new Request("GET", "http://a/", Headers.of("Host", "a")));
    }

    @Test
    void h11_sends_what_it_accepts() {
        Connection client = Connection.client(Policy.H11);
        byte[] bytes = client.send(
                new Request("GET", "|", Headers.of("X", "\u0001", "Host", "b/c", "Expect", "100-continue")));
        assertThat(Talk.text(bytes))
                .isEqualTo("GET | HTTP/1.1\r\nHost: b/c\r\nX: \u0001\r\nExpect: 100-continue\r\n\r\n");
        assertThatThrownBy(
                        () -> Connection.client().send(new Request("GET", "/", Headers.of("X", "\u0001", "Host", "a"))))
                .isInstanceOf(LocalProtocolException.class)
                .hasMessageContaining("control character");
    }

    @Test
    void h11_sends_any_trailers_but_judges_their_framing_fields() {
        for (String value : List.of("5", "x")) {
            Connection server = server(Policy.H11, "GET / HTTP/1.1/nHost: a");
            server.send(new Response(200, Headers.EMPTY));
            EndOfMessage end = new EndOfMessage(Headers.of("Content-Length", value, "Date", "d"));
            if (value.equals("5")) {
                assertThat(Talk.text(server.send(end))).isEqualTo("0\r\nContent-Length: 5\r\nDate: d\r\n\r\n");
            } else {
                assertThatThrownBy(() -> server.send(end)).isInstanceOf(LocalProtocolException.class);
            }
        }
    }
}
