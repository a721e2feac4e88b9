package io.github.h11j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * Compares what h11 and h11j did in a step, exactly: events with all their parts, sentinel, bytes out, class, place and
 * hint of an error, states, version, who waits, what is unread. What h11j has besides (the message, the violation and its
 * offset) has nothing to be compared with.
 */
final class TraceComparison {

    private static final List<String> PARTS = List.of(
            "/events",
            "/sentinel",
            "/error/class",
            "/error/where",
            "/out_b64",
            "/states",
            "/they_are_waiting_for_100_continue",
            "/their_http_version",
            "/trailing",
            "/error/hint");

    private TraceComparison() {}

    /** What differs however it is written, empty if nothing does. */
    static String difference(JsonNode theirs, JsonNode ours) {
        String exact = difference(theirs, ours, Set.of());
        return exact.isEmpty() ? exact : difference(theirs, ours, EnumSet.allOf(Notation.class));
    }

    /** Of steps that do not differ: which notations it takes to see that. */
    static Set<Notation> notations(JsonNode theirs, JsonNode ours) {
        EnumSet<Notation> needed = EnumSet.noneOf(Notation.class);
        if (!difference(theirs, ours, Set.of()).isEmpty()) {
            for (Notation each : Notation.values()) {
                if (!difference(theirs, ours, EnumSet.complementOf(EnumSet.of(each)))
                        .isEmpty()) {
                    needed.add(each);
                }
            }
        }
        return needed;
    }

    private static String difference(JsonNode theirs, JsonNode ours, Set<Notation> notations) {
        ObjectNode h11 = theirs.deepCopy();
        ObjectNode h11j = ours.deepCopy();
        for (Notation notation : notations) {
            notation.unify(h11, h11j);
        }
        for (String part : PARTS) {
            if (!text(h11.at(part)).equals(text(h11j.at(part)))) {
                return part.substring(1).replace('/', ' ');
            }
        }
        return "";
    }

    /** What is not there and what is null is the same. */
    private static Object text(JsonNode node) {
        return node.isMissingNode() || node.isNull() ? "" : node;
    }

    /** The events of a step however they are written, as texts; adjacent data is one. */
    static List<String> events(JsonNode step) {
        ObjectNode copy = step.deepCopy();
        for (Notation notation : Notation.values()) {
            notation.unify(copy);
        }
        List<String> events = new ArrayList<>();
        StringBuilder data = new StringBuilder();
        for (JsonNode event : copy.path("events")) {
            if (event.path("type").asText().equals("Data")) {
                data.append(Notation.decoded(event.path("data_b64")));
                continue;
            }
            flush(data, events);
            events.add(event.toString());
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
}
