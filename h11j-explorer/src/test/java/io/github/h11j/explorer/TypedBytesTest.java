package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bytes that are typed or pasted into the page. */
class TypedBytesTest extends BrowserFixture {

    @BeforeEach
    void open() {
        browser.media("screen", "light");
        browser.size(1280, 1000);
        browser.open("#m=&at=0");
    }

    private String sent(String text) {
        browser.run("arguments[0].value = arguments[1]", browser.find("#bytes-c"), text);
        browser.run("document.getElementById('send-c').click()");
        return browser.run("return new URLSearchParams(location.hash.slice(1)).get('m')")
                .toString();
    }

    @ParameterizedTest
    @MethodSource("texts")
    void a_text_is_its_bytes(String text, String script) {
        assertThat(sent(text)).isEqualTo("c=" + script);
    }

    static Stream<Arguments> texts() {
        return Stream.of(
                Arguments.of("GET\r\nX", "GET%0d%0aX"),
                Arguments.of("GET\nX", "GET%0d%0aX"),
                Arguments.of("\\r\\n\\t\\n", "%0d%0a%09%0a"),
                Arguments.of("\\x00\\xfF", "%00%ff"),
                Arguments.of("\u00e9\u6f22", "%c3%a9%e6%bc%a2"),
                // two characters of Java and JavaScript, four bytes of UTF-8
                Arguments.of("/\ud83d\ude00\\x20\ud83d\ude00", "/%f0%9f%98%80%20%f0%9f%98%80"),
                // a backslash that is escaped escapes nothing
                Arguments.of("\\\\x41\\\\n\\\\\\x41", "\\x41\\n\\A"),
                Arguments.of("\\q\\x4\\", "\\q\\x4\\"));
    }

    /** More than a browser takes as the arguments of a call. */
    @ParameterizedTest
    @ValueSource(strings = {"text", "dump"})
    void a_body_may_be_large(String how) {
        int length = 200_000;
        String head = "POST / HTTP/1.1\r\nHost: x\r\nContent-Length: " + length + "\r\n\r\n";
        String all = head + "a".repeat(length);
        StringBuilder dump = new StringBuilder();
        for (int i = 0; i < all.length(); i++) {
            dump.append(Integer.toHexString(0x100 | all.charAt(i)).substring(1));
        }
        sent(how.equals("text") ? all : dump.toString());
        assertThat(browser.text("#status")).contains("Data, 200000 bytes");
        assertThat(browser.run("return document.querySelector('#wire-c [data-kind=data]').textContent.length"))
                .isEqualTo((long) length);
        assertThat(browser.text("#count")).isEqualTo("move 1 of 1");
    }
}
