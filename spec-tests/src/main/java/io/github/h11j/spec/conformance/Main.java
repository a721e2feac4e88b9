package io.github.h11j.spec.conformance;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command line {@code h11j-conformance}. */
@Command(
        name = "h11j-conformance",
        description = "Tests HTTP/1.1 software over real sockets.",
        subcommands = {
            ServerCommand.class,
            ClientCommand.class,
            ProxyCommand.class,
            CompareCommand.class,
            CommandLine.HelpCommand.class
        },
        mixinStandardHelpOptions = true,
        version = "h11j-conformance 0.1.0-SNAPSHOT",
        synopsisSubcommandLabel = "COMMAND")
public final class Main {

    private Main() {}

    /**
     * Runs a command and exits: 0 if no case failed, 1 if one did (with a file of expected failures: one
     * that is not in it), 3 if a case that was expected to fail does not, 2 if the command line or a case file is wrong or
     * there is nothing to test.
     *
     * @param arguments see {@code h11j-conformance help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    String message = failure.getMessage();
                    command.getErr().println(message == null ? failure.toString() : message);
                    return CommandLine.ExitCode.USAGE;
                });
    }
}
