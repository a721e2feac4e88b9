package io.github.h11j.spec.conformance;

import java.util.Locale;

/** Text that may quote the software under test, made safe for a terminal and for XML. */
final class Printable {

    private Printable() {}

    /**
     * Replaces what XML 1.0 does not allow, and control characters that a terminal obeys. Only LF and HTAB stay.
     *
     * @return the text with {@code \xHH} in place of these characters
     */
    static String of(String text) {
        if (text.codePoints().allMatch(Printable::isPrintable)) {
            return text;
        }
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            if (isPrintable(c)) {
                out.appendCodePoint(c);
            } else {
                out.append(String.format(Locale.ROOT, "\\x%02x", c));
            }
        });
        return out.toString();
    }

    private static boolean isPrintable(int c) {
        return c == '\n' || c == '\t' || !(Character.isISOControl(c) || isSurrogate(c) || c == 0xFFFE || c == 0xFFFF);
    }

    private static boolean isSurrogate(int c) {
        return c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE;
    }
}
