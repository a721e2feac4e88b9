package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link HeadReadersProperties} says of generated heads, of heads at the edges; and what only one reader reads. */
class HeadReadersTest {

    /** In these, {@code ~} is CRLF. */
    private static byte[] head(String text) {
        return Latin1.bytes(text.replace("~", "\r\n"));
    }

    @ParameterizedTest
    @CsvSource({
        "REQUEST, 'GET / HTTP/1.1~Host: a~~'",
        "REQUEST, 'GET /%20 HTTP/1.0~~'",
        "REQUEST, 'OPTIONS /a?b HTTP/1.1~A:b \t ~B:\t~C: ~~'",
        "RESPONSE, 'HTTP/1.1 100 Continue~~'",
        "RESPONSE, 'HTTP/1.1 999 ~~'",
        "RESPONSE, 'HTTP/1.0 200 2 O K ~A: b~C: d  e\t~~'",
        "TRAILERS, '~'",
        "TRAILERS, 'A: b~Content-Length:1 ~~'",
    })
    void both_readers_give_the_same(HeadReader.Kind kind, String text) {
        Optional<Heads.Read> fast = Heads.fast(kind, head(text), Limits.DEFAULT);

        assertThat(fast).isPresent();
        assertThat(Heads.careful(kind, head(text), Policy.STRICT)).isEqualTo(fast);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1~Host: a~",
                "GET / HTTP/1.1~Host: a",
                "GET / HTTP/1.1~",
                "GET / HTTP/1.1",
                "GET /",
                "GET ",
                "G"
            })
    void neither_reads_what_is_incomplete(String text) {
        for (byte[] bytes : new byte[][] {head(text), head(text + "\r")}) {
            assertThat(Heads.fast(HeadReader.Kind.REQUEST, bytes, Limits.DEFAULT))
                    .isEmpty();
        }
        assertThat(Heads.careful(HeadReader.Kind.REQUEST, head(text), Policy.STRICT))
                .isEmpty();
    }

    /** As it has no origin-form; wherever it stands. */
    @Test
    void only_the_careful_reader_reads_connect() {
        byte[] bytes = head("CONNECT /a HTTP/1.1~Host: a~~");

        assertThat(Heads.fast(HeadReader.Kind.REQUEST, bytes, Limits.DEFAULT)).isEmpty();
        assertThat(Heads.fast(HeadReader.Kind.REQUEST, head("XONNECT /a HTTP/1.1~Host: a~~"), Limits.DEFAULT))
                .isPresent();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 9, 11, 31, 32})
    void a_byte_that_begins_no_head_is_refused_at_once(int octet) {
        String text = String.valueOf((char) octet);

        assertThat(Talk.drain(Talk.serverAfter(text))).containsExactly("BAD_METHOD@0");
        assertThat(Talk.drain(Talk.clientAfter("GET", text))).containsExactly("BAD_STATUS_LINE@0");
    }

    @ParameterizedTest
    @CsvSource({"'\u0016\u0003\u0001', TLS_CLIENT_HELLO", "'PRI * HTTP/2.0~~SM~~', HTTP2_PREFACE"})
    void another_protocol_is_recognised_also_after_waiting_for_it(String bytes, Violation violation) {
        Connection server = Connection.server();
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        server.receiveData(head(bytes));

        assertThat(Talk.drain(server)).containsExactly(violation + "@0");
    }

    /** A line end that is the first byte of its memory has none before it that could be its CR. */
    @Test
    void trailers_may_end_with_a_bare_LF_that_arrives_by_itself() {
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.BARE_LF);
        Connection server = Talk.serverAfter(
                tolerant, "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data x", "NEED_DATA");

        server.receiveData(Latin1.bytes("\n"));

        assertThat(Talk.drain(server)).containsExactly("End", "NEED_DATA");
    }

    @Test
    void white_space_around_a_folded_part_is_one_space_and_none_at_the_end() {
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.OBS_FOLD);
        Connection server =
                Talk.serverAfter(tolerant, "GET / HTTP/1.1\r\nHost: a \t\r\nA: b \t\r\n\t  c  \r\n \r\nD: e \r\n\r\n");

        assertThat(server.nextEvent())
                .isInstanceOfSatisfying(
                        Request.class,
                        request -> assertThat(request.headers())
                                .isEqualTo(Headers.of("Host", "a", "A", "b \t c", "D", "e")));
    }
}
