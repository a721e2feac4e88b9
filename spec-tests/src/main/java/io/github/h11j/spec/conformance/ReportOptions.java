package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results of a command go. */
final class ReportOptions {

    @Option(names = "--list", description = "List the selected cases and do nothing else.")
    private boolean list;

    @Option(names = "--show", description = "Show what goes over the wire in each case.")
    private boolean show;

    @Option(names = "--quiet", description = "No progress line.")
    private boolean quiet;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write a report in JUnit's XML.")
    private @Nullable Path junit;

    @Option(names = "--json", paramLabel = "FILE", description = "Write a report in JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report as an HTML page.")
    private @Nullable Path html;

    boolean isListOnly() {
        return list;
    }

    void list(List<ConformanceCase> cases, PrintWriter out) {
        for (ConformanceCase test : cases) {
            String requests = test.kind() == CaseKind.CLIENT ? String.join(",", test.requests()) + ": " : "";
            out.printf(Locale.ROOT, "%-10s %-48s %s%s%n", test.level().label(), test.id(), requests, test.title());
        }
        out.flush();
    }

    /** Waits for the results, in order, with a line of progress that is written over and over. */
    List<CaseResult> await(List<CompletableFuture<CaseResult>> running, PrintWriter err) {
        boolean progress = !quiet && !show;
        int failed = 0;
        for (int i = 0; i < running.size(); i++) {
            CaseResult result = running.get(i).join();
            failed += result.verdict() == Verdict.FAIL ? 1 : 0;
            if (progress) {
                err.printf(
                        Locale.ROOT,
                        "\r%d of %d, %d failed  %-50.50s",
                        i + 1,
                        running.size(),
                        failed,
                        result.test().id());
                err.flush();
            }
        }
        if (progress) {
            err.printf(Locale.ROOT, "\r%80s\r", "");
            err.flush();
        }
        return running.stream().map(CompletableFuture::join).toList();
    }

    /** Writes the reports; gives the exit status. */
    int report(ConformanceRun run, PrintWriter out) throws IOException {
        for (CaseResult result : run.results()) {
            if (show || result.verdict() != Verdict.PASS) {
                print(result, out);
            }
        }
        out.printf(
                Locale.ROOT,
                "%s %s: %s, in %.1f s%n",
                run.kind().label(),
                run.subject(),
                run.summary(),
                run.duration().toMillis() / 1000.0);
        out.flush();
        write(junit, JUnitReport.of(run));
        write(json, JsonReport.of(run));
        write(html, HtmlReport.of(run));
        return run.count(Verdict.FAIL) == 0 ? 0 : 1;
    }

    private void print(CaseResult result, PrintWriter out) {
        ConformanceCase test = result.test();
        out.printf(
                Locale.ROOT,
                "%-12s %-10s %s%n",
                result.verdict().label(),
                test.level().label(),
                test);
        if (!result.explanation().isEmpty()) {
            out.println("             " + result.explanation());
        }
        if (show) {
            out.println("             " + String.join(", ", test.requirements()) + ": " + test.meaning());
            result.transcript().toString().lines().forEach(line -> out.println("  " + line));
            out.println();
        }
    }

    private static void write(@Nullable Path file, String text) throws IOException {
        if (file == null) {
            return;
        }
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        Files.writeString(file, text);
    }
}
