package io.github.h11j.examples.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.TypeConversionException;

/** The files that a command line names. */
final class NamedFiles {

    /** An array in memory is not longer, on any JVM. */
    private static final long LONGEST = Integer.MAX_VALUE - 8;

    private NamedFiles() {}

    /** Converts an option. */
    static Path path(String name) {
        if (name.isEmpty()) { // a variable of the shell that is not set; Java takes it for the current folder
            throw new TypeConversionException("'' cannot be the name of a file: it is empty");
        }
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new TypeConversionException("'" + name + "' cannot be the name of a file: " + reason(e));
        }
    }

    /** Converts the value of an option that can also be something else. */
    static Path path(String option, String name, CommandLine line) {
        try {
            return path(name);
        } catch (TypeConversionException e) {
            throw new ParameterException(line, option + ": " + e.getMessage(), e);
        }
    }

    /** Returns the bytes of a file of at most 2 GB. */
    static byte[] read(Path file) throws IOException {
        if (Files.size(file) > LONGEST) {
            throw new IOException("it is larger than 2 GB");
        }
        return Files.readAllBytes(file);
    }

    /** The JDK decodes the command line, and encodes names of files, in the encoding of the locale. */
    private static String reason(InvalidPathException e) {
        return e.getInput().chars().allMatch(c -> c < 0x7F)
                ? Reasons.plain(e.getReason())
                : "the locale of this shell does not have these characters; set LC_ALL=C.UTF-8";
    }
}
