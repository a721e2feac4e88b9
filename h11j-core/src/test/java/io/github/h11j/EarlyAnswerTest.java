package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers before the request is complete: what a connection says of what is still to come. */
class EarlyAnswerTest {

    private static final String POST = "POST / HTTP/1.1\r\nHost: a\r\n";
    private static final String EXPECT = "Expect: 100-continue\r\n";
    private static final EndOfMessage END = new EndOfMessage();
    private static final Response NOT_FOUND = new Response(404, Headers.of("Content-Length", "0"));

    private static Connection serverAt(Policy policy, String head) {
        Connection server = Talk.serverAfter(policy, head);
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        return server;
    }

    @ParameterizedTest
    @CsvSource({"Content-Length: 5, 5, hello", "Transfer-Encoding: chunked, -1, '5,hello,0,,'"})
    void a_request_whose_rest_can_be_dropped_says_how_much_that_is(String framing, long rest, String body) {
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Connection server = serverAt(policy, POST + framing + "\r\n\r\n");
            assertThat(server.isReusableOnceDrained()).isFalse();
            String sent = Wire.text(server.send(NOT_FOUND, END));

            assertThat(sent).doesNotContain("close");
            assertThat(server.isReusable()).isFalse();
            assertThat(server.isReusableOnceDrained()).isTrue();
            assertThat(server.theirRemainingBodyLength())
                    .isEqualTo(rest < 0 ? OptionalLong.empty() : OptionalLong.of(rest));
            assertThat(server.closeReason()).isEmpty();

            server.receiveData(Latin1.bytes(body.replace(",", "\r\n")));
            assertThat(Talk.drain(server)).containsExactly("Data hello", "End", "NEED_DATA");
            assertThat(server.isReusableOnceDrained()).isFalse();
            assertThat(server.isReusable()).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5\r\n", "Transfer-Encoding: chunked\r\n"})
    void a_final_answer_to_a_client_that_waits_for_100_closes(String framing) {
        Connection server = serverAt(Policy.STRICT, POST + EXPECT + framing + "\r\n");
        String sent = Wire.text(server.send(NOT_FOUND, END));

        assertThat(sent).contains("\r\nConnection: close\r\n");
        assertThat(server.closeReason()).contains(CloseReason.EXPECTATION_NOT_MET);
        assertThat(server.isReusableOnceDrained()).isFalse();
        assertThat(server.theyAreWaitingFor100Continue()).isFalse();
    }

    @Test
    void it_does_not_where_the_client_does_not_wait_or_the_option_is_off() {
        String head = POST + EXPECT + "Content-Length: 5\r\n\r\n";
        for (Policy policy : List.of(Policy.H11, Policy.STRICT.without(Option.CLOSE_AFTER_UNMET_EXPECTATION))) {
            Connection server = serverAt(policy, head);
            assertThat(Wire.text(server.send(NOT_FOUND, END))).doesNotContain("close");
            assertThat(server.isReusableOnceDrained()).isTrue();
        }
        Connection told = serverAt(Policy.STRICT, head);
        told.send(new InformationalResponse(100, Headers.EMPTY));
        assertThat(Wire.text(told.send(NOT_FOUND, END))).doesNotContain("close");
        Connection impatient = serverAt(Policy.STRICT, head + "h");
        assertThat(impatient.nextEvent()).isInstanceOf(Data.class);
        assertThat(Wire.text(impatient.send(NOT_FOUND, END))).doesNotContain("close");
        assertThat(impatient.isReusableOnceDrained()).isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "Content-Length: 3, abc, true",
        "Content-Length: 3, ab, false",
        "A: b, '', true",
        "Transfer-Encoding: chunked, '1,a,0,,', true",
        "Transfer-Encoding: chunked, '', false"
    })
    void the_rest_of_a_request_can_be_read_after_the_end_if_it_has_been_received(
            String field, String body, boolean complete) {
        Connection server = Talk.serverAfter(
                POST + field + "\r\n\r\n" + body.replace(",", "\r\n") + (complete ? "GET / HTTP/1.1\r\n" : ""));
        server.receiveEof();
        server.nextEvent();
        server.send(NOT_FOUND, END);
        assertThat(server.isReusableOnceDrained()).isEqualTo(complete);
        if (complete) {
            assertThat(Talk.drain(server)).endsWith("End", "PAUSED");
            assertThat(server.isReusable()).isTrue();
        }
    }

    @Test
    void what_cannot_lead_to_another_request_has_a_reason() {
        Connection closing = serverAt(Policy.STRICT, POST + "Connection: close\r\nContent-Length: 5\r\n\r\n");
        closing.send(NOT_FOUND, END);
        assertThat(closing.isReusableOnceDrained()).isFalse();
        assertThat(closing.closeReason()).contains(CloseReason.PEER_SENT_CLOSE);

        Connection ended = serverAt(Policy.STRICT, POST + "Content-Length: 5\r\n\r\n");
        ended.send(NOT_FOUND, END);
        ended.receiveEof();
        assertThat(ended.isReusableOnceDrained()).isFalse();
    }

    @Test
    void a_client_may_drain_a_response_whose_end_can_be_told() {
        Connection client = Talk.clientAfter("GET", "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n");
        client.nextEvent();
        assertThat(client.isReusableOnceDrained()).isTrue();
        for (Policy policy : List.of(Policy.STRICT, Policy.H11)) {
            Connection open = Talk.clientAfter(policy, "GET", "HTTP/1.1 200 OK\r\n\r\n");
            open.nextEvent();
            assertThat(open.isReusableOnceDrained()).isFalse();
        }
    }

    @ParameterizedTest
    @EnumSource
    void a_client_that_has_begun_its_body_waits_no_longer_however_it_sends_it(SendPath path) {
        Connection client = Connection.client();
        Setup.UPGRADE_AND_EXPECT_SENT.prepare(client);
        path.send(client, List.of(Data.utf8("")));
        assertThat(client.clientIsWaitingFor100Continue()).isTrue();
        path.send(client, List.of(Data.utf8("a")));

        assertThat(client.clientIsWaitingFor100Continue()).isFalse();
        client.receiveData(Latin1.bytes("HTTP/1.1 101 \r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\n"));
        assertThat(client.nextEvent()).isInstanceOf(InformationalResponse.class);
    }

    /* Early switches, and why a connection is paused. */

    @Test
    void bytes_of_the_body_are_not_taken_for_the_other_protocol() {
        Connection server =
                Talk.serverAfter(POST + "Connection: upgrade\r\nUpgrade: a/1\r\nContent-Length: 3\r\n\r\nab");
        assertThat(server.nextEvent()).isInstanceOf(Request.class);
        server.send(new InformationalResponse(101, Headers.of("Connection", "upgrade", "Upgrade", "a/1")));

        assertThat(server.ourState()).isEqualTo(State.SWITCHED_PROTOCOL);
        assertThat(server.pauseReason()).isEmpty();
        assertThat(Wire.text(server.trailingData().bytes())).isEqualTo("ab");
        assertThatIllegalStateException()
                .isThrownBy(server::switchedProtocolData)
                .withMessageContaining("SEND_BODY");
        assertThat(Talk.drain(server)).containsExactly("Data ab", "NEED_DATA");
        server.receiveData(Latin1.bytes("cother"));
        assertThat(Talk.drain(server)).containsExactly("Data c", "End", "PAUSED");

        assertThat(server.pauseReason()).contains(PauseReason.SWITCHED);
        assertThat(Wire.text(server.switchedProtocolData().bytes())).isEqualTo("other");
        server.receiveEof();
        assertThat(server.switchedProtocolData().eof()).isTrue();
    }

    @Test
    void a_client_has_switched_when_its_own_request_is_complete() {
        Connection client = Connection.client();
        Setup.UPGRADE_AND_EXPECT_SENT.prepare(client);
        client.receiveData(
                Latin1.bytes("HTTP/1.1 100 \r\n\r\nHTTP/1.1 101 \r\nConnection: upgrade\r\nUpgrade: a/1\r\n\r\nother"));
        assertThat(Talk.drain(client)).endsWith("PAUSED");
        assertThat(client.pauseReason()).contains(PauseReason.SWITCHED);
        assertThatIllegalStateException().isThrownBy(client::switchedProtocolData);
        client.send(Data.utf8("abc"), END);
        assertThat(Wire.text(client.switchedProtocolData().bytes())).isEqualTo("other");
    }

    @Test
    void a_pause_has_a_reason_as_long_as_it_lasts() {
        Connection server = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\nG");
        assertThat(server.pauseReason()).isEmpty();
        assertThat(Talk.drain(server)).endsWith("PAUSED");
        assertThat(server.pauseReason()).contains(PauseReason.NEXT_MESSAGE);
        server.send(NOT_FOUND, END);
        assertThat(server.pauseReason()).contains(PauseReason.NEXT_MESSAGE);
        server.startNextCycle();
        assertThat(server.pauseReason()).isEmpty();

        Connection proxy = Talk.serverAfter("CONNECT a:1 HTTP/1.1\r\nHost: a:1\r\n\r\nG");
        assertThat(Talk.drain(proxy)).endsWith("PAUSED");
        assertThat(proxy.pauseReason()).contains(PauseReason.SWITCH_PROPOSED);
        assertThatIllegalStateException().isThrownBy(proxy::switchedProtocolData);
        proxy.send(new Response(200, Headers.EMPTY));
        assertThat(proxy.pauseReason()).contains(PauseReason.SWITCHED);
        assertThat(Wire.text(proxy.switchedProtocolData().bytes())).isEqualTo("G");

        Connection done = Talk.serverAfter("GET / HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(Talk.drain(done)).endsWith("NEED_DATA");
        assertThat(done.pauseReason()).isEmpty();
        Connection client = Talk.clientAfter("GET", "HTTP/1.1 204 \r\n\r\n\r\n");
        assertThat(client.nextEvent()).isInstanceOf(Response.class);
        assertThat(client.nextEvent()).isEqualTo(END);
        assertThat(client.pauseReason()).as("an empty line, which is dropped").isEmpty();
        Connection broken = Talk.serverAfter(" ");
        assertThat(Talk.drain(broken)).containsExactly("BAD_METHOD@0");
        assertThat(broken.pauseReason()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"100, false, false", "101, false, false", "102, true, false", "103, true, false", "199, true, false"})
    void only_100_ends_the_waiting_for_it_or_what_h11_takes_for_it(int status, boolean strict, boolean h11) {
        for (Policy policy : List.of(Policy.STRICT.without(Option.CHECK_UPGRADES), Policy.H11)) {
            boolean waits = policy == Policy.H11 ? h11 : strict;
            String upgrade = "Connection: upgrade\r\nUpgrade: a\r\n";
            Connection server = serverAt(policy, POST + EXPECT + upgrade + "Content-Length: 5\r\n\r\n");
            assertThat(server.theyAreWaitingFor100Continue()).isTrue();
            byte[] interim =
                    server.send(new InformationalResponse(status, Headers.of("Connection", "upgrade", "Upgrade", "a")));
            assertThat(server.theyAreWaitingFor100Continue()).isEqualTo(waits);

            Connection client = Connection.client(policy);
            client.send(new Request(
                    "POST",
                    "/",
                    Headers.of(
                            "Host",
                            "a",
                            "Expect",
                            "100-continue",
                            "Connection",
                            "upgrade",
                            "Upgrade",
                            "a",
                            "Content-Length",
                            "5")));
            client.receiveData(interim);
            assertThat(client.nextEvent()).isInstanceOf(InformationalResponse.class);
            assertThat(client.clientIsWaitingFor100Continue()).isEqualTo(waits);
        }
    }
}
