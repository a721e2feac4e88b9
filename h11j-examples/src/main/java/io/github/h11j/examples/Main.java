package io.github.h11j.examples;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code h11j}. */
@Command(
        name = "h11j",
        description = "HTTP/1.1 as a pure protocol library: see it, trace it, compare it.",
        subcommands = {
            DemoCommand.class,
            TraceCommand.class,
            ReplayCommand.class,
            ProxyCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "h11j 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    /**
     * Runs a command and exits: 0 if all is well, 1 if the protocol was violated, 2 if the command line is wrong.
     *
     * @param arguments see {@code h11j help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main()).setCaseInsensitiveEnumValuesAllowed(true);
    }
}
