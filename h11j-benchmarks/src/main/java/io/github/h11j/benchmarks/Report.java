package io.github.h11j.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Turns JMH's JSON, one file for each JDK, into RESULTS.md: goals first, then all medians, then what was noisy. */
public final class Report {

    private final StringBuilder out = new StringBuilder();

    private Report() {}

    /**
     * Writes the report.
     *
     * @param args the file to write, then the files to read
     */
    public static void main(String[] args) throws IOException {
        if (args.length < 2) {
            throw new IllegalArgumentException("Usage: Report RESULTS.md JSON...");
        }
        List<Results> runs = new ArrayList<>();
        for (String json : Arrays.asList(args).subList(1, args.length)) {
            runs.add(Results.read(Path.of(json)));
        }
        Path target = Path.of(args[0]);
        Files.writeString(target, new Report().write(runs));
    }

    private String write(List<Results> runs) throws IOException {
        line("# Results");
        line("");
        line("Written by `h11j-benchmarks/run` on " + LocalDate.now(ZoneOffset.UTC) + ". Do not edit.");
        line("");
        line("Machine: " + machine() + ".");
        for (Results run : runs) {
            line("");
            line("JDK " + run.jdk + ": " + run.settings + ".");
        }
        line("");
        line(
                "Times are medians over the JVMs (forks) of the medians over their iterations, in nanoseconds per operation"
                        + " (W6: per request). B: bytes allocated per operation. Ratios hold inside one run only; times vary from run to run by 20-30 %.");
        line(
                "h11j's w1_obj, w1_all, w2_obj, w3_obj, w4_prepared, w7 and w7_passthrough: B includes what brings the connections into"
                        + " their state outside of the time.");
        line(
                "The goals are not the same for both JDKs: in W1 to W3 3.5 x Netty is asked on JDK 25, 4 x on those before.");
        line("Workloads, and how each library is driven: the comments of `Workloads` and of the benchmark classes.");
        for (Results run : runs) {
            line("");
            line("## JDK " + run.feature);
            goals(run);
            table(run, "Medians, ns", score -> Results.nanos(score.median()));
            table(run, "Allocated, B", score -> String.format(Locale.ROOT, "%,d", Math.round(score.bytes())));
            noise(run);
        }
        return out.toString();
    }

    private void goals(Results run) {
        line("");
        line("### Goals");
        line("");
        line("| goal | h11j | against | ratio | |");
        line("|---|---:|---:|---:|---|");
        int met = 0;
        int judged = 0;
        for (Goal goal : Goal.forJdk(run.feature)) {
            Optional<Goal.Outcome> outcome = goal.check().judge(run, goal.method());
            if (outcome.isPresent()) {
                judged++;
                met += outcome.get().verdict().startsWith("met") ? 1 : 0;
            }
            Goal.Outcome cells = outcome.orElse(new Goal.Outcome("", "", "", "not measured"));
            row(goal.what(), cells.measured(), cells.against(), cells.ratio(), cells.verdict());
        }
        line("");
        line("Unsteady: the JVMs of one side differ by more than 15 % of their median.");
        line("");
        line(met + " of " + judged + " met.");
    }

    private void table(Results run, String title, Function<Results.Score, String> cell) {
        line("");
        line("### " + title);
        line("");
        List<String> head = new ArrayList<>(List.of(""));
        run.libraries().forEach(library -> head.add(library.title));
        row(head.toArray(String[]::new));
        line("|---|" + "---:|".repeat(run.libraries().size()));
        for (String method : run.methods()) {
            row(Stream.concat(
                            Stream.of(method),
                            run.libraries().stream()
                                    .map(library ->
                                            run.get(library, method).map(cell).orElse("")))
                    .toArray(String[]::new));
        }
    }

    private void noise(Results run) {
        List<String> noisy = new ArrayList<>();
        for (Library library : run.libraries()) {
            for (String method : run.methods()) {
                run.get(library, method)
                        .filter(Results.Score::unsteady)
                        .ifPresent(score -> noisy.add(library.title + " " + method + " " + Results.nanos(score.min())
                                + "-" + Results.nanos(score.max())));
            }
        }
        line("");
        line(
                noisy.isEmpty()
                        ? "No benchmark's JVMs differed by more than 15 % of their median."
                        : "JVMs that differed by more than 15 % of their median (lowest-highest): "
                                + String.join(", ", noisy) + ".");
    }

    private static String machine() throws IOException {
        Path cpus = Path.of("/proc/cpuinfo");
        String model = "";
        if (Files.isReadable(cpus)) {
            try (Stream<String> lines = Files.lines(cpus)) {
                model = lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).trim() + ", ")
                        .findFirst()
                        .orElse("");
            }
        }
        return model + Runtime.getRuntime().availableProcessors() + " cores, " + System.getProperty("os.name") + " "
                + System.getProperty("os.version") + ", " + System.getProperty("os.arch");
    }

    private void row(String... cells) {
        line(Arrays.stream(cells).collect(Collectors.joining(" | ", "| ", " |")));
    }

    private void line(String text) {
        out.append(text).append('\n');
    }
}
