package io.github.h11j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** URLs as people type them. */
class UrlTest {

    @ParameterizedTest
    @CsvSource({
        "http://a, http://a, /",
        "HTTP://A:80/b?c#d, http://A, /b?c",
        "https://a:443, https://a, /",
        "https://a:80?q, https://a:80, /?q",
        "http://a:/, http://a, /",
        "http://[::1]:8080/x, http://[::1]:8080, /x",
        "http://my_host/x, http://my_host, /x",
        "http://b\u00fccher.example/, http://xn--bcher-kva.example, /",
        "http://a/caf\u00e9?\u00e9=\u20ac, http://a, /caf%C3%A9?%C3%A9=%E2%82%AC",
        "http://a/caf%C3%A9, http://a, /caf%C3%A9",
        "http://a/\ud83d\ude00, http://a, /%F0%9F%98%80",
        "http://a/x y<>{}|^`\"\\, http://a, /x%20y%3C%3E%7B%7D%7C%5E%60%22%5C",
        "http://a//b/../c, http://a, //b/../c"
    })
    void a_url_leads_to_an_origin_and_a_target(String url, String origin, String target) {
        HttpUrl parsed = HttpUrl.of(url);
        assertThat(parsed.origin()).hasToString(origin);
        assertThat(parsed.target()).isEqualTo(target);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "a",
                "//a",
                "http:a",
                "http:/a",
                "ftp://a",
                "http://",
                "http://?q",
                "http://a:1:2/",
                "http://::1/",
                "http://[::1/",
                "http://[x]/",
                "http://a:65536/",
                "http://a:99999999/",
                "http://a\nb/",
                "http://a%20b/",
                "http://a<b/",
                "http://u@a/",
                "http://a/%",
                "http://a/%4",
                "http://a/?%G0"
            })
    void a_url_that_cannot_be_requested_is_refused(String url) {
        assertThatThrownBy(() -> HttpUrl.of(url)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\r\n", "\0", "\u007f"})
    void no_character_ends_the_request_line(String sign) {
        assertThat(HttpUrl.of("http://a/x" + sign + "y?z" + sign).target()).matches("[!-~]+");
    }
}
