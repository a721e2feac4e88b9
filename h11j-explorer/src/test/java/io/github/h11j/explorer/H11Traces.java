package io.github.h11j.explorer;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What python-hyper/h11 did in the recorded cases, step by step, in the same words as what the file answers: the events
 * without their fields, an error, and both states. GoldenParityTest compares all of it, and knows each difference.
 */
final class H11Traces {

    private H11Traces() {}

    /** The steps of each case by its id. */
    static Map<String, List<String>> recorded() {
        Map<String, List<String>> cases = new HashMap<>();
        for (JsonNode each : Golden.h11Traces()) {
            List<String> steps = new ArrayList<>();
            for (JsonNode step : each.path("trace")) {
                StringBuilder data = new StringBuilder();
                StringBuilder text = new StringBuilder();
                step.path("events")
                        .forEach(event ->
                                add(event, latin1(event.path("data_b64").asText("")), text, data));
                flush(text, data);
                text.append(step.at("/error/class").asText("").isEmpty() ? "" : "error ");
                text.append(step.at("/states/client").asText())
                        .append(' ')
                        .append(step.at("/states/server").asText());
                steps.add(text.toString());
            }
            cases.put(each.path("id").asText(), steps);
        }
        return cases;
    }

    /** The steps of the answers of {@code replay.js}: each ends with the status. */
    static List<String> steps(String answers) {
        List<String> steps = new ArrayList<>();
        StringBuilder text = new StringBuilder();
        StringBuilder data = new StringBuilder();
        for (String line : answers.split("\n", -1)) {
            JsonNode answer = line.startsWith("{") ? Golden.parse(line) : Golden.parse("{}");
            if (answer.has("event")) {
                add(answer.get("event"), answer.at("/event/data").asText(""), text, data);
            } else if (answer.has("error") || answer.has("class") || (!line.isEmpty() && !line.startsWith("{"))) {
                flush(text, data);
                text.append(text.toString().endsWith("error ") ? "" : "error "); // the loop goes on after receive's
            } else if (answer.has("client")) {
                flush(text, data);
                text.append(answer.get("client").asText())
                        .append(' ')
                        .append(answer.get("server").asText());
                steps.add(text.toString());
                text.setLength(0);
            }
        }
        return steps;
    }

    private static void add(JsonNode event, String bytes, StringBuilder text, StringBuilder data) {
        String type = event.path("type").asText();
        if (type.equals("Data")) {
            data.append(bytes);
            return;
        }
        flush(text, data);
        text.append(type).append(' ');
        for (String part : List.of("method", "target", "status_code", "http_version")) {
            text.append(event.has(part) ? event.get(part).asText() + " " : "");
        }
    }

    /** What is adjacent is one: chunks may be read in parts. */
    private static void flush(StringBuilder text, StringBuilder data) {
        text.append(data.length() > 0 ? "Data " + data + " " : "");
        data.setLength(0);
    }

    private static String latin1(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    }
}
