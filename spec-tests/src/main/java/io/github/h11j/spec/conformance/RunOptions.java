package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.InetAddress;
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
    int run(CaseKind kind, String subject, PrintWriter out, PrintWriter err, Start start) throws Exception {
        List<ConformanceCase> selected = cases.select(kind);
        Instant started = Instant.now();
        long begin = System.nanoTime();
        try (ConformanceRunner runner = start.start()) {
            String setting = runner.setting();
            out.println("Found out: " + setting);
            List<CaseResult> results = reports.await(runner.start(selected), err);
            return report(kind, subject, setting, started, begin, results, out);
        }
    }

    /**
     * Has the selected client cases wait for a client.
     *
     * @return the exit status
     */
    int listen(InetAddress address, int port, PrintWriter out) throws Exception {
        List<ConformanceCase> selected = cases.select(CaseKind.CLIENT);
        Instant started = Instant.now();
        long begin = System.nanoTime();
        try (Stations stations = new Stations(selected, address, port, timeout(), out)) {
            out.println(
                    "Waiting for a client. Methods and URLs: " + stations.url() + "  End: " + stations.url() + "end");
            out.flush();
            List<CaseResult> results = stations.await();
            return report(CaseKind.CLIENT, "at " + stations.url(), "nothing", started, begin, results, out);
        }
    }

    private int report(
            CaseKind kind,
            String subject,
            String setting,
            Instant started,
            long begin,
            List<CaseResult> results,
            PrintWriter out)
            throws IOException {
        Duration duration = Duration.ofNanos(System.nanoTime() - begin);
        return reports.report(new ConformanceRun(kind, subject, setting, started, duration, results), out);
    }
}
