package io.github.h11j.benchmarks;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/** One run of JMH on one JDK, read from JMH's JSON. */
final class Results {

    /**
     * The time of one benchmark, in nanoseconds per operation: the median over its JVMs of the median over the iterations
     * of each, because a JVM that compiled otherwise is slower in all of them; the lowest and highest of what the outer
     * median is taken of; and bytes allocated.
     */
    record Score(double median, double min, double max, double bytes) {

        /** A spread that is worth a word: highest less lowest more than 15 % of the median. */
        private static final double UNSTEADY = 0.15;

        boolean unsteady() {
            return (max - min) / median > UNSTEADY;
        }
    }

    /** One benchmark of one library. */
    record Named(String name, Score score) {}

    private static final String ALLOCATED = "gc.alloc.rate.norm";

    /** For example "17.0.15 (OpenJDK 64-Bit Server VM, 17.0.15+6)". */
    final String jdk;

    /** The feature release of the JDK, for example 17. */
    final int feature;

    /** How it was measured, in words. */
    final String settings;

    private final Map<Library, Map<String, Score>> scores = new EnumMap<>(Library.class);

    private Results(JsonNode first) {
        String version = first.path("jdkVersion").asText();
        jdk = version + " (" + first.path("vmName").asText() + ", "
                + first.path("vmVersion").asText() + ")";
        feature = Integer.parseInt(version.split("[.+-]", -1)[0]);
        settings = String.format(
                Locale.ROOT,
                "%s fork(s), warm-up %s x %s, measured %s x %s, JVM %s",
                first.path("forks").asText(),
                first.path("warmupIterations").asText(),
                first.path("warmupTime").asText(),
                first.path("measurementIterations").asText(),
                first.path("measurementTime").asText(),
                String.join(
                        " ",
                        StreamSupport.stream(first.path("jvmArgs").spliterator(), false)
                                .map(JsonNode::asText)
                                .toList()));
    }

    static Results read(Path json) throws IOException {
        JsonNode runs = new ObjectMapper().readTree(json.toFile());
        if (runs.isEmpty()) {
            throw new IOException("No results in " + json);
        }
        Results results = new Results(runs.get(0));
        runs.forEach(results::add);
        return results;
    }

    private void add(JsonNode run) {
        String[] name = run.path("benchmark").asText().split("\\.", -1);
        String method = name[name.length - 1];
        Library.ofBenchmark(name[name.length - 2])
                .ifPresent(library ->
                        scores.computeIfAbsent(library, any -> new TreeMap<>()).put(method, score(run)));
    }

    private static Score score(JsonNode run) {
        double[][] forks = forks(run.path("primaryMetric"));
        double[] times = forks.length == 1
                ? forks[0]
                : Arrays.stream(forks).mapToDouble(Results::median).sorted().toArray();
        double[] bytes = Arrays.stream(forks(run.path("secondaryMetrics").path(ALLOCATED)))
                .flatMapToDouble(Arrays::stream)
                .sorted()
                .toArray();
        return new Score(median(times), times[0], times[times.length - 1], median(bytes));
    }

    /** What each JVM measured, in ascending order. */
    private static double[][] forks(JsonNode metric) {
        return StreamSupport.stream(metric.path("rawData").spliterator(), false)
                .map(fork -> StreamSupport.stream(fork.spliterator(), false)
                        .mapToDouble(JsonNode::asDouble)
                        .sorted()
                        .toArray())
                .toArray(double[][]::new);
    }

    private static double median(double[] sorted) {
        int half = sorted.length / 2;
        if (sorted.length == 0) {
            return Double.NaN;
        }
        return sorted.length % 2 == 1 ? sorted[half] : (sorted[half - 1] + sorted[half]) / 2;
    }

    Optional<Score> get(Library library, String method) {
        return Optional.ofNullable(scores.getOrDefault(library, Map.of()).get(method));
    }

    /** The fastest of these methods of these libraries. */
    Optional<Named> best(Set<Library> libraries, String... methods) {
        return libraries.stream()
                .flatMap(library -> Arrays.stream(methods)
                        .flatMap(method -> get(library, method)
                                .map(score -> new Named(
                                        method.equals(methods[0]) ? library.title : library.title + " " + method,
                                        score))
                                .stream()))
                .min(Comparator.comparingDouble(named -> named.score().median()));
    }

    /** The libraries measured. */
    Set<Library> libraries() {
        return scores.keySet();
    }

    /** The methods measured, of any library. */
    Set<String> methods() {
        Set<String> all = new TreeSet<>();
        scores.values().forEach(methods -> all.addAll(methods.keySet()));
        return all;
    }

    /** Three digits that count, and a comma for thousands. */
    static String nanos(double value) {
        return value < 100
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%,d", Math.round(value));
    }
}
