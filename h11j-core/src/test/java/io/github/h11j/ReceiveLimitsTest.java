package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Limits are exact: up to the limit a message passes, and the first byte beyond it is at fault, wherever the cuts are
 * and whatever comes after it.
 */
class ReceiveLimitsTest {

    private static final int LIMIT = 30;
    private static final int NEAR = 3;
    private static final Limits LIMITS = Limits.DEFAULT;
    private static final Limits NOTHING_ALLOWED = Limits.ofHead(0)
            .withChunkExtensions(0)
            .withLeadingEmptyLines(0)
            .withInformationalResponses(0)
            .withBody(0);
    private static final String GET = "GET / HTTP/1.1\r\n";
    private static final String CHUNKED = "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\n";

    /**
     * One limit.
     *
     * @param start position of the first byte that counts, plus the bytes after it that do not; of a count, that of
     *     the first item
     * @param bytes a message in which a number of bytes count
     */
    record Case(String name, Role sender, Limits limits, Violation violation, int start, IntFunction<String> bytes) {

        Policy policy() {
            return Policy.STRICT.with(limits);
        }

        Transcript play(byte[] message, int... cuts) {
            Setup setup = sender == Role.CLIENT ? Setup.NOTHING : Setup.GET_SENT;
            return Playback.play(sender, policy(), setup, message, Ending.OPEN, cuts);
        }

        @Override
        public String toString() {
            return name;
        }
    }

    private static Case client(String name, Limits limits, Violation violation, int start, IntFunction<String> bytes) {
        return new Case(name, Role.CLIENT, limits, violation, start, bytes);
    }

    private static String fill(int length) {
        return "a".repeat(length);
    }

    // spotless:off
    static List<Case> sizes() {
        Limits requestLine = LIMITS.withRequestLine(LIMIT);
        Limits section = LIMITS.withFieldSection(LIMIT);
        Limits trailers = LIMITS.withTrailerSection(LIMIT);
        return List.of(
            client("method", requestLine, Violation.METHOD_TOO_LONG, 0,
                n -> n <= LIMIT ? fill(n - 11) + " / HTTP/1.1\r\nHost: a\r\n\r\n" : fill(n) + " / HTTP/1.1\r\n\r\n"),
            client("target", requestLine, Violation.TARGET_TOO_LONG, 0,
                n -> n <= LIMIT
                    ? "GET /" + fill(n - 14) + " HTTP/1.1\r\nHost: a\r\n\r\n"
                    : "GET /" + fill(n - 5) + " HTTP/1.1\r\n\r\n"),
            client("version", requestLine, Violation.REQUEST_LINE_TOO_LONG, 0,
                n -> "GET /" + fill(n - 14) + " HTTP/1.1\r\nHost: a\r\n\r\n"),
            new Case("status line", Role.SERVER, LIMITS.withStatusLine(LIMIT), Violation.STATUS_LINE_TOO_LONG, 0,
                n -> "HTTP/1.1 200 " + fill(n - 13) + "\r\nA: b\r\n\r\n"),
            client("one field", section, Violation.FIELD_SECTION_TOO_LARGE, 16,
                n -> GET + "Host:" + fill(n - 5) + "\r\n\r\n"),
            client("two fields", section, Violation.FIELD_SECTION_TOO_LARGE, 18,
                n -> GET + "A:\r\nHost: " + fill(n - 8) + "\r\n\r\n"),
            new Case("folded field", Role.SERVER, section, Violation.FIELD_SECTION_TOO_LARGE, 19,
                n -> OK + "A: b\r\n " + fill(n - 5) + "\r\n\r\n"),
            client("trailing white space", section, Violation.FIELD_SECTION_TOO_LARGE, 16,
                n -> GET + "Host:" + fill(10) + " ".repeat(n - 15) + "\r\n\r\n"),
            client("trailer section", trailers, Violation.TRAILER_SECTION_TOO_LARGE, CHUNKED.length() + 3,
                n -> CHUNKED + "0\r\nA:" + fill(n - 2) + "\r\n\r\n"),
            client("chunk line of digits", LIMITS.withChunkLine(LIMIT), Violation.CHUNK_LINE_TOO_LONG, CHUNKED.length(),
                n -> CHUNKED + "0".repeat(n) + "\r\n\r\n"),
            client("chunk line with extension", LIMITS.withChunkLine(LIMIT), Violation.CHUNK_LINE_TOO_LONG,
                CHUNKED.length(), n -> CHUNKED + "0;" + fill(n - 2) + "\r\n\r\n"),
            client("chunk extensions", LIMITS.withChunkExtensions(LIMIT), Violation.CHUNK_EXTENSIONS_TOO_LARGE,
                CHUNKED.length() + 1, n -> CHUNKED + "0;" + fill(n - 1) + "\r\n\r\n"),
            client("chunk extensions of two chunks", LIMITS.withChunkExtensions(LIMIT),
                Violation.CHUNK_EXTENSIONS_TOO_LARGE, CHUNKED.length() + 7,
                n -> CHUNKED + "1;a\r\nX\r\n0;" + fill(n - 3) + "\r\n\r\n"));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("sizes")
    void a_size_up_to_the_limit_passes_and_the_first_byte_beyond_is_at_fault(Case limit) {
        int beyond = beyond(limit);
        for (int size = LIMIT - NEAR; size <= LIMIT + NEAR; size++) {
            byte[] message = Wire.bytes(limit.bytes.apply(size));
            Transcript expected = limit.play(message);

            assertThat(expected.verdict())
                    .as("%s of %d", limit, size)
                    .isEqualTo(size <= LIMIT ? "accepted" : limit.violation + " at " + beyond);
            assertThat(limit.play(message, Wire.everyByte(message.length))).isEqualTo(expected);
            for (int cut : cutsNear(beyond, message.length)) {
                assertThat(limit.play(message, cut)).as("cut at %d", cut).isEqualTo(expected);
            }
        }
    }

    private static int beyond(Case limit) {
        return limit.start + LIMIT;
    }

    private static int[] cutsNear(int place, int length) {
        List<Integer> cuts = new ArrayList<>();
        for (int cut = place - NEAR; cut <= place + NEAR; cut++) {
            if (cut > 0 && cut < length) {
                cuts.add(cut);
            }
        }
        return cuts.stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @MethodSource("sizes")
    void of_a_limit_and_another_fault_the_first_counts_and_the_limit_at_the_same_byte(Case limit) {
        int beyond = beyond(limit);
        byte[] message = Wire.bytes(limit.bytes.apply(LIMIT + 2 * NEAR));
        for (int place = beyond - NEAR; place <= beyond + NEAR; place++) {
            byte[] faulty = message.clone();
            faulty[place] = 0;
            Transcript expected = limit.play(faulty);

            assertThat(expected.offset()).as("fault at %d", place).isEqualTo(OptionalLong.of(Math.min(place, beyond)));
            assertThat(expected.violation().orElseThrow() == limit.violation)
                    .as("fault at %d: %s", place, expected.verdict())
                    .isEqualTo(place >= beyond);
            assertThat(limit.play(faulty, Wire.everyByte(faulty.length))).isEqualTo(expected);
            for (int cut : cutsNear(beyond, faulty.length)) {
                assertThat(limit.play(faulty, cut)).as("cut at %d", cut).isEqualTo(expected);
            }
        }
    }

    private static Case body(String name, Role sender, String head, IntFunction<String> bytes) {
        return new Case(
                name,
                sender,
                LIMITS.withBody(LIMIT),
                Violation.BODY_TOO_LARGE,
                head.length(),
                n -> head + bytes.apply(n));
    }

    // spotless:off
    static List<Case> bodies() {
        String chunkedResponse = OK + "Transfer-Encoding: chunked\r\n\r\n";
        IntFunction<String> oneChunk = n -> Integer.toHexString(n) + "\r\n" + fill(n) + "\r\n0\r\n\r\n";
        // 10 and n - 10: a chunk that ends at the limit, one that passes it and one that begins beyond it
        IntFunction<String> twoChunks = n -> "a\r\n" + fill(10) + "\r\n" + oneChunk.apply(n - 10);
        IntFunction<String> smallChunks = n -> "1\r\na\r\n".repeat(n) + "0\r\n\r\n";
        return List.of(
            body("one chunk of a request", Role.CLIENT, CHUNKED, oneChunk),
            body("two chunks of a request", Role.CLIENT, CHUNKED, twoChunks),
            body("chunks of one byte of a request", Role.CLIENT, CHUNKED, smallChunks),
            body("one chunk of a response", Role.SERVER, chunkedResponse, oneChunk),
            body("two chunks of a response", Role.SERVER, chunkedResponse, twoChunks),
            body("until close", Role.SERVER, OK + "\r\n", ReceiveLimitsTest::fill));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("bodies")
    void a_body_up_to_the_limit_is_delivered_and_the_next_byte_is_at_fault(Case limit) {
        for (int size = LIMIT - NEAR; size <= LIMIT + NEAR; size++) {
            byte[] message = Wire.bytes(limit.bytes.apply(size));
            Setup setup = limit.sender == Role.CLIENT ? Setup.NOTHING : Setup.GET_SENT;
            Transcript expected = Playback.playEveryCut(limit.sender, limit.policy(), setup, message, Ending.EOF);

            assertThat(expected.body()).isEqualTo(fill(Math.min(size, LIMIT)));
            assertThat(expected.violation().isPresent()).isEqualTo(size > LIMIT);
            if (size > LIMIT) {
                assertThat(expected.verdict())
                        .isEqualTo(limit.violation + " at " + placeOfContent(limit.start, message, LIMIT));
            }
        }
    }

    /** Where the content's byte of this number is, counted by a reader of chunks that knows nothing else. */
    private static int placeOfContent(int start, byte[] message, int number) {
        int rest = number;
        int at = start;
        boolean chunked = Wire.text(message).contains("chunked");
        while (chunked) {
            int line = Wire.text(message).indexOf("\r\n", at);
            int size = Integer.parseInt(Wire.text(message).substring(at, line), 16);
            at = line + 2;
            if (rest < size) {
                break;
            }
            rest -= size;
            at += size + 2;
        }
        return at + rest;
    }

    @Test
    void of_a_body_that_is_not_used_the_announced_length_has_no_limit() {
        Policy none = Policy.STRICT.with(LIMITS.withBody(0));
        String head = "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n";
        for (Policy policy : List.of(none, Policy.H11.with(LIMITS.withBody(0)))) {
            assertThat(Playback.playEveryCut(Role.SERVER, policy, Setup.HEAD_SENT, Wire.bytes(head), Ending.OPEN)
                            .isAccepted())
                    .isTrue();
            assertThat(Playback.fromServer(policy, head).verdict()).isEqualTo("BODY_TOO_LARGE at " + head.length());
            assertThat(Playback.fromServer(policy, head.replace("200", "304")).isAccepted())
                    .isTrue();
        }
    }

    /** A coding decides, so a length beside it is not the body's. */
    @Test
    void a_length_that_does_not_count_has_no_limit() {
        Policy some = Policy.STRICT.with(LIMITS.withBody(3));
        String head = OK + "Content-Length: 9\r\nTransfer-Encoding: chunked\r\n\r\n";

        assertThat(Playback.fromServer(some, head + "3\r\nabc\r\n0\r\n\r\n").body())
                .isEqualTo("abc");
        assertThat(Playback.fromServer(some, head + "4\r\nabcd\r\n").verdict())
                .isEqualTo("BODY_TOO_LARGE at " + (head.length() + 6));
    }

    @Test
    void each_body_of_a_connection_has_its_own_limit() {
        Policy some = Policy.STRICT.with(LIMITS.withBody(3));
        String request = CHUNKED + "3\r\nabc\r\n0\r\n\r\n";

        assertThat(Playback.fromClient(some, request + request).body()).isEqualTo("abcabc");
    }

    @Test
    void a_body_that_is_too_large_is_answered_with_413_as_long_as_there_is_no_answer() {
        Connection server = Talk.serverAfter(Policy.STRICT.with(LIMITS.withBody(1)), CHUNKED + "2\r\nab\r\n");
        assertThat(Talk.drain(server)).last().asString().startsWith("BODY_TOO_LARGE");
        RemoteProtocolException error = catchThrowableOfType(RemoteProtocolException.class, server::nextEvent);

        assertThat(Wire.text(server.send(server.errorResponse(error)))).startsWith("HTTP/1.1 413 Content Too Large");
        assertThat(Talk.states(server)).isEqualTo("ERROR MUST_CLOSE");
    }

    // spotless:off
    static List<Case> counts() {
        return List.of(
            client("fields", LIMITS.withFields(3), Violation.TOO_MANY_FIELDS, 16,
                n -> GET + "Host: a\r\n" + "A: b\r\n".repeat(n - 1) + "\r\n"),
            client("trailers", LIMITS.withTrailers(3), Violation.TOO_MANY_TRAILERS, CHUNKED.length() + 3,
                n -> CHUNKED + "0\r\n" + "A: b\r\n".repeat(n) + "\r\n"),
            client("empty lines", LIMITS.withLeadingEmptyLines(3), Violation.TOO_MANY_EMPTY_LINES, 0,
                n -> "\r\n".repeat(n) + GET + "Host: a\r\n\r\n"),
            new Case("interim responses", Role.SERVER, LIMITS.withInformationalResponses(3),
                Violation.TOO_MANY_INFORMATIONAL_RESPONSES, 0,
                n -> "HTTP/1.1 102 \r\n\r\n".repeat(n) + OK + "Content-Length: 0\r\n\r\n"));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("counts")
    void a_count_up_to_the_limit_passes_and_one_more_is_at_fault_where_it_begins(Case limit) {
        for (int count = 1; count <= 5; count++) {
            byte[] message = Wire.bytes(limit.bytes.apply(count));
            Transcript transcript = limit.play(message);

            assertThat(transcript.isAccepted()).as("%s %d", limit, count).isEqualTo(count <= 3);
            if (count > 3) {
                long place = switch (limit.name) {
                    case "fields" -> limit.start + "Host: a\r\n".length() + 2 * "A: b\r\n".length();
                    case "trailers" -> limit.start + 3 * "A: b\r\n".length();
                    case "empty lines" -> 6;
                    default -> 4 * "HTTP/1.1 102 \r\n\r\n".length(); // after the head
                };
                assertThat(transcript.verdict()).isEqualTo(limit.violation + " at " + place);
            }
            assertThat(limit.play(message, Wire.everyByte(message.length))).isEqualTo(transcript);
            for (int cut = 1; cut < message.length; cut++) {
                assertThat(limit.play(message, cut)).as("cut at %d", cut).isEqualTo(transcript);
            }
        }
    }

    @Test
    void the_limit_of_a_line_may_be_passed_before_the_line_has_ended() {
        Playback playback = new Playback(Role.CLIENT, Policy.STRICT.with(LIMITS.withRequestLine(LIMIT)), Setup.NOTHING);
        byte[] line = Wire.bytes("GET /" + fill(LIMIT));

        playback.feed(line, 0, LIMIT);
        assertThat(playback.transcript().isAccepted()).isTrue();

        playback.feed(line, LIMIT, LIMIT + 1);
        assertThat(playback.transcript().verdict()).isEqualTo("TARGET_TOO_LONG at 30");
    }

    @Test
    void a_chunk_line_of_nothing_but_digits_has_its_limit() {
        Policy policy = Policy.STRICT.with(LIMITS.withChunkLine(3));

        assertThat(Playback.fromClient(policy, CHUNKED + "001\r\nx\r\n").isAccepted())
                .isTrue();
        assertThat(Playback.fromClient(policy, CHUNKED + "0001\r\nx\r\n").verdict())
                .isEqualTo("CHUNK_LINE_TOO_LONG at " + (CHUNKED.length() + 3));
    }

    /** Else a line that never ends would be kept for ever. */
    @Test
    void so_may_the_limits_of_sections() {
        Policy policy = Policy.STRICT.with(LIMITS.withFieldSection(LIMIT).withTrailerSection(LIMIT));
        String tooLong = "A: {x*60}";

        assertThat(unfinished(policy, "GET / HTTP/1.1\r\n" + tooLong)).isEqualTo("FIELD_SECTION_TOO_LARGE at 46");
        assertThat(unfinished(policy, "GET / HTTP/1.1\r\nHost: a\r\n" + tooLong))
                .isEqualTo("FIELD_SECTION_TOO_LARGE at 48");
        assertThat(unfinished(policy.with(Limits.DEFAULT.withTrailerSection(LIMIT)), CHUNKED + "0\r\n" + tooLong))
                .isEqualTo("TRAILER_SECTION_TOO_LARGE at " + (CHUNKED.length() + 3 + LIMIT));
    }

    @Test
    void a_field_too_many_is_refused_with_its_first_byte() {
        assertThat(unfinished(Policy.STRICT.with(LIMITS.withFields(1)), GET + "Host: a\r\nA"))
                .isEqualTo("TOO_MANY_FIELDS at 25");
        assertThat(unfinished(Policy.STRICT.with(LIMITS.withTrailers(1)), CHUNKED + "0\r\nA: b\r\nB"))
                .isEqualTo("TOO_MANY_TRAILERS at " + (CHUNKED.length() + 9));
    }

    /** The verdict on bytes that come one by one, without the end of their line. */
    private static String unfinished(Policy policy, String bytes) {
        byte[] all = Wire.bytes(bytes);
        return Playback.play(Role.CLIENT, policy, Setup.NOTHING, all, Ending.OPEN, Wire.everyByte(all.length))
                .verdict();
    }

    @Test
    void a_carriage_return_at_the_limit_is_taken_for_the_line_end_until_the_next_byte() {
        Policy policy = Policy.STRICT.with(LIMITS.withRequestLine(14));

        assertThat(Playback.fromClient(policy, GET + "Host: a\r\n\r\n").isAccepted())
                .isTrue();
        assertThat(Playback.fromClient(policy, "GET / HTTP/1.1\rX\r\n\r\n").verdict())
                .isEqualTo("REQUEST_LINE_TOO_LONG at 14");
    }

    @Test
    void folded_lines_are_part_of_one_field() {
        Policy policy = Policy.STRICT.with(LIMITS.withFields(1));

        assertThat(Playback.fromServer(policy, OK + "A: b\r\n c\r\n d\r\n\r\n").isAccepted())
                .isTrue();
        assertThat(Playback.fromServer(policy, OK + "A: b\r\n c\r\nB: d\r\n\r\n")
                        .verdict())
                .isEqualTo("TOO_MANY_FIELDS at 27");
    }

    @Test
    void at_the_same_byte_the_size_of_the_section_counts_before_the_number_of_fields() {
        Policy policy = Policy.STRICT.with(LIMITS.withFields(1).withFieldSection(7));

        assertThat(Playback.fromClient(policy, GET + "Host: a\r\nA: b\r\n\r\n").verdict())
                .isEqualTo("FIELD_SECTION_TOO_LARGE at 25");
    }

    @Test
    void limits_of_zero_leave_nothing() {
        Policy none = Policy.STRICT.with(NOTHING_ALLOWED);

        assertThat(Playback.fromClient(none, "G").verdict()).isEqualTo("METHOD_TOO_LONG at 0");
        assertThat(Playback.fromClient(none, "\r\n").verdict()).isEqualTo("TOO_MANY_EMPTY_LINES at 0");
        assertThat(Playback.fromServer(none, "H").verdict()).isEqualTo("STATUS_LINE_TOO_LONG at 0");
    }

    @Test
    void the_default_of_a_request_line_is_exact() {
        String target = "/" + fill(8192 - 14);
        assertThat(Playback.play(
                                Role.CLIENT,
                                Policy.STRICT,
                                Setup.NOTHING,
                                Wire.bytes("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n"),
                                Ending.OPEN)
                        .isAccepted())
                .isTrue();
        assertThat(Playback.play(
                                Role.CLIENT,
                                Policy.STRICT,
                                Setup.NOTHING,
                                Wire.bytes("GET " + target + "a HTTP/1.1\r\nHost: a\r\n\r\n"),
                                Ending.OPEN)
                        .verdict())
                .isEqualTo("REQUEST_LINE_TOO_LONG at 8192");
    }

    @ParameterizedTest
    @ValueSource(strings = {" GET", "\0", "G"})
    void a_request_line_of_no_bytes_is_too_long_whatever_its_first_byte(String bytes) {
        Connection server = Connection.server(Policy.STRICT.with(LIMITS.withRequestLine(0)));
        server.receiveData(Latin1.bytes(bytes));
        assertThatThrownBy(server::nextEvent).isInstanceOfSatisfying(RemoteProtocolException.class, e -> {
            assertThat(e.violation()).isEqualTo(Violation.METHOD_TOO_LONG);
            assertThat(e.offset()).hasValue(0);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {" ", "\0", "H"})
    void a_status_line_of_no_bytes_is_too_long_whatever_its_first_byte(String bytes) {
        Connection client = Connection.client(Policy.STRICT.with(LIMITS.withStatusLine(0)));
        client.send(new Request("GET", "/", Headers.of("Host", "a")), new EndOfMessage());
        client.receiveData(Latin1.bytes(bytes));
        assertThatThrownBy(client::nextEvent).isInstanceOfSatisfying(RemoteProtocolException.class, e -> {
            assertThat(e.violation()).isEqualTo(Violation.STATUS_LINE_TOO_LONG);
            assertThat(e.offset()).hasValue(0);
        });
    }
}
