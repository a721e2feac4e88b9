package io.github.h11j.spec.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the kit reads: bytes that a sender may use are no faults. */
class WireReaderTest {

    /** HTAB, SP, VCHAR and obs-text (RFC 9112 section 4). */
    static IntStream text() {
        return IntStream.rangeClosed(0, 0xFF).filter(b -> b == '\t' || (b >= ' ' && b != 0x7F));
    }

    private static WireMessage read(WireReader reader, String bytes) {
        byte[] raw = Latin.bytes(bytes);
        reader.add(raw, raw.length);
        WireMessage message = reader.next("GET", true);
        assertThat(message).isNotNull();
        return message;
    }

    @ParameterizedTest
    @MethodSource("text")
    void a_reason_phrase_may_have_any_byte_of_text(int b) {
        String reason = "a" + (char) b + "b";
        WireMessage response =
                read(WireReader.ofResponses(), "HTTP/1.1 200 " + reason + "\r\nContent-Length: 0\r\n\r\n");
        assertThat(response.faults()).isEmpty();
        assertThat(response.fact("reason")).hasValue(reason);
        assertThat(response.fact("status-line-space")).isPresent();
    }

    @ParameterizedTest
    @MethodSource("text")
    void a_target_with_a_scheme_is_absolute_whatever_follows(int b) {
        WireMessage request =
                read(WireReader.ofRequests(), "GET http://a/" + (char) b + " HTTP/1.1\r\nHost: a\r\n\r\n");
        assertThat(request.fact("form")).hasValue("absolute");
    }
}
