package io.github.h11j.spec.requirements;

import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Octets in visible notation: printable US-ASCII stands for itself, {@code \r \n \t \\} and {@code \xHH} for the others,
 * {@code \{8000 a}} for a repetition, and in expectations {@code \*} for any octets.
 */
final class Notation {

    private static final Pattern REPETITION = Pattern.compile("\\\\\\{(\\d+) ([^}]+)}");

    private Notation() {}

    /** With the repetitions written out. */
    static String expand(String notation) {
        return REPETITION
                .matcher(notation)
                .replaceAll(found ->
                        Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
    }

    /** The octets as characters 0 to 255. */
    static String text(String notation) {
        String expanded = expand(notation);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < expanded.length(); i++) {
            char c = expanded.charAt(i);
            if (c != '\\') {
                text.append(c);
                continue;
            }
            i++;
            switch (expanded.charAt(i)) {
                case 'r' -> text.append('\r');
                case 'n' -> text.append('\n');
                case 't' -> text.append('\t');
                case '\\' -> text.append('\\');
                case 'u' -> {
                    text.append((char) Integer.parseInt(expanded.substring(i + 1, i + 5), 16));
                    i += 4;
                }
                case 'x' -> {
                    text.append((char) Integer.parseInt(expanded.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> throw new IllegalArgumentException("unknown escape in " + notation);
            }
        }
        return text.toString();
    }

    static byte[] octets(String notation) {
        return text(notation).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String visible(byte[] octets) {
        return visible(new String(octets, StandardCharsets.ISO_8859_1));
    }

    static String visible(String text) {
        StringBuilder visible = new StringBuilder();
        for (char c : text.toCharArray()) {
            switch (c) {
                case '\r' -> visible.append("\\r");
                case '\n' -> visible.append("\\n");
                case '\t' -> visible.append("\\t");
                case '\\' -> visible.append("\\\\");
                default -> visible.append(c >= ' ' && c <= '~' ? String.valueOf(c) : String.format("\\x%02x", (int) c));
            }
        }
        return visible.toString();
    }

    /** A pattern for visible octets, from expectations with {@code \*}. */
    static Pattern pattern(String expected) {
        StringBuilder pattern = new StringBuilder();
        for (String part : expand(expected).split("\\\\\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }
}
