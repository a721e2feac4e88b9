package io.github.h11j.spec.conformance;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;
import picocli.CommandLine.UnmatchedArgumentException;

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

    /** How picocli calls a parameter without a name. */
    private static final Pattern POSITION =
            Pattern.compile("Invalid value for positional parameter at index \\d+ \\((\\w+)\\): ");

    private Main() {}

    /**
     * Runs a command and exits: 0 if no case failed, 1 if one did (with a file of expected failures: one that is not in
     * it), 3 if a case that was expected to fail does not, 2 if the command line or a case file is wrong, there is
     * nothing to test (from the start or in the middle of a run), or the output could not be written.
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
                .setExpandAtFiles(false) // a command line means the same whatever files exist
                .registerConverter(Level.class, Main::level)
                .registerConverter(URI.class, Main::url)
                .registerConverter(Path.class, Main::path)
                .setParameterExceptionHandler(Main::misused)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    message("h11j-conformance: " + reason(failure), command.getErr());
                    command.getErr().flush();
                    return CommandLine.ExitCode.USAGE;
                });
    }

    private static Level level(String text) {
        String wanted = text.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_');
        List<String> names = new ArrayList<>();
        for (Level level : Level.values()) {
            if (level.name().equals(wanted)) {
                return level;
            }
            names.add(level.name());
        }
        throw new TypeConversionException("'" + text + "' is not one of " + String.join(", ", names));
    }

    private static URI url(String text) {
        try {
            URI url = new URI(text);
            ServerTarget.of(url); // throws if it is not an http URL
            return url;
        } catch (IllegalArgumentException | URISyntaxException e) {
            throw new TypeConversionException("'" + text + "' is not an http URL, such as http://127.0.0.1:8080");
        }
    }

    private static Path path(String name) {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TypeConversionException(reason(e));
        }
    }

    /**
     * Prints what is wrong with the command line, and where to read more: not a page of help, in which it would be lost.
     */
    private static int misused(ParameterException e, String[] arguments) {
        CommandLine line = e.getCommandLine();
        String command = line.getCommandSpec().qualifiedName();
        PrintWriter err = line.getErr();
        String reason = e instanceof UnmatchedArgumentException unmatched
                ? "there is no command or option " + String.join(" ", unmatched.getUnmatched())
                : String.valueOf(e.getMessage());
        message(command + ": " + POSITION.matcher(reason).replaceFirst("$1: "), err);
        UnmatchedArgumentException.printSuggestions(e, err);
        err.println("Try '" + command + " --help'.");
        err.flush();
        return CommandLine.ExitCode.USAGE;
    }

    private static void message(String text, PrintWriter err) {
        text.lines().forEach(line -> err.println(Columns.wrapped(2, line)));
    }

    /** The message of a file system's exception is often the file's name alone. */
    private static String reason(Exception failure) {
        String message = failure.getMessage();
        if (failure instanceof NoSuchFileException) {
            return message + ": there is no such file or folder";
        }
        if (failure instanceof AccessDeniedException) {
            return message + ": permission denied";
        }
        if (failure instanceof InvalidPathException name) { // the JDK decodes the command line as the locale says
            return "'" + name.getInput() + "' cannot be the name of a file: "
                    + (name.getInput().chars().allMatch(c -> c < 0x7F)
                            ? name.getReason()
                            : "the locale of this shell does not have these characters; set LC_ALL=C.UTF-8");
        }
        return message == null ? failure.toString() : message;
    }
}
