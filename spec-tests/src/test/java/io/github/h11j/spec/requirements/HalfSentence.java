package io.github.h11j.spec.requirements;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/**
 * A mutant of the core for one half of a requirement's sentence.
 *
 * @param requirement the sentence
 * @param half the part that is broken
 * @param type the simple name of the class that is changed
 * @param changes what is changed in its source
 */
record HalfSentence(String requirement, String half, String type, List<Change> changes) {

    private static final String FILE = "half-sentences.yaml";

    /**
     * One change.
     *
     * @param code the original code, which occurs once
     * @param becomes its replacement
     */
    record Change(String code, String becomes) {}

    static List<HalfSentence> all() {
        try (InputStream in = Objects.requireNonNull(HalfSentence.class.getResourceAsStream(FILE), FILE)) {
            List<HalfSentence> all = new ArrayList<>();
            for (JsonNode node : new ObjectMapper(new YAMLFactory()).readTree(in)) {
                List<Change> changes = new ArrayList<>();
                for (String key : List.of("", "also", "third")) {
                    String code = key.isEmpty() ? "code" : key;
                    if (node.has(code)) {
                        String becomes = key.isEmpty() ? "becomes" : key + "-becomes";
                        changes.add(new Change(
                                node.path(code).asText(), node.path(becomes).asText()));
                    }
                }
                all.add(new HalfSentence(
                        node.path("id").asText(),
                        node.path("half").asText(),
                        node.path("in").asText(),
                        changes));
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    /** The source with the changes. */
    String applied(String source) {
        String changed = source;
        for (Change change : changes) {
            int at = changed.indexOf(change.code());
            if (at < 0 || changed.indexOf(change.code(), at + 1) >= 0) {
                throw new IllegalStateException(
                        "not found once in " + type + ", change half-sentences.yaml: " + change.code());
            }
            changed = changed.substring(0, at)
                    + change.becomes()
                    + changed.substring(at + change.code().length());
        }
        return changed;
    }

    @Override
    public String toString() {
        return requirement + ": " + half;
    }
}
