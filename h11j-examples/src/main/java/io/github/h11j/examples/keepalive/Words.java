package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.keepalive.Cell.Variant;
import io.github.h11j.examples.keepalive.Round.Pair;
import io.github.h11j.examples.keepalive.Verdict.Finding;
import io.github.h11j.examples.keepalive.Verdict.Judged;
import io.github.h11j.examples.keepalive.Verdict.Outcome;
import io.github.h11j.examples.output.Columns;
import java.io.PrintWriter;
import java.util.Locale;

/** The measurement as text for people. */
public final class Words {

    /** 80 columns. */
    private static final String ROW = "%-8s %-8s %-5s %5d %-10s %6.2f %6.2f %6.2f %6.2f %5d %5d";

    private final PrintWriter out;

    /**
     * Creates a writer.
     *
     * @param out receives the text
     */
    public Words(PrintWriter out) {
        this.out = out;
    }

    /**
     * Writes a table of a round.
     *
     * @param round contains the samples
     */
    public void table(Round round) {
        line("Round %d; times in milliseconds", round.number());
        line("delay: of the handler; conns: connections used; stall: calls that stalled");
        line(
                ROW.replace('d', 's').replace(".2f", "s"),
                "client",
                "server",
                "kind",
                "delay",
                "mode",
                "median",
                "p95",
                "first",
                "second",
                "conns",
                "stall");
        for (Pair pair : round.pairs()) {
            row(pair.keepAlive(), pair.close());
            row(pair.close(), pair.close());
        }
        round.pipelineMillis()
                .forEach((io, millis) -> line("%s: five pipelined requests, answered in %.2f ms (median)", io, millis));
        round.postMillis()
                .forEach((io, millis) ->
                        line("%s: a POST with a body of 2 KiB, answered in %.2f ms (median)", io, millis));
        out.println();
        out.flush();
    }

    private void row(Sample sample, Sample close) {
        Cell cell = sample.cell();
        line(
                ROW,
                cell.client(),
                cell.io(),
                cell.variant(),
                cell.handlerMillis(),
                cell.mode(),
                sample.median(),
                sample.p95(),
                sample.first(),
                sample.second(),
                sample.connections(),
                sample.stalls(close));
    }

    /**
     * Writes what happened, and why.
     *
     * @param round the best round
     */
    public void story(Round round) {
        out.println("What happened");
        for (Pair pair : round.pairs()) {
            if (pair.cell().handlerMillis() == Verdict.TRAP_HANDLER) {
                out.println(Columns.message("- " + sentence(pair)));
            }
        }
        out.println();
        out.println("Why");
        WHY.lines()
                .flatMap(text -> Columns.wrapped(text, Columns.WIDTH).stream())
                .forEach(out::println);
        out.println();
        out.flush();
    }

    private static String sentence(Pair pair) {
        Cell cell = pair.cell();
        String measured = String.format(
                Locale.ROOT,
                "%s to the %s server: %.1f ms a call on one connection, %.1f ms on a new one each",
                cell.client(),
                cell.io(),
                pair.keepAlive().median(),
                pair.close().median());
        double ratio = pair.ratio();
        String so = ratio > 1
                ? String.format(Locale.ROOT, "keep-alive takes %.1f times as long", ratio)
                : String.format(Locale.ROOT, "keep-alive takes %.0f %% of the time", ratio * 100);
        String where = cell.variant() == Variant.TRAP ? "In the trap, " : "Without it, ";
        long stalled = Math.round(pair.stalls() * pair.keepAlive().millis().size());
        return where + measured + ": " + so + ". " + stalled + " of "
                + pair.keepAlive().millis().size() + " calls stalled.";
    }

    private static final String WHY = """
            In the trap the server writes the head, then the body, and TCP_NODELAY is off, as \
            Java leaves it. Nagle's algorithm sends the head, and holds the small body back \
            until the head is acknowledged. The client has received half a response and has \
            nothing to send; its system delays the acknowledgement, up to 40 ms on Linux, in \
            case there is data to send with it. Both wait.
            On a new connection the system acknowledges the first segments at once, and the \
            FIN of "Connection: close" pushes out what waits. So closing seems to be a cure, \
            and costs a connection for each call.
            The adapters write head and body together, in one write, and set TCP_NODELAY: \
            nothing is held back, and a connection that is kept is faster than a new one.
            """;

    /**
     * Writes the verdict and its reasons.
     *
     * @param verdict the verdict on all rounds
     */
    public void verdict(Verdict verdict) {
        for (Judged round : verdict.rounds()) {
            line("Round %d: %s", round.number(), word(round.outcome()));
            for (Finding finding : round.findings()) {
                if (finding.fault() != Outcome.PASS) {
                    out.println(Columns.message("  not so: " + finding.criterion() + "; it is " + finding.measured()));
                }
            }
        }
        line("Verdict, by the best round, %d: %s", verdict.best(), word(verdict.outcome()));
        if (verdict.outcome() == Outcome.INCONCLUSIVE) {
            out.println("The trap did not show, so a stall might not have shown either: not a pass.");
        }
        out.flush();
    }

    private static String word(Outcome outcome) {
        return outcome.name().toLowerCase(Locale.ROOT);
    }

    private void line(String format, Object... arguments) {
        out.println(String.format(Locale.ROOT, format, arguments));
    }
}
