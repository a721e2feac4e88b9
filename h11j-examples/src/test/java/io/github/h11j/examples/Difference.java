package io.github.h11j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
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
            "-",
            124) {
        @Override
        boolean explains(Step step) {
            return step.theirs.at("/error/class").asText().equals("AttributeError");
        }
    },
    CHUNK_LINE_OCTETS(
            "h11 takes any octets but LF for a chunk extension",
            "refused: another recipient may see a line end in them; no policy tolerates that",
            "RFC 9112 §7.1.1, erratum 7633",
            141) {
        @Override
        boolean explains(Step step) {
            return Set.of("BAD_CHUNK_EXTENSION", "BARE_CR", "BAD_CHUNK_LINE_END")
                    .contains(step.violation());
        }
    },
    CHUNK_LINE_WHITE_SPACE(
            "h11 refuses white space before the semicolon of a chunk extension",
            "accepted, as the grammar says (BWS)",
            "RFC 9112 §7.1.1",
            45) {
        @Override
        boolean explains(Step step) {
            return step.theyRefused()
                    && WHITE_SPACE_BEFORE_SEMICOLON.matcher(step.received).find();
        }
    },
    CODING_NOT_CHUNKED(
            "h11 refuses a response whose last transfer coding is not chunked",
            "its body ends when the connection closes",
            "RFC 9112 §6.3",
            31) {
        @Override
        boolean explains(Step step) {
            return step.theyRefused() && step.weHaveUnchunkedResponse();
        }
    },
    FOLDED_FRAMING_FIELD(
            "h11 joins a folded Host, Content-Length or Transfer-Encoding",
            "refused: recipients differ, no policy tolerates that",
            "RFC 9112 §5.2",
            5) {
        @Override
        boolean explains(Step step) {
            return step.violation().equals("FOLDED_FRAMING_FIELD");
        }
    },
    NUMBER_TOO_LARGE("h11 takes a length of up to 20 digits", "refused above 2^63-1", "RFC 9112 §7.1", 5) {
        @Override
        boolean explains(Step step) {
            return Set.of("CONTENT_LENGTH_TOO_LARGE", "CHUNK_SIZE_TOO_LARGE").contains(step.violation());
        }
    },
    LIMIT_DEPENDS_ON_CUT(
            "h11's limit is on what is buffered when more is needed, so it depends on the cuts and counts what follows",
            "separate limits, exact",
            "-",
            10) {
        @Override
        boolean explains(Step step) {
            return step.theirs.at("/error/hint").asInt() == 431
                    || Set.of("FIELD_SECTION_TOO_LARGE", "TARGET_TOO_LONG", "STATUS_LINE_TOO_LONG")
                            .contains(step.violation());
        }
    },
    LEADING_ZEROS(
            "h11 refuses a Content-Length of more than 20 digits, leading zeros included",
            "accepted, as the grammar says (1*DIGIT)",
            "RFC 9110 §8.6",
            4) {
        @Override
        boolean explains(Step step) {
            return step.theyRefused() && LONG_WITH_ZEROS.matcher(step.received).find();
        }
    },
    NO_VERSION(
            "h11 makes an event with a version that is none, and finds out when it is sent",
            "an HttpVersion has two digits: no such event can be made",
            "RFC 9112 §2.3",
            9) {
        @Override
        boolean explains(Step step) {
            String version = step.step.at("/send/http_version").asText("1.1");
            return !version.matches("[0-9][.][0-9]");
        }
    },
    NEVER_WRITTEN(
            "h11 writes control characters in a reason phrase, CR and LF among them",
            "refused",
            "RFC 9112 §4, §11.1",
            8) {
        @Override
        boolean explains(Step step) {
            return step.violation().equals("BAD_REASON");
        }
    },
    VALUE_TRIMMED(
            "h11 refuses to send a field value with white space around it",
            "the white space is removed",
            "RFC 9110 §5.5",
            11) {
        @Override
        boolean explains(Step step) {
            for (JsonNode field : step.step.at("/send/headers")) {
                String value = field.get(1).asText();
                if (!value.equals(value.strip())) {
                    return step.theirs.at("/error/where").asText().equals("construct");
                }
            }
            return false;
        }
    };

    private static final Pattern WHITE_SPACE_BEFORE_SEMICOLON = Pattern.compile("[0-9a-fA-F][ \t]+;");

    private static final Pattern LONG_WITH_ZEROS =
            Pattern.compile("content-length:[ \t]*0[0-9]{20,}", Pattern.CASE_INSENSITIVE);

    final String h11;
    final String h11j;
    final String source;
    final int cases;

    Difference(String h11, String h11j, String source, int cases) {
        this.h11 = h11;
        this.h11j = h11j;
        this.source = source;
        this.cases = cases;
    }

    abstract boolean explains(Step step);

    static Optional<Difference> of(Step step) {
        for (Difference difference : values()) {
            if (difference.explains(step)) {
                return Optional.of(difference);
            }
        }
        return Optional.empty();
    }

    /** A step of a case, what h11 did, what h11j did, and all that had been received up to it. */
    record Step(JsonNode step, JsonNode theirs, JsonNode ours, String received) {

        static String octets(JsonNode step) {
            byte[] octets = Base64.getDecoder().decode(step.path("recv_b64").asText());
            return new String(octets, StandardCharsets.ISO_8859_1);
        }

        String violation() {
            return ours.at("/error/violation").asText();
        }

        boolean theyRefused() {
            return theirs.at("/error/class").asText().equals("RemoteProtocolError");
        }

        boolean weHaveUnchunkedResponse() {
            for (JsonNode event : ours.path("events")) {
                for (JsonNode field : event.path("headers")) {
                    boolean coding = field.get(0).asText().equalsIgnoreCase("Transfer-Encoding");
                    if (coding && !field.get(1).asText().equalsIgnoreCase("chunked")) {
                        return event.path("type").asText().endsWith("Response");
                    }
                }
            }
            return false;
        }
    }
}
