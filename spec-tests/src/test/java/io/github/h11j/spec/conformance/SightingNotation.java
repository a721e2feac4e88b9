package io.github.h11j.spec.conformance;

import io.github.h11j.spec.conformance.Observation.Message;
import io.github.h11j.spec.conformance.Observation.Sighting;
import io.github.h11j.spec.conformance.Observation.Word;
import io.github.h11j.spec.conformance.WireMessage.Field;
import io.github.h11j.spec.conformance.WireMessage.Framing;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Observations, written as patterns are. */
final class SightingNotation {

    private static final Pattern BETWEEN_ITEMS = Pattern.compile(" (?![^\\[]*])");
    private static final Pattern ITEM = Pattern.compile("([^\\[?*]+)(?:\\[(.*)])?[?*]?");
    private static final Calibration USUAL = new Calibration(Map.of(), Set.of(), true, Map.of());

    private SightingNotation() {}

    /** Returns the observations that a pattern names: one for each choice of names, with the fields that it asks for. */
    static List<List<Sighting>> all(String pattern) {
        List<List<Sighting>> all = List.of(List.of());
        for (String item : BETWEEN_ITEMS.split(pattern, -1)) {
            List<Sighting> next = sightings(item);
            all = all.stream()
                    .flatMap(seen -> next.stream()
                            .map(sighting -> Stream.concat(seen.stream(), Stream.of(sighting))
                                    .toList()))
                    .toList();
        }
        return all;
    }

    private static List<Sighting> sightings(String item) {
        Matcher matcher = ITEM.matcher(item);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(item);
        }
        List<Field> fields = new ArrayList<>();
        String content = "";
        for (String attribute : (matcher.group(2) == null ? "" : matcher.group(2)).split(",", -1)) {
            if (attribute.matches("[a-z].*")) {
                fields.add(new Field(
                        attribute.replaceFirst(":.*", ""),
                        attribute.replaceFirst("[^:]*:?", "").replace("\\x2c", ",")));
            } else if (attribute.startsWith("@content:")) {
                content = attribute.substring("@content:".length());
            }
        }
        String received = content;
        return Stream.of(matcher.group(1).split("\\|", -1))
                .map(name -> sighting(name, fields, received))
                .toList();
    }

    private static Sighting sighting(String name, List<Field> fields, String content) {
        String status = switch (name) {
            case "served", "unechoed", "final" -> "200";
            case "refused" -> "400";
            default -> name.replace("xx", "00");
        };
        if (name.matches("[A-Z]+")) {
            return new Message(message(name + " / HTTP/1.1", fields, content), false);
        }
        return status.matches("\\d{3}") ? response(Integer.parseInt(status), fields, content) : new Word(name);
    }

    /** Returns a response that counts as served if an ordinary request can get it. */
    static Message response(int status, List<Field> fields, String content) {
        return new Message(message("HTTP/1.1 " + status + " ", fields, content), USUAL.isServed("GET", status));
    }

    private static WireMessage message(String startLine, List<Field> fields, String content) {
        return new WireMessage(startLine, fields, Framing.LENGTH, content, List.of(), true, List.of());
    }
}
