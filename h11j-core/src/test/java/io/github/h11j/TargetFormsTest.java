package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3.2: four forms, each for its methods; and {@code uri-host [":" port]}. */
class TargetFormsTest {

    @ParameterizedTest
    @CsvSource({
        "GET, /",
        "GET, /a?b=c",
        "POST, //a",
        "OPTIONS, *",
        "OPTIONS, /",
        "CONNECT, a:1",
        "CONNECT, [::1]:443",
        "GET, http://a",
        "GET, http://a/b?c",
        "GET, HTTPS://a:443?c",
        "GET, http://[::1]:80/",
        "GET, urn:a:b",
        "GET, file:/a",
        "GET, files:/a",
        "GET, a+b-c.1:x",
        "GET, http://a:/",
        "GET, http://%41/",
        "GET, ftp://[::1]/a",
        "GET, ldap://[2001:db8::7]:389?c=GB",
        "GET, ws://[v1.a]",
        "GET, ftp://u@a/",
        "GET, ftp://",
        "CONNECT, %41:1",
        "CONNECT, a:65535",
        "CONNECT, a:00065535"
    })
    void a_form_that_the_method_allows_is_let_pass(String method, String target) {
        assertThat(Target.isAllowed(method, target)).isTrue();
        assertThat(Talk.drain(Talk.serverAfter(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")))
                .first()
                .isEqualTo("Request " + method);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, *",
        "GET, a",
        "CONNECT, /",
        "CONNECT, a",
        "CONNECT, a:",
        "CONNECT, :1",
        "CONNECT, a:1x",
        "CONNECT, a:1/",
        "CONNECT, [::1:1",
        "GET, http:",
        "GET, http:/",
        "GET, http:ab",
        "GET, http:/ab",
        "GET, httpx//[::1]",
        "GET, http:/a",
        "GET, http://",
        "GET, http:///a",
        "GET, http://:80/",
        "GET, http://u@a/",
        "GET, http://a:8x/",
        "GET, https://[::g]/",
        "GET, ftp://[::g]/",
        "GET, ftp://[::1",
        "GET, ftp://[::1]x/",
        "GET, ://[::1]/",
        "GET, 1://[::1]/",
        "GET, 1a:b",
        "GET, :a",
        "GET, +:a",
        "GET, http://a]/",
        "GET, http://?q",
        "CONNECT, %4:1",
        "CONNECT, %4",
        "CONNECT, a:65536",
        "CONNECT, a:655350",
        "CONNECT, a:18446744073709551617",
        "GET, http"
    })
    void another_form_is_refused_at_the_end_of_the_target(String method, String target) {
        int end = method.length() + 1 + target.length();
        assertThat(Target.isAllowed(method, target)).isFalse();
        assertThat(Talk.drain(Talk.serverAfter(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")))
                .first()
                .asString()
                .matches("(TARGET_FORM@" + end + "|TARGET_CHARACTER@\\d+)");
    }

    @ParameterizedTest
    @CsvSource({"://[::1]/, 7", "1://[::1]/, 8", "+://[::1]/, 8", "1a://[::1]/, 9"})
    void an_ip_literal_after_what_is_no_scheme_is_at_fault_where_it_begins(String target, int offset) {
        assertThat(Talk.drain(Talk.serverAfter("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")))
                .containsExactly("TARGET_CHARACTER@" + offset);
    }

    @ParameterizedTest
    @CsvSource({
        "/a|b, 6",
        "/a[1], 6",
        "/a%4g, 8",
        "http://a/b|c, 14",
        "http://a/?b[1]=c, 15",
        "http://[::1]/a[, 18",
        "http://a/%zz, 14",
        "HTTPS://a?b|c, 15",
        "urn:a|b, 9",
        "urn:a[b, 9",
        "ftp://[::1]/a[, 17",
        "ftp://a[, 11",
        "ftp:[::1]/, 8",
        "ftp:/[::1]/, 9",
        "ftp:a/[::1]/, 10",
        "ftp:/a[::1]/, 10",
        "ftp:a/b://[::1], 14"
    })
    void a_character_outside_the_grammar_is_a_fault_of_its_own_in_every_form(String target, int offset) {
        byte[] head = Latin1.bytes("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
        List<String> told = new ArrayList<>();
        Policy tolerant = Policy.STRICT
                .tolerating(Role.CLIENT, Violation.TARGET_CHARACTER)
                .with((sender, violation, at, excerpt) -> told.add(violation + "@" + at));
        Connection server = Connection.server(tolerant);
        server.receiveData(head);

        assertThat(server.nextEvent())
                .isInstanceOfSatisfying(
                        Request.class, request -> assertThat(request.target()).isEqualTo(target));
        assertThat(told).first().isEqualTo("TARGET_CHARACTER@" + offset);
        assertThat(Talk.drain(Talk.serverAfter(new String(head, StandardCharsets.ISO_8859_1))))
                .first()
                .isEqualTo("TARGET_CHARACTER@" + offset);
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://a/b|c", "http://[::1]/a[", "urn:a[b", "http://a/%zz"})
    void such_a_character_is_not_sent(String target) {
        assertThatThrownBy(() -> Connection.client().send(new Request("GET", target, Headers.of("Host", "a"))))
                .isInstanceOfSatisfying(
                        LocalProtocolException.class,
                        e -> assertThat(e.violation()).isEqualTo(Violation.TARGET_CHARACTER));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "a.b-c_d~e!$&'()*+,;=",
                "a:",
                "a:80",
                "%2f",
                "1.2.3.4",
                "[::]",
                "[::1]",
                "[1::]",
                "[1::2]:80",
                "[1:2:3:4:5:6:7:8]",
                "[::ffff:1.2.3.4]",
                "[1:2:3:4:5:6:1.2.3.4]",
                "[1:2:3:4:5:6:7::]",
                "[v1.a]",
                "[vF.:]",
                "[V1f.a:b]",
                "[::255.255.255.255]",
                "[::0.0.0.0]",
                "[fe80::abcd]",
                "[1::3:4:5:6:7:8]"
            })
    void a_valid_host_is_let_pass(String host) {
        assertThat(isHost(host)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "a b",
                "a/b",
                "u@a",
                "a:8x",
                "a:80:80",
                "%",
                "%4",
                "%4g",
                "\u00e4",
                "[",
                "[]",
                "[1]",
                "[:1]",
                "[1:]",
                "[1:2:3:4:5:6:7:8:]",
                "[::1:]",
                "[::1::2]",
                "[12345::]",
                "[1:2:3:4:5:6:7]",
                "[1:2:3:4:5:6:7:8:9]",
                "[1:2:3:4:5:6:7:8::]",
                "[::1.2.3]",
                "[::1.2.3.]",
                "[::1.2.3.4.5]",
                "[::256.1.1.1]",
                "[::01.1.1.1]",
                "[::1.2.3.4:1]",
                "[v.a]",
                "[v1.]",
                "[v1:a]",
                "[1:2:3:4:5:6::1.2.3.4]",
                "[v1a]",
                "[v1.a/]",
                "[v1]",
                "[::1]a",
                "[::1",
                "[g::]",
                "[1:2:3:4:5:6:7:1.2.3.4]",
                "[1:1.2.3.4]",
                "[::.1.2.3]",
                "[x1.a]",
                "[:",
                "[::1.2.3.1111]",
                "[::1.2-3.4]",
                "[1;2]",
                "[::1:2:3:4:5:6:7:8]"
            })
    void an_invalid_host_is_refused_after_the_head(String host) {
        assertThat(isHost(host)).isFalse();
        String head = "GET / HTTP/1.1\r\nHost: " + host + "\r\n\r\n";
        assertThat(Talk.drain(Talk.serverAfter(head))).containsExactly("BAD_HOST@" + head.length());
    }

    private static boolean isHost(String host) {
        byte[] bytes = Talk.bytes(host);
        return Target.isHostAndPort(bytes, 0, bytes.length);
    }

    @ParameterizedTest
    @CsvSource({
        "/, true",
        "/a%20b, true",
        "/[, false",
        "/%2, false",
        "/%zz, false",
        "/%2z, false",
        "http://[::1]/, true",
        "[::1]:1, true",
        "/%, false",
        "/|, false"
    })
    void what_no_uri_may_have_is_seen_in_what_is_sent(String target, boolean expected) {
        assertThat(Target.indexOfBadCharacter(target, Grammar.URI) == target.length())
                .isEqualTo(expected);
    }
}
