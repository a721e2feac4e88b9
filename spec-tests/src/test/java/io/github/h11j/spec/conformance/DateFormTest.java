package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DateFormTest {

    /** The examples of RFC 9110 section 5.6.7, of this century. */
    @Test
    void a_date_is_written_in_the_three_forms() {
        LocalDateTime date = LocalDateTime.of(2094, 11, 6, 8, 49, 37);
        assertThat(DateForm.IMF_FIXDATE.format(date)).isEqualTo("Sat, 06 Nov 2094 08:49:37 GMT");
        assertThat(DateForm.RFC_850.format(date)).isEqualTo("Saturday, 06-Nov-94 08:49:37 GMT");
        assertThat(DateForm.ASCTIME.format(date)).isEqualTo("Sat Nov  6 08:49:37 2094");
        assertThat(List.of(DateForm.IMF_FIXDATE, DateForm.RFC_850, DateForm.ASCTIME))
                .allSatisfy(form ->
                        assertThat(DateForm.parse(form.format(date), form)).contains(date));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Sun, 06 Nov 1994 08:49:37 GMT", "Sat, 31 Dec 2016 23:59:60 GMT"})
    void what_is_sent_is_a_fixdate(String value) {
        assertThat(DateForm.of(List.of(value))).contains("imf-fixdate");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Mon, 06 Nov 1994 08:49:37 GMT",
                "Sun, 6 Nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 94 08:49:37 GMT",
                "Sun, 06 Nov 1994 08:49:37",
                "Sun, 06 Nov 1994 08:49:37 UTC",
                "Sun, 06 nov 1994 08:49:37 GMT",
                "Sun, 06 Nov 1994 24:00:00 GMT",
                "Wed, 30 Feb 1994 08:49:37 GMT",
                "Sunday, 06-Nov-94 08:49:37 GMT",
                "Sun Nov  6 08:49:37 1994"
            })
    void what_differs_is_not(String value) {
        assertThat(DateForm.of(List.of(value))).contains("other");
    }

    @Test
    void two_lines_have_no_form_and_without_a_line_there_is_none() {
        String date = "Sun, 06 Nov 1994 08:49:37 GMT";
        assertThat(DateForm.of(List.of(date, date))).contains("other");
        assertThat(DateForm.of(List.of())).isEmpty();
    }
}
