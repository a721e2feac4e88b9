package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** How bytes and characters are shown in messages. */
class EscaperTest {

    private static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.chars().forEach(c -> Escaper.escape(c, out));
        return out.toString();
    }

    @Test
    void what_is_not_visible_ascii_or_a_space_is_escaped() {
        assertThat(escaped(" !a~")).isEqualTo(" !a~");
        assertThat(escaped("\0\37\177\200\377")).isEqualTo("\\x00\\x1f\\x7f\\x80\\xff");
        assertThat(escaped("\u0100\uffff")).isEqualTo("\\u0100\\uffff");
        assertThat(escaped("\r\n\t\\")).isEqualTo("\\r\\n\\t\\\\");
    }
}
