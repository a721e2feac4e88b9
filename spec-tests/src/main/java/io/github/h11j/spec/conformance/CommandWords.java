package io.github.h11j.spec.conformance;

import java.util.ArrayList;
import java.util.List;

/** Splits a command line as a shell would: quotes and backslashes work; variables, pipes and the like do not. */
final class CommandWords {

    private final String line;
    private final List<String> words = new ArrayList<>();
    private StringBuilder word = new StringBuilder();
    private boolean begun;

    private CommandWords(String line) {
        this.line = line;
    }

    /**
     * Returns the words of a command line.
     *
     * @throws IllegalArgumentException if a quote is not closed, or the line is empty
     */
    static List<String> of(String line) {
        CommandWords words = new CommandWords(line);
        words.read();
        if (words.words.isEmpty()) {
            throw new IllegalArgumentException("expected a command, not \"" + line + "\"");
        }
        return List.copyOf(words.words);
    }

    private void read() {
        int i = 0;
        while (i < line.length()) {
            char c = line.charAt(i);
            if (c == ' ' || c == '\t' || c == '\n' || c == '\r') {
                flush();
            } else if (c == '\'' || c == '"') {
                i = quoted(c, i + 1);
            } else if (c == '\\' && i + 1 < line.length()) {
                i++;
                add(line.charAt(i));
            } else {
                add(c);
            }
            i++;
        }
        flush();
    }

    /** Reads to the closing quote, and returns its index. */
    private int quoted(char quote, int from) {
        begun = true;
        int i = from;
        while (i < line.length() && line.charAt(i) != quote) {
            boolean escape = quote == '"'
                    && line.charAt(i) == '\\'
                    && i + 1 < line.length()
                    && (line.charAt(i + 1) == '"' || line.charAt(i + 1) == '\\');
            i += escape ? 1 : 0;
            word.append(line.charAt(i));
            i++;
        }
        if (i == line.length()) {
            throw new IllegalArgumentException("a quote is not closed in \"" + line + "\"");
        }
        return i;
    }

    private void add(char c) {
        begun = true;
        word.append(c);
    }

    private void flush() {
        if (begun) {
            words.add(word.toString());
            word = new StringBuilder();
            begun = false;
        }
    }
}
