package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of all commands that run cases. */
final class RunOptions {

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
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
        String subject = reports.nameOr(address);
        List<ConformanceCase> selected = cases.select(kind);
        ExpectedFailures expected = reports.expected(cases.all(kind));
        reports.requireWritable();
        Repetition again = Repetition.of(command.getParseResult());
        PrintWriter out = command.getOut();
        Instant started = Instant.now();
        long begin = System.nanoTime();
        try (ConformanceRunner runner = start.start()) {
            String setting = runner.setting();
            List<CompletableFuture<CaseResult>> running = runner.start(selected);
            Interruption interruption = new Interruption(
                    running,
                    results -> reports.report(
                            new ConformanceRun(
                                    kind,
                                    subject,
                                    setting + "; stopped after " + results.size() + " of " + selected.size() + " cases",
                                    started,
                                    Duration.ofNanos(System.nanoTime() - begin),
                                    results),
                            expected,
                            again,
                            out));
            try (interruption) {
                out.println(Columns.wrapped(2, "Found out: " + setting));
                out.flush();
                List<CaseResult> results = reports.await(running, command.getErr());
                interruption.isNoMore();
                Duration duration = Duration.ofNanos(System.nanoTime() - begin);
                ConformanceRun run = new ConformanceRun(kind, subject, setting, started, duration, results);
                return reports.report(run, expected, again, out);
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
        ExpectedFailures expected = reports.expected(cases.all(CaseKind.CLIENT));
        reports.requireWritable();
        Repetition again = Repetition.of(command.getParseResult());
        PrintWriter out = command.getOut();
        Instant started = Instant.now();
        long begin = System.nanoTime();
        try (Stations stations = new Stations(selected, address, port, timeout(), out)) {
            out.println("Waiting for a client. Methods and URLs: " + stations.url());
            out.println("End: " + stations.url() + "end");
            out.flush();
            List<CaseResult> results = stations.await();
            Duration duration = Duration.ofNanos(System.nanoTime() - begin);
            ConformanceRun run = new ConformanceRun(
                    CaseKind.CLIENT, reports.nameOr("at " + stations.url()), "nothing", started, duration, results);
            return reports.report(run, expected, again, out);
        }
    }
}
