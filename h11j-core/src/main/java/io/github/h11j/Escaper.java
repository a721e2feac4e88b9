package io.github.h11j;

/** Makes bytes readable on one line: what is printable US-ASCII stays, the rest becomes an escape. */
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

    /** The same of a text; a character above 255 appears as {@code \}{@code uXXXX}. */
    static String escape(String text) {
        int end = Math.min(text.length(), MAX_BYTES);
        StringBuilder out = new StringBuilder(end + 8);
        for (int i = 0; i < end; i++) {
            char c = text.charAt(i);
            if (c < 256) {
                escape(c, out);
            } else {
                out.append("\\u")
                        .append(HEX[c >> 12])
                        .append(HEX[c >> 8 & 15])
                        .append(HEX[c >> 4 & 15])
                        .append(HEX[c & 15]);
            }
        }
        return end < text.length() ? out.append("...").toString() : out.toString();
    }

    private static void escape(int b, StringBuilder out) {
        switch (b) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            default -> {
                if (b >= 0x20 && b < 0x7F) {
                    out.append((char) b);
                } else {
                    out.append("\\x").append(HEX[b >> 4]).append(HEX[b & 15]);
                }
            }
        }
    }
}
