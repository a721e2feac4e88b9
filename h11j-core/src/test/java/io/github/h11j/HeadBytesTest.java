package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every byte in every position of a small head, judged as a grammar written independently says. */
class HeadBytesTest {

    private static final String TOKEN = "[!#$%&'*+\\-.^_`|~0-9A-Za-z]+";
    private static final String TEXT = "[\\t\\x20-\\x7e\\x80-\\xff]*";
    private static final String FIELD = TOKEN + ":" + TEXT + "\r\n";
    private static final String PATH = "/(?:[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]|%[0-9A-Fa-f]{2})*";
    private static final String HOST =
            "(?i:host):[ \\t]*(?:[A-Za-z0-9\\-._~!$&'()*+,;=]|%[0-9A-Fa-f]{2})*(?::[0-9]*)?[ \\t]*\r\n";

    private static final Pattern REQUEST = Pattern.compile(
            "(?!CONNECT )" + TOKEN + " " + PATH + " HTTP/1\\.[0-9]\r\n" + HOST + "(?!(?i:host):)" + FIELD + "\r\n");
    /** Without Host, which only HTTP/1.0 may be, and with it as the second field. */
    private static final Pattern OLD_REQUEST = Pattern.compile(
            "(?!CONNECT )" + TOKEN + " " + PATH + " HTTP/1\\.0\r\n(?:(?!(?i:host):)" + FIELD + "){2}\r\n");

    private static final Pattern RESPONSE = Pattern.compile(
            "HTTP/1\\.[0-9] [1-9][0-9]{2} " + TEXT + "\r\n(?:" + FIELD + "(?:[ \\t]" + TEXT + "\r\n)*)*\r\n");

    @ParameterizedTest
    @ValueSource(
            strings = {"GET /J%4a HTTP/1.1\r\nHost: a\r\nJ: b J\r\n\r\n", "GET / HTTP/1.0\r\nHosu: a\r\nA:\r\n\r\n"})
    void a_request_is_accepted_exactly_if_the_grammar_says_so(String head) {
        forEachByteInEachPosition(head, mutated -> {
            boolean valid = REQUEST.matcher(mutated).matches()
                    || OLD_REQUEST.matcher(mutated).matches();
            assertSame(mutated, valid, Role.CLIENT, Setup.NOTHING);
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.1 204 OK J\r\nJ: b J\r\n\r\n", "HTTP/1.0 204 \r\nA: b\r\n c\r\n\r\n"})
    void a_response_is_accepted_exactly_if_the_grammar_says_so(String head) {
        forEachByteInEachPosition(
                head, mutated -> assertSame(mutated, RESPONSE.matcher(mutated).matches(), Role.SERVER, Setup.GET_SENT));
    }

    private static void forEachByteInEachPosition(String head, Consumer<String> test) {
        for (int i = 0; i < head.length(); i++) {
            for (char octet = 0; octet < 256; octet++) {
                test.accept(head.substring(0, i) + octet + head.substring(i + 1));
            }
        }
    }

    private static void assertSame(String head, boolean valid, Role sender, Setup setup) {
        Transcript transcript = Playback.play(sender, Policy.STRICT, setup, Latin1.bytes(head), Ending.EOF);
        Class<? extends Event> kind = sender == Role.CLIENT ? Request.class : null;
        boolean accepted = kind == null
                ? transcript.has(Response.class) || transcript.has(InformationalResponse.class)
                : transcript.has(kind);

        assertThat(accepted)
                .as("%s: %s", Wire.visible(head), transcript.verdict())
                .isEqualTo(valid);
    }

    @Test
    void every_byte_is_in_its_classes_and_no_other() {
        List<String> wrong = new ArrayList<>();
        for (int c = 0; c < 256; c++) {
            String one = String.valueOf((char) c);
            compare(wrong, c, Grammar.TOKEN, one.matches(TOKEN));
            compare(wrong, c, Grammar.VALUE, one.matches(TEXT));
            compare(wrong, c, Grammar.VISIBLE, one.matches("[!-~]"));
            compare(wrong, c, Grammar.URI, one.matches("[A-Za-z0-9\\-._~!$&'()*+,;=:@/?]"));
            compare(wrong, c, Grammar.REG_NAME, one.matches("[A-Za-z0-9\\-._~!$&'()*+,;=]"));
            compare(wrong, c, Grammar.HEX, one.matches("[0-9A-Fa-f]"));
            compare(wrong, c, Grammar.DIGIT, one.matches("[0-9]"));
            compare(wrong, c, Grammar.ALPHA, one.matches("[A-Za-z]"));
            compare(wrong, c, Grammar.CONTROL, one.matches("[\\x01-\\x08\\x0e-\\x1f\\x7f]"));
            assertThat(Grammar.isBlank((byte) c)).isEqualTo(c == ' ' || c == '\t');
            assertThat(Grammar.hexValue((byte) c)).isEqualTo(c < 128 ? Character.digit(c, 16) : -1);
        }
        assertThat(wrong).isEmpty();
        assertThat(Grammar.is('\u0100', Grammar.TOKEN)).isFalse();
        assertThat(Latin1.isLatin1("a\u00ff")).isTrue();
        assertThat(Latin1.isLatin1("\u0100")).isFalse();
        assertThat(Grammar.is('\u0141', Grammar.TOKEN))
                .as("A with its 9th bit set")
                .isFalse();
    }

    private static void compare(List<String> wrong, int c, int byteClass, boolean expected) {
        if (Grammar.is((byte) c, byteClass) != expected || Grammar.is((char) c, byteClass) != expected) {
            wrong.add(c + " in class " + byteClass);
        }
    }

    @Test
    void a_search_for_the_end_of_a_value_finds_each_byte_at_each_place() {
        for (int length = 0; length < 40; length++) {
            byte[] text = Wire.bytes("{v*" + Math.max(1, length) + "}");
            assertThat(Grammar.skipValue(text, 0, length)).isEqualTo(length);
            for (int place = 0; place < length; place++) {
                for (int c = 0; c < 256; c++) {
                    byte[] bytes = text.clone();
                    bytes[place] = (byte) c;
                    int expected = Grammar.is((byte) c, Grammar.VALUE) ? length : place;
                    if (Grammar.skipValue(bytes, 0, length) != expected) {
                        throw new AssertionError("byte " + c + " at " + place + " of " + length);
                    }
                    int lf = c == '\n' ? place : -1;
                    if (Grammar.indexOfLf(bytes, 0, length) != lf) {
                        throw new AssertionError("byte " + c + " at " + place + " of " + length);
                    }
                }
            }
        }
    }

    @Test
    void a_value_with_several_high_bytes_and_tabs_is_skipped_whole() {
        byte[] bytes = Wire.bytes("{\t\377\200 x\t*9}\r\n");

        assertThat(Grammar.skipValue(bytes, 0, bytes.length)).isEqualTo(bytes.length - 2);
        assertThat(Grammar.skipValue(bytes, 5, 20)).isEqualTo(20);
    }
}
