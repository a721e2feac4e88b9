package io.github.h11j.mutation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Why each surviving mutant is equivalent or harmless: a file with one mutant a line, with the class, the method, the
 * line of source, the change and the reason, each after a tab. Two mutants of one line that PIT describes with the same
 * words are two lines of the file.
 */
final class Reasons {

    private static final int COLUMNS = 5;

    private final Map<Mutant.Place, List<String>> reasons = new HashMap<>();

    Reasons(List<String> lines) {
        for (String line : lines) {
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            String[] columns = line.split("\t", -1);
            if (columns.length != COLUMNS || columns[COLUMNS - 1].isBlank()) {
                throw new IllegalArgumentException("not five columns: " + line);
            }
            Mutant.Place place = new Mutant.Place(columns[0], columns[1], columns[2], columns[3]);
            reasons.computeIfAbsent(place, p -> new ArrayList<>()).add(columns[4]);
        }
    }

    static Reasons read(Path file) {
        try {
            return new Reasons(Files.readAllLines(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Takes each survivor's reason away; what is left is of no survivor.
     *
     * @param survivors in order
     * @return beside each the reason, empty if there is none
     */
    List<Explained> explain(List<Mutant> survivors) {
        List<Explained> explained = new ArrayList<>();
        for (Mutant survivor : survivors) {
            List<String> left = reasons.getOrDefault(survivor.place(), new ArrayList<>());
            explained.add(new Explained(survivor, left.isEmpty() ? "" : left.remove(0)));
        }
        return explained;
    }

    /** Returns the places for which more reasons are given than there are survivors. */
    List<Mutant.Place> unused() {
        return reasons.entrySet().stream()
                .filter(entry -> !entry.getValue().isEmpty())
                .map(Map.Entry::getKey)
                .toList();
    }

    /**
     * A survivor beside the reason that it is left.
     *
     * @param mutant it
     * @param reason empty if none is given
     */
    record Explained(Mutant mutant, String reason) {

        /** Returns the line to put into the file, its last column to be filled in. */
        String line() {
            Mutant.Place place = mutant.place();
            return String.join("\t", place.type(), place.method(), place.source(), place.change(), reason);
        }
    }
}
