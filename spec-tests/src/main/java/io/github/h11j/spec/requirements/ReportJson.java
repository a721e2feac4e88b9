package io.github.h11j.spec.requirements;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The JSON form of a {@link TraceabilityReport}. */
final class ReportJson {

    private static final String FORMAT = "h11j-requirements-1";
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private ReportJson() {}

    static String write(TraceabilityReport report) {
        ObjectNode root = MAPPER.createObjectNode().put("format", FORMAT);
        ObjectNode counts = root.putObject("counts");
        report.counts().forEach((status, count) -> counts.put(status.toString(), count));
        ArrayNode requirements = root.putArray("requirements");
        for (TraceabilityReport.Entry entry : report.entries()) {
            RfcRequirement requirement = entry.requirement();
            ObjectNode node = requirements
                    .addObject()
                    .put("id", requirement.id())
                    .put("document", requirement.document())
                    .put("section", requirement.section())
                    .put("level", requirement.level().toString())
                    .put("role", requirement.role().toString())
                    .put("text", requirement.text())
                    .put("applies", requirement.applies())
                    .put("deviates", requirement.deviates())
                    .put("reason", requirement.reason())
                    .put("note", requirement.note())
                    .put("status", entry.status().toString());
            write(entry.tests(), node.putArray("tests"));
        }
        ObjectNode unknown = root.putObject("unknown");
        report.unknown().forEach((id, tests) -> write(tests, unknown.putArray(id)));
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(root) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree cannot be written", e);
        }
    }

    private static void write(List<TestOutcome> tests, ArrayNode array) {
        for (TestOutcome test : tests) {
            array.addObject()
                    .put("name", test.name())
                    .put("passed", test.passed())
                    .put("failed", test.failed())
                    .put("skipped", test.skipped());
        }
    }

    static TraceabilityReport read(Path file) throws IOException {
        JsonNode root = MAPPER.readTree(file.toFile());
        if (!root.path("format").asText().equals(FORMAT)) {
            throw new IOException(file + " is not a traceability report: its format is not \"" + FORMAT + "\"");
        }
        List<RfcRequirement> requirements = new ArrayList<>();
        Map<String, List<TestOutcome>> outcomes = new HashMap<>();
        for (JsonNode node : root.path("requirements")) {
            requirements.add(RequirementCatalogue.requirement(node));
            outcomes.put(node.path("id").asText(), tests(node.path("tests")));
        }
        root.path("unknown").properties().forEach(unknown -> outcomes.put(unknown.getKey(), tests(unknown.getValue())));
        return new TraceabilityReport(new RequirementCatalogue(requirements), outcomes);
    }

    private static List<TestOutcome> tests(JsonNode array) {
        List<TestOutcome> tests = new ArrayList<>();
        for (JsonNode node : array) {
            tests.add(new TestOutcome(
                    node.path("name").asText(),
                    node.path("passed").asInt(),
                    node.path("failed").asInt(),
                    node.path("skipped").asInt()));
        }
        return tests;
    }
}
