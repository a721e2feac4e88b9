package io.github.h11j.examples.cli;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Where a command writes its results, as bytes. A write that fails throws {@link FailedException}, which is unchecked
 * because a {@link PrintWriter} swallows every {@link IOException}: otherwise a command would continue, and report
 * success although its output is lost.
 */
class CheckedOutput extends OutputStream {

    private static final CheckedOutput STANDARD =
            new CheckedOutput(new FileOutputStream(FileDescriptor.out), "standard output") {
                @Override
                public void close() {
                    // it belongs to the process
                }
            };

    private final OutputStream target;
    private final String name;

    /**
     * An output.
     *
     * @param name as a message names it
     */
    CheckedOutput(OutputStream target, String name) {
        this.target = target;
        this.name = name;
    }

    /** The output could not be written. */
    static final class FailedException extends UncheckedIOException {
        private static final long serialVersionUID = 1L;

        private final boolean closedPipe;

        FailedException(String name, IOException cause) {
            super("cannot write to " + name + ": " + Reasons.of(cause), cause);
            closedPipe =
                    String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT).contains("pipe");
        }

        /** Returns whether the program that reads the output has ended, as {@code head} does when it has enough. */
        boolean isClosedPipe() {
            return closedPipe;
        }
    }

    /** Returns the standard output, unbuffered. */
    static CheckedOutput standard() {
        return STANDARD;
    }

    /**
     * Text to this output, in UTF-8 whatever the locale: JSON is nothing else, and files do not depend on who writes
     * them.
     */
    PrintWriter writer() {
        return new PrintWriter(new BufferedWriter(new OutputStreamWriter(this, StandardCharsets.UTF_8)));
    }

    @Override
    public void write(int b) {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) {
        try {
            target.write(bytes, from, length);
        } catch (IOException e) {
            throw new FailedException(name, e);
        }
    }

    @Override
    public void flush() {
        try {
            target.flush();
        } catch (IOException e) {
            throw new FailedException(name, e);
        }
    }

    @Override
    public void close() {
        try {
            target.close();
        } catch (IOException e) {
            throw new FailedException(name, e);
        }
    }
}
