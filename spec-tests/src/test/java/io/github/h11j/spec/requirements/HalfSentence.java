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
 * @param changes what is changed: one place, or several where others would make up for the one
 */
record HalfSentence(String requirement, String half, List<Change> changes) {

    private static final String FILE = "half-sentences.yaml";

    /**
     * One change.
     *
     * @param type the simple name of the class
     * @param code the original code, which occurs once
     * @param becomes its replacement
     */
    record Change(String type, String code, String becomes) {}

    static List<HalfSentence> all() {
        try (InputStream in = Objects.requireNonNull(HalfSentence.class.getResourceAsStream(FILE), FILE)) {
            List<HalfSentence> all = new ArrayList<>();
            for (JsonNode node : new ObjectMapper(new YAMLFactory()).readTree(in)) {
                List<Change> changes = new ArrayList<>();
                for (String key : List.of("", "also", "third")) {
                    String code = key.isEmpty() ? "code" : key;
                    if (node.has(code)) {
                        String before = key.isEmpty() ? "" : key + "-";
                        String first = node.path("in").asText();
                        changes.add(new Change(
                                node.path(before + "in").asText(first),
                                node.path(code).asText(),
                                node.path(before + "becomes").asText()));
                    }
                }
                all.add(new HalfSentence(
                        node.path("id").asText(), node.path("half").asText(), changes));
            }
            return all;
        } catch (IOException e) {
            throw new IllegalStateException(FILE + " cannot be read", e);
        }
    }

    /** The classes that are changed. */
    List<String> types() {
        return changes.stream().map(Change::type).distinct().toList();
    }

    /** The source of a class with the changes. */
    String applied(String type, String source) {
        String changed = source;
        for (Change change : changes) {
            if (!change.type().equals(type)) {
                continue;
            }
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
