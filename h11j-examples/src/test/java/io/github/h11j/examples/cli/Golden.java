package io.github.h11j.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.github.h11j.examples.output.JsonTree;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.GZIPInputStream;

/** The recorded cases and h11's traces of them. */
final class Golden {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** The oldest cases come first. */
    static final int RECORDED = 2500;

    static final List<JsonNode> CASES = read("cases.jsonl.gz", "generated-cases.jsonl.gz");

    static final List<JsonNode> TRACES = read("h11-traces.jsonl.gz", "generated-h11-traces.jsonl.gz");

    private Golden() {}

    /** A case or a trace as the commands read it. */
    static JsonTree tree(JsonNode node) {
        return JsonTree.parse(node.toString());
    }

    /** What the commands write, for comparing. */
    static JsonNode node(JsonTree tree) {
        try {
            return JSON.readTree(tree.toString());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<JsonNode> read(String first, String second) {
        List<JsonNode> all = new ArrayList<>(read(first));
        all.addAll(read(second));
        return all;
    }

    private static List<JsonNode> read(String name) {
        try (InputStream in = Objects.requireNonNull(Golden.class.getResourceAsStream("/golden/" + name));
                BufferedReader lines =
                        new BufferedReader(new InputStreamReader(new GZIPInputStream(in), StandardCharsets.UTF_8))) {
            List<JsonNode> read = new ArrayList<>();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                read.add(JSON.readTree(line));
            }
            return read;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
