package io.github.h11j.examples.cli;

import picocli.CommandLine.Help.Ansi;

/** The colors of the commands that show a conversation: as ANSI escape sequences, and only on a terminal. */
enum Colour {
    HEADLINE(1),
    BYTES(2),
    FAULT(31),
    SERVER(32),
    CLIENT(36);

    private static final String PLAIN = "\u001b[0m";

    private final String code;

    Colour(int code) {
        this.code = "\u001b[" + code + "m";
    }

    /** Returns whether the standard output is a terminal that shows colors. */
    static boolean isPossible() {
        return Ansi.AUTO.enabled();
    }

    /** Returns the text in this colour, or as it is. */
    String in(String text, boolean coloured) {
        return coloured ? code + text + PLAIN : text;
    }
}
