package io.github.h11j.examples;

import java.io.PrintWriter;

/** What a {@link Demo} is written on: lines of two columns, in colours or not. */
final class DemoPaper {

    /** How many characters there are before the right column. */
    private static final int LEFT = 76;

    private static final String BOLD = "\u001b[1m";
    private static final String DIM = "\u001b[2m";
    private static final String CYAN = "\u001b[36m";
    private static final String GREEN = "\u001b[32m";
    private static final String PLAIN = "\u001b[0m";

    private final PrintWriter out;
    private final boolean coloured;
    private boolean begun;

    DemoPaper(PrintWriter out, boolean coloured) {
        this.out = out;
        this.coloured = coloured;
    }

    /** A headline after an empty line, and what there is to say about it. */
    void headline(String text, String... more) {
        if (begun) {
            out.println();
        }
        begun = true;
        out.println(in(BOLD, text));
        for (String line : more) {
            out.println(line);
        }
    }

    /**
     * What a peer does.
     *
     * @param actor the peer and what it does, possibly empty where the line before goes on
     * @param states possibly empty
     */
    void act(boolean byClient, String actor, String event, String states) {
        String left = String.format("%-16s%s", actor, event);
        String padding = " ".repeat(Math.max(1, LEFT - left.length()));
        out.println(in(byClient ? CYAN : GREEN, left) + (states.isEmpty() ? "" : padding + states));
    }

    /** A field or a trailer of an event that was received. */
    void field(String text) {
        out.println(" ".repeat(18) + text);
    }

    /** A line of what goes over the wire. */
    void octets(String text) {
        out.println(" ".repeat(14) + in(DIM, "> " + text));
    }

    private String in(String colour, String text) {
        return coloured ? colour + text + PLAIN : text;
    }
}
