package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where the results of a command go. */
final class ReportOptions {

    /** Under the level, beside the verdict. */
    private static final int INDENT = 13;

    /** The exit status if cases could not be run because the subject could not be reached. */
    private static final int UNREACHABLE = 2;

    /** The exit status if nothing new fails, but a case that was expected to fail does not. */
    private static final int MENDED = 3;

    @Option(names = "--list", description = "List the selected cases and exit.")
    private boolean list;

    @Option(names = "--show", description = "Show the bytes of each case.")
    private boolean show;

    @Option(
            names = "--quiet",
            description = "Show no progress: no line on a terminal, and none every 10 s if there is no terminal.")
    private boolean quiet;

    @Option(
            names = "--expected",
            paramLabel = "FILE",
            description = "Cases that are known to fail, one per line, each with a reason: the exit status is 1 only if"
                    + " another one fails, and 3 if one of these no longer fails.")
    private @Nullable Path expected;

    @Option(
            names = "--name",
            paramLabel = "TEXT",
            description = "The name and version of what is tested, for the reports; default: its URL or command.")
    private @Nullable String name;

    @Option(names = "--junit", paramLabel = "FILE", description = "Write a report in JUnit's XML.")
    private @Nullable Path junit;

    @Option(names = "--json", paramLabel = "FILE", description = "Write a report in JSON.")
    private @Nullable Path json;

    @Option(names = "--html", paramLabel = "FILE", description = "Write a report as an HTML page.")
    private @Nullable Path html;

    boolean isListOnly() {
        return list;
    }

    /** The name of what is tested. */
    String nameOr(String subject) {
        return name == null ? subject : name;
    }

    void list(List<ConformanceCase> cases, PrintWriter out) {
        for (ConformanceCase test : cases) {
            String requests = test.kind() == CaseKind.CLIENT ? String.join(",", test.requests()) + ": " : "";
            String line = String.format(
                    Locale.ROOT, "%-10s %-30s %s%s", test.level().label(), test.id(), requests, test.title());
            out.println(line.length() <= Columns.WIDTH ? line : line.substring(0, Columns.WIDTH - 3) + "...");
        }
        out.flush();
    }

    ExpectedFailures expected(List<ConformanceCase> all) throws IOException {
        if (expected == null) {
            return ExpectedFailures.NONE;
        }
        ExpectedFailures failures = ExpectedFailures.read(expected);
        failures.requireKnown(all.stream().map(ConformanceCase::id).collect(Collectors.toSet()));
        return failures;
    }

    /**
     * A run takes minutes: a report that cannot be written is found before it. No empty file stays, in case that there
     * is no report in the end.
     */
    void requireWritable() throws IOException {
        requireWritable("--junit", junit);
        requireWritable("--json", json);
        requireWritable("--html", html);
    }

    private static void requireWritable(String option, @Nullable Path file) throws IOException {
        if (file == null) {
            return;
        }
        try {
            createFolder(file);
            boolean isNew = !Files.exists(file, LinkOption.NOFOLLOW_LINKS);
            Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            if (isNew) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new IOException(option + ": cannot write " + file + "; choose another file", e);
        }
    }

    /** Waits for the results in order, and shows the progress meanwhile. */
    List<CaseResult> await(List<CompletableFuture<CaseResult>> running, PrintWriter err) {
        Progress progress = new Progress(err, running.size(), Terminal.isThere() && !show, System::nanoTime);
        for (CompletableFuture<CaseResult> one : running) {
            CaseResult result = one.join();
            if (!quiet) {
                progress.done(result);
            }
        }
        progress.end();
        return running.stream().map(CompletableFuture::join).toList();
    }

    /** Writes the reports; returns the exit status. */
    int report(ConformanceRun run, ExpectedFailures failures, Repetition again, PrintWriter out) throws IOException {
        for (CaseResult result : run.results()) {
            if (show || result.verdict() != Verdict.PASS) {
                print(result, failures, again, out);
            }
        }
        String summary = String.format(
                Locale.ROOT,
                "%s %s: %s, in %.1f s",
                run.kind().label(),
                run.subject(),
                run.summary(),
                run.duration().toMillis() / 1000.0);
        out.println(Columns.wrapped(2, summary));
        failures.summary(run).forEach(line -> out.println(Columns.wrapped(2, line)));
        int unreachable = run.countUnreachable();
        if (unreachable > 0) {
            String lost = "the " + run.kind().label() + " could not be reached in " + unreachable + " of "
                    + run.results().size() + " cases";
            out.println(Columns.wrapped(2, lost));
        }
        out.flush();
        write(junit, JUnitReport.of(run));
        write(json, JsonReport.of(run));
        write(html, HtmlReport.of(run));
        if (!failures.unexpected(run).isEmpty()) {
            return 1;
        }
        if (unreachable > 0) {
            return UNREACHABLE;
        }
        return failures.mended(run).isEmpty() ? 0 : MENDED;
    }

    private void print(CaseResult result, ExpectedFailures failures, Repetition again, PrintWriter out) {
        ConformanceCase test = result.test();
        String head = String.format(
                Locale.ROOT,
                "%-12s %-10s ",
                result.verdict().label(),
                test.level().label());
        out.println(Columns.wrapped(INDENT, head + test));
        if (!result.explanation().isEmpty()) {
            indented(result.explanation(), out);
        }
        if (result.verdict() == Verdict.FAIL) {
            String reason = failures.reasons().get(test.id());
            if (reason != null) {
                indented("expected: " + reason, out);
            }
            out.println(Columns.command(INDENT + 2, " ".repeat(INDENT) + "again: ", again.of(test)));
        }
        if (show) {
            indented(String.join(", ", test.requirements()) + ": " + test.meaning(), out);
            result.transcript().toString().lines().forEach(line -> out.println("  " + line));
            out.println();
        }
    }

    private static void indented(String text, PrintWriter out) {
        out.println(Columns.wrapped(INDENT, " ".repeat(INDENT) + text));
    }

    private static void write(@Nullable Path file, String text) throws IOException {
        if (file == null) {
            return;
        }
        createFolder(file);
        Files.writeString(file, text);
    }

    private static void createFolder(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
    }
}
