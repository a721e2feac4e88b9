package io.github.h11j.examples;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.TreeSet;

/**
 * Compares what h11 and h11j did in a step: events (adjacent data joined, repeated equal Content-Length as one,
 * transfer codings without regard to case), sentinel, bytes out (the options of Connection as a set), class and place of
 * an error, states, version, who waits; the trailing octets where they mean something.
 */
final class TraceComparison {

    private TraceComparison() {}

    /** What differs, empty if nothing does. */
    static String difference(JsonNode theirs, JsonNode ours) {
        if (!events(theirs).equals(events(ours))) {
            return "events";
        }
        if (!theirs.path("sentinel").asText().equals(ours.path("sentinel").asText())) {
            return "sentinel";
        }
        for (String part : List.of("class", "where")) {
            String path = "/error/" + part;
            if (!theirs.at(path).asText().equals(ours.at(path).asText())) {
                return "error " + part;
            }
        }
        if (!octets(theirs.path("out_b64")).equals(octets(ours.path("out_b64")))) {
            return "bytes out";
        }
        for (String part : List.of("states", "they_are_waiting_for_100_continue", "their_http_version")) {
            if (!theirs.path(part).equals(ours.path(part))) {
                return part;
            }
        }
        boolean paused = theirs.path("sentinel").asText().equals("PAUSED");
        boolean sameLength =
                theirs.at("/trailing/len").asInt() == ours.at("/trailing/len").asInt();
        if (!theirs.at("/trailing/eof").equals(ours.at("/trailing/eof")) || (paused && !sameLength)) {
            return "trailing";
        }
        return "";
    }

    /** The events of a step; adjacent data is one, {@code Data} and its octets. */
    static List<String> events(JsonNode step) {
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        for (JsonNode event : step.path("events")) {
            if (event.path("type").asText().equals("Data")) {
                data.append(decoded(event.path("data_b64")));
                continue;
            }
            flush(data, events);
            events.add(describe(event));
        }
        flush(data, events);
        return events;
    }

    private static void flush(StringBuilder data, List<String> events) {
        if (data.length() > 0) {
            events.add("Data " + data);
            data.setLength(0);
        }
    }

    private static String describe(JsonNode event) {
        StringBuilder text = new StringBuilder(event.path("type").asText());
        for (String part : List.of("method", "target", "status_code", "reason", "http_version")) {
            text.append(' ').append(event.path(part).asText());
        }
        String length = "";
        for (JsonNode field : event.path("headers")) {
            String name = field.get(0).asText();
            String value = field.get(1).asText();
            if (name.equalsIgnoreCase("Transfer-Encoding")) {
                value = value.toLowerCase(Locale.ROOT);
            } else if (name.equalsIgnoreCase("Content-Length")) {
                value = value.split(",", -1)[0].strip();
                if (value.equals(length)) {
                    continue;
                }
                length = value;
            }
            text.append('\n').append(name).append(": ").append(value);
        }
        return text.toString();
    }

    private static String decoded(JsonNode base64) {
        return new String(Base64.getDecoder().decode(base64.asText()), StandardCharsets.ISO_8859_1);
    }

    /** What was sent; of a response, the Connection options as a set. */
    private static String octets(JsonNode base64) {
        if (base64.isNull() || base64.isMissingNode()) {
            return "";
        }
        String text = decoded(base64);
        int headEnd = text.indexOf("\r\n\r\n");
        if (!text.startsWith("HTTP/") || headEnd < 0) {
            return text;
        }
        TreeSet<String> options = new TreeSet<>();
        StringBuilder head = new StringBuilder();
        for (String line : text.substring(0, headEnd).split("\r\n", -1)) {
            String lower = line.toLowerCase(Locale.ROOT);
            if (lower.startsWith("connection:")) {
                for (String option : lower.substring("connection:".length()).split(",", -1)) {
                    options.add(option.strip());
                }
            } else {
                head.append(lower.startsWith("transfer-encoding:") ? lower : line)
                        .append('\n');
            }
        }
        return head + "Connection " + options + text.substring(headEnd);
    }
}
