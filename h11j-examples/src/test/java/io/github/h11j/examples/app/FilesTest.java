package io.github.h11j.examples.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.Headers;
import io.github.h11j.Request;
import io.github.h11j.examples.app.Validators.Outcome;
import io.github.h11j.handler.HttpDate;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the file server decides, without files. */
class FilesTest {

    private static final Instant MODIFIED = Instant.parse("1994-11-06T08:49:37.5Z");
    private static final Validators VALIDATORS = Validators.of(MODIFIED, 10);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/..", "/../x", "/a/../b", "/%2e%2e/x", "/a/%2E%2e", "/.", "//x", "/a//b", "/a%2fb", "/a%5cb", "/a\\b",
                "/%00", "/%0a", "/%ff", "/%c0%ae%c0%ae/x", "/%", "/%4", "/%zz", "*", "example.com:80", "x", ""
            })
    void a_path_that_is_not_made_of_names_is_refused(String target) {
        assertThat(Segments.of(target)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ' ',
            value = {
                "/ ''",
                "/a a",
                "/a/ a|",
                "/a/b?c/../d a|b",
                "/%41%20x 'A x'",
                "http://h:1/a/b?c a|b",
                "http://h ''"
            })
    void a_path_is_split_before_it_is_decoded(String target, String expected) {
        assertThat(Segments.of(target)).contains(List.of(expected.split("\\|", -1)));
    }

    @ParameterizedTest
    @CsvSource({
        "bytes=0-0, 0, 1",
        "bytes=2-, 2, 8",
        "bytes=-3, 7, 3",
        "bytes=-99, 0, 10",
        "bytes=5-99999999999999999999, 5, 5",
        "Bytes=0-9, 0, 10",
        "bytes=10-, 0, 0",
        "bytes=-0, 0, 0"
    })
    void a_single_range_is_cut_to_the_size(String value, long first, long length) {
        assertThat(ByteRange.of(value, 10)).contains(new ByteRange(first, length));
    }

    @ParameterizedTest
    @ValueSource(strings = {"bytes=", "bytes=-", "bytes=3-2", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b", "bytes 0-1"})
    void any_other_range_is_ignored(String value) {
        assertThat(ByteRange.of(value, 10)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "If-None-Match|ETAG|NOT_MODIFIED",
                "If-None-Match|W/ETAG|NOT_MODIFIED",
                "If-None-Match|\"x\", ETAG|NOT_MODIFIED",
                "If-None-Match|*|NOT_MODIFIED",
                "If-None-Match|\"x\"|PROCEED",
                "If-None-Match|\"a,b\",ETAG|NOT_MODIFIED",
                "If-None-Match|\"a, *, b\"|PROCEED",
                "If-None-Match|xETAG|PROCEED",
                "If-Match|\"a, *, b\"|FAILED",
                "If-Match|, ETAG ,|PROCEED",
                "If-Match|ETAG|PROCEED",
                "If-Match|*|PROCEED",
                "If-Match|W/ETAG|FAILED",
                "If-Match|\"x\"|FAILED",
                "If-Modified-Since|Sun, 06 Nov 1994 08:49:37 GMT|NOT_MODIFIED",
                "If-Modified-Since|Sunday, 06-Nov-94 08:49:37 GMT|NOT_MODIFIED",
                "If-Modified-Since|Sun Nov  6 08:49:37 1994|NOT_MODIFIED",
                "If-Modified-Since|Sun, 06 Nov 1994 08:49:36 GMT|PROCEED",
                "If-Modified-Since|yesterday|PROCEED",
                "If-Unmodified-Since|Sun, 06 Nov 1994 08:49:37 GMT|PROCEED",
                "If-Unmodified-Since|Sun, 06 Nov 1994 08:49:36 GMT|FAILED"
            })
    void preconditions_are_judged(String name, String value, Outcome expected) {
        assertThat(VALIDATORS.judge(request(name, value.replace("ETAG", VALIDATORS.etag()))))
                .isEqualTo(expected);
    }

    @Test
    void a_tag_wins_over_a_date() {
        Headers fields =
                Headers.of("Host", "x", "If-None-Match", "\"x\"", "If-Modified-Since", "Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(VALIDATORS.judge(new Request("GET", "/", fields))).isEqualTo(Outcome.PROCEED);
    }

    /** RFC 9110 §13.1.3: "if the received field value is not a valid HTTP-date, the field value has more than one member". */
    @ParameterizedTest
    @ValueSource(strings = {"If-Modified-Since", "If-Unmodified-Since"})
    void a_date_that_is_given_twice_is_ignored(String name) {
        List<String> dates = List.of("Sun, 06 Nov 1994 08:49:36 GMT", "Sun, 06 Nov 1994 08:49:37 GMT");
        for (int first : new int[] {0, 1}) {
            Headers fields = Headers.of("Host", "x", name, dates.get(first), name, dates.get(1 - first));
            assertThat(VALIDATORS.judge(new Request("GET", "/", fields))).isEqualTo(Outcome.PROCEED);
        }
    }

    @Test
    void a_range_with_two_conditions_does_not_count() {
        Headers fields = Headers.of("Host", "x", "If-Range", VALIDATORS.etag(), "If-Range", "\"x\"");
        assertThat(VALIDATORS.allowRange(new Request("GET", "/", fields), MODIFIED.plusSeconds(9)))
                .isFalse();
    }

    @Test
    void a_range_counts_only_if_its_condition_holds() {
        Instant later = MODIFIED.plusSeconds(9);
        assertThat(VALIDATORS.allowRange(request("If-Range", VALIDATORS.etag()), later))
                .isTrue();
        assertThat(VALIDATORS.allowRange(request("If-Range", "\"x\""), later)).isFalse();
        assertThat(VALIDATORS.allowRange(request("If-Range", "W/" + VALIDATORS.etag()), later))
                .isFalse();
        String date = HttpDate.format(MODIFIED);
        assertThat(VALIDATORS.allowRange(request("If-Range", date), later)).isTrue();
        assertThat(VALIDATORS.allowRange(request("If-Range", date), MODIFIED)).isFalse();
    }

    @Test
    void a_date_is_read_as_it_was_written() {
        assertThat(HttpDate.format(MODIFIED)).isEqualTo("Sun, 06 Nov 1994 08:49:37 GMT");
        assertThat(HttpDate.parse(HttpDate.format(MODIFIED))).isEqualTo(Optional.of(MODIFIED.minusMillis(500)));
    }

    private static Request request(String name, String value) {
        return new Request("GET", "/", Headers.of("Host", "x", name, value));
    }
}
