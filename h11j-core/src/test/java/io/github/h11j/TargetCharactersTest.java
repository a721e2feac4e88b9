package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What browsers and others send in targets though no URI contains it: received, and sent on. */
class TargetCharactersTest {

    private static Policy allowing(Violation... violations) {
        return Policy.STRICT.allowingToSend(violations);
    }

    private static String line(String target) {
        return "GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n";
    }

    private static byte[] send(Policy policy, String target) {
        return Connection.client(policy).send(new Request("GET", target, Headers.of("Host", "a")), new EndOfMessage());
    }

    @ParameterizedTest
    @CsvSource({
        "/?page[number]=1, TARGET_CHARACTER",
        "/?q=100%, TARGET_CHARACTER",
        "/?a=b|c, TARGET_CHARACTER",
        "/?a={x}, TARGET_CHARACTER",
        "'/\"<>\\^`{|}', TARGET_CHARACTER",
        "/%zz%, TARGET_CHARACTER",
        "http://a/?b[c], TARGET_CHARACTER",
        "/caf\u00c3\u00a9, TARGET_NON_ASCII",
        "/?q=\u0080\u00ff, TARGET_NON_ASCII",
        "http://a/\u00e9, TARGET_NON_ASCII"
    })
    void a_server_for_browsers_accepts_what_strict_refuses_and_a_proxy_sends_it_on(String target, Violation violation) {
        assertThat(Playback.fromClient(line(target)).violation()).contains(violation);
        assertThat(Playback.fromClient(Policy.BROWSER_FACING_SERVER, line(target))
                        .events(Request.class))
                .extracting(Request::target)
                .containsExactly(target);

        assertThatThrownBy(() -> send(Policy.STRICT, target))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(violation));
        assertThatThrownBy(() -> send(Policy.BROWSER_FACING_SERVER, target)).isInstanceOf(LocalProtocolException.class);
        assertThat(Wire.text(send(allowing(violation), target))).isEqualTo(line(target));
    }

    @Test
    void each_permission_is_needed_for_a_target_with_both() {
        String both = "/[\u00e9]";
        assertThat(Playback.fromClient(Policy.BROWSER_FACING_SERVER, line(both)).isAccepted())
                .isTrue();
        for (Violation one : List.of(Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII)) {
            assertThatThrownBy(() -> send(allowing(one), both))
                    .isInstanceOfSatisfying(
                            LocalProtocolException.class,
                            e -> assertThat(e.violation()).isNotEqualTo(one));
        }
        assertThat(Wire.text(send(allowing(Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII), both)))
                .isEqualTo(line(both));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/#a",
                "/?a#b",
                "http://a/#",
                "/[#",
                "/%#",
                "/%4#",
                "/%%4#a",
                "example.com:443",
                "*",
                "http://a[b/",
                "http://\u00e9/",
                "x"
            })
    void a_permission_for_characters_is_none_for_another_form(String target) {
        assertThatThrownBy(() -> send(allowing(Violation.TARGET_CHARACTER, Violation.TARGET_NON_ASCII), target))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.TARGET_FORM));
        Policy tolerant = Policy.BROWSER_FACING_SERVER;
        assertThat(Playback.fromClient(tolerant, line(target)).violation()).contains(Violation.TARGET_FORM);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/a b", "/\ta", "/\r\nX: y", "/\n", "/\0", "/\u001f", "/\u007f", "/\u0100", " "})
    void no_request_carries_a_target_that_ends_before_its_end(String target) {
        assertThatThrownBy(() -> new Request("GET", target, Headers.of("Host", "a")))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.BAD_TARGET));
    }

    /** Each of 256 bytes in a path and in a query, judged by what a URI may contain. */
    @Test
    void every_byte_of_a_target_is_refused_tolerated_or_valid() {
        for (char c = 0; c < 256; c++) {
            for (String target : new String[] {"/" + c + "a", "/?" + c + "a"}) {
                String octet = String.valueOf(c);
                boolean valid = octet.matches("[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]");
                boolean tolerable = c != '#' && c > 0x20 && c != 0x7F;
                assertThat(Playback.play(
                                        Role.CLIENT,
                                        Policy.STRICT,
                                        Setup.NOTHING,
                                        Latin1.bytes(line(target)),
                                        Ending.OPEN)
                                .isAccepted())
                        .as("%d", (int) c)
                        .isEqualTo(valid);
                assertThat(Playback.play(
                                        Role.CLIENT,
                                        Policy.BROWSER_FACING_SERVER,
                                        Setup.NOTHING,
                                        Latin1.bytes(line(target)),
                                        Ending.OPEN)
                                .isAccepted())
                        .as("%d", (int) c)
                        .isEqualTo(valid || tolerable);
            }
        }
    }

    @Test
    void tolerances_for_what_is_received_do_not_loosen_what_is_sent() {
        Policy tolerant = Policy.STRICT
                .tolerating(
                        Role.CLIENT,
                        Violation.TARGET_CHARACTER,
                        Violation.TARGET_FORM,
                        Violation.FIELD_VALUE_CONTROL,
                        Violation.BAD_HOST,
                        Violation.MISSING_HOST,
                        Violation.REPEATED_CONTENT_LENGTH,
                        Violation.CONTENT_LENGTH_WITH_TRANSFER_ENCODING,
                        Violation.TRACE_WITH_CONTENT)
                .without(Option.CLOSE_AFTER_AMBIGUOUS_FRAMING);
        for (Request request : List.of(
                new Request("GET", "/[", Headers.of("Host", "a")),
                new Request("GET", "*", Headers.of("Host", "a")),
                new Request("GET", "/", Headers.of("Host", "a", "B", "\1")),
                new Request("GET", "/", Headers.of("Host", "a b")),
                new Request("GET", "/", Headers.EMPTY),
                new Request("TRACE", "/", Headers.of("Host", "a", "Content-Length", "1")),
                new Request(
                        "POST", "/", Headers.of("Host", "a", "Content-Length", "1", "Transfer-Encoding", "chunked")))) {
            Connection client = Connection.client(tolerant);
            assertThatThrownBy(() -> client.send(request)).isInstanceOf(LocalProtocolException.class);
            assertThat(client.ourState()).isEqualTo(State.IDLE);
        }
    }

    @Test
    void a_control_character_in_a_value_can_be_allowed_but_not_where_it_frames_or_routes() {
        Policy policy = allowing(Violation.FIELD_VALUE_CONTROL);
        assertThat(Wire.text(
                        Connection.client(policy).send(new Request("GET", "/", Headers.of("Host", "a", "B", "c\1")))))
                .isEqualTo("GET / HTTP/1.1\r\nHost: a\r\nB: c\1\r\n\r\n");
        for (String[] field :
                new String[][] {{"Content-Length", "5\1"}, {"Transfer-Encoding", "chunked\37"}, {"Host", "a\1"}}) {
            Headers headers = field[0].equals("Host") ? Headers.of(field) : Headers.of("Host", "a", field[0], field[1]);
            assertThatThrownBy(() -> Connection.client(policy).send(new Request("POST", "/", headers)))
                    .isInstanceOf(LocalProtocolException.class);
        }
        Connection server = Talk.serverAfter(policy, line("/"));
        Talk.drain(server);
        assertThat(Wire.text(server.send(new Response(200, Headers.of("A", "\33", "Content-Length", "0")))))
                .isEqualTo("HTTP/1.1 200 OK\r\nA: \33\r\nContent-Length: 0\r\n\r\n");
    }
}
