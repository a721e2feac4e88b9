package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Case files in YAML: those that come with the kit, and those that users write. */
public final class CaseFile {

    private static final Set<String> FILE_KEYS = Set.of("kind", "defaults", "cases");

    private static final YAMLMapper YAML = YAMLMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .build();

    private CaseFile() {}

    /**
     * Returns the cases of the kit. The resource {@code cases/KIND/index.txt} names the files they are in, one per
     * line.
     *
     * @param kind which
     * @return all cases of that kind, in the order of the files
     */
    public static List<ConformanceCase> builtIn(CaseKind kind) {
        List<ConformanceCase> cases = new ArrayList<>();
        byFile(kind).values().forEach(cases::addAll);
        requireDistinct(cases);
        return List.copyOf(cases);
    }

    /** Returns the cases of the kit by the names of their files, in order. */
    static Map<String, List<ConformanceCase>> byFile(CaseKind kind) {
        String folder = "cases/" + kind.label() + "/";
        Map<String, List<ConformanceCase>> files = new LinkedHashMap<>();
        for (String file : resource(folder + "index.txt").lines().toList()) {
            List<ConformanceCase> cases = parse(file, resource(folder + file));
            for (ConformanceCase one : cases) {
                if (one.kind() != kind) {
                    throw new CaseFormatException(file + ": " + one.id() + " is not a " + kind.label() + " case");
                }
            }
            files.put(file, cases);
        }
        return files;
    }

    /** Returns the plain exchanges with which a run begins. Each one that passes is an ability with that name. */
    static List<ConformanceCase> calibration(CaseKind kind) {
        String file = "cases/" + kind.label() + "-calibration.yaml";
        return parse(file, resource(file));
    }

    private static String resource(String name) {
        try (InputStream in = CaseFile.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new CaseFormatException("the kit has no resource " + name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new CaseFormatException("the kit's resource " + name + " cannot be read", e);
        }
    }

    /**
     * Returns the cases of a file.
     *
     * @param file of YAML, in UTF-8
     * @return the cases in order
     * @throws CaseFormatException if it is not a case file
     * @throws IOException if it cannot be read
     */
    public static List<ConformanceCase> read(Path file) throws IOException {
        List<ConformanceCase> cases = parse(file.toString(), Files.readString(file));
        requireDistinct(cases);
        return cases;
    }

    private static void requireDistinct(List<ConformanceCase> cases) {
        Set<String> ids = new HashSet<>();
        for (ConformanceCase one : cases) {
            if (!ids.add(one.id())) {
                throw new CaseFormatException("two cases have the id " + one.id());
            }
        }
    }

    /**
     * Returns the cases of a text.
     *
     * @param name of the text, for messages
     * @param text YAML
     * @return the cases in order
     * @throws CaseFormatException if it is not a case file
     */
    public static List<ConformanceCase> parse(String name, String text) {
        JsonNode root;
        try {
            root = YAML.readTree(text);
        } catch (JsonProcessingException e) {
            throw new CaseFormatException(name + ": " + e.getMessage(), e);
        }
        if (!(root instanceof ObjectNode file)) {
            throw new CaseFormatException(name + ": expected a map with the keys kind, defaults and cases");
        }
        file.fieldNames().forEachRemaining(key -> {
            if (!FILE_KEYS.contains(key)) {
                throw new CaseFormatException(name + ": unknown key \"" + key + "\"; there are kind, defaults, cases");
            }
        });
        CaseKind kind = kind(name, file.path("kind").asText());
        JsonNode defaults = file.path("defaults");
        List<ConformanceCase> cases = new ArrayList<>();
        int number = 0;
        for (JsonNode node : file.path("cases")) {
            number++;
            String where = name + ": case " + number + " (" + node.path("id").asText("without id") + ")";
            cases.add(new CaseReader(kind, where, withDefaults(where, node, defaults)).read());
        }
        return List.copyOf(cases);
    }

    private static CaseKind kind(String name, String label) {
        for (CaseKind kind : CaseKind.values()) {
            if (kind.label().equals(label)) {
                return kind;
            }
        }
        throw new CaseFormatException(name + ": kind: expected server, client or proxy, not \"" + label + "\"");
    }

    private static ObjectNode withDefaults(String where, JsonNode node, JsonNode defaults) {
        if (!(node instanceof ObjectNode own)) {
            throw new CaseFormatException(where + ": expected a map");
        }
        ObjectNode whole = own.deepCopy();
        for (Map.Entry<String, JsonNode> entry : defaults.properties()) {
            if (!whole.has(entry.getKey())) {
                whole.set(entry.getKey(), entry.getValue());
            }
        }
        return whole;
    }
}
