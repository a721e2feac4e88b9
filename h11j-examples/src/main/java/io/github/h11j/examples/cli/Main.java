package io.github.h11j.examples.cli;

import io.github.h11j.Role;
import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.output.Columns;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.RunLast;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line {@code h11j}. */
@Command(
        name = "h11j",
        description = "HTTP/1.1 as a sans-IO protocol library: see it, trace it, compare it.",
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

    /** As a shell reports a program that a closed pipe has ended: 128 and the number of SIGPIPE. */
    static final int CLOSED_PIPE = 141;

    /** What the JDK puts in place of a byte that it cannot decode. */
    private static final char REPLACEMENT = '\uFFFD';

    private Main() {}

    /**
     * Runs a command and exits: 0 on success, 1 if the protocol was violated, the system refused something, or the
     * output could not be written; 2 if the command line is wrong; 141, quietly, if the program that reads the output
     * has ended.
     *
     * @param arguments see {@code h11j help}
     */
    public static void main(String[] arguments) {
        System.exit(commandLine().execute(arguments));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Main())
                .setExpandAtFiles(false) // or -d @FILE would be replaced by the words in the file
                .registerConverter(int.class, Main::wholeNumber)
                .registerConverter(Path.class, NamedFiles::path)
                .registerConverter(Role.class, text -> oneOf(Role.class, text))
                .registerConverter(Io.class, text -> oneOf(Io.class, text))
                .registerConverter(Serving.Io.class, text -> oneOf(Serving.Io.class, text))
                .setOut(CheckedOutput.standard().writer())
                .setErr(new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true))
                .setExecutionStrategy(Main::run)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler(Main::failed);
    }

    /** Returns a constant by its name, in any case. */
    private static <E extends Enum<E>> E oneOf(Class<E> type, String text) {
        List<String> names = new ArrayList<>();
        for (E constant : type.getEnumConstants()) {
            if (constant.name().equalsIgnoreCase(text)) {
                return constant;
            }
            names.add(constant.name().toLowerCase(Locale.ROOT));
        }
        throw new CommandLine.TypeConversionException("'" + text + "' is not one of " + String.join(", ", names));
    }

    private static int wholeNumber(String text) {
        if (!text.matches("-?[0-9]{1,9}")) {
            throw new CommandLine.TypeConversionException("'" + text + "' is not a whole number");
        }
        return Integer.parseInt(text);
    }

    /**
     * Runs a command, or prints the help that was asked for. Buffered output is written before the exit status is
     * known.
     */
    private static int run(ParseResult parsed) {
        CommandLine line = parsed.commandSpec().commandLine();
        requireDecoded(parsed);
        try {
            int status = new RunLast().execute(parsed);
            line.getOut().flush();
            return status;
        } catch (CheckedOutput.FailedException e) {
            return failed(e, line);
        } catch (OutOfMemoryError e) {
            return fail(
                    line, "there is not enough memory: " + e.getMessage() + "; the option -Xmx of java sets the limit");
        }
    }

    /**
     * Refuses arguments that the JDK could not decode: it replaces their characters, and the command would, for example,
     * request another URL.
     */
    private static void requireDecoded(ParseResult parsed) {
        String encoding = System.getProperty("sun.jnu.encoding", ""); // of the locale
        if (encoding.toUpperCase(Locale.ROOT).startsWith("UTF")) {
            return; // there, the replacement character can be meant
        }
        for (String argument : parsed.originalArgs()) {
            if (argument.indexOf(REPLACEMENT) >= 0) {
                ParseResult last = parsed;
                while (last.hasSubcommand()) {
                    last = last.subcommand();
                }
                throw new ParameterException(
                        last.commandSpec().commandLine(),
                        "the locale of this shell does not have all characters of '" + argument
                                + "'; set LC_ALL=C.UTF-8");
            }
        }
    }

    /**
     * Prints what is wrong with the command line, and where to read more: not a page of help, in which it would be lost.
     */
    private static int misused(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        PrintWriter err = line.getErr();
        err.println(Columns.message(command + ": " + reason(e)));
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static String reason(ParameterException e) {
        if (e instanceof UnmatchedArgumentException unmatched
                && !unmatched.getUnmatched().isEmpty()) {
            String first = unmatched.getUnmatched().get(0);
            String what = first.startsWith("-") ? "option " : e.getCommandLine().getParent() == null ? "command " : "";
            return what.isEmpty() ? "does not know what to do with '" + first + "'" : "there is no " + what + first;
        }
        return String.valueOf(e.getMessage())
                .replaceFirst("^Error: ", "")
                .replaceFirst("^(Invalid value for )positional parameter at index [0-9]+ \\((\\w+)\\)", "$1$2");
    }

    /** A failure of the system is a message; a fault of this program comes with its place in the source. */
    private static int failed(Exception e, CommandLine line, ParseResult result) throws Exception {
        if (e instanceof CheckedOutput.FailedException output) {
            return failed(output, line);
        }
        if (!(e instanceof IOException)) {
            throw e;
        }
        return fail(line, e.getMessage() == null ? Reasons.of(e) : e.getMessage());
    }

    private static int failed(CheckedOutput.FailedException e, CommandLine line) {
        return e.isClosedPipe() ? CLOSED_PIPE : fail(line, String.valueOf(e.getMessage()));
    }

    private static int fail(CommandLine line, String message) {
        line.getErr().println(Columns.message("h11j: " + message));
        line.getErr().flush();
        return CommandLine.ExitCode.SOFTWARE;
    }
}
