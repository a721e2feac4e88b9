package io.github.h11j.examples.cli;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/** Shows how much has been written, on one line that is rewritten, which only a terminal can do. */
final class Progress extends FilterOutputStream {

    /** How often the line is rewritten, in nanoseconds: 100 ms. */
    private static final long INTERVAL = 100_000_000;

    private static final double MEBI = 1 << 20;
    private static final double SECOND = 1e9;
    private static final int LONGEST = 40;

    private final PrintWriter err;
    private final LongSupplier nanos;
    private final long begun;
    private long shown;
    private long written;

    /**
     * Progress of an output.
     *
     * @param err the terminal
     * @param nanos a clock, such as {@link System#nanoTime}
     */
    Progress(OutputStream output, PrintWriter err, LongSupplier nanos) {
        super(output);
        this.err = err;
        this.nanos = nanos;
        this.begun = nanos.getAsLong();
        this.shown = begun;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int from, int length) throws IOException {
        out.write(bytes, from, length);
        written += length;
        long now = nanos.getAsLong();
        if (now - shown >= INTERVAL) {
            shown = now;
            double mebi = written / MEBI;
            err.printf(Locale.ROOT, "\r%.1f MiB, %.1f MiB/s ", mebi, mebi / ((now - begun) / SECOND));
            err.flush();
        }
    }

    /** Clears the line and closes the output. */
    @Override
    public void close() throws IOException {
        if (shown != begun) {
            err.print("\r" + " ".repeat(LONGEST) + "\r");
            err.flush();
        }
        out.close();
    }
}
