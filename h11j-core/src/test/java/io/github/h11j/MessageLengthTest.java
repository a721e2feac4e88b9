package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** RFC 9112 §6.3, in its order. In the tables {@code /} stands for a line end. */
class MessageLengthTest {

    private static String lines(String fields) {
        return fields.isEmpty() ? "" : fields.replace("/", "\r\n") + "\r\n";
    }

    /** RFC 9112 §6.1: the connection is closed after an HTTP/1.0 message with Transfer-Encoding, whatever its framing. */
    @ParameterizedTest
    @CsvSource({"HEAD, 200", "GET, 204", "GET, 304"})
    void transfer_encoding_in_an_http_1_0_response_ends_the_connection(String method, int status) {
        Connection client = Talk.clientAfter(
                method, "HTTP/1.0 " + status + " X\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n");
        assertThat(Talk.drain(client)).containsExactly("Response " + status, "End", "NEED_DATA");
        assertThat(client.isReusable()).isFalse();
        assertThat(client.closeReason()).contains(CloseReason.AMBIGUOUS_FRAMING);
    }

    @Test
    void transfer_encoding_in_a_tolerated_http_1_0_request_ends_the_connection() {
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.TRANSFER_ENCODING_IN_HTTP_1_0);
        String request = "POST / HTTP/1.0\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n";
        Connection server = Talk.serverAfter(tolerant, request);
        assertThat(Talk.drain(server)).containsExactly("Request POST", "End", "NEED_DATA");
        assertThat(server.closeReason()).contains(CloseReason.AMBIGUOUS_FRAMING);
        Connection without = Talk.serverAfter(tolerant.without(Option.CLOSE_AFTER_AMBIGUOUS_FRAMING), request);
        Talk.drain(without);
        assertThat(without.closeReason()).isEmpty();
    }

    @ParameterizedTest(name = "{0} {1}: {2}")
    @CsvSource(
            delimiter = '|',
            nullValues = "-",
            value = {
                // rule 1 and 2: no body, whatever the fields say, valid or not
                "GET|204|Content-Length: 3|End",
                "GET|304|Content-Length: x|End",
                "GET|304|Transfer-Encoding: gzip|End",
                "HEAD|200|Content-Length: 3|End",
                "HEAD|200|Transfer-Encoding: chunked|End",
                "CONNECT|200|Content-Length: nonsense|PAUSED",
                "CONNECT|299|Transfer-Encoding: chunked|PAUSED",
                "CONNECT|300|Content-Length: 3|Data abc;End",
                "CONNECT|400|Content-Length: 3|Data abc;End",
                // rule 3: Transfer-Encoding overrides
                "GET|200|Content-Length: 1/Transfer-Encoding: chunked|CHUNKED",
                "GET|200|Content-Length: x/Transfer-Encoding: chunked|CHUNKED",
                // rule 4
                "GET|200|Transfer-Encoding: chunked|CHUNKED",
                "GET|200|TRANSFER-ENCODING: ChunkeD|CHUNKED",
                "GET|200|Transfer-Encoding: gzip|Data abc",
                "GET|200|Transfer-Encoding: chunked, gzip|Data abc",
                "GET|200|Transfer-Encoding: chunked/Transfer-Encoding: gzip|Data abc",
                "GET|200|Transfer-Encoding: identity|Data abc",
                "GET|200|Transfer-Encoding: gzip;q=1|Data abc",
                "GET|200|Transfer-Encoding: gzip ;q=1|Data abc",
                "GET|200|Transfer-Encoding: gzip, chunked|UNKNOWN_TRANSFER_CODING",
                "GET|200|Transfer-Encoding: chunked, chunked|CHUNKED_TWICE",
                "GET|200|Transfer-Encoding: chunked;a=b|BAD_TRANSFER_ENCODING",
                "GET|200|Transfer-Encoding:|BAD_TRANSFER_ENCODING",
                "GET|200|Transfer-Encoding: ,chunked|BAD_TRANSFER_ENCODING",
                "GET|200|Transfer-Encoding: chun ked|BAD_TRANSFER_ENCODING",
                // rule 5
                "GET|200|Content-Length: +3|BAD_CONTENT_LENGTH",
                "GET|200|Content-Length:|BAD_CONTENT_LENGTH",
                "GET|200|Content-Length: 3,|BAD_CONTENT_LENGTH",
                "GET|200|Content-Length: 0x3|BAD_CONTENT_LENGTH",
                "GET|200|Content-Length: 3/Content-Length: 4|CONFLICTING_CONTENT_LENGTH",
                "GET|200|Content-Length: 3, 03|CONFLICTING_CONTENT_LENGTH",
                "GET|200|Content-Length: 0, 3|CONFLICTING_CONTENT_LENGTH",
                "GET|200|Content-Length: 9223372036854775807|Data abc",
                "GET|200|Content-Length: 9223372036854775808|CONTENT_LENGTH_TOO_LARGE",
                "GET|200|Content-Length: 99999999999999999999|CONTENT_LENGTH_TOO_LARGE",
                "GET|200|Content-Length: 3, 3/Content-Length: 3|Data abc;End",
                // rule 6
                "GET|200|Content-Length: 3|Data abc;End",
                "GET|200|Content-Length: 003|Data abc;End",
                "GET|200|Content-Length: 0|End",
                // rule 8
                "GET|200||Data abc"
            })
    void the_length_of_a_response(String method, int status, String fields, String expected) {
        boolean chunked = "CHUNKED".equals(expected);
        boolean body = chunked || expected.contains("abc");
        String received = "HTTP/1.1 " + status + " X\r\n" + lines(fields == null ? "" : fields) + "\r\n"
                + (chunked ? "3\r\nabc\r\n0\r\n\r\n" : body ? "abc" : "");
        List<String> events = Talk.drain(Talk.clientAfter(method, received));
        String what = String.join(";", events.subList(Math.min(1, events.size() - 1), events.size()));
        assertThat(what).startsWith(chunked ? "Data abc;End" : expected);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "|End",
                "Content-Length: 3|Data abc;End",
                "Transfer-Encoding: chunked|Data abc;End",
                "Transfer-Encoding: Chunked|Data abc;End",
                "Content-Length: 3, 3|REPEATED_CONTENT_LENGTH",
                "Content-Length: 3/Content-Length: 3|REPEATED_CONTENT_LENGTH",
                "Content-Length: 3/Content-Length: 4|CONFLICTING_CONTENT_LENGTH",
                "Content-Length: 0/Content-Length: 3|CONFLICTING_CONTENT_LENGTH",
                "Content-Length: 0, 0|REPEATED_CONTENT_LENGTH",
                "Content-Length: 0/Transfer-Encoding: chunked|CONTENT_LENGTH_WITH_TRANSFER_ENCODING",
                "Content-Length: 3/Transfer-Encoding: chunked|CONTENT_LENGTH_WITH_TRANSFER_ENCODING",
                "Transfer-Encoding: gzip|UNKNOWN_TRANSFER_CODING",
                "Transfer-Encoding: gzip, chunked|UNKNOWN_TRANSFER_CODING",
                "Transfer-Encoding: chunked, gzip|CHUNKED_NOT_LAST",
                "Transfer-Encoding: chunked/Transfer-Encoding: chunked|CHUNKED_TWICE",
                "Transfer-Encoding: xchunked|UNKNOWN_TRANSFER_CODING",
                "Transfer-Encoding: chunked ;x|BAD_TRANSFER_ENCODING"
            })
    void the_length_of_a_request(String fields, String expected) {
        boolean chunked = fields != null && fields.toLowerCase(Locale.ROOT).contains("transfer");
        String received = "POST / HTTP/1.1\r\nHost: a\r\n" + lines(fields == null ? "" : fields) + "\r\n"
                + (chunked ? "3\r\nabc\r\n0\r\n\r\n" : fields == null ? "" : "abc");
        List<String> events = Talk.drain(Talk.serverAfter(received));
        String what = String.join(";", events.subList(Math.min(1, events.size() - 1), events.size()));
        assertThat(what).startsWith(expected);
    }

    @ParameterizedTest(name = "{0} {1} {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "POST / HTTP/1.0|Transfer-Encoding: chunked|TRANSFER_ENCODING_IN_HTTP_1_0",
                "POST / HTTP/1.0|Content-Length: 3/Transfer-Encoding: chunked|CONTENT_LENGTH_WITH_TRANSFER_ENCODING",
                "GET / HTTP/1.0||Request GET",
                "GET / HTTP/1.0|Host: a/Host: a|MULTIPLE_HOST",
                "GET / HTTP/1.1||MISSING_HOST",
                "GET / HTTP/1.2||MISSING_HOST",
                "GET / HTTP/1.1|Host: a/Host: b|MULTIPLE_HOST"
            })
    void what_else_a_request_head_is_judged_by(String line, String fields, String expected) {
        String received = line + "\r\n" + lines(fields == null ? "" : fields) + "\r\n";
        assertThat(Talk.drain(Talk.serverAfter(received)).get(0)).startsWith(expected);
    }

    @Test
    void a_response_with_both_framing_fields_loses_the_length_and_is_the_last() {
        Connection client = Talk.clientAfter(
                "GET", "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        assertThat(((Response) client.nextEvent()).headers()).isEqualTo(Headers.of("Transfer-Encoding", "chunked"));
        assertThat(client.closeReason()).contains(CloseReason.AMBIGUOUS_FRAMING);
        assertThat(Talk.drain(client)).containsExactly("End", "NEED_DATA");
        assertThat(Talk.states(client)).isEqualTo("MUST_CLOSE MUST_CLOSE");
    }

    @Test
    void a_tolerated_request_with_both_framing_fields_loses_the_length_and_is_the_last() {
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING);
        Connection server = Talk.serverAfter(
                tolerant,
                "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
        assertThat(((Request) server.nextEvent()).headers())
                .isEqualTo(Headers.of("Host", "a", "Transfer-Encoding", "chunked"));
        assertThat(server.closeReason()).contains(CloseReason.AMBIGUOUS_FRAMING);
        assertThat(Talk.drain(server)).containsExactly("End", "NEED_DATA");
    }

    @Test
    void chunks_in_an_http_1_0_response_are_decoded_only_where_that_is_tolerated() {
        String received = "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
        assertThat(Talk.drain(Talk.clientAfter("GET", received)))
                .containsExactly("Response 200", "Data 1\r\na\r\n0\r\n\r\n", "NEED_DATA");
        assertThat(Talk.drain(Talk.clientAfter(Policy.H11, "GET", received)))
                .containsExactly("Response 200", "Data a", "End", "NEED_DATA");
    }

    @Test
    void the_limit_of_the_length_is_exact() {
        Policy limited = Policy.STRICT.with(Limits.DEFAULT.withBody(5));
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: ";
        assertThat(Talk.drain(Talk.serverAfter(limited, head + "5\r\n\r\n")).get(0))
                .isEqualTo("Request POST");
        assertThat(Talk.drain(Talk.serverAfter(limited, head + "6\r\n\r\n")).get(0))
                .startsWith("BODY_TOO_LARGE");
    }

    @Test
    void h11_judges_the_framing_fields_of_a_message_without_body() {
        assertThat(Talk.drain(Talk.clientAfter(Policy.H11, "GET", "HTTP/1.1 100 C\r\nContent-Length: x\r\n\r\n"))
                        .get(0))
                .startsWith("BAD_CONTENT_LENGTH");
        assertThat(Talk.drain(Talk.clientAfter(Policy.H11, "GET", "HTTP/1.1 204 N\r\nContent-Length: 5\r\n\r\n")))
                .containsExactly("Response 204", "End", "NEED_DATA");
    }
}
