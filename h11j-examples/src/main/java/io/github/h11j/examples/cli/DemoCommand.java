package io.github.h11j.examples.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code h11j demo}: two requests on one connection between a client and a server, step by step. */
@Command(
        name = "demo",
        description = "Shows two requests on one connection over a real socket: each event, the bytes, both states."
                + " Then rarer cases: 100-continue, pipelining, a malformed request, a switch of protocols.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Option(names = "--step", description = "wait for Enter before each part")
    private boolean step;

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        new Demo(new DemoPaper(out, Colour.isPossible(), step ? DemoCommand::waitForEnter : () -> {})).run();
        out.flush();
        return 0;
    }

    /** Reads a line of the standard input, or its end. */
    private static void waitForEnter() {
        try {
            int read = System.in.read();
            while (read >= 0 && read != '\n') {
                read = System.in.read();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
