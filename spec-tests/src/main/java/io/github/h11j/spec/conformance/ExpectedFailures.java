package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Cases that are known to fail, each with the reason. A file has one case per line: the id, a blank, the reason. Lines
 * that begin with {@code #} are comments.
 *
 * @param reasons by id, in the order of the file
 */
record ExpectedFailures(Map<String, String> reasons) {

    static final ExpectedFailures NONE = new ExpectedFailures(Map.of());

    /**
     * Reads a file.
     *
     * @throws IOException if it cannot be read, or a line has no reason, or a case is named twice
     */
    static ExpectedFailures read(Path file) throws IOException {
        Map<String, String> reasons = new LinkedHashMap<>();
        List<String> lines = Files.readAllLines(file);
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] parts = line.split("\\s+", 2);
            if (parts.length < 2) {
                throw new IOException(file + ", line " + (i + 1) + ": expected a case's id and a reason: " + line);
            }
            if (reasons.put(parts[0], parts[1]) != null) {
                throw new IOException(file + ", line " + (i + 1) + ": " + parts[0] + " is named twice");
            }
        }
        return new ExpectedFailures(reasons);
    }

    /**
     * Checks that each case exists.
     *
     * @throws IOException if one does not; it may have been renamed
     */
    void requireKnown(Set<String> ids) throws IOException {
        Set<String> unknown = new TreeSet<>(reasons.keySet());
        unknown.removeAll(ids);
        if (!unknown.isEmpty()) {
            throw new IOException("expected to fail, but not cases of the kit: " + String.join(", ", unknown));
        }
    }

    boolean isExpected(CaseResult result) {
        return reasons.containsKey(result.test().id());
    }

    /** Failures that were not expected. */
    List<CaseResult> unexpected(ConformanceRun run) {
        return run.results().stream()
                .filter(result -> result.verdict() == Verdict.FAIL && !isExpected(result))
                .toList();
    }

    /** Cases that were expected to fail, but passed or were tolerated. */
    List<CaseResult> mended(ConformanceRun run) {
        return run.results().stream()
                .filter(result -> result.verdict() == Verdict.PASS || result.verdict() == Verdict.TOLERATED)
                .filter(this::isExpected)
                .toList();
    }

    /** Returns a summary for people; empty if no failures were expected. */
    List<String> summary(ConformanceRun run) {
        if (reasons.isEmpty()) {
            return List.of();
        }
        List<String> lines = new ArrayList<>();
        lines.add("new failures: " + ids(unexpected(run)));
        List<CaseResult> mended = mended(run);
        if (!mended.isEmpty()) {
            lines.add("expected to fail, but no longer do: " + ids(mended));
        }
        return lines;
    }

    private static String ids(List<CaseResult> results) {
        return results.isEmpty()
                ? "none"
                : results.stream().map(result -> result.test().id()).collect(Collectors.joining(", "));
    }
}
