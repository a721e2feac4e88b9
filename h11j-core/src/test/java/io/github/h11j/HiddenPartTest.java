package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Where exactly the hidden part of a line begins and ends: each of its characters is an asterisk here. */
class HiddenPartTest {

    private static String shown(String line, HiddenPart hidden) {
        StringBuilder shown = new StringBuilder(line);
        for (int i = 0; i < line.length(); i++) {
            if (hidden.has(i)) {
                shown.setCharAt(i, '*');
            }
        }
        return shown.toString();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    X: secret|X: ******
                    X:secret|X:******
                    :secret|:******
                    : secret|: ******
                    X:|X:
                    X|X
                    """)
    void in_a_text_that_should_be_a_name(String line, String shown) {
        assertThat(shown(line, HiddenPart.inNameAlone(line::charAt, 0, line.length())))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    X:secret|0|X:******
                    X: secret|0|X: ******
                    X :secret|1|X :******
                    ab cd|0|a****
                    ab cd|1|ab***
                    ab cd|2|ab **
                    ab cd|4|ab **
                    ab|1|ab
                    """)
    void after_a_name_at_fault(String line, int at, String shown) {
        assertThat(shown(line, HiddenPart.afterName(line::charAt, 0, line.length(), at)))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    Cookie:secret|Cookie:******
                    Cookie: secret|Cookie: ******
                    Cookie:\t secret|Cookie:\t ******
                    Set-Cookie: \tsecret|Set-Cookie: \t******
                    Cookies: shown|Cookies: shown
                    Host: user:x@a|Host: ******@a
                    From: user@a|From: user@a
                    Location: //user:x@a/|Location: //******@a/
                    Location://user:x@a|Location://******@a
                    Location: http:///user:x@a/|Location: http:///******@a/
                    Location: /b//c@d|Location: /b//c@d
                    Link: </b>, <//user:x@a>|Link: </b>, <//******@a>
                    X: "//user:x@a"|X: "//******@a"
                    X: b //user:x@a|X: b //******@a
                    """)
    void in_a_field(String line, String shown) {
        assertThat(shown(line, HiddenPart.inField(line::charAt, 0, line.indexOf(':'), line.length())))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
                    \tCookie: secret|\tCookie: ******
                    \tmy cookie:secret|\tmy cookie:******
                    \t: shown|\t: shown
                    \tuser:x@a|\t******@a
                    """)
    void in_a_line_that_continues_a_value(String line, String shown) {
        assertThat(shown(line, HiddenPart.inContinuation(line::charAt, 0, line.length())))
                .isEqualTo(shown);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    /user:x@a|/user:x@a
                    /user//x@a|/user//x@a
                    /user@b//x@a|/user@b//x@a
                    //user:x@a|//******@a
                    //user:x@a/b//c@d|//******@a/b//c@d
                    ///user:x@a|///******@a
                    //|//
                    /?to=//user:x@a/|/?to=//******@a/
                    /a?//user:x@a/|/a?//******@a/
                    http://user:x@a/|http://******@a/
                    user:x@a:443|******@a:443
                    http:/user:x@a/|http:/******@a/
                    h2+x-1.0:/user:x@a/|h2+x-1.0:/******@a/
                    http://a/|http://a/
                    /?to=http://user:x@a/|/?to=http://******@a/
                    http://u@a/?to=http://u@a/|http://****************@a/
                    """)
    void in_a_target(String line, String shown) {
        assertThat(shown(line, HiddenPart.inTarget(line::charAt, 0, line.length())))
                .isEqualTo(shown);
    }

    @Test
    void after_a_line_end_within_the_line() {
        String line = "ab\rcd";
        assertThat(shown(line, HiddenPart.NOTHING.andAfterLineEnd(line::charAt, 0, 5)))
                .isEqualTo("ab\r**");
        assertThat(shown(line, new HiddenPart(4, 5).andAfterLineEnd(line::charAt, 0, 5)))
                .isEqualTo("ab\r**");
        assertThat(shown(line, new HiddenPart(1, 2).andAfterLineEnd(line::charAt, 0, 5)))
                .isEqualTo("a****");
        assertThat(shown("ab\ncd", HiddenPart.NOTHING.andAfterLineEnd("ab\ncd"::charAt, 0, 5)))
                .isEqualTo("ab\n**");
        assertThat(shown("abcd", HiddenPart.NOTHING.andAfterLineEnd("abcd"::charAt, 0, 4)))
                .isEqualTo("abcd");
    }
}
