package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Requests and switches that break a rule of their sender, and what a recipient may make of them. */
class TolerableRequestsTest {

    private static final String HOST = "Host: a\r\n";

    @ParameterizedTest
    @ValueSource(strings = {"1.1", "1.2"})
    void a_request_without_host_is_tolerated_by_name_only(String version) {
        String head = "GET /a HTTP/" + version + "\r\nB: c\r\n\r\n";
        for (Policy policy : List.of(Policy.STRICT, Policy.BROWSER_FACING_SERVER)) {
            assertThat(Playback.fromClient(policy, head).verdict()).isEqualTo("MISSING_HOST at " + head.length());
            Transcript transcript = Playback.fromClient(policy.tolerating(Role.CLIENT, Violation.MISSING_HOST), head);
            assertThat(transcript.isAccepted()).isTrue();
            assertThat(transcript.events(Request.class).get(0).headers()).isEqualTo(Headers.of("B", "c"));
            assertThat(transcript.happenings()).contains("CLIENT MISSING_HOST tolerated at " + head.length());
        }
        assertThat(Policy.H11.tolerates(Role.CLIENT, Violation.MISSING_HOST)).isFalse();
    }

    @Test
    void neither_two_hosts_nor_an_invalid_one_are_tolerated_with_it() {
        Policy policy = Policy.STRICT.tolerating(Role.CLIENT, Violation.MISSING_HOST);
        assertThat(Playback.fromClient(policy, "GET / HTTP/1.1\r\n" + HOST + HOST + "\r\n")
                        .violation())
                .contains(Violation.MULTIPLE_HOST);
        assertThat(Playback.fromClient(policy, "GET / HTTP/1.1\r\nHost: a b\r\n\r\n")
                        .violation())
                .contains(Violation.BAD_HOST);
        assertThat(Playback.fromClient("GET / HTTP/1.0\r\n\r\n").isAccepted()).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "TRACE|Content-Length: 5\\r\\n\\r\\nhello|TRACE_WITH_CONTENT",
                "TRACE|Transfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n\\r\\n|TRACE_WITH_CONTENT",
                "TRACE|Content-Length: 0\\r\\n\\r\\n|-",
                "TRACE|\\r\\n|-",
                "trace|Content-Length: 5\\r\\n\\r\\nhello|-",
                "GET|Content-Length: 5\\r\\n\\r\\nhello|-"
            })
    void trace_has_no_content(String method, String rest, String violation) {
        String request =
                method + " / HTTP/1.1\r\n" + HOST + rest.replace("\\r", "\r").replace("\\n", "\n");
        assertThat(Playback.fromClient(request).violation().map(Violation::name).orElse("-"))
                .isEqualTo(violation);
        Policy tolerant = Policy.STRICT.tolerating(Role.CLIENT, Violation.TRACE_WITH_CONTENT);
        for (Policy policy : List.of(tolerant, Policy.H11)) {
            Transcript transcript = Playback.fromClient(policy, request + "GET /b HTTP/1.1\r\n" + HOST + "\r\n");
            assertThat(transcript.events(Request.class)).hasSize(2); // the content was read and is no request
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"example.com:443", "example.com:80", "a:1", "urn:1", "a:99999", "example.com:"})
    void host_and_port_is_a_target_of_connect_alone(String target) {
        String get = "GET " + target + " HTTP/1.1\r\n" + HOST + "\r\n";
        assertThat(Playback.fromClient(get).verdict()).isEqualTo("TARGET_FORM at " + (4 + target.length()));
        assertThat(Playback.fromClient(Policy.H11, get).isAccepted()).isTrue();
    }

    @Test
    void a_semicolon_may_be_in_a_host_name() {
        for (String request : List.of(
                "GET http://localhost;/path HTTP/1.1\r\n" + HOST + "\r\n",
                "GET / HTTP/1.1\r\nHost: localhost;\r\n\r\n")) {
            assertThat(Playback.fromClient(request).isAccepted()).isTrue();
        }
    }

    @Test
    void chunked_in_te_is_accepted_and_426_without_upgrade_too() {
        assertThat(Playback.fromClient("GET / HTTP/1.1\r\n" + HOST + "TE: chunked\r\nConnection: TE\r\n\r\n")
                        .isAccepted())
                .isTrue();
        assertThat(Playback.fromServer("HTTP/1.1 426 Upgrade Required\r\nContent-Length: 0\r\n\r\n")
                        .isAccepted())
                .isTrue();
    }

    @Test
    void a_switch_without_the_connection_option_is_refused_unless_tolerated() {
        String without = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: a/1\r\n\r\nx";
        for (String option : List.of("Connection: close\r\n", "Connection: upgrades\r\n", "")) {
            String response = without.replace("Upgrade:", option + "Upgrade:");
            assertThat(play(Policy.STRICT, response).violation()).contains(Violation.UPGRADE_WITHOUT_CONNECTION_OPTION);
            assertThat(play(Policy.STRICT, response).theirs()).isEqualTo(State.ERROR);
            Connection client = Connection.client();
            Setup.UPGRADE_SENT.prepare(client);
            client.receiveData(Wire.bytes(response));
            assertThatExceptionOfType(RemoteProtocolException.class).isThrownBy(client::nextEvent);
            assertThat(client.closeReason()).as("it has not switched").contains(CloseReason.PEER_ERROR);
        }
        String with = without.replace("Upgrade:", "Connection: keep-alive, UPGRADE\r\nUpgrade:");
        Policy tolerant = Policy.STRICT.tolerating(Role.SERVER, Violation.UPGRADE_WITHOUT_CONNECTION_OPTION);
        for (Transcript switched :
                List.of(play(Policy.STRICT, with), play(tolerant, without), play(Policy.H11, without))) {
            assertThat(switched.theirs()).isEqualTo(State.SWITCHED_PROTOCOL);
            assertThat(switched.unread()).isEqualTo("x");
        }
    }

    private static Transcript play(Policy policy, String response) {
        return Playback.playEveryCut(Role.SERVER, policy, Setup.UPGRADE_SENT, Wire.bytes(response), Ending.OPEN);
    }
}
