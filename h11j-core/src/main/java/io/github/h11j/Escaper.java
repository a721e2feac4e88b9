package io.github.h11j;

/** Makes bytes readable on one line: printable US-ASCII is unchanged, everything else is escaped. */
final class Escaper {

    /** How many bytes an excerpt shows at most. */
    static final int MAX_BYTES = 64;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Escaper() {}

    static String escape(byte[] bytes, int from, int to) {
        int end = Math.min(to, from + MAX_BYTES);
        StringBuilder out = new StringBuilder(end - from + 8);
        for (int i = from; i < end; i++) {
            escape(bytes[i] & 0xFF, out);
        }
        return end < to ? out.append("...").toString() : out.toString();
    }

    /** Appends one byte. A character above 255, from a text that cannot be sent, becomes {@code \}{@code uXXXX}. */
    static void escape(int c, StringBuilder out) {
        switch (c) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            default -> {
                if (c >= 0x20 && c < 0x7F) {
                    out.append((char) c);
                } else if (c < 256) {
                    out.append("\\x");
                    hex(c, 2, out);
                } else {
                    out.append("\\u");
                    hex(c, 4, out);
                }
            }
        }
    }

    private static void hex(int number, int digits, StringBuilder out) {
        for (int shift = 4 * (digits - 1); shift >= 0; shift -= 4) {
            out.append(HEX[number >> shift & 15]);
        }
    }
}
