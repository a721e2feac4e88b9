package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A run as JSON, for programs. */
public final class JsonReport {

    private static final JsonMapper JSON = new JsonMapper();

    private JsonReport() {}

    /**
     * Returns the report.
     *
     * @param run what happened
     * @return one JSON object, pretty-printed
     */
    public static String of(ConformanceRun run) {
        ObjectNode root = JSON.createObjectNode()
                .put("kind", run.kind().label())
                .put("subject", run.subject())
                .put("setting", run.setting())
                .put("started", run.started().toString())
                .put("millis", run.duration().toMillis());
        ObjectNode counts = root.putObject("counts");
        run.counts().forEach((verdict, count) -> counts.put(verdict.label(), count));
        ArrayNode cases = root.putArray("cases");
        for (CaseResult result : run.results()) {
            add(cases.addObject(), result);
        }
        try {
            return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void add(ObjectNode node, CaseResult result) {
        ConformanceCase test = result.test();
        node.put("id", test.id())
                .put("title", test.title())
                .put("level", test.level().label())
                .put("verdict", result.verdict().label())
                .put("applicable", result.isApplicable())
                .put("observed", result.observation().toString())
                .put("explanation", result.explanation())
                .put("meaning", test.meaning())
                .put("mutation", test.mutation())
                .put("position", test.position())
                .put("millis", result.duration().toMillis());
        test.requirements().forEach(node.putArray("rules")::add);
        test.knownAs().forEach(node.putArray("knownAs")::add);
        ArrayNode outcomes = node.putArray("outcomes");
        for (Outcome outcome : test.outcomes()) {
            outcomes.addObject()
                    .put("pattern", outcome.pattern().toString())
                    .put("verdict", outcome.verdict().label());
        }
        ArrayNode wire = node.putArray("wire");
        for (Transcript.Entry entry : result.transcript().entries()) {
            wire.addObject().put("from", entry.party().name()).put("text", entry.text());
        }
    }
}
