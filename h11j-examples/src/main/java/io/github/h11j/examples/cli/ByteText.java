package io.github.h11j.examples.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Bytes for people: lines that are cut where they are too long or too many, and a caret under the byte at fault. */
final class ByteText {

    /** Of a terminal. */
    static final int WIDTH = 80;

    private static final String CUT = "...";

    private ByteText() {}

    /** Returns the text, or its beginning and an ellipsis. */
    static String cut(String text, int width) {
        return text.length() > width ? text.substring(0, width - CUT.length()) + CUT : text;
    }

    /**
     * Bytes as lines.
     *
     * @param width of a line at most
     * @param most how many lines; one more says how many are left out
     */
    static List<String> lines(byte[] bytes, int width, int most) {
        List<String> all = Visible.lines(bytes);
        List<String> lines = new ArrayList<>();
        for (String line : all.subList(0, Math.min(most, all.size()))) {
            lines.add(cut(line, width));
        }
        if (all.size() > most) {
            lines.add(CUT + " " + (all.size() - most) + " more lines");
        }
        return lines;
    }

    /**
     * Returns the line that has a byte, around that byte where it is too long, and a caret under the byte; no line
     * without it.
     */
    static List<String> caret(byte[] bytes, long offset, int width) {
        if (offset >= bytes.length) {
            return List.of();
        }
        int at = (int) offset;
        int from = at;
        while (from > 0 && bytes[from - 1] != '\n') {
            from--;
        }
        int to = at;
        while (to < bytes.length && bytes[to] != '\n') {
            to++;
        }
        String before = joined(bytes, from, at);
        String after = joined(bytes, at, Math.min(bytes.length, to + 1));
        int half = width / 2;
        if (before.length() > half) {
            before = CUT + before.substring(before.length() - half + CUT.length());
        }
        return List.of(before + cut(after, width - before.length()), " ".repeat(before.length()) + "^");
    }

    private static String joined(byte[] bytes, int from, int to) {
        return String.join("", Visible.lines(Arrays.copyOfRange(bytes, from, to)));
    }
}
