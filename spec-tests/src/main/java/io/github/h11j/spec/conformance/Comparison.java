package io.github.h11j.spec.conformance;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPInputStream;

/**
 * Reports of the same kind beside one another.
 *
 * @param kind what was tested
 * @param columns one for each report, in their order
 */
record Comparison(CaseKind kind, List<Column> columns) {

    private static final JsonMapper JSON = new JsonMapper();
    private static final long MILLIS = 1000;

    /**
     * A run.
     *
     * @param name of the software, with its version
     * @param started the day, as {@code 2026-11-28}
     * @param seconds how long it took, rounded up
     * @param cases the entries of the report, by their ids
     */
    record Column(String name, String started, long seconds, Map<String, JsonNode> cases) {

        /** Of the cases of these levels, how many have a verdict of {@link #letter}. */
        long count(Set<String> levels, char letter) {
            return cases.values().stream()
                    .filter(test -> levels.contains(test.path("level").asText()) && letter(test) == letter)
                    .count();
        }

        /** Of the MUSTs that apply to it, the percentage without a verdict, rounded up. */
        int inconclusive() {
            long open = count(ABSOLUTE, 'i');
            long applicable = open + count(ABSOLUTE, 'p') + count(ABSOLUTE, 't') + count(ABSOLUTE, 'f');
            return applicable == 0 ? 0 : (int) ((100 * open + applicable - 1) / applicable);
        }
    }

    /** The levels whose failure is a breach of the RFC. */
    static final Set<String> ABSOLUTE = Set.of(Level.MUST.label(), Level.MUST_NOT.label());

    Comparison {
        columns = List.copyOf(columns);
    }

    /**
     * Reads reports.
     *
     * @param files as {@link JsonReport} writes them, also compressed by gzip; each with a name for its column, or an empty
     *     one for the name in the report
     * @return one comparison for each kind, servers first
     * @throws IOException if a file cannot be read, or is no report
     */
    static List<Comparison> of(List<Map.Entry<String, Path>> files) throws IOException {
        Map<CaseKind, List<Column>> columns = new LinkedHashMap<>();
        for (CaseKind kind : CaseKind.values()) {
            columns.put(kind, new ArrayList<>());
        }
        for (Map.Entry<String, Path> file : files) {
            JsonNode report = read(file.getValue());
            CaseKind kind = List.of(CaseKind.values()).stream()
                    .filter(one -> one.label().equals(report.path("kind").asText()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(file.getValue() + " is not a report that --json has written"));
            Map<String, JsonNode> cases = new LinkedHashMap<>();
            report.path("cases").forEach(test -> cases.put(test.path("id").asText(), test));
            String name = file.getKey().isEmpty() ? report.path("subject").asText() : file.getKey();
            String started = report.path("started").asText().replaceFirst("T.*", "");
            long seconds = (report.path("millis").asLong() + MILLIS - 1) / MILLIS;
            columns.getOrDefault(kind, List.of()).add(new Column(name, started, seconds, cases));
        }
        return columns.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(entry -> new Comparison(entry.getKey(), entry.getValue()))
                .toList();
    }

    private static JsonNode read(Path file) throws IOException {
        boolean compressed = file.toString().endsWith(".gz");
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return JSON.readTree(compressed ? new GZIPInputStream(in) : in);
        } catch (JsonProcessingException e) {
            throw new IOException(file + " is not a report that --json has written: " + e.getOriginalMessage(), e);
        }
    }

    /** Returns how long all runs took, one after the other. */
    long seconds() {
        return columns.stream().mapToLong(Column::seconds).sum();
    }

    /** Returns the ids of all cases of all columns, in their order. */
    Set<String> ids() {
        Map<String, Boolean> ids = new LinkedHashMap<>();
        columns.forEach(column -> column.cases().keySet().forEach(id -> ids.put(id, true)));
        return ids.keySet();
    }

    /** Returns the entry of a case in the last column that has it: its texts are the newest. */
    JsonNode newest(String id) {
        JsonNode newest = JSON.missingNode();
        for (Column column : columns) {
            newest = column.cases().getOrDefault(id, newest);
        }
        return newest;
    }

    /**
     * Returns the verdict as a letter: p(ass), t(olerated), f(ail), i(nconclusive); n for a case that does not apply, -
     * for one that was not run.
     */
    static char letter(JsonNode test) {
        String verdict = test.path("verdict").asText();
        if (verdict.isEmpty()) {
            return '-';
        }
        return test.path("applicable").asBoolean(true) ? verdict.charAt(0) : 'n';
    }

    /** "servers" and so on. */
    String plural() {
        return kind == CaseKind.PROXY ? "proxies" : kind.label() + "s";
    }
}
