package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that run cases. */
final class RunOptions {

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
            converter = Numbers.Positive.class,
            description = "How long to wait for something that should arrive; default: ${DEFAULT-VALUE}.")
    private int timeout = (int) ServerTarget.TIMEOUT.toMillis();

    @Mixin
    private final CaseOptions cases = new CaseOptions();

    @Mixin
    private final ReportOptions reports = new ReportOptions();

    /** Creates the runner, which can take a while. */
    interface Start {
        ConformanceRunner start() throws Exception;
    }

    boolean isListOnly() {
        return reports.isListOnly();
    }

    /**
     * Lists the selected cases; a subject is not needed for it.
     *
     * @return the exit status
     */
    int list(CaseKind kind, PrintWriter out) throws IOException {
        reports.list(cases.select(kind), out);
        return 0;
    }

    Duration timeout() {
        return Duration.ofMillis(timeout);
    }

    /**
     * Runs the selected cases.
     *
     * @return the exit status
     */
    int run(CaseKind kind, String address, CommandLine command, Start start) throws Exception {
        List<ConformanceCase> selected = cases.select(kind);
        Reporter reporter = new Reporter(kind, selected.size(), command);
        try (ConformanceRunner runner = start.start()) {
            String subject = reports.nameOr(address);
            String setting = runner.setting();
            List<CompletableFuture<CaseResult>> running = runner.start(selected);
            try (Interruption interruption = reporter.whenStopped(subject, setting, () -> Interruption.done(running))) {
                command.getOut().println(Columns.wrapped(2, "Found out: " + setting));
                command.getOut().flush();
                List<CaseResult> results = reports.await(running, command.getErr());
                interruption.isNoMore();
                return reporter.report(subject, setting, results);
            }
        }
    }

    /**
     * Makes the selected client cases wait for a client.
     *
     * @return the exit status
     */
    int listen(InetAddress address, int port, CommandLine command) throws Exception {
        List<ConformanceCase> selected = cases.select(CaseKind.CLIENT);
        Reporter reporter = new Reporter(CaseKind.CLIENT, selected.size(), command);
        PrintWriter out = command.getOut();
        try (Stations stations = new Stations(selected, address, port, timeout(), out)) {
            String subject = reports.nameOr("at " + stations.url());
            try (Interruption interruption = reporter.whenStopped(subject, "nothing", stations::soFar)) {
                out.println("Waiting for a client. Methods and URLs: " + stations.url());
                out.println("End: " + stations.url() + "end");
                out.flush();
                List<CaseResult> results = stations.await();
                interruption.isNoMore();
                return reporter.report(subject, "nothing", results);
            }
        }
    }

    /** Reports a run that begins now, or the part of it that is done. */
    private final class Reporter {

        private final CaseKind kind;
        private final int cases;
        private final ExpectedFailures expected;
        private final Repetition again;
        private final PrintWriter out;
        private final Instant started = Instant.now();
        private final long begin = System.nanoTime();

        Reporter(CaseKind kind, int selected, CommandLine command) throws IOException {
            this.kind = kind;
            this.cases = selected;
            this.expected = reports.expected(RunOptions.this.cases.all(kind));
            this.again = Repetition.of(command.getParseResult());
            this.out = command.getOut();
            reports.requireWritable();
        }

        Interruption whenStopped(String subject, String setting, Supplier<List<CaseResult>> soFar) {
            return new Interruption(
                    soFar,
                    results -> report(
                            subject,
                            setting + "; stopped after " + results.size() + " of " + cases + " cases",
                            results));
        }

        int report(String subject, String setting, List<CaseResult> results) throws IOException {
            Duration duration = Duration.ofNanos(System.nanoTime() - begin);
            ConformanceRun run = new ConformanceRun(kind, subject, setting, started, duration, results);
            return reports.report(run, expected, again, out);
        }
    }
}
