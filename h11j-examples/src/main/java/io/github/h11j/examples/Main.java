package io.github.h11j.examples;

import java.io.IOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code h11j}. */
@Command(
        name = "h11j",
        description = "HTTP/1.1 as a pure protocol library: see it, trace it, compare it.",
        subcommands = {
            DemoCommand.class,
            ExploreCommand.class,
            TraceCommand.class,
            ReplayCommand.class,
            ServeCommand.class,
            GetCommand.class,
            KeepaliveCommand.class,
            ProxyCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "h11j 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    /**
     * Runs a command and exits: 0 if all is well, 1 if the protocol was violated or the system refused something, 2 if
     * the command line is wrong.
     *
     * @param arguments see {@code h11j help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** What the system refuses is said in a line; what is our fault comes with its place. */
    private static int failed(Exception e, CommandLine line, CommandLine.ParseResult result) throws Exception {
        if (!(e instanceof IOException)) {
            throw e;
        }
        line.getErr().println("h11j: " + (e.getMessage() == null ? e.toString() : e.getMessage()));
        return line.getCommandSpec().exitCodeOnExecutionException();
    }
}
