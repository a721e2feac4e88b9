package io.github.h11j.spec.conformance;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.LongSupplier;

/**
 * The progress of a run. On a terminal it is one line, which is rewritten after each case; elsewhere a rewritten line is
 * a nuisance, so a long run writes a line every 10 s. Not silence: in CI a run of minutes without output looks like one that
 * hangs. A run of less than 10 s writes none, and {@code --quiet} turns it off.
 */
final class Progress {

    /** 10 s. */
    private static final long INTERVAL = 10_000_000_000L;

    private final PrintWriter err;
    private final int cases;
    private final boolean terminal;
    private final LongSupplier nanos;
    private long last;
    private int done;
    private int failed;

    /**
     * Progress that begins now.
     *
     * @param cases how many there are
     * @param nanos a clock, such as {@link System#nanoTime}
     */
    Progress(PrintWriter err, int cases, boolean terminal, LongSupplier nanos) {
        this.err = err;
        this.cases = cases;
        this.terminal = terminal;
        this.nanos = nanos;
        this.last = nanos.getAsLong();
    }

    /** A case has its result. */
    void done(CaseResult result) {
        done++;
        failed += result.verdict() == Verdict.FAIL ? 1 : 0;
        if (terminal) {
            String id = result.test().id();
            err.printf(Locale.ROOT, "\r%d of %d, %d failed  %-50.50s", done, cases, failed, id);
            err.flush();
        } else if (nanos.getAsLong() - last >= INTERVAL) {
            last = nanos.getAsLong();
            err.printf(Locale.ROOT, "%d of %d cases, %d failed%n", done, cases, failed);
            err.flush();
        }
    }

    /** All cases are done: nothing is left on the line. */
    void end() {
        if (terminal && done > 0) {
            err.printf(Locale.ROOT, "\r%79s\r", "");
            err.flush();
        }
    }
}
