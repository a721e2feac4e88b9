package io.github.h11j.explorer.teavm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What stands in for methods of String says what they say, for the characters that bytes can be. */
class EmulatedTest {

    private static final String ALL = latin1();

    private static String latin1() {
        StringBuilder all = new StringBuilder();
        for (char c = 0; c < 0x100; c++) {
            all.append(c);
        }
        return all.toString();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ";", "a", "a;b", ";a;;b;", "a;b;c"})
    void parts_are_those_of_split(String text) {
        for (int limit : new int[] {-1, 1, 2, 3}) {
            assertThat(Emulated.split(text, ";", limit)).isEqualTo(text.split(";", limit));
        }
        assertThatThrownBy(() -> Emulated.split(text, ";", 0)).isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void bytes_and_text_are_those_of_ISO_8859_1() {
        byte[] bytes = ALL.getBytes(StandardCharsets.ISO_8859_1);
        assertThat(Emulated.getBytes(ALL, Emulated.LATIN_1)).isEqualTo(bytes);
        assertThat(Emulated.text(bytes, Emulated.LATIN_1)).isEqualTo(ALL);
        assertThat(Emulated.text(bytes, 60, 70, Emulated.LATIN_1)).isEqualTo(ALL.substring(60, 130));
        assertThat(Emulated.getBytes("\u0100", Emulated.LATIN_1)).isEqualTo(new byte[] {'?'});
        byte[] into = new byte[5];
        Emulated.getBytes("abcd", 1, 3, into, 2);
        assertThat(into).isEqualTo(new byte[] {0, 0, 'b', 'c', 0});
    }

    @Test
    void case_and_white_space_are_those_of_String() {
        assertThat(Emulated.toLowerCase(ALL, Emulated.LATIN_1)).isEqualTo(ALL.toLowerCase(Locale.ROOT));
        for (char c = 0; c < 0x100; c++) {
            String text = c + "a" + c;
            assertThat(Emulated.strip(text)).as("%d", (int) c).isEqualTo(text.strip());
            String upper = text.toUpperCase(Locale.ROOT);
            if (upper.chars().allMatch(each -> each < 0x100)) {
                assertThat(Emulated.equalsIgnoreCase(text, upper))
                        .as("%d", (int) c)
                        .isEqualTo(text.equalsIgnoreCase(upper));
            }
        }
        assertThat(Emulated.equalsIgnoreCase("a", null)).isFalse();
    }
}
