package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What a client may tolerate of servers, by name, and when the connection is not used again because of it. */
class TolerantClientTest {

    private static final String OK = "HTTP/1.1 200 OK\r\n";
    private static final String CHUNKED = OK + "Transfer-Encoding: chunked\r\n\r\n";

    /**
     * A faulty response.
     *
     * @param bytes its bytes
     * @param violation what STRICT refuses
     * @param headers names and values of the event, where it is tolerated
     * @param body of the message
     * @param reusable whether the connection can be used again
     */
    record Fault(String bytes, Violation violation, List<String> headers, String body, boolean reusable) {
        @Override
        public String toString() {
            return Wire.visible(bytes);
        }
    }

    private static Fault ambiguous(Violation violation, String bytes, String body, String... headers) {
        return new Fault(bytes, violation, List.of(headers), body, false);
    }

    private static Fault harmless(Violation violation, String bytes, String... headers) {
        return new Fault(bytes, violation, List.of(headers), "", true);
    }

    // spotless:off
    static List<Fault> faults() {
        String none = "Content-Length: 0\r\n\r\n";
        String[] zero = {"Content-Length", "0"};
        String[] chunked = {"Transfer-Encoding", "chunked"};
        return List.of(
            harmless(Violation.EXTRA_SPACE_BEFORE_STATUS, "HTTP/1.1  200 OK\r\n" + none, zero),
            harmless(Violation.EXTRA_SPACE_BEFORE_STATUS, "HTTP/1.1     200 OK\r\n" + none, zero),
            harmless(Violation.EXTRA_SPACE_BEFORE_STATUS, "HTTP/1.1  200\r\n" + none, zero),
            harmless(Violation.BAD_REASON, "HTTP/1.1 200 O\33K\r\n" + none, zero),
            harmless(Violation.BAD_REASON, "HTTP/1.1 200 \1\10\16\37\177\r\n" + none, zero),
            ambiguous(Violation.WHITESPACE_BEFORE_COLON, OK + "Content-Length : 5\r\n\r\nhello", "hello", "Content-Length", "5"),
            ambiguous(Violation.WHITESPACE_BEFORE_COLON, OK + "Content-Length\t \t:5\r\n\r\nhello", "hello", "Content-Length", "5"),
            ambiguous(Violation.WHITESPACE_BEFORE_COLON, OK + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n", "", chunked),
            ambiguous(Violation.WHITESPACE_BEFORE_COLON, OK + "A : b:c \r\n" + none, "", "A", "b:c", "Content-Length", "0"),
            ambiguous(Violation.WHITESPACE_BEFORE_COLON, OK + "A :\r\n b\r\n" + none, "", "A", "b", "Content-Length", "0"),
            ambiguous(Violation.MISSING_COLON, OK + "A\r\n" + none, "", zero),
            ambiguous(Violation.MISSING_COLON, OK + "Content-Length 5\r\n" + none, "", zero),
            ambiguous(Violation.MISSING_COLON, OK + none.replace("\r\n\r\n", "\r\nno (such) [thing]\1\351\r\n\r\n"), "", zero),
            ambiguous(Violation.MISSING_COLON, OK + "A\r\n Content-Length: 5\r\n\tb\r\n" + none, "", zero),
            ambiguous(Violation.MISSING_COLON, OK + "B: c\r\nA\r\n d\r\n" + none, "", "B", "c", "Content-Length", "0"),
            ambiguous(Violation.MISSING_COLON, CHUNKED + "0\r\nA\r\n\r\n", "", chunked),
            ambiguous(Violation.BAD_CHUNK_LINE_END, CHUNKED + "5\nhello\r\n0\r\n\r\n", "hello", chunked),
            ambiguous(Violation.BAD_CHUNK_LINE_END, CHUNKED + "5;a=\"b;\" ;c\nhello\r\n0\r\n\r\n", "hello", chunked),
            ambiguous(Violation.BAD_CHUNK_LINE_END, CHUNKED + "5\r\nhello\n0\r\n\r\n", "hello", chunked),
            ambiguous(Violation.BAD_CHUNK_LINE_END, CHUNKED + "5\nhello\n3 \nabc\n0\n\r\n", "helloabc", chunked),
            ambiguous(Violation.BAD_CHUNK_LINE_END, CHUNKED + "0\n\r\n", "", chunked));
    }
    // spotless:on

    @ParameterizedTest
    @MethodSource("faults")
    void a_fault_of_a_server_is_tolerated_by_name(Fault fault) {
        // "A b" without a colon has white space before one, as far as is known at the space
        assertThat(Playback.fromServer(fault.bytes).violation().orElseThrow())
                .isIn(fault.violation, Violation.WHITESPACE_BEFORE_COLON);

        Transcript transcript = Playback.fromServer(Policy.TOLERANT_CLIENT, fault.bytes);

        assertThat(transcript.verdict()).isEqualTo("accepted");
        assertThat(transcript.body()).isEqualTo(fault.body);
        assertThat(transcript.events(Response.class))
                .extracting(Response::headers)
                .containsExactly(Headers.of(fault.headers.toArray(String[]::new)));
        assertThat(transcript.has(EndOfMessage.class)).isTrue();
        assertThat(transcript.happenings().toString()).contains("SERVER " + fault.violation + " tolerated at");
    }

    /** Those that leave one reading only may be followed by another request, the others never. */
    @ParameterizedTest
    @MethodSource("faults")
    void a_connection_whose_framing_is_ambiguous_is_not_used_again(Fault fault) {
        for (Policy policy : List.of(Policy.TOLERANT_CLIENT, Policy.H11)) {
            Policy tolerant =
                    policy.tolerating(Role.SERVER, fault.violation).tolerating(Role.SERVER, Violation.BARE_LF);
            Connection client = Talk.clientAfter(tolerant, "GET", fault.bytes);
            Talk.drain(client);

            assertThat(client.isReusable()).as("%s", fault).isEqualTo(fault.reusable);
            assertThat(client.closeReason().filter(reason -> reason == CloseReason.AMBIGUOUS_FRAMING))
                    .isEqualTo(fault.reusable ? Optional.empty() : client.closeReason());
            assertThat(client.closeReason().isEmpty()).isEqualTo(fault.reusable);
            if (!fault.reusable) {
                assertThatThrownBy(client::startNextCycle).isInstanceOf(LocalProtocolException.class);
            }
        }
    }

    @Test
    void the_connection_is_known_to_be_the_last_as_soon_as_the_fault_is() {
        Connection client = Talk.clientAfter(Policy.TOLERANT_CLIENT, "GET", CHUNKED + "5\nhello\r\n");
        assertThat(client.nextEvent()).isInstanceOf(Response.class);
        assertThat(client.closeReason()).isEmpty();
        assertThat(client.nextEvent()).isInstanceOf(Data.class);
        assertThat(client.closeReason()).contains(CloseReason.AMBIGUOUS_FRAMING);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 O\0K",
                "HTTP/1.1 200 O\nK: ",
                "HTTP/1.1 200 O\u000bK",
                "HTTP/1.1 200 O\fK",
                "HTTP/1.1 200 O\rK",
                "HTTP/1.1\t200 OK",
                "HTTP/1.1  \t200 OK",
                "HTTP/1.1  20 OK",
                "HTTP/1.1  ",
                "HTTP/1.1  \r\nA: b"
            })
    void what_some_recipients_take_for_the_end_of_a_status_line_stays_refused(String line) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11, Policy.TOLERANT_CLIENT)) {
            Transcript transcript = Playback.fromServer(policy, line + "\r\nContent-Length: 0\r\n\r\n");
            boolean bareLf = line.contains("O\n") && policy != Policy.STRICT;
            assertThat(transcript.isAccepted()).as("%s", transcript.verdict()).isEqualTo(bareLf);
            assertThat(transcript.events(Response.class))
                    .allMatch(response -> response.reason().equals("O"));
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A\0\r\n",
                "A b\rc\r\n",
                "A b\u000bc\r\n",
                "A B: c\r\n",
                "(A) B: c\r\n",
                ": b\r\n",
                " : b\r\n",
                "A\r\n b\0c\r\n",
                "A\r\n b\rc\r\n"
            })
    void a_field_line_that_is_more_than_that_stays_refused(String line) {
        Transcript transcript = Playback.fromServer(Policy.TOLERANT_CLIENT, OK + line + "Content-Length: 0\r\n\r\n");
        assertThat(transcript.isAccepted()).as("%s", transcript.happenings()).isFalse();
    }

    @Test
    void a_line_that_continues_a_dropped_one_has_to_be_tolerated_itself() {
        Policy policy = Policy.TOLERANT_CLIENT.refusing(Role.SERVER, Violation.OBS_FOLD);
        String head = OK + "A\r\n b\r\nContent-Length: 0\r\n\r\n";
        assertThat(Playback.fromServer(policy, head).verdict()).isEqualTo("OBS_FOLD at " + (OK.length() + 3));
        assertThat(Playback.fromServer(policy.tolerating(Role.SERVER, Violation.OBS_FOLD), head)
                        .isAccepted())
                .isTrue();
    }

    @Test
    void white_space_where_a_colon_could_follow_is_not_enough() {
        Policy policy = Policy.STRICT.tolerating(Role.SERVER, Violation.WHITESPACE_BEFORE_COLON);
        assertThat(Playback.fromServer(policy, OK + "A \r\n\r\n").verdict())
                .isEqualTo("MISSING_COLON at " + (OK.length() + 2));
        assertThat(Playback.fromServer(policy, OK + "A b\r\n\r\n").verdict())
                .isEqualTo("BAD_FIELD_NAME at " + (OK.length() + 2));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "5;a=\"b\nhello\r\n",
                "5;\nhello\r\n",
                "\nhello\r\n",
                "5\r\nhello\n\n0\r\n\r\n",
                "5\r\nhello\r0\r\n\r\n",
                "5\r\nhelloX\n0\r\n\r\n",
                "5\r\r\nhello\r\n"
            })
    void a_chunk_that_is_faulty_beside_its_line_ends_stays_refused(String body) {
        Transcript transcript = Playback.fromServer(Policy.TOLERANT_CLIENT, CHUNKED + body);
        assertThat(transcript.isAccepted()).as("%s", transcript.happenings()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"abc", "+5", "", "5, 6", "99999999999999999999", "-1"})
    void a_length_beside_chunked_does_not_count_even_if_it_is_invalid(String length) {
        String response =
                OK + "Content-Length: " + length + "\r\nTransfer-Encoding: chunked\r\n\r\n1\r\na\r\n0\r\n\r\n";
        for (Policy policy : List.of(Policy.STRICT, Policy.TOLERANT_CLIENT)) {
            Transcript transcript = Playback.fromServer(policy, response);
            assertThat(transcript.body()).isEqualTo("a");
            assertThat(transcript.events(Response.class).get(0).headers())
                    .isEqualTo(Headers.of("Transfer-Encoding", "chunked"));
            assertThat(transcript.theirs()).isEqualTo(State.MUST_CLOSE);
        }
        assertThat(Playback.fromServer(
                                Policy.STRICT.refusing(Role.SERVER, Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING),
                                response)
                        .violation())
                .contains(Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING);
        assertThat(Playback.fromServer(Policy.H11, response).isAccepted()).isFalse();
    }

    /** Another client's request could hide in what one recipient drops. */
    @Test
    void a_request_with_an_invalid_length_beside_chunked_is_refused_even_where_a_valid_one_is_tolerated() {
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING);
        String head = "POST / HTTP/1.1\r\nHost: a\r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\n";
        assertThat(Playback.fromClient(tolerant, head + "0\r\n\r\n").violation())
                .contains(Violation.BAD_CONTENT_LENGTH);
    }

    @Test
    void dropped_lines_count_as_fields() {
        Policy few = Policy.TOLERANT_CLIENT.with(Limits.DEFAULT.withFields(2).withTrailers(2));
        String three = "A\r\nB: c\r\nD\r\n";
        assertThat(Playback.fromServer(few, OK + "A\r\nB: c\r\n d\r\n\r\n").isAccepted())
                .isTrue();
        assertThat(Playback.fromServer(few, OK + three + "\r\n").violation()).contains(Violation.TOO_MANY_FIELDS);
        assertThat(Playback.fromServer(few, CHUNKED + "0\r\n" + three + "\r\n").violation())
                .contains(Violation.TOO_MANY_TRAILERS);
        byte[] endless = Wire.bytes(OK + three);
        assertThat(Playback.play(Role.SERVER, few, Setup.GET_SENT, endless, Ending.OPEN, Wire.everyByte(endless.length))
                        .violation())
                .contains(Violation.TOO_MANY_FIELDS);
    }

    @Test
    void the_bytes_of_dropped_lines_count() {
        Policy small = Policy.TOLERANT_CLIENT.with(Limits.DEFAULT.withFieldSection(8));
        assertThat(Playback.fromServer(small, OK + "A bc\r\n ef\r\nX\r\n\r\n").verdict())
                .isEqualTo("accepted");
        assertThat(Playback.fromServer(small, OK + "A bc\r\n ef\r\nXY\r\n\r\n").verdict())
                .isEqualTo("FIELD_SECTION_TOO_LARGE at " + (OK.length() + 12));
    }

    /** RFC 9112 §4: "A client SHOULD ignore the reason-phrase content". */
    @Test
    void a_reason_phrase_with_a_control_character_is_kept_but_cannot_be_sent() {
        for (Policy policy : List.of(Policy.H11, Policy.TOLERANT_CLIENT)) {
            Response received = Playback.fromServer(policy, "HTTP/1.1 200 O\33K\r\nContent-Length: 0\r\n\r\n")
                    .events(Response.class)
                    .get(0);
            assertThat(received.reason()).isEqualTo("O\33K");
            InformationalResponse interim = Playback.fromServer(policy, "HTTP/1.1 103 \33\r\n\r\n")
                    .events(InformationalResponse.class)
                    .get(0);
            for (Policy sending : Arrays.asList(Policy.STRICT, Policy.H11)) {
                Connection server = Talk.serverAfter(sending, "GET / HTTP/1.1\r\nHost: a\r\n\r\n");
                Talk.drain(server);
                for (Event event : List.of(received, interim)) {
                    assertThatThrownBy(() -> server.send(event))
                            .isInstanceOfSatisfying(
                                    LocalProtocolException.class,
                                    e -> assertThat(e.violation()).isEqualTo(Violation.BAD_REASON));
                    assertThat(server.ourState()).isEqualTo(State.SEND_RESPONSE);
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r", "\n", "\0", "\u000b", "\f", "O\r\nX: y", "\u0100"})
    void no_event_carries_a_reason_phrase_that_ends_its_line(String reason) {
        assertThatThrownBy(() -> new Response(200, reason, Headers.EMPTY, HttpVersion.HTTP_1_1))
                .isInstanceOf(LocalProtocolException.class);
        assertThatThrownBy(() -> new InformationalResponse(103, reason, Headers.EMPTY, HttpVersion.HTTP_1_1))
                .isInstanceOf(LocalProtocolException.class);
    }

    @Test
    void a_field_without_the_white_space_before_its_colon_can_be_sent_on() {
        Response received = Playback.fromServer(
                        Policy.TOLERANT_CLIENT, OK + "A : b\r\nC\t:d\r\nContent-Length: 0\r\n\r\n")
                .events(Response.class)
                .get(0);
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        Talk.drain(server);
        assertThat(Wire.text(server.send(received, new EndOfMessage())))
                .isEqualTo(OK + "A: b\r\nC: d\r\nContent-Length: 0\r\n\r\n");
    }

    /** The flag that a control character sets is that of a field. A search for the field must not go on for ever. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 8})
    void what_is_left_after_a_line_was_dropped_can_be_sent_on(int fields) {
        String dropped = "A: b\r\n".repeat(fields) + "no colon\r\n \1\r\n\r\n";
        Connection client = Talk.clientAfter(
                Policy.TOLERANT_CLIENT.with(Limits.DEFAULT),
                "GET",
                OK + "Transfer-Encoding: chunked\r\n" + dropped + "0\r\n" + dropped);
        Response response = (Response) client.nextEvent();
        EndOfMessage end = (EndOfMessage) client.nextEvent();
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        server.nextEvent();
        byte[] sent = assertTimeoutPreemptively(
                Duration.ofSeconds(20), () -> server.send(new Response(200, response.headers()), end));
        assertThat(Wire.text(sent)).doesNotContain("\1", "colon").containsPattern("(A: b\r\n){" + fields + "}");
    }
}
