package io.github.h11j.examples.keepalive;

import io.github.h11j.examples.keepalive.Cell.Io;
import io.github.h11j.examples.keepalive.Cell.Mode;
import io.github.h11j.examples.keepalive.Cell.Variant;
import io.github.h11j.explorer.Html;
import java.util.List;
import java.util.Locale;

/**
 * The latency of each call as an SVG: the trap on the left, the correct adapters on the right, on the same axes;
 * keep-alive and close in each. It has a background, and colors for light and dark mode.
 */
public final class Picture {

    private static final int WIDTH = 960;
    private static final int HEIGHT = 470;
    private static final int TOP = 120;
    private static final int PLOT_WIDTH = 390;
    private static final int PLOT_HEIGHT = 270;
    private static final int LEFT = 66;
    private static final int GAP = 56;
    private static final int RADIUS = 4;
    private static final int TICKS = 6;

    // spotless:off
    private static final String STYLE =
            """
            <style>
              text { font: 14px system-ui, -apple-system, "Segoe UI", "DejaVu Sans", sans-serif; fill: #24292f }
              .title { font-size: 19px; font-weight: 600 }
              .panel { font-size: 15px; font-weight: 600 }
              .soft { fill: #57606a; font-size: 13px }
              .ground { fill: #ffffff }
              .axis { stroke: #8c959f; fill: none }
              .grid { stroke: #d8dee4; fill: none }
              .keep-alive { fill: #0969da; stroke: #0969da }
              .close { fill: none; stroke: #bc4c00; stroke-width: 1.8 }
              text.keep-alive, text.close { stroke: none; font-weight: 600 }
              text.close { fill: #bc4c00 }
              line.keep-alive, line.close { stroke-width: 1.5; stroke-dasharray: 6 4 }
              @media (prefers-color-scheme: dark) {
                text { fill: #e6edf3 }
                .soft { fill: #9da7b1 }
                .ground { fill: #0d1117 }
                .axis { stroke: #768390 }
                .grid { stroke: #262c36 }
                .keep-alive { fill: #58a6ff; stroke: #58a6ff }
                .close { stroke: #f0883e }
                text.close { fill: #f0883e }
              }
            </style>
            """;
    // spotless:on

    private final StringBuilder svg = new StringBuilder();
    private final double top;
    private final int calls;

    private Picture(double top, int calls) {
        this.top = top;
        this.calls = calls;
    }

    /**
     * Draws the calls of our client to one adapter with the handler of 5 ms.
     *
     * @param round contains the samples
     * @param io the adapter
     * @param machine where it was measured
     * @return an SVG document
     */
    public static String draw(Round round, Io io, Machine machine) {
        Cell trap = new Cell(Cell.OWN, io, Variant.TRAP, Verdict.TRAP_HANDLER, Mode.KEEP_ALIVE);
        Cell fixed = new Cell(Cell.OWN, io, Variant.FIXED, Verdict.TRAP_HANDLER, Mode.KEEP_ALIVE);
        List<Sample> samples = List.of(
                round.find(trap),
                round.find(trap.with(Mode.CLOSE)),
                round.find(fixed),
                round.find(fixed.with(Mode.CLOSE)));
        double slowest = samples.stream()
                .flatMap(sample -> sample.millis().stream())
                .mapToDouble(Double::doubleValue)
                .max()
                .orElseThrow();
        Picture picture = new Picture(scale(slowest), samples.get(0).millis().size());
        picture.begin(io, machine);
        picture.panel(LEFT, "The trap: two writes, TCP_NODELAY off", samples.get(0), samples.get(1));
        picture.panel(
                LEFT + PLOT_WIDTH + GAP, "The adapters: one write, TCP_NODELAY on", samples.get(2), samples.get(3));
        return picture.svg.append("</svg>\n").toString();
    }

    /** Returns the end of the axis: the next 1, 2, 3 or 6 times a power of ten that the ticks divide evenly. */
    private static double scale(double slowest) {
        double power = 1;
        while (true) {
            for (double step : new double[] {0.6, 1.2, 3, 6}) {
                if (step * power >= slowest) {
                    return step * power;
                }
            }
            power *= 10;
        }
    }

    private void begin(Io io, Machine machine) {
        add(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\" role=\"img\""
                        + " aria-label=\"Latency of each call, keep-alive and close, in the trap and without it\">",
                WIDTH, HEIGHT, WIDTH, HEIGHT);
        svg.append(STYLE);
        add("<rect class=\"ground\" width=\"%d\" height=\"%d\" rx=\"8\"/>", WIDTH, HEIGHT);
        text(LEFT, 34, "title", "start", "Keep-alive is slow in the trap, and fast without it");
        text(
                LEFT,
                58,
                "soft",
                "start",
                "Time of each call to the " + io + " server, handler 5 ms, loopback. Dashed: the median.");
        text(LEFT, HEIGHT - 14, "soft", "start", Html.escape(machine.toString()));
    }

    private void panel(int left, String title, Sample keepAlive, Sample close) {
        text(left, TOP - 26, "panel", "start", title);
        axes(left);
        series(left, "close", close);
        series(left, "keep-alive", keepAlive);
        label(left, keepAlive, close);
    }

    private void axes(int left) {
        for (int i = 0; i <= TICKS; i++) {
            double millis = top * i / TICKS;
            double y = y(millis);
            add(
                    "<line class=\"%s\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                    i == 0 ? "axis" : "grid", left, y, left + PLOT_WIDTH, y);
            text(left - 8, y + 5, "soft", "end", number(millis));
        }
        add("<line class=\"axis\" x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\"/>", left, TOP, left, TOP + PLOT_HEIGHT);
        text(left - 8, TOP - 8, "soft", "end", "ms");
        int step = Math.max(1, calls / 5);
        for (int call = 1; call <= calls; call = call == 1 && step > 1 ? step : call + step) {
            text(x(left, call), TOP + PLOT_HEIGHT + 20, "soft", "middle", Integer.toString(call));
        }
        text(left + PLOT_WIDTH / 2.0, TOP + PLOT_HEIGHT + 42, "soft", "middle", "call, in order");
    }

    private void series(int left, String name, Sample sample) {
        double median = y(sample.median());
        add(
                "<line class=\"%s\" x1=\"%d\" y1=\"%.1f\" x2=\"%d\" y2=\"%.1f\"/>",
                name, left, median, left + PLOT_WIDTH, median);
        for (int i = 0; i < sample.millis().size(); i++) {
            add(
                    "<circle class=\"%s\" cx=\"%.1f\" cy=\"%.1f\" r=\"%d\"/>",
                    name, x(left, i + 1), y(sample.millis().get(i)), RADIUS);
        }
    }

    /** Writes the names of the two series in the empty middle of the panel, or above it if there is no such space. */
    private void label(int left, Sample keepAlive, Sample close) {
        double higher = Math.max(keepAlive.median(), close.median());
        boolean keepAliveAbove = keepAlive.median() >= close.median();
        boolean apart = Math.abs(keepAlive.median() - close.median()) > top / 4;
        double upper = apart ? y(higher) + 28 : y(higher) - 62;
        double lower = apart ? y(Math.min(keepAlive.median(), close.median())) - 52 : upper + 22;
        name(left, keepAliveAbove ? upper : lower, "keep-alive", keepAlive);
        name(left, keepAliveAbove ? lower : upper, "close", close);
    }

    private void name(int left, double y, String name, Sample sample) {
        String connections = sample.connections() == 1 ? "1 connection" : sample.connections() + " connections";
        text(
                left + PLOT_WIDTH - 12,
                y,
                name,
                "end",
                name + ", " + connections + ": median " + number(sample.median()) + " ms");
    }

    private double x(int left, int call) {
        return left + PLOT_WIDTH * (call - 0.5) / calls;
    }

    private double y(double millis) {
        return TOP + PLOT_HEIGHT * (1 - millis / top);
    }

    private void text(double x, double y, String style, String anchor, String text) {
        add("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\">%s</text>", style, x, y, anchor, text);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
    }

    private void add(String format, Object... arguments) {
        svg.append(String.format(Locale.ROOT, format, arguments)).append('\n');
    }
}
