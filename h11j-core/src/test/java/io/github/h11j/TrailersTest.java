package io.github.h11j;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What may stand after the last chunk (RFC 9112 §7.1.2, RFC 9110 §6.5.1). */
class TrailersTest {

    private static final String BODY =
            "POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n0\r\n";

    private static Headers trailers(Transcript transcript) {
        return transcript.events(EndOfMessage.class).get(0).trailers();
    }

    @Test
    void trailers_come_with_the_end_of_the_message() {
        Transcript transcript = Playback.fromClient(BODY + "ETag: \"x\"\r\nServer-Timing:  a \r\n\r\n");

        assertThat(trailers(transcript)).isEqualTo(Headers.of("ETag", "\"x\"", "Server-Timing", "a"));
        assertThat(transcript.body()).isEqualTo("hello");
    }

    @Test
    void what_follows_the_trailers_is_the_next_request() {
        Transcript transcript = Playback.fromClient(BODY + "A: b\r\n\r\nGET /next HTTP/1.1\r\nHost: a\r\n\r\n");

        assertThat(transcript.events(Request.class)).extracting(Request::target).containsExactly("/", "/next");
    }

    @ParameterizedTest
    @ValueSource(strings = {"Authentication-Info", "ETag", "Digest", "X-Anything", "Server-Timing"})
    void a_trailer_of_no_known_harm_passes(String name) {
        assertThat(trailers(Playback.fromClient(BODY + name + ": x\r\n\r\n"))).isEqualTo(Headers.of(name, "x"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"Content-Length: 5", "transfer-encoding: chunked", "HOST: a"})
    void a_trailer_that_frames_or_routes_is_refused_after_the_section(String line) {
        Transcript transcript = Playback.fromClient(BODY + line + "\r\n\r\n");

        assertThat(transcript.verdict()).isEqualTo("FORBIDDEN_TRAILER at " + (BODY + line + "\r\n\r\n").length());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Age",
                "Authorization",
                "Cache-Control",
                "Connection",
                "Content-Encoding",
                "Content-Range",
                "Content-Type",
                "Cookie",
                "Date",
                "Expect",
                "Expires",
                "If-Match",
                "If-Modified-Since",
                "If-None-Match",
                "If-Range",
                "If-Unmodified-Since",
                "Keep-Alive",
                "Location",
                "Max-Forwards",
                "Pragma",
                "Proxy-Authenticate",
                "Proxy-Authorization",
                "Proxy-Connection",
                "Range",
                "Retry-After",
                "Set-Cookie",
                "TE",
                "Trailer",
                "Upgrade",
                "Vary",
                "WWW-Authenticate"
            })
    void a_trailer_that_only_means_something_as_a_header_is_removed_and_told_of(String name) {
        Transcript transcript = Playback.fromClient(BODY + "A: b\r\n" + name + ": x\r\nC: d\r\n\r\n");

        assertThat(trailers(transcript)).isEqualTo(Headers.of("A", "b", "C", "d"));
        assertThat(transcript.happenings().stream().map(String::valueOf))
                .anyMatch(text -> text.startsWith("CLIENT REMOVED_TRAILER tolerated at "));
    }

    @Test
    void a_name_that_comes_twice_is_removed_twice() {
        Transcript transcript = Playback.fromClient(BODY + "Cookie: a\r\nA: b\r\ncookie: c\r\n\r\n");

        assertThat(trailers(transcript)).isEqualTo(Headers.of("A", "b"));
    }

    @Test
    void h11_passes_all_trailers_on_but_judges_framing_fields() {
        assertThat(trailers(Playback.fromClient(Policy.H11, BODY + "Host: b\r\nTrailer: x\r\n\r\n")))
                .isEqualTo(Headers.of("Host", "b", "Trailer", "x"));
        assertThat(trailers(Playback.fromClient(Policy.H11, BODY + "Content-Length: 5\r\n\r\n")))
                .isEqualTo(Headers.of("Content-Length", "5"));
        assertThat(Playback.fromClient(Policy.H11, BODY + "Content-Length: x\r\n\r\n")
                        .violation())
                .contains(Violation.BAD_CONTENT_LENGTH);
        assertThat(Playback.fromClient(Policy.H11, BODY + "Transfer-Encoding: gzip\r\n\r\n")
                        .violation())
                .contains(Violation.UNKNOWN_TRANSFER_CODING);
    }

    @Test
    void trailers_of_responses_may_be_folded() {
        Transcript transcript =
                Playback.fromServer("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\nA: b\r\n \t c\r\n\r\n");

        assertThat(trailers(transcript)).isEqualTo(Headers.of("A", "b c"));
    }

    @Test
    void faults_in_trailers_are_those_of_headers() {
        List<String> verdicts = List.of(": x", " A: b", "A b: c", "A", "A: \0").stream()
                .map(line -> Playback.fromClient(BODY + line + "\r\n\r\n"))
                .map(transcript -> transcript.violation().orElseThrow().name())
                .toList();

        assertThat(verdicts)
                .containsExactly(
                        "EMPTY_FIELD_NAME",
                        "LEADING_WHITESPACE",
                        "WHITESPACE_BEFORE_COLON",
                        "MISSING_COLON",
                        "BAD_FIELD_VALUE");
    }
}
