package io.github.h11j.spec.requirements;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * A program that merges traceability reports of several modules or runs:
 *
 * <pre>{@code
 * java -cp ... io.github.h11j.spec.requirements.TraceabilityMerge OUT one/requirements.json two/requirements.json
 * }</pre>
 */
public final class TraceabilityMerge {

    private TraceabilityMerge() {}

    /**
     * Merges reports.
     *
     * @param arguments the folder to write to, then the JSON files to read, the first of which says what applies
     * @throws IOException if a file cannot be read or written
     * @throws IllegalArgumentException if there are not at least two arguments
     */
    public static void main(String... arguments) throws IOException {
        if (arguments.length < 2) {
            throw new IllegalArgumentException("usage: TraceabilityMerge OUT JSON...");
        }
        List<String> files = List.of(arguments).subList(1, arguments.length);
        TraceabilityReport sum = TraceabilityReport.read(Path.of(files.get(0)));
        for (String file : files.subList(1, files.size())) {
            sum = sum.plus(TraceabilityReport.read(Path.of(file)));
        }
        sum.write(Path.of(arguments[0]));
    }
}
