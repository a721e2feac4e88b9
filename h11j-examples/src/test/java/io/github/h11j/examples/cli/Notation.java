package io.github.h11j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/**
 * The ways in which h11 and h11j say the same differently. {@link TraceComparison} compares steps exactly; where that
 * fails, each of these rewrites both, and those without which the steps differ are counted and named.
 */
enum Notation {
    CHUNK_START(
            "does not mark the first Data of a chunk (chunk_start) if the chunk's line arrived before its data",
            "marks the first Data of each chunk (chunkStart), however the bytes are split",
            "RFC 9112 §7.1.1: recipients ignore where chunks begin") {
        @Override
        void unify(ObjectNode step) {}

        @Override
        void unify(ObjectNode theirs, ObjectNode ours) {
            for (int i = 0; i < ours.path("events").size(); i++) {
                JsonNode unmarked = theirs.path("events").path(i);
                if (ours.path("events").path(i).path("chunk_start").asBoolean() && unmarked.has("chunk_start")) {
                    ((ObjectNode) unmarked).put("chunk_start", true);
                }
            }
        }
    },
    CODING_CASE(
            "writes chunked in lower case, in events and on the wire",
            "keeps the case",
            "RFC 9112 §7: names of codings are case-insensitive") {
        @Override
        void unify(ObjectNode step) {
            rewrite(step, "transfer-encoding", value -> value.toLowerCase(Locale.ROOT));
        }
    },
    CONNECTION_OPTIONS(
            "rewrites the options in a response's Connection: in lower case, one line each, at the end",
            "keeps the caller's lines and adds what is missing",
            "RFC 9110 §7.6.1: a set of case-insensitive options") {
        @Override
        void unify(ObjectNode step) {
            String out = decoded(step.path("out_b64"));
            int headEnd = out.indexOf("\r\n\r\n");
            if (!out.startsWith("HTTP/") || headEnd < 0) {
                return;
            }
            TreeSet<String> options = new TreeSet<>();
            StringBuilder head = new StringBuilder();
            for (String line : out.substring(0, headEnd).split("\r\n", -1)) {
                String lower = line.toLowerCase(Locale.ROOT);
                if (lower.startsWith("connection:")) {
                    for (String option : lower.substring("connection:".length()).split(",", -1)) {
                        options.add(option.strip());
                    }
                    options.remove(""); // an empty element of the list
                } else {
                    head.append(line).append("\r\n");
                }
            }
            step.put("out_b64", encoded(head + "Connection: " + options + out.substring(headEnd)));
        }
    },
    STATUS_HINT(
            "suggests 400, except for sizes (431) and transfer codings (501); suggests 400 when it raises an error again",
            "suggests the status that fits the violated rule best (in a head with several faults, the rule of the first), and the same status when it throws again",
            "RFC 9110 §15.5, §15.6: a server may choose") {
        @Override
        void unify(ObjectNode step) {}

        @Override
        void unify(ObjectNode theirs, ObjectNode ours) {
            int h11 = theirs.at("/error/hint").asInt();
            int h11j = ours.at("/error/hint").asInt();
            boolean moreExact = (h11 == 400 || h11 == 431) && EXACT_HINTS.contains(h11j);
            boolean otherFault = h11 == 501 && h11j == 400 && FAULTS_OF_HEADS.contains(violation(ours));
            if (isOf("RemoteProtocolError", theirs, ours) && (moreExact || otherFault)) {
                withoutHint(theirs, ours);
            }
        }
    },
    LOCAL_STATUS_HINT(
            "suggests a status, nearly always 400, for local errors too",
            "suggests 500 if this program is at fault",
            "no response is sent with the hint of a LocalProtocolError") {
        @Override
        void unify(ObjectNode step) {}

        @Override
        void unify(ObjectNode theirs, ObjectNode ours) {
            if (isOf("LocalProtocolError", theirs, ours)) {
                withoutHint(theirs, ours);
            }
        }
    },
    UNREAD_BYTES(
            "trailing_data includes a chunk line that is not complete, and after an error what h11 had not removed from its buffer",
            "trailingData() leaves out the bytes of a chunk line that h11j has read, even if the line is not complete; after an error it has bytes of the faulty message, but not the same as in h11",
            "trailing_data has a meaning only while reading is paused or after HTTP has ended: then it is compared") {
        @Override
        void unify(ObjectNode step) {
            String states = step.path("states").toString();
            boolean paused = step.path("sentinel").asText().equals("PAUSED");
            if (!paused && (states.contains("\"ERROR\"") || states.contains("\"SEND_BODY\""))) {
                ((ObjectNode) step.path("trailing")).remove("len");
            }
        }
    };

    private static final Set<Integer> EXACT_HINTS = Set.of(413, 414, 431, 501, 505);

    /** h11 calls every coding but chunked unknown (501), and finds that before some other faults of the same head. */
    private static final Set<String> FAULTS_OF_HEADS = Set.of(
            "BAD_TRANSFER_ENCODING",
            "CHUNKED_TWICE",
            "CHUNKED_NOT_LAST",
            "BAD_STATUS_CODE",
            "BAD_CONTENT_LENGTH",
            "CONFLICTING_CONTENT_LENGTH",
            "MISSING_HOST",
            "MULTIPLE_HOST");

    final String h11;
    final String h11j;
    final String why;

    Notation(String h11, String h11j, String why) {
        this.h11 = h11;
        this.h11j = h11j;
        this.why = why;
    }

    /** Normalises the output of one of them. */
    abstract void unify(ObjectNode step);

    /** Normalises the output of both. */
    void unify(ObjectNode theirs, ObjectNode ours) {
        unify(theirs);
        unify(ours);
    }

    private static boolean isOf(String error, JsonNode theirs, JsonNode ours) {
        return theirs.at("/error/class").asText().equals(error)
                && ours.at("/error/class").asText().equals(error);
    }

    private static String violation(JsonNode ours) {
        return ours.at("/error/violation").asText();
    }

    private static void withoutHint(ObjectNode theirs, ObjectNode ours) {
        ((ObjectNode) theirs.path("error")).remove("hint");
        ((ObjectNode) ours.path("error")).remove("hint");
    }

    /** Changes the value of a field, in events and on the wire. */
    private static void rewrite(ObjectNode step, String name, UnaryOperator<String> change) {
        for (JsonNode event : step.path("events")) {
            for (JsonNode field : event.path("headers")) {
                if (field.get(0).asText().equalsIgnoreCase(name)) {
                    ((ArrayNode) field).set(1, change.apply(field.get(1).asText()));
                }
            }
        }
        rewriteLines(step, line -> {
            int colon = line.indexOf(':');
            return colon > 0 && line.substring(0, colon).equalsIgnoreCase(name)
                    ? line.substring(0, colon + 1) + " "
                            + change.apply(line.substring(colon + 1).strip())
                    : line;
        });
    }

    /** Changes the lines of a head that was sent. */
    private static void rewriteLines(ObjectNode step, UnaryOperator<String> change) {
        String out = decoded(step.path("out_b64"));
        int headEnd = out.indexOf("\r\n\r\n");
        if (headEnd < 0) {
            return;
        }
        StringBuilder head = new StringBuilder();
        for (String line : out.substring(0, headEnd).split("\r\n", -1)) {
            head.append(change.apply(line)).append("\r\n");
        }
        step.put("out_b64", encoded(head + out.substring(headEnd + 2)));
    }

    static String decoded(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText("")), StandardCharsets.ISO_8859_1);
    }

    private static String encoded(String bytes) {
        return EventJson.base64(bytes.getBytes(StandardCharsets.ISO_8859_1));
    }
}
