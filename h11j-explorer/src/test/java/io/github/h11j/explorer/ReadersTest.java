package io.github.h11j.explorer;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the page says of the same bytes under three policies. */
class ReadersTest extends BrowserFixture {

    @BeforeEach
    void open() {
        browser.media("screen", "light");
        browser.size(1280, 1000);
        browser.open("");
    }

    @ParameterizedTest
    @MethodSource("bytes")
    void a_reader_names_all_that_it_reads_and_what_is_left(String bytes, int reader, String lines) {
        browser.run("arguments[0].value = arguments[1]", browser.find("#bytes-c"), bytes);
        browser.find("#read").click();
        assertThat(browser.all("#readers ul").get(reader).getText()).isEqualTo(lines);
    }

    static Stream<Arguments> bytes() {
        String get = "GET / HTTP/1.1\nHost: x\n\n"; // 27 bytes
        String closing = "GET / HTTP/1.1\nHost: x\nConnection: close\n\n"; // 46 bytes
        String eleven = IntStream.range(0, 11)
                .mapToObj(i -> "Request GET /, bytes " + 27 * i + " to " + (27 * i + 26) + "\nEndOfMessage, no bytes\n")
                .collect(Collectors.joining());
        return Stream.of(
                Arguments.of(get.repeat(11), 0, eleven.strip()),
                Arguments.of("", 0, "there is no request"),
                Arguments.of("GET / HT", 0, "8 bytes of a head that is not complete"),
                Arguments.of(
                        get + "G",
                        0,
                        "Request GET /, bytes 0 to 26\nEndOfMessage, no bytes\n1 byte of a head that is not complete"),
                Arguments.of(
                        "POST / HTTP/1.1\nHost: x\nContent-Length: 5\n\nh",
                        0,
                        "Request POST /, bytes 0 to 46\nData, 1 byte, byte 47\nwaits for the rest of the body"),
                Arguments.of(
                        "CONNECT x:1 HTTP/1.1\nHost: x:1\n\nabc",
                        0,
                        "Request CONNECT x:1, bytes 0 to 34\nEndOfMessage, no bytes\n3 bytes of the other protocol"),
                // no part of the request, but STRICT drops it and H11 refuses it
                Arguments.of(
                        closing + get,
                        0,
                        "Request GET /, bytes 0 to 45\nEndOfMessage, no bytes\ndropped: bytes 46 to 72"),
                Arguments.of(
                        closing + get,
                        2,
                        "Request GET /, bytes 0 to 45\nEndOfMessage, no bytes\nrefused with 400: bytes after the last"
                                + " message of the connection (RFC 9112 \u00a79.6) at byte 46: \"GET / HTTP/1.1\""));
    }
}
