package io.github.h11j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * The ways in which {@code Policy.H11} may differ from h11 0.16: each a condition over a step of a case, never a list of
 * cases. The first that holds explains the step.
 */
enum Difference {
    ATTRIBUTE_ERROR(
            "an AttributeError escapes from h11 (an early response and then the client's request)",
            "a ProtocolException instead",
            "-") {
        @Override
        boolean explains(TraceStep step) {
            return step.theirs.at("/error/class").asText().equals("AttributeError")
                    && step.ours.at("/error/class").asText().endsWith("ProtocolError");
        }
    },
    REFUSED_REQUEST_PROPOSES(
            "after h11 refuses to send a CONNECT, it still expects the tunnel: a 2xx to the previous request opens it",
            "a refused CONNECT has no effect",
            "RFC 9110 §9.3.6") {
        @Override
        boolean explains(TraceStep step) {
            return step.theirs.at("/states/client").asText().equals("ERROR")
                    && step.theirs.at("/states/server").asText().equals("SWITCHED_PROTOCOL")
                    && !step.ours.at("/states/server").asText().equals("SWITCHED_PROTOCOL");
        }
    },
    CHUNK_LINE_BYTES(
            "h11 accepts any bytes except LF as a chunk extension",
            "refused: another recipient may see a line end in such bytes; no policy tolerates them",
            "RFC 9112 §7.1.1") {
        @Override
        boolean explains(TraceStep step) {
            return Set.of("BAD_CHUNK_EXTENSION", "BARE_CR", "BAD_CHUNK_LINE_END")
                            .contains(step.violation())
                    && step.weStoppedFirst()
                    && step.weAreInChunkedBody();
        }
    },
    CHUNK_LINE_WHITE_SPACE(
            "h11 refuses white space before the semicolon of a chunk extension",
            "accepted, as the grammar says (BWS)",
            "RFC 9112 §7.1.1") {
        @Override
        boolean explains(TraceStep step) {
            return step.theyStoppedFirst() && step.theyAreInChunkedBody() && step.hasLineWith(SIZE_AND_WHITE_SPACE);
        }
    },
    CODING_NOT_CHUNKED(
            "h11 refuses a response whose last transfer coding is not chunked",
            "its body ends when the connection closes",
            "RFC 9112 §6.3") {
        @Override
        boolean explains(TraceStep step) {
            return step.theyStoppedFirst()
                    && step.theirHint() == 501
                    && step.nextHeadOfOurs()
                            .filter(head -> head.has("status_code"))
                            .flatMap(head -> TraceStep.lastField(head, "Transfer-Encoding"))
                            .filter(coding -> !coding.equalsIgnoreCase("chunked"))
                            .isPresent();
        }
    },
    FOLDED_FRAMING_FIELD(
            "h11 joins a folded Host, Content-Length or Transfer-Encoding",
            "refused: recipients read such a field differently; no policy tolerates it",
            "RFC 9112 §5.2") {
        @Override
        boolean explains(TraceStep step) {
            return step.violation().equals("FOLDED_FRAMING_FIELD") && step.weStoppedFirst();
        }
    },
    NUMBER_TOO_LARGE("h11 accepts a length of up to 20 digits", "refused above 2^63-1", "RFC 9112 §7.1") {
        @Override
        boolean explains(TraceStep step) {
            return Set.of("CONTENT_LENGTH_TOO_LARGE", "CHUNK_SIZE_TOO_LARGE").contains(step.violation());
        }
    },
    LIMIT_DEPENDS_ON_CUT(
            "h11 checks its limit only when it needs more bytes, and counts all unread bytes; so the result depends on how the bytes are split into reads",
            "separate limits, exact",
            "-") {
        @Override
        boolean explains(TraceStep step) {
            return (step.theirHint() == 431 && step.theyStoppedFirst() && step.isMoreUnreadThanTheLimit())
                    || (step.weStoppedFirst() && LIMITS.contains(step.violation()));
        }
    },
    LEADING_ZEROS(
            "h11 refuses a length of more than 20 digits, including leading zeros",
            "accepted, as the grammar says (1*DIGIT, 1*HEXDIG)",
            "RFC 9110 §8.6, RFC 9112 §7.1") {
        @Override
        boolean explains(TraceStep step) {
            return step.theyStoppedFirst()
                    && ((step.theyAreInChunkedBody() && step.hasLineWith(LONG_SIZE_WITH_ZEROS))
                            || step.nextHeadOfOurs()
                                    .flatMap(head -> TraceStep.field(head, "Content-Length"))
                                    .filter(length -> length.matches("0[0-9]{20,}"))
                                    .isPresent());
        }
    },
    NEVER_WRITTEN("h11 writes control characters in a reason phrase", "refused", "RFC 9112 §4, §11.1") {
        @Override
        boolean explains(TraceStep step) {
            return step.violation().equals("BAD_REASON")
                    && step.step.at("/send/reason").asText().matches("(?s).*[\\x00-\\x08\\x0a-\\x1f\\x7f].*");
        }
    },
    VALUE_TRIMMED(
            "h11 refuses to send a field value with white space around it",
            "the white space is removed",
            "RFC 9110 §5.5") {
        @Override
        boolean explains(TraceStep step) {
            for (JsonNode field : step.step.at("/send/headers")) {
                String value = field.get(1).asText();
                if (!value.equals(value.strip())) {
                    return step.theirs.at("/error/where").asText().equals("construct");
                }
            }
            return false;
        }
    },
    CONTENT_TO_HEAD(
            "h11 refuses the content and the trailers of a response to HEAD",
            "accepted and not written, so that one handler serves GET and HEAD",
            "RFC 9110 §9.3.2") {
        @Override
        boolean explains(TraceStep step) {
            return step.theirs.at("/error/where").asText().equals("send")
                    && step.ours.path("error").isNull()
                    && step.ours.path("out_b64").asText().isEmpty()
                    && Set.of("Data", "EndOfMessage")
                            .contains(step.step.at("/send/type").asText())
                    && step.lastRequestMethod().equals("HEAD");
        }
    };

    private static final Set<String> LIMITS = Set.of(
            "METHOD_TOO_LONG",
            "TARGET_TOO_LONG",
            "REQUEST_LINE_TOO_LONG",
            "STATUS_LINE_TOO_LONG",
            "FIELD_SECTION_TOO_LARGE",
            "TRAILER_SECTION_TOO_LARGE");

    private static final Pattern SIZE_AND_WHITE_SPACE = Pattern.compile("(?:^|\n)[0-9a-fA-F]{1,20}[ \t]+;");

    private static final Pattern LONG_SIZE_WITH_ZEROS = Pattern.compile("(?:^|\n)0[0-9a-fA-F]{20,}");

    final String h11;
    final String h11j;
    final String source;

    Difference(String h11, String h11j, String source) {
        this.h11 = h11;
        this.h11j = h11j;
        this.source = source;
    }

    abstract boolean explains(TraceStep step);

    static Optional<Difference> of(TraceStep step) {
        for (Difference difference : values()) {
            if (difference.explains(step)) {
                return Optional.of(difference);
            }
        }
        return Optional.empty();
    }
}
