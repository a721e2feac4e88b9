package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Chunk lines by the full grammar of RFC 9112 §7.1, whole and byte by byte. */
class ChunkLineGrammarTest {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    /** The last entry that a body leads to, with its offset counted from the start of the body. */
    private static String read(Policy policy, String body, boolean bytewise) {
        Connection server = Talk.serverAfter(policy, HEAD);
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        List<String> events = new ArrayList<>();
        byte[] bytes = Talk.bytes(body);
        int step = bytewise ? 1 : bytes.length;
        for (int i = 0; i < bytes.length; i += step) {
            server.receiveData(bytes, i, step);
            events.addAll(Talk.drain(server));
        }
        String last = events.get(events.size() - 1);
        int at = last.indexOf('@');
        return at < 0
                ? String.join(";", events)
                : last.substring(0, at) + "@" + (Integer.parseInt(last.substring(at + 1)) - HEAD.length());
    }

    private static void check(Policy policy, String body, String expected) {
        assertThat(read(policy, body, false)).isEqualTo(expected);
        assertThat(read(policy, body, true)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "01",
                "000000000000000000001",
                "1;a",
                "1;a=b",
                "1;aa=bb",
                "1 ;a",
                "1\t ; a",
                "1;a =b",
                "1;a= b",
                "1;a=\"\"",
                "1;a=\"b\"",
                "1;a=\" !#[]~\t\u00ff\"",
                "1;a=\"\\\"\"",
                "1;a=\"\\\\\"",
                "1;a=\"b\" ;c",
                "1;a;b",
                "1;a ;b=c",
                "1;a=b ;c",
                "1;a=\"b\";c=d"
            })
    void a_legal_chunk_line_is_read(String line) {
        String body = line + "\r\nx\r\n0" + line.substring(1).replaceAll("^[0-9]+", "") + "\r\n\r\n";
        assertThat(read(Policy.STRICT, body, false)).isEqualTo("Data x;End;NEED_DATA");
        assertThat(read(Policy.STRICT, body, true)).contains("Data x").endsWith("End;NEED_DATA");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "|BAD_CHUNK_SIZE@0",
                "g|BAD_CHUNK_SIZE@0",
                ";a|BAD_CHUNK_SIZE@0",
                "-1|BAD_CHUNK_SIZE@0",
                "1g|BAD_CHUNK_SIZE@1",
                "1 1|BAD_CHUNK_SIZE@2",
                "1,|BAD_CHUNK_SIZE@1",
                "1;|BAD_CHUNK_EXTENSION@2",
                "1;;|BAD_CHUNK_EXTENSION@2",
                "1;a=|BAD_CHUNK_EXTENSION@4",
                "1;a=;|BAD_CHUNK_EXTENSION@4",
                "1;a b|BAD_CHUNK_EXTENSION@4",
                "1;a=b c|BAD_CHUNK_EXTENSION@6",
                "1;a=\"|BAD_CHUNK_EXTENSION@5",
                "1;a=\"\\|BAD_CHUNK_EXTENSION@6",
                "1;a=\"b\"c|BAD_CHUNK_EXTENSION@7",
                "1;a,|BAD_CHUNK_EXTENSION@3",
                "1;a=,|BAD_CHUNK_EXTENSION@4",
                "1;a=b,|BAD_CHUNK_EXTENSION@5",
                "1;(|BAD_CHUNK_EXTENSION@2",
                "8000000000000000|CHUNK_SIZE_TOO_LARGE@15",
                "fffffffffffffffff|CHUNK_SIZE_TOO_LARGE@15"
            })
    void an_illegal_chunk_line_is_refused_where_it_goes_wrong(String line, String expected) {
        check(Policy.STRICT, (line == null ? "" : line) + "\r\n", expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "1\\n|BAD_CHUNK_LINE_END@1",
                "1\\rx|BARE_CR@1",
                "\\nx|BAD_CHUNK_LINE_END@0",
                "1;a=\"\\nx|BAD_CHUNK_LINE_END@5",
                "1;a=\"\\rx|BARE_CR@5",
                "1;a=\"\\0x|BAD_CHUNK_EXTENSION@5"
            })
    void a_line_end_that_another_recipient_could_see_is_never_let_pass(String line, String expected) {
        String bytes = line.replace("\\n", "\n").replace("\\r", "\r").replace("\\0", "\0") + "\r\n";
        check(Policy.STRICT, bytes, expected);
        check(Policy.H11, bytes, expected);
        check(Policy.STRICT.with(Limits.DEFAULT.withChunkLine(8)), bytes.replace("\r\n", "") + "yyyyyyyyyyy", expected);
    }

    @ParameterizedTest
    @CsvSource({"'1 ', 1", "'1;a ', 3", "'1;a=b\t', 5", "'1;a=\"b\" ', 7"})
    void white_space_at_the_end_of_a_line_is_tolerable(String line, int offset) {
        check(Policy.STRICT, line + "\r\n", "WHITESPACE_AFTER_CHUNK_SIZE@" + offset);
        assertThat(read(Policy.H11, line + "\r\nx\r\n0\r\n\r\n", false)).isEqualTo("Data x;End;NEED_DATA");
    }

    @Test
    void the_largest_size_is_2_to_the_63_minus_1() {
        assertThat(read(Policy.STRICT, "7fffffffffffffff\r\nabc", false)).isEqualTo("Data abc;NEED_DATA");
    }

    @ParameterizedTest
    @CsvSource({"1\\r\\nxX, BAD_CHUNK_END@4", "1\\r\\nx\\rX, BAD_CHUNK_END@5", "1\\r\\nx\\n, BAD_CHUNK_LINE_END@4"})
    void a_chunk_ends_in_crlf(String body, String expected) {
        check(Policy.STRICT, body.replace("\\r", "\r").replace("\\n", "\n"), expected);
    }

    @Test
    void the_limit_of_a_line_is_exact() {
        Policy limited = Policy.STRICT.with(Limits.DEFAULT.withChunkLine(4));
        assertThat(read(limited, "1;ab\r\nx", true)).endsWith("Data x;NEED_DATA");
        check(limited, "1;abc\r\nx", "CHUNK_LINE_TOO_LONG@4");
        check(limited, "1;ab\rc", "CHUNK_LINE_TOO_LONG@4");
        check(limited, "1;a,c\r\nx", "BAD_CHUNK_EXTENSION@3");
        check(Policy.STRICT.with(Limits.DEFAULT.withChunkLine(2)), "001\r\nx", "CHUNK_LINE_TOO_LONG@2");
        check(limited, "00001", "CHUNK_LINE_TOO_LONG@4");
    }

    @Test
    void the_limit_of_all_extensions_of_a_body_is_exact() {
        Policy limited = Policy.STRICT.with(Limits.DEFAULT.withChunkExtensions(5));
        assertThat(read(limited, "1;a\r\nx\r\n1;ab\r\nx", false)).isEqualTo("Data xx;NEED_DATA");
        check(limited, "1;abcde\r\n", "CHUNK_EXTENSIONS_TOO_LARGE@6");
        assertThat(read(limited, "1;a\r\nx\r\n1;abc\r\nx", false)).isEqualTo("CHUNK_EXTENSIONS_TOO_LARGE@12");
    }

    @Test
    void extensions_are_available_on_request() {
        Connection server =
                Talk.serverAfter(HEAD + "1 ; a ; b = c;d=\"e\\\"f\\\\ \" ;g\r\nx\r\n1\r\ny\r\n0;last\r\n\r\n");
        assertThat(server.chunkExtensions()).isEmpty();
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(server.nextEvent()).isInstanceOf(Data.class);
        assertThat(server.chunkExtensions())
                .containsExactly(
                        new ChunkExtension("a", Optional.empty()),
                        new ChunkExtension("b", Optional.of("c")),
                        new ChunkExtension("d", Optional.of("e\"f\\ ")),
                        new ChunkExtension("g", Optional.empty()));
        assertThat(server.nextEvent()).isInstanceOf(Data.class);
        assertThat(server.chunkExtensions()).isEmpty();
        assertThat(server.nextEvent()).isInstanceOf(EndOfMessage.class);
        assertThat(server.chunkExtensions()).containsExactly(new ChunkExtension("last", Optional.empty()));
    }

    @Test
    void tolerated_white_space_after_extensions_is_no_part_of_them() {
        Connection server = Talk.serverAfter(
                Policy.STRICT.tolerating(Role.CLIENT, Violation.WHITESPACE_AFTER_CHUNK_SIZE),
                HEAD + "1;a=b \r\nx\r\n1 \r\ny");
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(server.nextEvent()).isInstanceOf(Data.class);
        assertThat(server.chunkExtensions()).containsExactly(new ChunkExtension("a", Optional.of("b")));
        assertThat(server.nextEvent()).isInstanceOf(Data.class);
        assertThat(server.chunkExtensions()).isEmpty();
    }

    @Test
    void data_says_where_chunks_begin_and_end_whatever_the_cut() {
        Connection server = Talk.serverAfter(HEAD + "3\r\n");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "NEED_DATA");
        server.receiveData(Talk.bytes("a"));
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("a"), true, false));
        server.receiveData(Talk.bytes("b"));
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("b"), false, false));
        server.receiveData(Talk.bytes("c\r\n"));
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("c"), false, true));
    }

    @Test
    void trailers_are_apart_from_headers_and_those_that_may_not_be_are_removed_or_refused() {
        List<Violation> told = new ArrayList<>();
        Policy policy = Policy.STRICT.with((sender, violation, offset, excerpt) -> told.add(violation));
        assertThat(read(policy, "0\r\nETag: a\r\nDate: b\r\nAuthentication-Info: c\r\n\r\n", false))
                .isEqualTo("End [ETag: a, Authentication-Info: c];NEED_DATA");
        assertThat(told).containsExactly(Violation.REMOVED_TRAILER);
        assertThat(read(policy, "0\r\nHOST: a\r\n\r\n", false)).isEqualTo("FORBIDDEN_TRAILER@14");
    }

    @Test
    void h11_passes_trailers_on_but_judges_their_framing_fields() {
        assertThat(read(Policy.H11, "0\r\nHost: a\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n", false))
                .startsWith("End [Host: a, Content-Length: 5");
        assertThat(read(Policy.H11, "0\r\nTransfer-Encoding: chunked, x\r\n\r\n", false))
                .startsWith("CHUNKED_NOT_LAST");
        assertThat(read(Policy.H11, "0\r\nContent-Length: x\r\n\r\n", false)).startsWith("BAD_CONTENT_LENGTH");
    }

    /** The fault in the line that was cut off is found, but the line was not read. */
    @ParameterizedTest
    @ValueSource(strings = {"1;", "1;a=", "1;a=\"b", "1;a=\"\\"})
    void a_line_that_is_cut_off_has_no_extensions(String line) {
        for (boolean orderly : new boolean[] {true, false}) {
            Connection server = Talk.serverAfter(HEAD + "1;z\r\nx\r\n" + line);
            if (orderly) {
                server.receiveEof();
            } else {
                server.receiveAbort();
            }
            assertThat(Talk.drain(server)).last().asString().startsWith(orderly ? "EOF_IN_CHUNKED" : "CONNECTION_AB");
            assertThat(server.chunkExtensions()).containsExactly(new ChunkExtension("z", Optional.empty()));
        }
    }
}
