package io.github.h11j.examples;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code h11j demo}: two requests on one connection between a client and a server, step by step. */
@Command(
        name = "demo",
        description = "Shows two requests on one connection over a real socket: each event, the bytes, both states.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        PrintWriter out = Objects.requireNonNull(spec).commandLine().getOut();
        new Demo(new DemoPaper(out, Ansi.AUTO.enabled())).run();
        out.flush();
        return 0;
    }
}
