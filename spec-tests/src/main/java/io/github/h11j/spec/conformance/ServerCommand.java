package io.github.h11j.spec.conformance;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Tests a server. */
@Command(
        name = "server",
        description = {
            "Tests an HTTP/1.1 server.",
            "It needs to answer GET and HEAD of one path, and POST of one path, with anything sensible."
        },
        mixinStandardHelpOptions = true)
final class ServerCommand implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "URL", description = "Where it listens, such as http://127.0.0.1:8080")
    @SuppressWarnings("NullAway.Init")
    private URI url;

    @Option(names = "--get-path", paramLabel = "PATH", description = "For GET and HEAD; default: the URL's.")
    private String getPath = "";

    @Option(names = "--post-path", paramLabel = "PATH", description = "For POST; default: the URL's.")
    private String postPath = "";

    @Option(
            names = "--timeout",
            paramLabel = "MILLIS",
            description = "How long to wait for what should come; default: ${DEFAULT-VALUE}.")
    private int timeout = (int) ServerTarget.TIMEOUT.toMillis();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many cases at a time; default: ${DEFAULT-VALUE}.")
    private int parallel = 16;

    @Mixin
    private final CaseOptions cases = new CaseOptions();

    @Mixin
    private final ReportOptions reports = new ReportOptions();

    @Override
    public Integer call() throws IOException {
        List<ConformanceCase> selected = cases.select(CaseKind.SERVER);
        if (reports.isListOnly()) {
            reports.list(selected, spec.commandLine().getOut());
            return 0;
        }
        ServerTarget plain = ServerTarget.of(url);
        ServerTarget target = plain.withPaths(
                        getPath.isEmpty() ? plain.getPath() : getPath, postPath.isEmpty() ? plain.postPath() : postPath)
                .withTimeout(Duration.ofMillis(timeout));
        Instant started = Instant.now();
        long start = System.nanoTime();
        try (ServerRunner runner = new ServerRunner(target, parallel)) {
            String setting = runner.calibration().toString();
            spec.commandLine().getOut().println("Plain requests: " + setting);
            List<CaseResult> results =
                    reports.await(runner.start(selected), spec.commandLine().getErr());
            Duration duration = Duration.ofNanos(System.nanoTime() - start);
            return reports.report(
                    new ConformanceRun(CaseKind.SERVER, url.toString(), setting, started, duration, results),
                    spec.commandLine().getOut());
        }
    }
}
