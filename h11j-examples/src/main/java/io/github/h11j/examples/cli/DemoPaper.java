package io.github.h11j.examples.cli;

import io.github.h11j.examples.output.Columns;
import java.io.PrintWriter;
import java.util.List;

/** What a {@link Demo} is written on: lines of two columns, in colors or not. */
final class DemoPaper {

    private static final int WIDTH = 80;

    /** How many characters there are before the right column. */
    private static final int LEFT = 54;

    private static final int ACTOR = 16;

    private final PrintWriter out;
    private final boolean coloured;
    private final Runnable pause;
    private boolean begun;

    /**
     * Something to write on.
     *
     * @param pause runs before each headline except the first
     */
    DemoPaper(PrintWriter out, boolean coloured, Runnable pause) {
        this.out = out;
        this.coloured = coloured;
        this.pause = pause;
    }

    /** A headline after an empty line, and what there is to say about it. */
    void headline(String text, String... more) {
        if (begun) {
            out.println();
            out.flush();
            pause.run();
        }
        begun = true;
        Columns.wrapped(text, WIDTH).forEach(line -> out.println(Colour.HEADLINE.in(line, coloured)));
        if (more.length > 0) {
            Columns.wrapped(String.join(" ", more), WIDTH).forEach(out::println);
        }
    }

    /**
     * What a peer does.
     *
     * @param actor the peer and what it does; empty on a continuation line
     * @param states possibly empty
     */
    void act(boolean byClient, String actor, String event, String states) {
        List<String> lines = Columns.wrapped(event, WIDTH - ACTOR);
        Colour colour = byClient ? Colour.CLIENT : Colour.SERVER;
        int column = Math.min(LEFT, WIDTH - states.length());
        for (int i = 0; i < lines.size(); i++) {
            String left = (i == 0 ? String.format("%-" + ACTOR + "s", actor) : " ".repeat(ACTOR)) + lines.get(i);
            boolean last = i == lines.size() - 1 && !states.isEmpty();
            String right = last && left.length() < column ? " ".repeat(column - left.length()) + states : "";
            out.println(colour.in(left, coloured) + right);
            if (last && right.isEmpty()) {
                out.println(" ".repeat(column) + states);
            }
        }
    }

    /** A field or a trailer of an event that was received. */
    void field(String text) {
        out.println(" ".repeat(18) + text);
    }

    /** A line of what goes over the wire. */
    void bytes(String text) {
        out.println(" ".repeat(14) + Colour.BYTES.in("> " + text, coloured));
    }
}
