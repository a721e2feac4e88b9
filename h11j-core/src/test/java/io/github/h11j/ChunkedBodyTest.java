package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** RFC 9112 §7.1: chunks, their extensions and the trailers, at every cut. */
class ChunkedBodyTest {

    private static final String HEAD = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";

    private static Transcript body(Policy policy, String bytes) {
        return Playback.fromClient(policy, HEAD + bytes);
    }

    /** Bytes of a body and what becomes of them, with the ends of chunks marked, or the fault by its byte. */
    record Case(String bytes, String expected) {
        @Override
        public String toString() {
            return Wire.visible(bytes) + " is " + expected;
        }
    }

    private static Case row(String bytes, String expected) {
        return new Case(bytes, expected);
    }

    // spotless:off
    static List<Case> bodies() {
        return List.of(
            row("0\r\n\r\n",                               "-"),
            row("5\r\nhello\r\n0\r\n\r\n",                 "<hello>"),
            row("5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n",  "<hello>< world>"),
            row("2\r\n\r\n\r\n0\r\n\r\n",                  "<\r\n>"),
            row("a\r\n0123456789\r\n0\r\n\r\n",            "<0123456789>"),
            row("A\r\n0123456789\r\n0\r\n\r\n",            "<0123456789>"),
            row("10\r\n0123456789abcdef\r\n0\r\n\r\n",     "<0123456789abcdef>"),
            row("0005\r\nhello\r\n000\r\n\r\n",            "<hello>"),
            row("5\r\nhello\r\n0000006\r\n world\r\n0\r\n\r\n",  "<hello>< world>"),
            row("5\r\nhello\r\n00000006\r\n world\r\n0\r\n\r\n", "<hello>< world>"),
            row("5\r\nhello\r\n6;a\r\n world\r\n0\r\n\r\n",      "<hello>< world>"),
            row("000000000000005\r\nhello\r\n0\r\n\r\n",   "<hello>"),
            row("0000000000000005\r\nhello\r\n0\r\n\r\n",  "<hello>"),
            row("{0*40}5\r\nhello\r\n{0*80}\r\n\r\n",      "<hello>"),
            row("7fffffffffffffff\r\nhello",               "<hello"),
            row("8000000000000000\r\nhello",               "CHUNK_SIZE_TOO_LARGE at 15"),
            row("10000000000000000\r\n",                   "CHUNK_SIZE_TOO_LARGE at 16"),
            row("ffffffffffffffff\r\n",                    "CHUNK_SIZE_TOO_LARGE at 15"),
            row("\r\n",                                    "BAD_CHUNK_SIZE at 0"),
            row(" 5\r\n",                                  "BAD_CHUNK_SIZE at 0"),
            row(";a\r\n",                                  "BAD_CHUNK_SIZE at 0"),
            row("+5\r\n",                                  "BAD_CHUNK_SIZE at 0"),
            row("-5\r\n",                                  "BAD_CHUNK_SIZE at 0"),
            row("0x5\r\n",                                 "BAD_CHUNK_SIZE at 1"),
            row("0_5\r\n",                                 "BAD_CHUNK_SIZE at 1"),
            row("5h\r\n",                                  "BAD_CHUNK_SIZE at 1"),
            row("5 5\r\n",                                 "BAD_CHUNK_SIZE at 2"),
            row("5\t;a\13\r\n",                            "BAD_CHUNK_EXTENSION at 4"),
            row("\265\r\n",                                "BAD_CHUNK_SIZE at 0"),
            row("5\n\r\n",                                 "BAD_CHUNK_LINE_END at 1"),
            row("\n5\r\n",                                 "BAD_CHUNK_LINE_END at 0"),
            row("\r5\r\n",                                 "BARE_CR at 0"),
            row("5\r\r\n",                                 "BARE_CR at 1"),
            row("5\rx\r\n",                                "BARE_CR at 1"),
            row("5 \r\n",                                  "WHITESPACE_AFTER_CHUNK_SIZE at 1"),
            row("5\t \r\n",                                "WHITESPACE_AFTER_CHUNK_SIZE at 1"),
            row("5;a \r\n",                                "WHITESPACE_AFTER_CHUNK_SIZE at 3"),
            row("5;a=b \r\n",                              "WHITESPACE_AFTER_CHUNK_SIZE at 5"),
            row("5;a=\"b c\" \r\n",                        "WHITESPACE_AFTER_CHUNK_SIZE at 9"),
            row("5\r\nhelloo",                             "<hello> then BAD_CHUNK_END at 8"),
            row("5\r\nhello\n",                            "<hello> then BAD_CHUNK_LINE_END at 8"),
            row("5\r\nhello\rx",                           "<hello> then BAD_CHUNK_END at 9"),
            row("5\r\nhello\r\r\n",                        "<hello> then BAD_CHUNK_END at 9"),
            row("5\r\nhelloXX6\r\n world\r\n",             "<hello> then BAD_CHUNK_END at 8"),
            row("5\r\nhelloX\n6\r\n world\r\n",            "<hello> then BAD_CHUNK_END at 8"),
            row("5\r\nhello\rX6\r\n world\r\n",            "<hello> then BAD_CHUNK_END at 9"));
    }

    static List<Case> extensions() {
        return List.of(
            row("5;a",                       "a"),
            row("5;a=b",                     "a=b"),
            row("5;a;b=c;d",                 "a b=c d"),
            row("5 ; a\t=  b ;\tc",          "a=b c"),
            row("5 \t;a",                    "a"),
            row("5;a=\"b\"",                 "a=b"),
            row("5;a=\"\"",                  "a="),
            row("5;a=\"b;c=d,\\\"e\\\\\"",   "a=b;c=d,\"e\\"),
            row("5;a=\" \t\"",               "a= \t"),
            row("5;a=\"\351\\\351\"",        "a=\351\351"),
            row("5;!#$%&'*+-.^_`|~=0",       "!#$%&'*+-.^_`|~=0"),
            row("5;a=\"b\" ; c",             "a=b c"),
            row("5;a = \"b\"\t;c",           "a=b c"));
    }

    static List<Case> faultyExtensions() {
        return List.of(
            row("5;",                        "BAD_CHUNK_EXTENSION at 2"),
            row("5; ",                       "BAD_CHUNK_EXTENSION at 3"),
            row("5;;a",                      "BAD_CHUNK_EXTENSION at 2"),
            row("5;=b",                      "BAD_CHUNK_EXTENSION at 2"),
            row("5;a b",                     "BAD_CHUNK_EXTENSION at 4"),
            row("5;a=",                      "BAD_CHUNK_EXTENSION at 4"),
            row("5;a= ",                     "BAD_CHUNK_EXTENSION at 5"),
            row("5;a==b",                    "BAD_CHUNK_EXTENSION at 4"),
            row("5;a=;b",                    "BAD_CHUNK_EXTENSION at 4"),
            row("5;a=b c",                   "BAD_CHUNK_EXTENSION at 6"),
            row("5;a=b=c",                   "BAD_CHUNK_EXTENSION at 5"),
            row("5;a,b",                     "BAD_CHUNK_EXTENSION at 3"),
            row("5;a=\"b",                   "BAD_CHUNK_EXTENSION at 6"),
            row("5;a=\"b\\",                 "BAD_CHUNK_EXTENSION at 7"),
            row("5;a=\"b\"c",                "BAD_CHUNK_EXTENSION at 7"),
            row("5;a=\"b\"\"c\"",            "BAD_CHUNK_EXTENSION at 7"),
            row("5;a=\"b\1\"",               "BAD_CHUNK_EXTENSION at 6"),
            row("5;a=\"\\\1\"",              "BAD_CHUNK_EXTENSION at 6"),
            row("5;a=\"\177\"",              "BAD_CHUNK_EXTENSION at 5"),
            row("5;a=\"b\nc\"",              "BAD_CHUNK_LINE_END at 6"),
            row("5;a=\"b\rc\"",              "BARE_CR at 6"),
            row("5;a=\"\\\nc\"",             "BAD_CHUNK_LINE_END at 6"),
            row("5;a\n",                     "BAD_CHUNK_LINE_END at 3"),
            row("5;\351",                    "BAD_CHUNK_EXTENSION at 2"),
            row("5;a\0",                     "BAD_CHUNK_EXTENSION at 3"));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("bodies")
    void a_chunked_body_is_read_or_refused_at_its_byte(Case row) {
        Transcript transcript = body(Policy.STRICT, row.bytes);

        assertThat(summary(transcript)).isEqualTo(row.expected);
    }

    private static String summary(Transcript transcript) {
        List<String> parts = new ArrayList<>();
        for (Object happening : transcript.happenings()) {
            if (happening instanceof String text && text.startsWith("Data ")) {
                parts.add(text.substring("Data ".length()));
            }
        }
        transcript
                .violation()
                .ifPresent(violation ->
                        parts.add(violation + " at " + (transcript.offset().orElseThrow() - HEAD.length())));
        return parts.isEmpty() ? "-" : String.join(" then ", parts);
    }

    @ParameterizedTest
    @MethodSource("extensions")
    void chunk_extensions_follow_their_grammar_and_can_be_asked_for(Case row) {
        Connection server = Connection.server();
        server.receiveData(Wire.bytes(HEAD + row.bytes + "\r\nhello\r\n0\r\n\r\n"));
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        assertThat(server.chunkExtensions()).isEmpty();
        Data data = (Data) server.nextEvent();

        assertThat(Wire.text(data.bytes())).isEqualTo("hello");
        assertThat(spelled(server.chunkExtensions())).isEqualTo(row.expected);
        assertThat(server.nextEvent()).isEqualTo(new EndOfMessage());
        assertThat(server.chunkExtensions()).isEmpty();
        assertThat(body(Policy.STRICT, row.bytes + "\r\nhello\r\n0\r\n\r\n").body())
                .isEqualTo("hello");
    }

    private static String spelled(List<ChunkExtension> extensions) {
        List<String> parts = new ArrayList<>();
        for (ChunkExtension extension : extensions) {
            parts.add(extension.name()
                    + extension.value().map(value -> "=" + value).orElse(""));
        }
        return String.join(" ", parts);
    }

    @ParameterizedTest
    @MethodSource("faultyExtensions")
    void a_malformed_extension_is_refused_under_every_policy(Case row) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            assertThat(summary(body(policy, row.bytes + "\r\nhello\r\n0\r\n\r\n")))
                    .isEqualTo(row.expected);
        }
    }

    @Test
    void every_byte_has_its_place_in_a_chunk_line() {
        String line = "5 ;a=b;c=\"d\\e\"";
        for (int i = 0; i < line.length(); i++) {
            for (char octet = 0; octet < 256; octet++) {
                String mutated = line.substring(0, i) + octet + line.substring(i + 1);
                String token = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
                String quoted = "\"(?:[\\t !#-\\[\\]-~\\x80-\\xff]|\\\\[\\t\\x20-~\\x80-\\xff])*\"";
                boolean valid = mutated.matches("[0-9A-Fa-f]+(?:[ \\t]*;[ \\t]*" + token + "(?:[ \\t]*=[ \\t]*(?:"
                        + token + "|" + quoted + "))?)*");
                Transcript transcript = Playback.play(
                        Role.CLIENT, Policy.STRICT, Setup.NOTHING, Wire.bytes(HEAD + mutated + "\r\nx"), Ending.OPEN);

                assertThat(transcript.isAccepted())
                        .as("%s: %s", Wire.visible(mutated), transcript.verdict())
                        .isEqualTo(valid);
            }
        }
    }

    @Test
    void the_extensions_of_the_last_chunk_are_those_of_the_end() {
        Connection server = Connection.server();
        server.receiveData(Wire.bytes(HEAD + "1;a\r\nx\r\n1\r\ny\r\n0;z=1\r\n\r\n"));
        server.nextEvent();
        server.nextEvent();
        assertThat(server.chunkExtensions()).containsExactly(new ChunkExtension("a", Optional.empty()));
        server.nextEvent();
        assertThat(server.chunkExtensions()).isEmpty();

        assertThat(server.nextEvent()).isEqualTo(new EndOfMessage());
        assertThat(server.chunkExtensions()).containsExactly(new ChunkExtension("z", Optional.of("1")));
    }

    @Test
    void a_body_of_known_length_has_no_chunk_extensions() {
        Connection server = Connection.server();
        server.receiveData(Wire.bytes("POST / HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc"));
        server.nextEvent();
        Data data = (Data) server.nextEvent();

        assertThat(server.chunkExtensions()).isEmpty();
        assertThat(data.chunkStart() || data.chunkEnd()).isFalse();
    }

    @Test
    void white_space_at_the_end_of_a_chunk_line_is_skipped_where_that_is_tolerated() {
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.WHITESPACE_AFTER_CHUNK_SIZE);

        assertThat(body(tolerant, "5 \r\nhello\r\n0;a=\"b\"\t\t\r\n\r\n").body())
                .isEqualTo("hello");
        assertThat(body(Policy.H11, "5  \r\nhello\r\n0\t\r\n\r\n").body()).isEqualTo("hello");
        assertThat(summary(body(Policy.H11, "5 5\r\n"))).isEqualTo("BAD_CHUNK_SIZE at 2");
    }

    @Test
    void a_malformed_size_is_no_extension_even_when_all_extensions_are_used_up() {
        Policy few = Policy.STRICT.with(Limits.DEFAULT.withChunkExtensions(2));

        assertThat(summary(body(few, "1;a\r\nX\r\nx\r\n"))).isEqualTo("<X> then BAD_CHUNK_SIZE at 8");
        assertThat(summary(body(few, "1;a\r\nX\r\n1;\r\n"))).isEqualTo("<X> then CHUNK_EXTENSIONS_TOO_LARGE at 9");
    }

    @Test
    void the_marks_tell_where_chunks_begin_and_end() {
        Connection server = Connection.server();
        server.receiveData(Wire.bytes(HEAD + "5\r\nhe"));
        server.nextEvent();
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("he"), true, false));
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        server.receiveData(Wire.bytes("l"));
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("l"), false, false));
        server.receiveData(Wire.bytes("lo\r\n1\r\n!"));
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("lo"), false, true));
        assertThat(server.nextEvent()).isEqualTo(new Data(Bytes.utf8("!"), true, true));
    }

    @Test
    void an_empty_trailer_section_in_two_parts_leaves_nothing_to_the_next_request() {
        Connection server = Talk.serverAfter("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r");
        assertThat(Talk.drain(server)).containsExactly("Request POST", "NEED_DATA");
        server.receiveData(Latin1.bytes("\n"));
        assertThat(Talk.drain(server)).containsExactly("End", "NEED_DATA");
        server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        server.startNextCycle();
        server.receiveData(Latin1.bytes("\r\nGET / HTTP/1.1\r\nHost: a\r\n\r\n"));
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
    }
}
