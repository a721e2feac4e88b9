package io.github.h11j.examples.output;

import java.util.ArrayList;
import java.util.List;

/** Text for people: at most 80 columns wide. */
public final class Columns {

    /** The width of a terminal. */
    public static final int WIDTH = 80;

    private static final String CONTINUED = "  ";

    private Columns() {}

    /**
     * Wraps text between words.
     *
     * @param text with single spaces
     * @param width the most characters of a line; a longer word has a line of its own
     * @return the lines
     */
    public static List<String> wrapped(String text, int width) {
        List<String> lines = new ArrayList<>();
        StringBuilder line = new StringBuilder();
        for (String word : text.split(" ", -1)) {
            if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
                lines.add(line.toString());
                line.setLength(0);
            }
            line.append(line.isEmpty() ? "" : " ").append(word);
        }
        lines.add(line.toString());
        return lines;
    }

    /**
     * Wraps a message. All lines but the first are indented, so that messages can be told apart.
     *
     * @param text with single spaces
     * @return without a line break at the end
     */
    public static String message(String text) {
        return String.join(System.lineSeparator() + CONTINUED, wrapped(text, WIDTH - CONTINUED.length()));
    }
}
