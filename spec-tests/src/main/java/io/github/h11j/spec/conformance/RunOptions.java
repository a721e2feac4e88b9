package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What all commands that run cases have in common. */
final class RunOptions {

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
            description = "How long to wait for what should come; default: ${DEFAULT-VALUE}.")
    private int timeout = (int) ServerTarget.TIMEOUT.toMillis();

    @Mixin
    private final CaseOptions cases = new CaseOptions();

    @Mixin
    private final ReportOptions reports = new ReportOptions();

    /** Makes the runner, which may take its time. */
    interface Start {
        ConformanceRunner start() throws Exception;
    }

    Duration timeout() {
        return Duration.ofMillis(timeout);
    }

    List<ConformanceCase> select(CaseKind kind) throws IOException {
        return cases.select(kind);
    }

    ReportOptions reports() {
        return reports;
    }

    /**
     * Runs the selected cases, or lists them.
     *
     * @return the exit status
     */
    int run(CaseKind kind, String subject, PrintWriter out, PrintWriter err, Start start) throws Exception {
        List<ConformanceCase> selected = select(kind);
        if (reports.isListOnly()) {
            reports.list(selected, out);
            return 0;
        }
        Instant started = Instant.now();
        long begin = System.nanoTime();
        try (ConformanceRunner runner = start.start()) {
            String setting = runner.setting();
            out.println("Found out: " + setting);
            List<CaseResult> results = reports.await(runner.start(selected), err);
            Duration duration = Duration.ofNanos(System.nanoTime() - begin);
            return reports.report(new ConformanceRun(kind, subject, setting, started, duration, results), out);
        }
    }
}
