package io.github.h11j.examples.cli;

import io.github.h11j.examples.keepalive.Bench;
import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Json;
import io.github.h11j.examples.keepalive.Machine;
import io.github.h11j.examples.keepalive.Picture;
import io.github.h11j.examples.keepalive.Round;
import io.github.h11j.examples.keepalive.Verdict;
import io.github.h11j.examples.keepalive.Words;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code h11j keepalive}: whether keep-alive is faster than close, and what makes it slow. */
@Command(
        name = "keepalive",
        description =
                "Measures calls with keep-alive and with \"Connection: close\" on the loopback interface. Each of the"
                        + " two servers is measured twice: as it is, and in the trap (head and body in two writes,"
                        + " TCP_NODELAY off). Exit status: 0 pass, 1 fail, 3 inconclusive.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class KeepaliveCommand implements Callable<Integer> {

    @Option(names = "--calls", paramLabel = "N", description = "how many calls of each kind (50)")
    private int calls = 50;

    @Option(
            names = "--rounds",
            paramLabel = "N",
            description = "how many times to measure; the result is the best round (3)")
    private int rounds = 3;

    @Option(
            names = "--clients",
            paramLabel = "NAME",
            split = ",",
            description =
                    "further clients to measure, which must be installed: curl, requests, boto3, or none (all that"
                            + " are installed)")
    private List<String> clients = List.of();

    @Option(names = "--json", description = "write JSON instead of text")
    private boolean json;

    @Option(names = "--json-to", paramLabel = "FILE", description = "also write the JSON to a file")
    private @Nullable Path jsonFile;

    @Option(names = "--svg", paramLabel = "FILE", description = "draw the best round")
    private @Nullable Path svg;

    @Option(
            names = "--svg-io",
            paramLabel = "KIND",
            description = "the server whose calls are drawn: blocking or nio (nio)")
    private Io drawn = Io.NIO;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (calls < 2 || rounds < 1) {
            throw wrong("--calls must be at least 2, --rounds at least 1");
        }
        if (svg == null) {
            Inapplicable.refuse(commandSpec(), "is for --svg", "--svg-io");
        }
        // this takes minutes, so what could fail at the end is tried first
        requireWritable("--json-to", jsonFile);
        requireWritable("--svg", svg);
        PrintWriter out = commandSpec().commandLine().getOut();
        PrintWriter err = commandSpec().commandLine().getErr();
        // with --json, nothing else is written
        Words words = new Words(json ? new PrintWriter(new StringWriter()) : out);
        Machine machine = Machine.here();
        Bench bench = bench();
        progress(err, "warming up");
        bench.warmUp();
        List<Round> measured = new ArrayList<>();
        for (int i = 1; i <= rounds; i++) {
            progress(err, "measuring, round " + i + " of " + rounds);
            Round round = bench.round(i);
            measured.add(round);
            words.table(round);
        }
        Verdict verdict = Verdict.of(measured);
        Round best = measured.get(verdict.best() - 1);
        words.story(best);
        words.verdict(verdict);
        String text = Json.of(machine, measured, verdict);
        if (json) {
            out.print(text);
            out.flush();
        }
        if (jsonFile != null) {
            Files.writeString(jsonFile, text);
        }
        if (svg != null) {
            Files.writeString(svg, Picture.draw(best, drawn, machine));
        }
        return switch (verdict.outcome()) {
            case PASS -> 0;
            case FAIL -> 1;
            case INCONCLUSIVE -> 3;
        };
    }

    private static void requireWritable(String option, @Nullable Path file) throws IOException {
        if (file != null) {
            try {
                Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                        .close();
            } catch (IOException e) {
                throw Reasons.because(option + ": cannot write " + file, e);
            }
        }
    }

    private static void progress(PrintWriter err, String text) {
        err.println(text);
        err.flush();
    }

    private Bench bench() throws IOException, InterruptedException {
        Bench bench = new Bench(calls);
        PrintWriter err = commandSpec().commandLine().getErr();
        if (clients.isEmpty()) {
            for (String program : Bench.PROGRAMS) {
                if (!bench.add(program)) {
                    err.println(program + " is not installed: not measured");
                }
            }
        } else if (!clients.equals(List.of("none"))) {
            for (String program : clients) {
                if (!Bench.PROGRAMS.contains(program)) {
                    throw wrong("--clients: not one of curl, requests, boto3, none: " + program);
                }
                if (!bench.add(program)) {
                    throw new IOException(program + " is not installed");
                }
            }
        }
        err.flush();
        return bench;
    }

    private ParameterException wrong(String message) {
        return new ParameterException(commandSpec().commandLine(), message);
    }

    private CommandSpec commandSpec() {
        return Objects.requireNonNull(spec);
    }
}
