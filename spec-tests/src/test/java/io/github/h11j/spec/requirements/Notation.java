package io.github.h11j.spec.requirements;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Bytes in visible notation: printable US-ASCII stands for itself, {@code \r \n \t \\} and {@code \xHH} for the others,
 * {@code \{8000 a}} for a repetition, and in expectations {@code \*} for any bytes.
 */
final class Notation {

    private static final Pattern REPETITION = Pattern.compile("\\\\\\{(\\d+) ([^}]+)}");

    private static final Pattern ESCAPE = Pattern.compile("\\\\(?:x[0-9a-f]{2}|u[0-9a-f]{4}|.)");

    private Notation() {}

    /** With the repetitions written out. */
    static String expand(String notation) {
        return REPETITION
                .matcher(notation)
                .replaceAll(found -> Matcher.quoteReplacement(found.group(2).repeat(Integer.parseInt(found.group(1)))));
    }

    /** The characters that a notation stands for; those of bytes are 0 to 255. */
    static String text(String notation) {
        return ESCAPE.matcher(expand(notation)).replaceAll(found -> Matcher.quoteReplacement(escaped(found.group())));
    }

    private static String escaped(String escape) {
        return switch (escape.charAt(1)) {
            case 'r' -> "\r";
            case 'n' -> "\n";
            case 't' -> "\t";
            case '\\' -> "\\";
            case 'x', 'u' -> String.valueOf((char) Integer.parseInt(escape.substring(2), 16));
            default -> throw new IllegalArgumentException("unknown escape: " + escape);
        };
    }

    static byte[] bytes(String notation) {
        return text(notation).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String visible(byte[] bytes) {
        return visible(new String(bytes, StandardCharsets.ISO_8859_1));
    }

    static String visible(String text) {
        return text.chars().mapToObj(Notation::visible).collect(Collectors.joining());
    }

    private static String visible(int c) {
        return switch (c) {
            case '\r' -> "\\r";
            case '\n' -> "\\n";
            case '\t' -> "\\t";
            case '\\' -> "\\\\";
            default -> c >= ' ' && c <= '~' ? Character.toString(c) : String.format(Locale.ROOT, "\\x%02x", c);
        };
    }

    /** A pattern for visible bytes, from expectations with {@code \*}. */
    static Pattern pattern(String expected) {
        StringBuilder pattern = new StringBuilder();
        for (String part : expand(expected).split("\\\\\\*", -1)) {
            pattern.append(pattern.isEmpty() ? "" : ".*").append(Pattern.quote(part));
        }
        return Pattern.compile(pattern.toString());
    }
}
