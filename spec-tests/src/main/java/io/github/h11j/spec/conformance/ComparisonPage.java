package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Several runs of the same cases as one self-contained HTML page, with one row per case and one column per run. The
 * page has each case once, and for each run the verdict, what was observed and why. The bytes are those of the first
 * run that has them, truncated if they are long.
 */
final class ComparisonPage {

    private static final JsonMapper JSON = new JsonMapper();

    /** How much of the traffic is shown; the report of the run has all of it. */
    private static final int WIRE = 400;

    private static final int OBSERVED = 120;

    private ComparisonPage() {}

    /**
     * A run.
     *
     * @param name the heading of its column
     * @param report as {@link JsonReport} writes it
     */
    record Column(String name, JsonNode report) {
        String kind() {
            return report.path("kind").asText();
        }
    }

    /** The page. */
    static String of(List<Column> columns) {
        ObjectNode data = JSON.createObjectNode();
        ArrayNode names = data.putArray("columns");
        for (Column column : columns) {
            names.addObject()
                    .put("name", column.name())
                    .put("started", column.report().path("started").asText().replaceFirst("T.*", ""));
        }
        ArrayNode rows = data.putArray("cases");
        Map<String, Integer> texts = new LinkedHashMap<>();
        cases(columns).forEach((id, found) -> row(rows.addObject(), id, found, columns.size(), texts));
        texts.keySet().forEach(data.putArray("texts")::add);
        try {
            // a "<" could end the script element around it
            String json = JSON.writeValueAsString(data).replace("<", "\\u003c");
            return template()
                    .replace(
                            "@KIND@",
                            columns.get(0).kind().equals("proxy")
                                    ? "proxies"
                                    : columns.get(0).kind() + "s")
                    .replace("@DATA@", json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** For each case its entry in each run, or null where there is none. */
    private static Map<String, List<JsonNode>> cases(List<Column> columns) {
        Map<String, List<JsonNode>> cases = new LinkedHashMap<>();
        for (int i = 0; i < columns.size(); i++) {
            for (JsonNode found : columns.get(i).report().path("cases")) {
                List<JsonNode> all = cases.computeIfAbsent(found.path("id").asText(), id -> new ArrayList<>());
                while (all.size() < i) {
                    all.add(JSON.missingNode());
                }
                all.add(found);
            }
        }
        return cases;
    }

    private static void row(ObjectNode row, String id, List<JsonNode> found, int columns, Map<String, Integer> texts) {
        JsonNode any = found.get(found.size() - 1);
        row.put("id", id)
                .put("title", any.path("title").asText())
                .put("level", any.path("level").asText())
                .put("category", any.path("position").asText())
                .put("meaning", any.path("meaning").asText());
        row.set("rules", any.path("rules"));
        ArrayNode right = row.putArray("right");
        for (JsonNode outcome : any.path("outcomes")) {
            if (outcome.path("verdict").asText().equals(Verdict.PASS.label())) {
                right.add(outcome.path("pattern").asText());
            }
        }
        StringBuilder verdicts = new StringBuilder();
        ArrayNode observed = row.putArray("observed");
        for (int i = 0; i < columns; i++) {
            JsonNode one = i < found.size() ? found.get(i) : JSON.missingNode();
            verdicts.append(letter(one.path("verdict").asText()));
            String text = one.path("observed").asText();
            String shown = text.length() <= OBSERVED ? text : text.substring(0, OBSERVED) + " ...";
            observed.add(texts.computeIfAbsent(shown, added -> texts.size())); // most are the same: "400 closed"
        }
        row.put("verdicts", verdicts.toString()).put("wire", sent(found));
    }

    private static char letter(String verdict) {
        return verdict.isEmpty() ? '-' : verdict.charAt(0);
    }

    /** What the kit sent in the first run in which it sent something. */
    private static String sent(List<JsonNode> found) {
        for (JsonNode one : found) {
            StringBuilder wire = new StringBuilder();
            for (JsonNode entry : one.path("wire")) {
                String from = entry.path("from").asText();
                if (from.equals(Transcript.Party.CLIENT.name()) || from.equals(Transcript.Party.ORIGIN.name())) {
                    wire.append(entry.path("text").asText().stripTrailing()).append('\n');
                }
            }
            if (!wire.isEmpty()) {
                return wire.length() <= WIRE ? wire.toString() : wire.substring(0, WIRE) + "...";
            }
        }
        return "";
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
