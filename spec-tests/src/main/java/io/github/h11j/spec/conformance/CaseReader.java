package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.h11j.spec.conformance.Step.Ending;
import io.github.h11j.spec.conformance.Step.Event;
import io.github.h11j.spec.conformance.Step.Side;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Makes a case from its map in a case file. */
final class CaseReader {

    private static final Set<String> KEYS = Set.of(
            "id",
            "title",
            "level",
            "rules",
            "meaning",
            "known-as",
            "mutation",
            "position",
            "methods",
            "path",
            "needs",
            "cut",
            "send",
            "reply",
            "steps",
            "fail",
            "pass",
            "tolerated");

    private final CaseKind kind;
    private final String where;
    private final ObjectNode map;

    CaseReader(CaseKind kind, String where, ObjectNode map) {
        this.kind = kind;
        this.where = where;
        this.map = map;
    }

    ConformanceCase read() {
        map.fieldNames().forEachRemaining(key -> {
            if (!KEYS.contains(key)) {
                throw wrong(
                        key,
                        "unknown key; the keys are "
                                + String.join(", ", KEYS.stream().sorted().toList()));
            }
        });
        try {
            return new ConformanceCase(
                    kind,
                    word("id"),
                    text("title"),
                    level(),
                    texts("rules"),
                    text("meaning"),
                    texts("known-as"),
                    word("mutation"),
                    word("position"),
                    texts("methods"),
                    bytes("path", map.path("path").asText("/\\{id}")),
                    new HashSet<>(texts("needs")),
                    byteByByte(),
                    steps(),
                    outcomes());
        } catch (CaseFormatException e) {
            throw e;
        } catch (IllegalArgumentException e) {
            throw new CaseFormatException(where + ": " + e.getMessage(), e);
        }
    }

    private CaseFormatException wrong(String key, String what) {
        return new CaseFormatException(where + ": " + key + ": " + what);
    }

    private String text(String key) {
        JsonNode value = map.path(key);
        if (!value.isValueNode() || value.asText().isBlank()) {
            throw wrong(key, value.isMissingNode() ? "is missing" : "expected text");
        }
        return value.asText().strip();
    }

    private String word(String key) {
        String word = text(key);
        if (!word.matches("[a-z0-9]+(-[a-z0-9]+)*")) {
            throw wrong(key, "expected lower-case letters, digits and hyphens, not \"" + word + "\"");
        }
        return word;
    }

    /** A list of strings. A single string is a list of one; a missing value is an empty list. */
    private List<String> texts(String key) {
        JsonNode value = map.path(key);
        if (value.isMissingNode()) {
            return List.of();
        }
        if (value.isValueNode()) {
            return List.of(text(key));
        }
        List<String> texts = new ArrayList<>();
        for (JsonNode item : value) {
            if (!item.isValueNode()) {
                throw wrong(key, "expected a list of strings");
            }
            texts.add(item.asText().strip());
        }
        return texts;
    }

    private Level level() {
        String label = text("level");
        for (Level level : Level.values()) {
            if (level.label().equals(label)) {
                return level;
            }
        }
        throw wrong("level", "expected MUST, MUST NOT, SHOULD, SHOULD NOT, OUGHT or MAY, not \"" + label + "\"");
    }

    private boolean byteByByte() {
        String cut = map.path("cut").asText("whole");
        return switch (cut) {
            case "whole" -> false;
            case "bytes" -> true;
            default ->
                throw wrong("cut", "expected whole or bytes, not \"" + cut + "\"; to cut at one place write \\|");
        };
    }

    private List<Step> steps() {
        JsonNode steps = map.path("steps");
        if (steps.isMissingNode()) {
            return usualSteps();
        }
        if (map.has("send") || map.has("reply")) {
            throw wrong("steps", "use either steps, or send and reply, not both");
        }
        List<Step> list = new ArrayList<>();
        for (JsonNode step : steps) {
            list.add(step(step));
        }
        return list;
    }

    private List<Step> usualSteps() {
        if (kind == CaseKind.SERVER && map.has("reply")) {
            throw wrong("reply", "a server case has no origin");
        }
        List<Step> steps = new ArrayList<>();
        if (kind != CaseKind.CLIENT) {
            steps.add(new Step.Send(Side.CLIENT, bytes("send", text("send"))));
        }
        if (kind == CaseKind.CLIENT || map.has("reply")) {
            steps.add(new Step.Await(Side.ORIGIN, Event.REQUEST));
            steps.add(new Step.Send(Side.ORIGIN, bytes("reply", text("reply"))));
        }
        if (kind == CaseKind.CLIENT) {
            for (int i = 1; i < texts("methods").size(); i++) {
                steps.add(new Step.Probe());
            }
            steps.add(new Step.Await(Side.ORIGIN, Event.END));
        } else {
            for (int i = 0; i < responsesToAwait(); i++) {
                steps.add(new Step.Await(Side.CLIENT, Event.RESPONSE));
            }
            steps.add(new Step.Probe());
        }
        return steps;
    }

    /**
     * Everything that correct software sends before the probe. What comes after it is taken for the response to the
     * probe.
     */
    private int responsesToAwait() {
        return texts("pass").stream()
                .mapToInt(pattern -> Pattern.parse(pattern).finalResponses())
                .reduce(1, Math::max);
    }

    private ByteTemplate bytes(String key, String notation) {
        try {
            return ByteTemplate.parse(notation);
        } catch (IllegalArgumentException e) {
            throw new CaseFormatException(where + ": " + key + ": " + e.getMessage(), e);
        }
    }

    private Step step(JsonNode node) {
        String name = node.asText();
        String value = "";
        if (node instanceof ObjectNode one && one.size() == 1) {
            Map.Entry<String, JsonNode> entry = one.properties().iterator().next();
            name = entry.getKey();
            value = entry.getValue().asText();
        }
        return switch (name) {
            case "send" -> new Step.Send(Side.CLIENT, bytes("send", value));
            case "reply" -> new Step.Send(Side.ORIGIN, bytes("reply", value));
            case "await" -> await(value);
            case "probe" -> new Step.Probe();
            case "next" -> next();
            case "half-close" -> new Step.End(side(name, value), Ending.HALF_CLOSE);
            case "close" -> new Step.End(side(name, value), Ending.CLOSE);
            case "reset" -> new Step.End(side(name, value), Ending.RESET);
            default ->
                throw wrong(
                        "steps",
                        "expected send, reply, await, probe, next, half-close, close or reset, not \"" + name + "\"");
        };
    }

    private Step next() {
        requireClientCase("next");
        return new Step.Next();
    }

    private void requireClientCase(String step) {
        if (kind != CaseKind.CLIENT) {
            throw wrong(
                    "steps", step + " exists only in client cases: in other cases the kit makes the requests itself");
        }
    }

    private Step await(String event) {
        return switch (event) {
            case "response" -> new Step.Await(Side.CLIENT, Event.RESPONSE);
            case "response-head" -> new Step.Await(Side.CLIENT, Event.HEAD);
            case "interim" -> new Step.Await(Side.CLIENT, Event.INTERIM);
            case "request" -> new Step.Await(Side.ORIGIN, Event.REQUEST);
            case "head" -> new Step.Await(Side.ORIGIN, Event.HEAD);
            case "verdict" -> {
                requireClientCase("await: verdict");
                yield new Step.Await(Side.ORIGIN, Event.VERDICT);
            }
            case "end" -> new Step.Await(side("await", ""), Event.END);
            case "client-end" -> new Step.Await(Side.CLIENT, Event.END);
            case "origin-end" -> new Step.Await(Side.ORIGIN, Event.END);
            default ->
                throw wrong(
                        "await",
                        "response, response-head, interim, request, head, verdict, end, client-end or origin-end expected,"
                                + " not \"" + event + "\"");
        };
    }

    private Side side(String key, String value) {
        return switch (value) {
            case "client" -> Side.CLIENT;
            case "origin" -> Side.ORIGIN;
            case "" -> kind == CaseKind.CLIENT ? Side.ORIGIN : Side.CLIENT;
            default -> throw wrong(key, "expected client or origin, not \"" + value + "\"");
        };
    }

    /**
     * A server that responds while the body arrives, as an echo does, can no longer refuse; it can only leave its
     * response incomplete.
     */
    private static final Outcome BROKEN_OFF = new Outcome(
            Pattern.parse("served truncated closed"),
            Verdict.TOLERATED,
            "the response had begun when the fault was found, and was cut off");

    private static final String LINGERS =
            "refused, and the connection was still being read when the time was up: a close in stages (section 9.6)";

    /** A pattern that ends with a refusal and the end of the connection. */
    private static final java.util.regex.Pattern REFUSED_AND_CLOSED = java.util.regex.Pattern.compile(
            "(?:.* )?(?:refused|\\S*\\b(?:[45]xx|[45]\\d\\d))(?:\\[[^ ]*])? (?:open\\|)?closed");

    /** Failing outcomes come first, so that a wider passing pattern does not hide them. */
    private List<Outcome> outcomes() {
        List<Outcome> outcomes = new ArrayList<>(reasoned("fail", Verdict.FAIL));
        for (String pattern : texts("pass")) {
            outcomes.add(new Outcome(Pattern.parse(pattern), Verdict.PASS, ""));
        }
        outcomes.addAll(reasoned("tolerated", Verdict.TOLERATED));
        if (kind == CaseKind.SERVER
                && texts("pass").stream().anyMatch(pattern -> pattern.matches(".*\\b(400|4xx)\\b.* closed"))) {
            outcomes.add(BROKEN_OFF);
        }
        if (kind != CaseKind.CLIENT) {
            outcomes.addAll(lingering(outcomes));
        }
        return outcomes;
    }

    /**
     * If a refusal and a close are correct, so is a refusal whose close came after the kit stopped waiting.
     */
    private static List<Outcome> lingering(List<Outcome> outcomes) {
        return outcomes.stream()
                .filter(outcome -> outcome.verdict() != Verdict.FAIL)
                .map(outcome -> outcome.pattern().toString())
                .filter(pattern -> REFUSED_AND_CLOSED.matcher(pattern).matches())
                .map(pattern -> pattern.replaceFirst("(open\\|)?closed$", "silent"))
                .distinct()
                .map(pattern -> new Outcome(Pattern.parse(pattern), Verdict.TOLERATED, LINGERS))
                .toList();
    }

    private List<Outcome> reasoned(String key, Verdict verdict) {
        List<Outcome> outcomes = new ArrayList<>();
        for (Map.Entry<String, JsonNode> entry : map.path(key).properties()) {
            String reason = entry.getValue().asText().strip();
            if (reason.isEmpty()) {
                throw wrong(key, "\"" + entry.getKey() + "\" needs a reason");
            }
            outcomes.add(new Outcome(Pattern.parse(entry.getKey()), verdict, reason));
        }
        return outcomes;
    }
}
