package io.github.h11j;

/** Makes octets readable on one line: what is printable US-ASCII stays, the rest becomes an escape. */
final class Escaper {

    /** How many octets an excerpt shows at most. */
    static final int MAX_OCTETS = 64;

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Escaper() {}

    static String escape(byte[] octets, int from, int to) {
        int end = Math.min(to, from + MAX_OCTETS);
        StringBuilder out = new StringBuilder(end - from + 8);
        for (int i = from; i < end; i++) {
            escape(octets[i] & 0xFF, out);
        }
        return end < to ? out.append("...").toString() : out.toString();
    }

    /** The same of a text; a character above 255 appears as {@code \}{@code uXXXX}. */
    static String escape(String text) {
        int end = Math.min(text.length(), MAX_OCTETS);
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

    private static void escape(int octet, StringBuilder out) {
        switch (octet) {
            case '\r' -> out.append("\\r");
            case '\n' -> out.append("\\n");
            case '\t' -> out.append("\\t");
            case '"' -> out.append("\\\"");
            case '\\' -> out.append("\\\\");
            default -> {
                if (octet >= 0x20 && octet < 0x7F) {
                    out.append((char) octet);
                } else {
                    out.append("\\x").append(HEX[octet >> 4]).append(HEX[octet & 15]);
                }
            }
        }
    }
}
