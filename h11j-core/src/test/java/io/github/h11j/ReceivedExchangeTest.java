package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages one after another: other protocols, pipelines, early answers, interim responses and switches. */
class ReceivedExchangeTest {

    private static final String GET = "GET / HTTP/1.1\r\nHost: a\r\n\r\n";
    private static final String OK = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
    private static final String CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n";
    private static final String SWITCH =
            "HTTP/1.1 101 Switching Protocols\r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\n";

    private static Playback play(Role sender, Setup setup, String bytes) {
        Playback playback = new Playback(sender, Policy.STRICT, setup);
        playback.feed(Wire.bytes(bytes), 0, Wire.bytes(bytes).length);
        return playback;
    }

    private static String unread(Playback playback) {
        return Wire.text(playback.connection.trailingData().bytes());
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\0\0\0\4\0\0\0\0\0", "\26\3\1\2\0\1\0"})
    void the_bytes_of_another_protocol_are_left_for_a_hand_over(String bytes) {
        Playback playback = play(Role.CLIENT, Setup.NOTHING, bytes);

        assertThat(unread(playback)).isEqualTo(bytes);
        assertThat(playback.connection.trailingData().eof()).isFalse();
        assertThat(playback.connection.errorResponse(playback.error())).isEmpty();
        playback.connection.receiveEof();
        assertThat(playback.connection.trailingData()).isEqualTo(new TrailingData(Bytes.wrap(Wire.bytes(bytes)), true));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", "\26\3\1\2\0\1\0"})
    void another_protocol_is_recognised_only_at_the_very_start(String bytes) {
        assertThat(Playback.fromClient("\r\n" + bytes + GET).violation().orElseThrow())
                .isIn(Violation.TARGET_FORM, Violation.BAD_METHOD);
        assertThat(Playback.fromClient(GET + bytes + GET).violation().orElseThrow())
                .isIn(Violation.TARGET_FORM, Violation.BAD_METHOD);
        assertThat(Playback.fromServer(bytes + OK).violation()).contains(Violation.BAD_STATUS_LINE);
    }

    @Test
    void a_request_that_only_begins_like_another_protocol_is_judged_as_a_request() {
        assertThat(Playback.fromClient("PRI / HTTP/1.1\r\nHost: a\r\n\r\n").events(Request.class))
                .extracting(Request::method)
                .containsExactly("PRI");
        assertThat(Playback.fromClient("PRI * HTTP/2.0\r\n\r\nSN\r\n\r\n").verdict())
                .isEqualTo("TARGET_FORM at 5");
        assertThat(Playback.fromClient("\26\2" + GET).verdict()).isEqualTo("BAD_METHOD at 0");
    }

    @Test
    void h11_knows_no_other_protocol() {
        assertThat(Playback.fromClient(Policy.H11, "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n")
                        .events(Request.class))
                .extracting(Request::version)
                .containsExactly(new HttpVersion(2, 0));
        assertThat(Playback.fromClient(Policy.H11, "\26\3\1").verdict()).isEqualTo("BAD_METHOD at 0");
    }

    @Test
    void a_pipeline_is_paused_until_the_next_cycle_begins() {
        Connection server = Connection.server();
        String later = "POST /b HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nabc" + GET;
        server.receiveData(Wire.bytes(GET + later));
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "PAUSED");
        server.receiveData(Wire.bytes("x"));
        assertThat(server.nextEvent()).isEqualTo(Signal.PAUSED);
        assertThat(Wire.text(server.trailingData().bytes())).isEqualTo(later + "x");

        server.send(new Response(200, Headers.of("Content-Length", "0")), new EndOfMessage());
        assertThat(server.nextEvent()).isEqualTo(Signal.PAUSED);
        server.startNextCycle();

        assertThat(Talk.drain(server)).containsExactly("Request POST", "Data abc", "End", "PAUSED");
        server.receiveEof();
        assertThat(server.nextEvent()).as("the end waits for what is before it").isEqualTo(Signal.PAUSED);
    }

    @Test
    void requests_in_a_row_are_read_at_every_cut() {
        Transcript transcript = Playback.fromClient(GET + "\r\n" + GET + "POST / HTTP/1.1\r\nHost: a\r\n"
                + "Transfer-Encoding: chunked\r\n\r\n1\r\nx\r\n0\r\n\r\nGET / HTTP/1.0\r\n\r\nignored");

        assertThat(transcript.events(Request.class)).hasSize(4);
        assertThat(transcript.theirs()).isEqualTo(State.MUST_CLOSE);
        assertThat(transcript.unread()).isEmpty();
    }

    @Test
    void an_idle_connection_goes_on_when_a_paused_buffer_was_borrowed() {
        Connection server = Connection.server();
        ByteBuffer memory = ByteBuffer.wrap(Wire.bytes(GET + GET));
        server.receiveBorrowed(memory);
        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "PAUSED");
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) 'x');
        }
        server.send(new Response(204, Headers.EMPTY), new EndOfMessage());
        server.startNextCycle();

        assertThat(Talk.drain(server)).containsExactly("Request GET", "End", "NEED_DATA");
    }

    @Test
    void a_request_after_an_early_408_is_refused_and_only_that() {
        Playback playback = play(Role.CLIENT, Setup.ANSWERED_EARLY, GET);

        assertThat(playback.transcript().verdict()).isEqualTo("UNEXPECTED_EVENT at " + GET.length());
        assertThat(playback.connection.errorResponse(playback.error())).isEmpty();
        assertThat(play(Role.CLIENT, Setup.ANSWERED_EARLY, "").transcript().isAccepted())
                .isTrue();
    }

    @Test
    void a_closing_408_on_an_idle_connection_is_told_by_its_status() {
        Playback playback =
                play(Role.SERVER, Setup.NOTHING, "HTTP/1.1 408 Request Timeout\r\nConnection: close\r\n\r\n");

        assertThat(playback.error().unsolicitedStatus()).hasValue(408);
        assertThat(playback.connection.closeReason()).contains(CloseReason.UNSOLICITED_BYTES);
        assertThat(playback.connection.isReusable()).isFalse();
        assertThatThrownBy(playback.connection::startNextCycle).isInstanceOf(LocalProtocolException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 40", "HTTP/1.1 4x8 \r\n", "GET / HTTP/1.1\r\n", "HTTP/11.1 408", "\rx", "\0"})
    void other_unsolicited_bytes_have_no_status(String bytes) {
        Playback playback = play(Role.SERVER, Setup.NOTHING, bytes);
        playback.end(Ending.EOF);

        assertThat(playback.error().violation()).isEqualTo(Violation.UNSOLICITED_RESPONSE);
        assertThat(playback.error().unsolicitedStatus()).isEmpty();
    }

    @Test
    void empty_lines_of_an_idle_server_are_dropped_up_to_their_limit_at_every_cut() {
        byte[] nine = Wire.bytes("{\r\n*9}");
        assertThat(Playback.playEveryCut(Role.SERVER, Policy.STRICT, Setup.NOTHING, nine, Ending.OPEN)
                        .verdict())
                .isEqualTo("UNSOLICITED_RESPONSE at 16");
        byte[] eight = Wire.bytes("{\r\n*8}");
        assertThat(Playback.playEveryCut(Role.SERVER, Policy.STRICT, Setup.NOTHING, eight, Ending.EOF)
                        .verdict())
                .isEqualTo("accepted");
    }

    @Test
    void empty_lines_are_counted_anew_for_each_request() {
        Connection client = Connection.client();
        for (int cycle = 0; cycle < 3; cycle++) {
            client.receiveData(Wire.bytes("{\r\n*8}"));
            assertThat(client.nextEvent()).isEqualTo(Signal.NEED_DATA);
            Setup.GET_SENT.prepare(client);
            client.receiveData(Wire.bytes("\r\n" + OK));
            assertThat(Talk.drain(client)).containsExactly("Response 200", "End", "NEED_DATA");
            client.startNextCycle();
        }
    }

    @Test
    void they_are_not_counted_anew_for_the_body_of_a_request_that_has_been_answered() {
        Connection client = Connection.client();
        Setup.POST_SENT.prepare(client);
        client.receiveData(Wire.bytes(OK + "{\r\n*8}"));
        assertThat(Talk.drain(client)).containsExactly("Response 200", "End", "NEED_DATA");
        client.send(Data.utf8("abc"), new EndOfMessage());
        client.receiveData(Wire.bytes("\r\n"));
        assertThat(Talk.drain(client)).containsExactly("UNSOLICITED_RESPONSE@" + (OK.length() + 16));
    }

    @Test
    void interim_responses_precede_the_final_one_and_are_counted_a_request() {
        Connection client = Connection.client(Policy.STRICT.with(Limits.DEFAULT.withInformationalResponses(2)));
        for (int cycle = 0; cycle < 2; cycle++) {
            Setup.GET_SENT.prepare(client);
            client.receiveData(Wire.bytes("HTTP/1.1 103 \r\nLink: x\r\n\r\nHTTP/1.1 102 \r\n\r\n" + OK));
            assertThat(Talk.drain(client))
                    .containsExactly("Informational 103", "Informational 102", "Response 200", "End", "NEED_DATA");
            client.startNextCycle();
        }
    }

    @Test
    void the_framing_fields_of_an_interim_response_mean_nothing() {
        Transcript transcript = Playback.fromServer(
                "HTTP/1.1 103 Early\r\nContent-Length: x\r\nTransfer-Encoding: chunked\r\n\r\n" + OK);

        assertThat(transcript.events(Response.class)).hasSize(1);
        assertThat(transcript.isAccepted()).isTrue();
    }

    @Test
    void a_switch_leaves_what_follows_to_the_other_protocol() {
        Playback playback = play(Role.SERVER, Setup.UPGRADE_SENT, SWITCH + "other\r\n");

        assertThat(playback.transcript().isAccepted()).isTrue();
        assertThat(playback.connection.theirState()).isEqualTo(State.SWITCHED_PROTOCOL);
        assertThat(playback.connection.nextEvent()).isEqualTo(Signal.PAUSED);
        assertThat(unread(playback)).isEqualTo("other\r\n");
        playback.end(Ending.EOF);
        assertThat(playback.connection.nextEvent()).isEqualTo(Signal.PAUSED);
        assertThat(playback.connection.trailingData().eof()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: a/1", "Upgrade: A/1, b/2", "upgrade: b/2\r\nUpgrade: a/1", "Upgrade: , a/1"})
    void a_switch_names_what_was_offered(String field) {
        Transcript transcript = Playback.playEveryCut(
                Role.SERVER,
                Policy.STRICT,
                Setup.UPGRADE_SENT,
                Wire.bytes("HTTP/1.1 101 \r\nConnection: upgrade\r\n" + field + "\r\n\r\n"),
                Ending.OPEN);

        assertThat(transcript.theirs()).isEqualTo(State.SWITCHED_PROTOCOL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Upgrade: c/3", "Upgrade: a/1, c/3", "Upgrade: a", "Upgrade:", "A: b"})
    void a_switch_to_anything_else_is_refused(String field) {
        Transcript transcript = Playback.playEveryCut(
                Role.SERVER,
                Policy.STRICT,
                Setup.UPGRADE_SENT,
                Wire.bytes("HTTP/1.1 101 \r\nConnection: upgrade\r\n" + field + "\r\n\r\n"),
                Ending.OPEN);

        assertThat(transcript.violation()).contains(Violation.SWITCH_NOT_OFFERED);
    }

    @Test
    void where_both_were_asked_for_100_comes_before_101() {
        assertThat(play(Role.SERVER, Setup.UPGRADE_AND_EXPECT_SENT, SWITCH)
                        .transcript()
                        .violation())
                .contains(Violation.SWITCH_BEFORE_CONTINUE);
        Playback playback = play(Role.SERVER, Setup.UPGRADE_AND_EXPECT_SENT, CONTINUE + SWITCH);

        assertThat(playback.transcript().events(InformationalResponse.class))
                .extracting(InformationalResponse::statusCode)
                .containsExactly(100, 101);
        assertThat(playback.connection.ourState())
                .as("until the end of our request")
                .isEqualTo(State.SEND_BODY);
        playback.connection.send(Data.utf8("abc"), new EndOfMessage());
        assertThat(playback.connection.ourState()).isEqualTo(State.SWITCHED_PROTOCOL);
    }

    @Test
    void the_waiting_for_100_is_over_when_the_body_begins() {
        Connection server = Connection.server();
        server.receiveData(
                Wire.bytes("POST / HTTP/1.1\r\nHost: a\r\nExpect: 100-continue\r\nTransfer-Encoding: chunked\r\n\r\n"));
        server.nextEvent();
        assertThat(server.theyAreWaitingFor100Continue()).isTrue();
        server.receiveData(Wire.bytes("1\r\n"));
        assertThat(server.nextEvent()).isEqualTo(Signal.NEED_DATA);
        assertThat(server.theyAreWaitingFor100Continue()).isTrue();
        server.receiveData(Wire.bytes("x"));
        server.nextEvent();
        assertThat(server.theyAreWaitingFor100Continue()).isFalse();
    }

    @Test
    void a_tunnel_leaves_what_follows_to_its_application() {
        Playback playback = play(Role.SERVER, Setup.CONNECT_SENT, "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello");

        assertThat(playback.connection.theirState()).isEqualTo(State.SWITCHED_PROTOCOL);
        assertThat(unread(playback)).isEqualTo("hello");
        playback.end(Ending.ABORT);
        assertThat(playback.connection.trailingData().eof()).isTrue();
    }

    @Test
    void a_refused_tunnel_is_an_ordinary_response() {
        Transcript transcript = play(
                        Role.SERVER, Setup.CONNECT_SENT, "HTTP/1.1 407 Auth\r\nContent-Length: 5\r\n\r\nhello")
                .transcript();

        assertThat(transcript.body()).isEqualTo("hello");
        assertThat(transcript.theirs()).isEqualTo(State.DONE);
    }

    @Test
    void an_answer_before_the_end_of_our_request_is_read() {
        Playback playback = play(Role.SERVER, Setup.POST_SENT, OK);

        assertThat(playback.transcript().happenings()).hasSize(2);
        assertThat(playback.connection.ourState()).isEqualTo(State.SEND_BODY);
        assertThat(playback.connection.isReusable()).isFalse();
        playback.connection.send(Data.utf8("abc"), new EndOfMessage());
        assertThat(playback.connection.isReusable()).isTrue();
    }

    @Test
    void a_tolerated_violation_is_told_of_once_with_its_bytes() {
        StringBuilder told = new StringBuilder();
        Policy policy = Policy.TOLERANT_CLIENT.with((Policy.ToleranceListener) (role, violation, offset, excerpt) ->
                told.append(role + " " + violation + " " + offset + " " + excerpt + "; "));
        Connection client = Connection.client(policy);
        Setup.GET_SENT.prepare(client);
        client.receiveData(Wire.bytes("HTTP/1.1 200\nA: \1\r\n b\r\nContent-Length: 0, 0\r\n\r\n"));

        assertThat(Talk.drain(client)).containsExactly("Response 200", "End", "NEED_DATA");
        assertThat(told.toString())
                .isEqualTo("SERVER MISSING_SPACE_AFTER_STATUS 12 HTTP/1.1 200\\n; SERVER BARE_LF 12 HTTP/1.1 200\\n; "
                        + "SERVER FIELD_VALUE_CONTROL 16 A: \\x01; SERVER OBS_FOLD 19 A: ... b; "
                        + "SERVER REPEATED_CONTENT_LENGTH 47 Content-Length: 0, 0; ");
    }

    @Test
    void a_known_phrase_is_shared_and_another_kept() {
        for (String phrase : List.of("OK", "Fine", "", "ok", " \351")) {
            Transcript transcript = Playback.fromServer("HTTP/1.1 200 " + phrase + "\r\nContent-Length: 0\r\n\r\n");

            assertThat(transcript.events(Response.class))
                    .extracting(Response::reason)
                    .containsExactly(phrase);
        }
    }
}
