package io.github.h11j.spec.conformance;

import java.util.ArrayList;
import java.util.List;

/** Text for people: at most 80 columns wide, but for a word that is longer. */
final class Columns {

    static final int WIDTH = 80;

    private Columns() {}

    /**
     * Wraps text between words.
     *
     * @param indent of all lines but the first
     * @param text which may begin with spaces
     */
    static String wrapped(int indent, String text) {
        return joined(indent, "", List.of(text.split("(?<=\\S) +", -1)));
    }

    /** Wraps a command between its words, as a shell continues a line. */
    static String command(int indent, String label, List<String> words) {
        List<String> all = new ArrayList<>(words);
        all.set(0, label + all.get(0));
        return joined(indent, " \\", all);
    }

    private static String joined(int indent, String continued, List<String> words) {
        StringBuilder text = new StringBuilder();
        int column = 0;
        for (String word : words) {
            if (column > 0 && column + 1 + word.length() + continued.length() > WIDTH) {
                text.append(continued).append(System.lineSeparator()).append(" ".repeat(indent));
                column = indent;
            } else if (column > 0) {
                text.append(' ');
                column++;
            }
            text.append(word);
            column += word.length();
        }
        return text.toString();
    }
}
