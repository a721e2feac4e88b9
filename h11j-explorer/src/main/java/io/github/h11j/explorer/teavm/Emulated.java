package io.github.h11j.explorer.teavm;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Methods of String that TeaVM lacks, or that are large there. In its place a charset, or a locale, is a string. */
public final class Emulated {

    /** In place of {@code StandardCharsets.ISO_8859_1}, the only charset of the core and of the page. */
    public static final String LATIN_1 = "ISO-8859-1";

    private Emulated() {}

    /**
     * {@link String#getBytes(int, int, byte[], int)}: the low byte of each character.
     *
     * @param text the string
     * @param from its first character to take
     * @param to after the last
     * @param into where the bytes go
     * @param at index of the first
     */
    public static void getBytes(String text, int from, int to, byte[] into, int at) {
        for (int i = from; i < to; i++) {
            into[at + i - from] = (byte) text.charAt(i);
        }
    }

    /**
     * {@link String#split(String, int)} for one character that means itself, and a limit that is not 0. TeaVM's own brings its
     * regular expressions: a third of the page.
     *
     * @param text the string
     * @param separator one character
     * @param limit how many parts at most; negative for any number
     * @return the parts, empty ones too
     */
    public static String[] split(String text, String separator, int limit) {
        if (separator.length() != 1 || limit == 0) {
            throw new UnsupportedOperationException("split: " + separator + " " + limit);
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        int at = text.indexOf(separator);
        while (at >= 0 && parts.size() + 1 != limit) {
            parts.add(text.substring(from, at));
            from = at + 1;
            at = text.indexOf(separator, from);
        }
        parts.add(text.substring(from));
        return parts.toArray(new String[0]);
    }

    /**
     * {@link String#equalsIgnoreCase(String)}, right for characters below 256.
     *
     * @param text the string
     * @param other another
     * @return whether they differ in case only
     */
    public static boolean equalsIgnoreCase(String text, @Nullable String other) {
        return other != null && toLowerCase(text, LATIN_1).equals(toLowerCase(other, LATIN_1));
    }

    /**
     * {@link String#strip()}, right for characters below 256.
     *
     * @param text the string
     * @return without white space around it
     */
    public static String strip(String text) {
        int from = 0;
        int to = text.length();
        while (from < to && isWhite(text.charAt(from))) {
            from++;
        }
        while (to > from && isWhite(text.charAt(to - 1))) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean isWhite(char c) {
        return c == ' ' || (c >= 9 && c <= 13) || (c >= 28 && c <= 31);
    }

    /**
     * {@link String#getBytes(java.nio.charset.Charset)}.
     *
     * @param text the string
     * @param charset {@link #LATIN_1}
     * @return a byte for each character; a question mark for one that has none
     */
    public static byte[] getBytes(String text, String charset) {
        byte[] bytes = new byte[text.length()];
        for (int i = 0; i < bytes.length; i++) {
            char c = text.charAt(i);
            bytes[i] = (byte) (c < 0x100 ? c : '?');
        }
        return bytes;
    }

    /**
     * The constructor of String.
     *
     * @param bytes where they are
     * @param from index of the first
     * @param length how many
     * @param charset {@link #LATIN_1}
     * @return a character for each byte
     */
    public static String text(byte[] bytes, int from, int length, String charset) {
        StringBuilder text = new StringBuilder(length);
        for (int i = from; i < from + length; i++) {
            text.append((char) (bytes[i] & 0xFF));
        }
        return text.toString();
    }

    /**
     * The constructor of String.
     *
     * @param bytes all of them
     * @param charset {@link #LATIN_1}
     * @return a character for each byte
     */
    public static String text(byte[] bytes, String charset) {
        return text(bytes, 0, bytes.length, charset);
    }

    /**
     * {@link String#toLowerCase(java.util.Locale)}, right for characters below 256: others come from no byte.
     *
     * @param text the string
     * @param locale none
     * @return the same in lower case
     */
    public static String toLowerCase(String text, String locale) {
        StringBuilder lower = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean upper = (c >= 'A' && c <= 'Z') || (c >= 0xC0 && c <= 0xDE && c != 0xD7);
            lower.append(upper ? (char) (c + 0x20) : c);
        }
        return lower.toString();
    }
}
