package io.github.h11j.examples.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** Runs the command line, and keeps what it writes. */
class CommandFixture {

    @TempDir
    Path folder = Path.of("");

    final StringWriter out = new StringWriter();
    final StringWriter err = new StringWriter();

    /** The messages, each on one line again. */
    String errors() {
        return err.toString().replace(System.lineSeparator() + "  ", " ");
    }

    /** Returns the exit status. */
    int run(String... arguments) {
        CommandLine line = Main.commandLine();
        line.setOut(new PrintWriter(out));
        line.setErr(new PrintWriter(err));
        return line.execute(arguments);
    }
}
