package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.h11j.spec.conformance.Observation.Sighting;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A case fails what its sentence forbids, and nothing else. */
class JudgementTest {

    private static final Map<String, ConformanceCase> CASES = Arrays.stream(CaseKind.values())
            .flatMap(kind -> CaseFile.builtIn(kind).stream())
            .collect(Collectors.toMap(ConformanceCase::id, test -> test));

    /** Returns FAIL, or PASS for what passes or is tolerated. */
    private static Verdict verdict(String id, String observation) {
        ConformanceCase test = Objects.requireNonNull(CASES.get(id));
        List<Sighting> seen = SightingNotation.all(observation).get(0);
        return test.judge(new Observation(seen))
                .filter(outcome -> outcome.verdict() != Verdict.FAIL)
                .map(outcome -> Verdict.PASS)
                .orElse(Verdict.FAIL);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "refusal-of-head-has-no-content | 200 open | PASS",
                "refusal-of-head-has-no-content | 200 garbage | FAIL",
                "date-in-refusal | 200[date] open | PASS",
                "date-in-refusal | 400 closed | FAIL",
                "response-form-of-refusal | 200 open | PASS",
                "refusal-is-framed | 200 open | PASS",
                "refusal-that-closes-says-so | 200 open | PASS"
            })
    void a_missing_refusal_is_not_charged_to_what_a_refusal_must_be_like(
            String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "repeated-field-in-request | GET[x-odd:one,x-odd:two] 200 open | PASS",
                "repeated-field-in-request | GET[x-odd:one\\x2ctwo] 200 open | PASS",
                "repeated-field-in-request | GET[x-odd:two,x-odd:one] 200 open | FAIL",
                "repeated-field-in-request | GET[x-odd:one] 200 open | FAIL",
                "cookies-to-origin | GET[cookie:a=b; c=\"d e\",cookie:f=g] 200 open | PASS",
                "cookies-to-origin | GET[cookie:a=b; c=\"d e\"; f=g] 200 open | PASS",
                "cookies-to-origin | GET[cookie:f=g,cookie:a=b; c=\"d e\"] 200 open | FAIL",
                "via-is-appended | GET[via:1.0 fred,via:1.1 me] 200 open | PASS",
                "via-is-appended | GET[via:1.0 fred\\x2c 1.1 me] 200 open | PASS",
                "via-is-appended | GET[via:1.1 me,via:1.0 fred] 200 open | FAIL",
                "via-is-appended | GET[via:1.1 me] 200 open | FAIL",
                "via-is-appended | GET[via:1.0 fred] 200 open | FAIL"
            })
    void the_order_of_the_values_of_a_field_counts(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "space-before-colon-of-content-length | 400 open | PASS",
                "fold-of-content-length | 400 open | PASS",
                "fold-of-transfer-encoding | 400 open | PASS",
                "host-folded | 400 open | PASS",
                "trailer-folded | 400 open | PASS",
                "trailer-ends-with-lf | 400 open | PASS",
                "large-field-is-not-dropped | 400 open | PASS",
                "upgrade-to-unknown | 400 open | PASS",
                "space-before-colon-at-proxy | 400 open | PASS",
                "space-before-colon-of-coding-at-proxy | 400 open | PASS",
                "fold-at-proxy | 400 open | PASS",
                "coding-folded-at-proxy | 400 open | PASS",
                "cr-in-value-at-proxy | 400 open | PASS",
                "nul-in-value-at-proxy | 400 open | PASS",
                "space-before-first-field-at-proxy | 400 open | PASS",
                "request-line-with-cr-at-proxy | 400 open | PASS",
                "request-line-with-two-spaces-at-proxy | 400 open | PASS",
                "request-line-with-space-at-end-at-proxy | 400 open | PASS",
                "request-line-with-tab-at-proxy | 400 open | PASS",
                "lines-end-with-lf-at-proxy | 400 open | PASS",
                "cr-cr-cr-at-proxy | 400 open | PASS",
                "extension-with-cr-at-proxy | 400 open | PASS",
                "space-before-first-field | 400 200 open | PASS",
                "tab-before-first-field | 400 200 open | PASS",
                "folded-line-is-no-field | 400 200 open | PASS",
                "cr-in-value-is-no-line-end | 400 200 open | PASS",
                "length-as-word | 400 open | FAIL",
                "length-with-plus-at-proxy | 400 open | FAIL"
            })
    void a_refusal_need_not_close_where_the_sentence_only_asks_for_a_refusal(
            String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-continue-to-http-1-0 | 200 silent | PASS",
                "no-continue-to-http-1-0 | 100 200 silent | FAIL",
                "no-continue-to-http-1-0 | 100 200 closed | FAIL",
                "expectation-in-http-1-0-is-ignored | 200 open | PASS",
                "expectation-in-http-1-0-is-ignored | 100 200 open | PASS",
                "expectation-in-http-1-0-is-ignored | 417 open | FAIL",
                "length-of-http-1-0 | 200 open | PASS",
                "length-of-http-1-0 | 200 200 open | FAIL"
            })
    void that_http_1_0_is_kept_open_is_not_charged_to_other_sentences(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "no-switch-before-continue | 104 100 | PASS",
                "no-switch-before-continue | 100 102 silent | PASS",
                "no-switch-before-continue | 100 101 | PASS",
                "no-switch-before-continue | 104 100 101 silent | PASS",
                "no-switch-before-continue | 104 200 closed | PASS",
                "no-switch-before-continue | 101 | FAIL",
                "no-switch-before-continue | 104 101 silent | FAIL",
                "no-switch-before-continue | 101 100 silent | FAIL",
                "continue | 104 100 102 200 open | PASS"
            })
    void other_interim_responses_may_come_between(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "large-body | 400 closed | PASS",
                "large-body | 400 open | PASS",
                "large-body | 400 400 closed | FAIL",
                "large-body-of-get | 400 open | PASS",
                "large-body-of-get | 200 400 closed | FAIL"
            })
    void a_large_body_may_be_refused(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "second-response-after-length | GET GET rejected | PASS",
                "second-response-after-chunks | GET GET rejected | PASS",
                "second-response-after-204 | GET GET rejected | PASS",
                "second-response-after-304 | GET GET rejected | PASS",
                "content-after-204 | GET GET rejected | PASS",
                "content-after-length-zero | GET GET rejected | PASS",
                "content-longer-than-length | GET GET rejected | PASS",
                "timeout-after-response | GET GET rejected | PASS",
                "interim-after-response | GET GET rejected | PASS",
                "second-response-after-head | HEAD GET rejected | PASS",
                "content-after-head | HEAD GET rejected | PASS",
                "second-response-after-length | GET GET accepted | FAIL",
                "response-splitting-through-proxy | GET 200[@content:hello] closed | PASS",
                "response-splitting-through-proxy | GET GET 200[@content:hello] 502 open | PASS",
                "response-splitting-after-204-through-proxy | GET GET 204 502 open | PASS",
                "response-splitting-after-head-through-proxy | HEAD GET 200 closed | PASS",
                "response-splitting-after-head-through-proxy | HEAD GET 200 200 open | FAIL"
            })
    void a_request_may_fail_after_bytes_that_belong_to_no_response(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "connect-2xx-has-no-length | silent | PASS",
                "connect-2xx-has-no-length | 200[content-length] | FAIL"
            })
    void no_response_to_connect_has_no_length(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "body-of-get | closed | PASS",
                "body-of-head | closed | PASS",
                "body-of-delete | closed | PASS",
                "body-of-options | closed | PASS",
                "chunked-get | closed | PASS",
                "chunked-options | closed | PASS",
                "prefix-of-a-request-in-a-body | closed | PASS",
                "expectation-obfuscated | closed | PASS",
                "expectation-obfuscated-on-get | closed | PASS",
                "body-of-get | 200 200 open | FAIL",
                "body-of-head | 200 200 open | FAIL",
                "body-of-delete | 200 200 open | FAIL",
                "body-of-options | 200 200 open | FAIL",
                "chunked-get | 200 200 open | FAIL",
                "chunked-options | 200 200 open | FAIL",
                "prefix-of-a-request-in-a-body | 200 200 open | FAIL",
                "expectation-obfuscated | 200 200 open | FAIL",
                "expectation-obfuscated-on-get | 200 200 open | FAIL",
                "trailer-authorization | closed | PASS",
                "trailer-host | closed | PASS"
            })
    void a_server_may_close_the_connection_without_a_response(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "half-close-is-no-abort | 200 closed | PASS",
                "half-close-is-no-abort | 200 silent | PASS",
                "half-close-is-no-abort | silent | FAIL",
                "half-close-is-no-abort | 400 closed | FAIL"
            })
    void a_server_may_close_its_side_later_than_the_client(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "continue-content-at-once | 417 open | PASS",
                "continue-content-at-once | 417 closed | PASS",
                "continue-content-at-once | 417 200 open | FAIL",
                "continue-content-at-once | 417 desynchronised | FAIL"
            })
    void an_expectation_may_be_refused_if_the_content_is_read_or_the_connection_ends(
            String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"hello | closed | TOLERATED", "hello | open | FAIL", "world | closed | FAIL", "world | open | FAIL"
            })
    void the_content_that_came_back_shows_where_an_extension_ended(String content, String end, Verdict verdict) {
        ConformanceCase test = Objects.requireNonNull(CASES.get("extension-quote-over-request"));
        Sighting echo =
                SightingNotation.all("200[@content:" + content + "]").get(0).get(0);
        Observation.Message known = new Observation.Message(((Observation.Message) echo).message(), true, true);
        Observation observation = new Observation(List.of(known, new Observation.Word(end)));
        assertThat(test.judge(observation).map(Outcome::verdict).orElse(Verdict.FAIL))
                .isEqualTo(verdict);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "range-of-2-to-64 | 200 open | PASS",
                "range-of-2-to-64 | 401 open | PASS",
                "range-of-2-to-64 | 403 closed | PASS",
                "range-of-2-to-64 | 416 open | PASS",
                "range-of-2-to-64 | 500 closed | FAIL",
                "range-backwards | 206 open | FAIL",
                "range-backwards | 200 open | PASS",
                "range-backwards | 401 open | PASS",
                "range-backwards | 403 closed | PASS",
                "range-backwards | 416 open | PASS",
                "range-backwards | 500 closed | FAIL",
                "ranges-many | 200 open | PASS",
                "ranges-many | 401 open | PASS",
                "ranges-many | 403 closed | PASS",
                "ranges-many | 416 open | PASS",
                "ranges-many | 500 closed | FAIL"
            })
    void odd_ranges_are_not_judged_by_the_status_that_the_resource_has(String id, String observation, Verdict verdict) {
        assertThat(verdict(id, observation)).isEqualTo(verdict);
    }
}
