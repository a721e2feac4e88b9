package io.github.h11j.benchmarks;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.openjdk.jmh.infra.Blackhole;

/** What is in each message: a benchmark that finds anything else measures a failure. */
record Expected(String method, String target, int fields) {

    static final Expected W1 = new Expected("GET", "/", 8);
    static final Expected W2 = new Expected("GET", "/plaintext", 3);
    static final Expected W3 =
            new Expected("GET", "/catalog/products/search?q=wireless+headphones&page=2&sort=price_asc&ref=nav_top", 20);
    static final int W4_FIELDS = 10;
    static final int W4_BODY = 1000;

    /** Names and values: the head without the request line, the last line, and colon, space, CR, LF of each field. */
    static final int W1_CHARACTERS = 509 - "GET / HTTP/1.1\r\n\r\n".length() - 8 * 4;

    /** Heads that RFC 9112 calls invalid. Who "validates" refuses all of them. */
    static final List<byte[]> INVALID = List.of(
            bytes("GET / HTTP/1.1\r\nHost: example.com\r\nna me: value\r\n\r\n"),
            bytes("GET / HTTP/1.1\r\nHost: example.com\r\nname : value\r\n\r\n"),
            bytes("GET / HTTP/1.1\r\nHost: example.com\r\nname: val\0ue\r\n\r\n"));

    /** For calling a benchmark outside of JMH. */
    static final Blackhole BLACKHOLE = new Blackhole(
            "Today's password is swordfish. I understand instantiating Blackholes directly is dangerous.");

    static byte[] bytes(String text) {
        return text.getBytes(ISO_8859_1);
    }

    /** Fails unless these bytes are W7: status line, the nine fields in any order and case of name, the body. */
    static void checkW7(byte[] message) {
        String text = new String(message, ISO_8859_1);
        int end = text.indexOf("\r\n\r\n");
        List<String> lines = List.of(text.substring(0, end).split("\r\n", -1));
        assertThat(lines.get(0)).isEqualTo("HTTP/1.1 200 OK");
        assertThat(lines.subList(1, lines.size()))
                .usingElementComparator(String.CASE_INSENSITIVE_ORDER)
                .containsExactlyInAnyOrderElementsOf(Workloads.W7_FIELDS.stream()
                        .map(field -> field.name() + ": " + field.value())
                        .toList());
        assertThat(text.substring(end + 4)).isEqualTo(new String(Workloads.W7_BODY, ISO_8859_1));
    }
}
