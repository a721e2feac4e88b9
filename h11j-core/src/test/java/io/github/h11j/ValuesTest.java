package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Events, versions, policies, limits, violations: what they are made of. */
class ValuesTest {

    /* Events */

    @Test
    void a_reason_phrase_of_your_own_needs_no_version() {
        Response response = new Response(200, "Fine", Headers.EMPTY);
        InformationalResponse interim = new InformationalResponse(103, "Soon", Headers.EMPTY);

        assertThat(response).isEqualTo(new Response(200, "Fine", Headers.EMPTY, HttpVersion.HTTP_1_1));
        assertThat(interim).isEqualTo(new InformationalResponse(103, "Soon", Headers.EMPTY, HttpVersion.HTTP_1_1));
    }

    @Test
    void events_are_values_and_know_their_type() {
        Headers headers = Headers.of("a", "b");
        List<Event> events = List.of(
                new Request("GET", "/", headers),
                new InformationalResponse(103, headers),
                new Response(200, headers),
                Data.utf8("\u00e9"),
                new EndOfMessage(headers),
                new ConnectionClosed());
        List<Event> equal = List.of(
                new Request("GET", "/", Headers.of("a", "b"), HttpVersion.HTTP_1_1),
                new InformationalResponse(103, "Early Hints", headers, HttpVersion.HTTP_1_1),
                new Response(200, "OK", headers, HttpVersion.HTTP_1_1),
                Data.of("\u00e9".getBytes(StandardCharsets.UTF_8)),
                new EndOfMessage(headers),
                new ConnectionClosed());
        assertThat(events).isEqualTo(equal).hasSameHashCodeAs(equal);
        assertThat(events.stream().map(Event::type)).containsExactly(EventType.values());
        assertThat(events.get(0)).hasToString("Request[method=GET, target=/, headers=[a: b], version=1.1]");
        assertThat(events.get(3)).hasToString("Data[bytes=\"\\xc3\\xa9\", chunkStart=false, chunkEnd=false]");
    }

    @Test
    void data_of_an_array_is_a_copy() {
        byte[] bytes = {1};
        Data data = Data.of(bytes);
        bytes[0] = 2;
        assertThat(data.bytes().at(0)).isEqualTo((byte) 1);
        assertThat(new EndOfMessage()).isEqualTo(new EndOfMessage(Headers.EMPTY));
    }

    @Test
    void a_vouched_target_does_not_vouch_for_a_method_nor_another_target() {
        Connection server = Connection.server();
        server.receiveData("GET /x HTTP/1.1\r\nHost: a\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1));
        Request received = (Request) server.nextEvent();
        for (Headers headers : List.of(received.headers(), Headers.EMPTY)) {
            assertViolation(Violation.BAD_METHOD, () -> new Request("A\r\nB", received.target(), headers));
            assertViolation(Violation.BAD_TARGET, () -> new Request("GET", "/\r\n", headers));
        }
        assertThat(new Request("PUT", received.target(), received.headers()).target())
                .isEqualTo("/x");
    }

    private static void assertViolation(Violation violation, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(violation));
    }

    /* Versions */

    @Test
    void versions_are_ordered_by_major_then_minor() {
        List<HttpVersion> versions = new ArrayList<>();
        for (int major = 0; major <= 9; major++) {
            for (int minor = 0; minor <= 9; minor++) {
                versions.add(new HttpVersion(major, minor));
            }
        }
        assertThat(versions).isSorted().hasSize(100);
        assertThat(versions.stream().filter(HttpVersion::isAtLeast11)).hasSize(89);
        assertThat(new HttpVersion(1, 1)).isEqualTo(HttpVersion.HTTP_1_1).hasToString("1.1");
        assertThat(HttpVersion.HTTP_1_0).isLessThan(HttpVersion.HTTP_1_1);
    }

    @Test
    void common_versions_are_shared() {
        assertThat(HttpVersion.of(1, 1)).isSameAs(HttpVersion.HTTP_1_1);
        assertThat(HttpVersion.of(1, 0)).isSameAs(HttpVersion.HTTP_1_0);
        assertThat(HttpVersion.of(1, 2)).isEqualTo(new HttpVersion(1, 2));
        assertThat(HttpVersion.of(2, 0)).isEqualTo(new HttpVersion(2, 0));
    }

    @ParameterizedTest
    @CsvSource({"-1,0", "10,0", "1,-1", "1,10"})
    void a_version_has_one_digit_on_each_side(int major, int minor) {
        assertThatIllegalArgumentException().isThrownBy(() -> new HttpVersion(major, minor));
    }

    /* Reason phrases */

    @ParameterizedTest
    @CsvSource(ignoreLeadingAndTrailingWhitespace = true, textBlock = """
                    100, Continue
                    101, Switching Protocols
                    103, Early Hints
                    200, OK
                    208, Already Reported
                    226, IM Used
                    305, Use Proxy
                    308, Permanent Redirect
                    404, Not Found
                    413, Content Too Large
                    417, Expectation Failed
                    418, ''
                    421, Misdirected Request
                    426, Upgrade Required
                    429, Too Many Requests
                    431, Request Header Fields Too Large
                    451, Unavailable For Legal Reasons
                    501, Not Implemented
                    505, HTTP Version Not Supported
                    508, Loop Detected
                    511, Network Authentication Required
                    599, ''
                    600, ''
                    999, ''
                    99, ''
                    0, ''
                    -1, ''
                    """)
    void reason_phrases_are_the_registered_ones(int status, String phrase) {
        assertThat(ReasonPhrases.of(status)).isEqualTo(phrase);
    }

    /* Roles, states, violations */

    @Test
    void each_role_is_the_peer_of_the_other() {
        assertThat(Role.CLIENT.peer()).isEqualTo(Role.SERVER);
        assertThat(Role.SERVER.peer()).isEqualTo(Role.CLIENT);
    }

    @ParameterizedTest
    @EnumSource
    void every_violation_has_a_source_a_status_and_a_text(Violation violation) {
        assertThat(violation.source()).matches("RFC (3986|8446|9110|9112|9113) §[0-9]+(\\.[0-9]+)*");
        assertThat(violation.statusHint()).isBetween(400, 505);
        assertThat(ReasonPhrases.of(violation.statusHint())).isNotEmpty();
        assertThat(violation.text()).isNotEmpty().doesNotEndWith(".").doesNotStartWith(" ");
    }

    /* Policies */

    @ParameterizedTest
    @EnumSource
    void options_are_all_on_or_all_off_and_can_be_switched(Option option) {
        assertThat(Policy.STRICT.has(option)).isTrue();
        assertThat(Policy.TOLERANT_CLIENT.has(option)).isTrue();
        assertThat(Policy.H11.has(option)).isFalse();
        assertThat(Policy.H11.with(option).has(option)).isTrue();
        Policy without = Policy.STRICT.without(option);
        for (Option other : Option.values()) {
            assertThat(without.has(other)).isEqualTo(other != option);
        }
    }

    /* Exceptions */

    @Test
    void a_remote_exception_says_what_and_where_without_a_trace() {
        RemoteProtocolException e = new RemoteProtocolException(Violation.BAD_METHOD, 7, "G\\r", "somewhere", -1);
        assertThat(e).hasMessage("the method is not a token (RFC 9110 §9.1) at byte 7: somewhere: \"G\\r\"");
        assertThat(e.getStackTrace()).isEmpty();
        assertThat(e.offset()).hasValue(7);
        assertThat(e.excerpt()).isEqualTo("G\\r");
        assertThat(e.statusHint()).isEqualTo(400);
        assertThat(e.unsolicitedStatus()).isEmpty();
        RemoteProtocolException bare = new RemoteProtocolException(Violation.UNSOLICITED_RESPONSE, 0, "", "", 408);
        assertThat(bare).hasMessageEndingWith("at byte 0");
        assertThat(bare.unsolicitedStatus()).hasValue(408);
    }
}
