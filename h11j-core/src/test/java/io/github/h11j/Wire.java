package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/** Bytes as text in tests: one character a byte, and <code>{x*20}</code> for twenty times x. */
final class Wire {

    private static final Pattern REPEATED = Pattern.compile("\\{([^{}]+)\\*(\\d+)\\}", Pattern.DOTALL);

    private Wire() {}

    static byte[] bytes(String text) {
        return expand(text).getBytes(StandardCharsets.ISO_8859_1);
    }

    static String expand(String text) {
        Matcher repeated = REPEATED.matcher(text);
        return repeated.replaceAll(
                match -> Matcher.quoteReplacement(match.group(1).repeat(Integer.parseInt(match.group(2)))));
    }

    /** The same on one line: what is not visible is escaped. */
    static String visible(String text) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '\r' -> out.append("\\r");
                case '\n' -> out.append("\\n");
                case '\t' -> out.append("\\t");
                case '\\' -> out.append("\\\\");
                default -> {
                    if ((c >= 0x20 && c < 0x7F) || c > 0xFF) {
                        out.append(c);
                    } else {
                        out.append(String.format(Locale.ROOT, "\\x%02x", (int) c));
                    }
                }
            }
        }
        return out.toString();
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    static String text(Bytes bytes) {
        return bytes.toString(StandardCharsets.ISO_8859_1);
    }

    /** The cuts that leave one byte in each part. */
    static int[] everyByte(int length) {
        return IntStream.range(1, Math.max(1, length)).toArray();
    }
}
