package io.github.h11j.spec.conformance;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
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
     * Runs a command and exits: 0 if no case failed, 1 if one did (with a file of expected failures: one that is not in
     * it), 3 if a case that was expected to fail does not, 2 if the command line or a case file is wrong, there is
     * nothing to test, or the output could not be written.
     *
     * @param arguments see {@code h11j-conformance help}
     */
    public static void main(String[] arguments) {
        OutputStream out = new FileOutputStream(FileDescriptor.out);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(new PrintWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8), true), err, arguments));
    }

    /** Results that nobody can read are useless: a failed write to standard output is an error. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        int status = commandLine().setOut(out).setErr(err).execute(arguments);
        if (out.checkError()) {
            err.println("h11j-conformance: the results could not be written to standard output");
            err.flush();
            return CommandLine.ExitCode.USAGE;
        }
        return status;
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
