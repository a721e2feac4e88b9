package io.github.h11j.explorer;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** The recorded cases and steps of other modules, and how a case is driven through {@link Explorer}. */
final class Golden {

    private static final Path CASES = Path.of("../h11j-examples/src/test/resources/golden/cases.jsonl.gz");
    private static final Path H11_TRACES = Path.of("../h11j-examples/src/test/resources/golden/h11-traces.jsonl.gz");
    private static final Path STEPS = Path.of("../h11j-core/src/test/resources/golden/state-machine.tsv.gz");

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Golden() {}

    static List<JsonNode> cases() {
        return lines(CASES).stream().map(Golden::parse).toList();
    }

    /** What h11 did in each of them. */
    static List<JsonNode> h11Traces() {
        return lines(H11_TRACES).stream().map(Golden::parse).toList();
    }

    /** From, step and to, or "illegal". */
    static List<String[]> steps() {
        return lines(STEPS).stream().map(line -> line.split("\t", -1)).toList();
    }

    static JsonNode parse(String json) {
        try {
            return MAPPER.readTree(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> lines(Path file) {
        try (BufferedReader lines = new BufferedReader(
                new InputStreamReader(new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
            return lines.lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Everything that the library answers to a case, by the calls that {@code replay.js} makes in the browser. */
    static String replay(JsonNode recorded, String policy) {
        List<String> answers = new ArrayList<>();
        int number = Explorer.recorded(
                recorded.path("role").asText(),
                policy,
                recorded.path("max_incomplete_event_size").asInt(0));
        for (JsonNode step : recorded.path("steps")) {
            if (step.has("recv_b64")) {
                answers.add(Explorer.call(
                        number, "receive", latin1(step.get("recv_b64").asText())));
                drain(number, answers);
            } else if (step.has("eof")) {
                answers.add(Explorer.call(number, "eof", ""));
                drain(number, answers);
            } else if (step.has("drain")) {
                drain(number, answers);
            } else if (step.has("send")) {
                answers.add(send(number, step.get("send")));
            } else if (step.has("send_failed")) {
                answers.add(Explorer.call(number, "failed", ""));
            } else {
                answers.add(Explorer.call(number, "next", ""));
            }
            answers.add(Explorer.call(number, "status", ""));
        }
        return String.join("\n", answers);
    }

    private static void drain(int number, List<String> answers) {
        while (true) {
            String answer = Explorer.call(number, "event", "");
            answers.add(answer);
            if (!answer.startsWith("{\"event\"") || answer.contains("\"ConnectionClosed\"")) {
                return;
            }
        }
    }

    private static String send(int number, JsonNode event) {
        List<String> fields = new ArrayList<>();
        event.path("headers").forEach(field -> field.forEach(part -> fields.add(part.asText())));
        boolean request = event.path("type").asText().equals("Request");
        return Explorer.send(
                number,
                event.path("type").asText(),
                request
                        ? event.path("method").asText("")
                        : event.path("status_code").asText("0"),
                request ? event.path("target").asText("") : event.path("reason").asText(""),
                event.path("http_version").asText("1.1"),
                fields.toArray(new String[0]),
                latin1(event.path("data_b64").asText("")));
    }

    private static String latin1(String base64) {
        return new String(Base64.getDecoder().decode(base64), StandardCharsets.ISO_8859_1);
    }
}
