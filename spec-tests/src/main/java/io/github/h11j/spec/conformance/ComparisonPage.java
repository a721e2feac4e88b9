package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.h11j.spec.conformance.Comparison.Column;
import io.github.h11j.spec.requirements.RequirementCatalogue;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Several runs of the same cases as one self-contained HTML page, with one row per case and one column per run. The
 * page has each case once, with what the kit sent, and for each run the verdict, what was observed, and the bytes where
 * it failed. Bytes are truncated if they are long.
 */
final class ComparisonPage {

    private static final JsonMapper JSON = new JsonMapper();

    /** How much of the traffic is shown; the report of the run has all of it. */
    private static final int WIRE = 600;

    private static final int OBSERVED = 120;

    /** Texts that occur more than once, such as "400 closed", are on the page once. */
    private final Map<String, Integer> texts = new LinkedHashMap<>();

    /** The rules of all cases. Their sentences are on the page once. */
    private final Set<String> rules = new TreeSet<>();

    private ComparisonPage() {}

    /** Returns the page. */
    static String of(List<Comparison> comparisons) {
        return new ComparisonPage().page(comparisons);
    }

    private String page(List<Comparison> comparisons) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode groups = data.putArray("groups");
        for (Comparison comparison : comparisons) {
            group(groups.addObject(), comparison);
        }
        texts.keySet().forEach(data.putArray("texts")::add);
        ObjectNode sentences = data.putObject("rules");
        rules.forEach(rule -> RequirementCatalogue.standard()
                .find(rule)
                .ifPresent(found -> sentences.put(rule, found.level() + " " + found.text())));
        try {
            // a "<" could end the script element around it
            return template().replace("@DATA@", JSON.writeValueAsString(data).replace("<", "\\u003c"));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private void group(ObjectNode group, Comparison comparison) {
        group.put("kind", comparison.plural());
        ArrayNode names = group.putArray("columns");
        for (Column column : comparison.columns()) {
            names.addObject()
                    .put("name", column.name())
                    .put("started", column.started())
                    .put("open", column.inconclusive());
        }
        ArrayNode rows = group.putArray("cases");
        comparison.ids().forEach(id -> row(rows.addObject(), id, comparison));
    }

    private void row(ObjectNode row, String id, Comparison comparison) {
        JsonNode any = comparison.newest(id);
        row.put("id", id)
                .put("title", any.path("title").asText())
                .put("level", any.path("level").asText())
                .put("category", Categories.of(comparison.kind(), id))
                .put("meaning", any.path("meaning").asText());
        row.set("rules", any.path("rules"));
        any.path("rules").forEach(rule -> rules.add(rule.asText()));
        ArrayNode right = row.putArray("right");
        for (JsonNode outcome : any.path("outcomes")) {
            if (outcome.path("verdict").asText().equals(Verdict.PASS.label())) {
                right.add(outcome.path("pattern").asText());
            }
        }
        StringBuilder verdicts = new StringBuilder();
        ArrayNode observed = row.putArray("observed");
        ObjectNode wires = row.putObject("wires");
        String sent = "";
        for (int i = 0; i < comparison.columns().size(); i++) {
            JsonNode one = comparison.columns().get(i).cases().getOrDefault(id, JSON.missingNode());
            char letter = Comparison.letter(one);
            verdicts.append(letter);
            String text = one.path(letter == 'i' || letter == 'n' ? "explanation" : "observed")
                    .asText();
            // why it is tolerated is what a reader asks first
            String reason = letter == 't' ? one.path("explanation").asText() : "";
            observed.add(number(cut(text, OBSERVED) + (reason.isEmpty() ? "" : " (" + reason + ")")));
            if (letter == 'f') {
                wires.put(Integer.toString(i), number(cut(wire(one, true), WIRE)));
            }
            sent = sent.isEmpty() ? wire(one, false) : sent;
        }
        row.put("verdicts", verdicts.toString()).put("wire", number(cut(sent, WIRE)));
    }

    private int number(String text) {
        return texts.computeIfAbsent(text, added -> texts.size());
    }

    private static String cut(String text, int length) {
        return text.length() <= length ? text : text.substring(0, length) + " ...";
    }

    /** Returns what went over the wire; or only what the kit sent of it. */
    private static String wire(JsonNode test, boolean all) {
        StringBuilder wire = new StringBuilder();
        for (JsonNode entry : test.path("wire")) {
            Transcript.Party from = Transcript.Party.valueOf(entry.path("from").asText());
            boolean kit = from == Transcript.Party.CLIENT || from == Transcript.Party.ORIGIN;
            if (all || kit) {
                entry.path("text")
                        .asText()
                        .lines()
                        .forEach(line -> wire.append(from.sign())
                                .append(' ')
                                .append(line)
                                .append('\n'));
            }
        }
        return wire.toString();
    }

    private static String template() {
        try (InputStream in = ComparisonPage.class.getResourceAsStream("compare.html")) {
            if (in == null) {
                throw new IllegalStateException("the kit has no resource compare.html");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
