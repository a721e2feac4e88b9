package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9112 §3.2 and §3.3, RFC 9110 §7.1. */
class RequestTargetTest {

    private static final String NONE = "-";

    private static RequestTarget parse(String method, String target) {
        return RequestTarget.parse(method, target).orElseThrow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|/|ORIGIN|-|-|/|-|/",
                "GET|/a/b?c=d?e&f|ORIGIN|-|-|/a/b|c=d?e&f|/a/b?c=d?e&f",
                "GET|/?|ORIGIN|-|-|/|''|/?",
                "GET|//a/b|ORIGIN|-|-|//a/b|-|//a/b",
                "GET|/http://a?b|ORIGIN|-|-|/http://a|b|/http://a?b",
                "OPTIONS|/|ORIGIN|-|-|/|-|/",
                "OPTIONS|*|ASTERISK|-|-|''|-|*",
                "CONNECT|a.b:443|AUTHORITY|-|a.b:443|''|-|-",
                "CONNECT|[::1]:80|AUTHORITY|-|[::1]:80|''|-|-",
                "GET|http://a|ABSOLUTE|http|a|''|-|/",
                "GET|HTTP://A:80/b?c|ABSOLUTE|http|A:80|/b|c|/b?c",
                "GET|https://[::1]:443/|ABSOLUTE|https|[::1]:443|/|-|/",
                "GET|http://a?b/c|ABSOLUTE|http|a|''|b/c|/?b/c",
                "GET|http://a?|ABSOLUTE|http|a|''|''|/?",
                "OPTIONS|http://a|ABSOLUTE|http|a|''|-|*",
                "OPTIONS|http://a/|ABSOLUTE|http|a|/|-|/",
                "OPTIONS|http://a?b|ABSOLUTE|http|a|''|b|/?b",
                "GET|http://a//b|ABSOLUTE|http|a|//b|-|//b",
                "GET|http://localhost;/path|ABSOLUTE|http|localhost;|/path|-|/path",
                "GET|ftp://u:p@a:21/b|ABSOLUTE|ftp|u:p@a:21|/b|-|/b",
                "GET|ftp://|ABSOLUTE|ftp|''|''|-|/",
                "GET|urn:a:b?c|ABSOLUTE|urn|-|a:b|c|-",
                "GET|file:/a|ABSOLUTE|file|-|/a|-|-"
            })
    void a_target_has_parts(
            String method,
            String target,
            RequestTarget.Form form,
            String scheme,
            String authority,
            String path,
            String query,
            String originForm) {
        RequestTarget parsed = parse(method, target);

        assertThat(parsed.form()).isEqualTo(form);
        assertThat(parsed.scheme()).isEqualTo(optional(scheme));
        assertThat(parsed.authority()).isEqualTo(optional(authority));
        assertThat(parsed.path()).isEqualTo(path);
        assertThat(parsed.query()).isEqualTo(optional(query));
        assertThat(parsed.originForm()).isEqualTo(optional(originForm));
        assertThat(parsed).hasToString(target);
    }

    private static Optional<String> optional(String text) {
        return text.equals(NONE) ? Optional.empty() : Optional.of(text);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, http://a, a, -1",
        "GET, http://a:/, a, -1",
        "GET, http://a:0/, a, 0",
        "GET, http://a:00080/, a, 80",
        "GET, http://[::1], [::1], -1",
        "GET, http://[::1]:65535, [::1], 65535",
        "GET, http://localhost;/path, localhost;, -1",
        "GET, http://a%3a80/, a%3a80, -1",
        "CONNECT, a:443, a, 443",
        "CONNECT, [v1.a]:1, [v1.a], 1",
        "GET, ftp://u:p@a:21/b, a, 21",
        "GET, ftp://u@a, a, -1",
        "GET, ftp://a:99999/, -, -1",
        "GET, ftp://a:1x/, -, -1",
        "GET, ftp://:21/, -, -1",
        "GET, ftp://, -, -1",
        "GET, /, -, -1",
        "GET, urn:a:b, -, -1"
    })
    void an_authority_has_a_host_and_perhaps_a_port(String method, String target, String host, int port) {
        RequestTarget parsed = parse(method, target);

        assertThat(parsed.host()).isEqualTo(optional(host));
        assertThat(parsed.port()).isEqualTo(port < 0 ? OptionalInt.empty() : OptionalInt.of(port));
    }

    @ParameterizedTest
    @CsvSource({
        "GET, *",
        "GET, a",
        "GET, ''",
        "OPTIONS, **",
        "CONNECT, /",
        "CONNECT, a",
        "CONNECT, http://a/",
        "CONNECT, a:65536",
        "GET, example.com:443",
        "GET, example.com:99999",
        "GET, example.com:",
        "GET, http://u@a/",
        "GET, http:///a",
        "GET, http://a:65616/",
        "GET, http://[::1/",
        "GET, /a#b",
        "GET, http://a/#b",
        "GET, http://a#b"
    })
    void a_target_that_the_method_does_not_allow_has_none(String method, String target) {
        assertThat(RequestTarget.parse(method, target)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a b", "/\ta", "/a\r\nb", "/\0", "/\u007f", "/\u0100", " /", "http://a/ "})
    void neither_has_what_would_end_the_target_or_the_line(String target) {
        assertThat(RequestTarget.parse("GET", target)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"/?a[b]=1", "/?q=100%", "/?a=b|c", "/?a={x}", "/caf\u00c3\u00a9", "/\\"})
    void what_a_server_may_tolerate_is_read(String target) {
        RequestTarget parsed = parse("GET", target);

        assertThat(parsed.path() + parsed.query().map(query -> "?" + query).orElse(""))
                .isEqualTo(target);
        assertThat(parsed.effectiveUri("http", "a")).isEqualTo("http://a" + target);
    }

    @ParameterizedTest
    @CsvSource({
        "GET, /a?b, http, c:8080, http://c:8080/a?b",
        "GET, /, https, [::1], https://[::1]/",
        "GET, //a, http, c, http://c//a",
        "GET, /, http, '', http:///",
        "GET, /, http, 'a/b', http:///",
        "GET, /, http, 'a@b', http:///",
        "GET, /, http, '\u0100', http:///",
        "OPTIONS, *, http, c, http://c",
        "OPTIONS, /, http, c, http://c/",
        "CONNECT, a:443, http, c, http://a:443",
        "GET, http://a/b, https, c, http://a/b",
        "GET, HTTP://a, https, c, HTTP://a"
    })
    void the_effective_uri_needs_scheme_and_host(
            String method, String target, String scheme, String host, String expected) {
        assertThat(parse(method, target).effectiveUri(scheme, host)).isEqualTo(expected);
    }

    /** The judgement of a connection and this are the same, so no adapter needs its own. */
    @Test
    void every_target_that_a_server_accepts_can_be_taken_apart() {
        for (String target : new String[] {
            "/", "/a?b", "http://a", "https://a:1/b", "urn:a:b", "ftp://[::1]/a", "*", "a:1", "http://a]", "1a:b", "x"
        }) {
            for (String method : new String[] {"GET", "OPTIONS", "CONNECT"}) {
                boolean accepted = Playback.fromClient(method + " " + target + " HTTP/1.1\r\nHost: a\r\n\r\n")
                        .isAccepted();
                assertThat(RequestTarget.parse(method, target).isPresent())
                        .as(method + " " + target)
                        .isEqualTo(accepted);
            }
        }
    }
}
