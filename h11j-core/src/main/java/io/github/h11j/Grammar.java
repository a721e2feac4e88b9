package io.github.h11j;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/** The byte classes of RFC 9110, 9112 and 3986, and the checks of a program's arguments. */
final class Grammar {

    /** {@code tchar} (RFC 9110 §5.6.2). */
    static final int TOKEN = 1;
    /** HTAB, SP, VCHAR, obs-text: a field value or reason phrase (RFC 9110 §5.5). */
    static final int VALUE = 1 << 1;
    /** VCHAR: visible US-ASCII. */
    static final int VISIBLE = 1 << 2;
    /** The characters of a path and query, except the percent sign (RFC 3986 §3.3, §3.4). */
    static final int URI = 1 << 3;
    /** The characters of a {@code reg-name}, except the percent sign (RFC 3986 §3.2.2). */
    static final int REG_NAME = 1 << 4;
    /** HEXDIG. */
    static final int HEX = 1 << 5;
    /** DIGIT. */
    static final int DIGIT = 1 << 6;
    /** ALPHA. */
    static final int ALPHA = 1 << 7;
    /** CTL except HTAB, NUL, CR, LF, VT and FF: what a field value may contain if that is tolerated. */
    static final int CONTROL = 1 << 8;
    /** {@code obs-text}: bytes above US-ASCII. */
    static final int OBS_TEXT = 1 << 9;

    private static final short[] CLASSES = new short[256];
    private static final byte[] HEX_VALUES = new byte[256];

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final long HIGH = 0x8080808080808080L;

    static {
        for (int c = 0; c < 256; c++) {
            boolean digit = c >= '0' && c <= '9';
            boolean alpha = (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
            boolean visible = c > 0x20 && c < 0x7F;
            boolean alphanumeric = digit || alpha;
            boolean unreserved = alphanumeric || isOneOf(c, "-._~");
            boolean subDelimiter = isOneOf(c, "!$&'()*+,;=");
            put(c, DIGIT, digit);
            put(c, ALPHA, alpha);
            put(c, HEX, digit || (c >= 'A' && c <= 'F') || (c >= 'a' && c <= 'f'));
            HEX_VALUES[c] = (byte) "0123456789abcdef".indexOf(c >= 'A' && c <= 'F' ? c | 0x20 : c);
            put(c, VISIBLE, visible);
            put(c, VALUE, visible || c == ' ' || c == '\t' || c >= 0x80);
            put(c, TOKEN, alphanumeric || isOneOf(c, "!#$%&'*+-.^_`|~"));
            put(c, CONTROL, (c < 0x20 || c == 0x7F) && !isOneOf(c, "\0\t\n\u000b\f\r"));
            put(c, OBS_TEXT, c >= 0x80);
            put(c, REG_NAME, unreserved || subDelimiter);
            put(c, URI, unreserved || subDelimiter || isOneOf(c, ":@/?"));
        }
    }

    private Grammar() {}

    private static boolean isOneOf(int c, String set) {
        return set.indexOf(c) >= 0;
    }

    private static void put(int c, int bit, boolean in) {
        if (in) {
            CLASSES[c] |= (short) bit;
        }
    }

    /** Returns whether a byte is in a class. */
    static boolean is(byte b, int byteClass) {
        return (CLASSES[b & 0xFF] & byteClass) != 0;
    }

    /** Returns whether a character is in a class; characters above 255 are not. */
    static boolean is(char c, int byteClass) {
        return c < 256 && (CLASSES[c] & byteClass) != 0;
    }

    /** Returns whether a byte is SP or HTAB. */
    static boolean isBlank(byte b) {
        return b == ' ' || b == '\t';
    }

    /** Returns the value of a hexadecimal digit, -1 for other bytes. */
    static int hexValue(byte b) {
        return HEX_VALUES[b & 0xFF];
    }

    /** Returns the number that three digits stand for, negative if one of them is not a digit. */
    static int statusCode(byte[] bytes, int at) {
        int number = 0;
        for (int i = at; i < at + 3; i++) {
            if (!is(bytes[i], DIGIT)) {
                return -1;
            }
            number = number * 10 + (bytes[i] - '0');
        }
        return number;
    }

    /** Returns the index of the first byte of [from, to) that is not in a class, {@code to} if there is none. */
    static int skip(byte[] bytes, int from, int to, int byteClass) {
        int i = from;
        while (i < to && is(bytes[i], byteClass)) {
            i++;
        }
        return i;
    }

    /**
     * Returns the index of the first byte of [from, to) that is not in {@link #VALUE}, {@code to} if there is none. It
     * checks eight bytes at a time: a byte that is below 0x20 or equal to 0x7F sets its high bit in {@code hits}; the
     * lowest hit is exact.
     */
    static int skipValue(byte[] bytes, int from, int to) {
        int i = from;
        while (true) {
            while (i + 16 <= to && (hits(bytes, i) | hits(bytes, i + 8)) == 0) {
                i += 16;
            }
            if (i + 8 <= to) {
                long hits = hits(bytes, i);
                i += hits == 0 ? 8 : Long.numberOfTrailingZeros(hits) >>> 3;
            }
            int stop = Math.min(to, i + 8);
            i = skip(bytes, i, stop, VALUE);
            if (i == to || i < stop) {
                return i;
            }
        }
    }

    private static long hits(byte[] bytes, int i) {
        long word = (long) WORD.get(bytes, i);
        long del = word ^ (ONES * 0x7F);
        return ((word - ONES * 0x20 & ~word) | (del - ONES & ~del)) & HIGH;
    }

    /** Returns the index of the first LF in [from, to), -1 if there is none. */
    static int indexOfLf(byte[] bytes, int from, int to) {
        int i = from;
        for (; i + 8 <= to; i += 8) {
            long word = (long) WORD.get(bytes, i) ^ (ONES * '\n');
            long hits = (word - ONES) & ~word & HIGH;
            if (hits != 0) {
                return i + (Long.numberOfTrailingZeros(hits) >>> 3);
            }
        }
        for (; i < to; i++) {
            if (bytes[i] == '\n') {
                return i;
            }
        }
        return -1;
    }

    /**
     * Returns whether the bytes from an index on are an ASCII text, ignoring the case of letters.
     *
     * @param lower the text in lower case
     */
    static boolean matches(byte[] bytes, int from, byte[] lower) {
        for (int i = 0; i < lower.length; i++) {
            int difference = bytes[from + i] ^ lower[i];
            if (difference != 0 && (difference != 0x20 || lower[i] < 'a')) {
                return false;
            }
        }
        return true;
    }

    /**
     * Returns whether the bytes of [from, to) are a text, ignoring only the case of ASCII letters. It does not use
     * {@link String#equalsIgnoreCase}, for which U+212A (Kelvin sign) equals {@code k} and U+017F equals {@code s}.
     */
    static boolean isEqualIgnoringCase(String text, byte[] bytes, int from, int to) {
        if (to - from != text.length()) {
            return false;
        }
        for (int i = from; i < to; i++) {
            int b = bytes[i] & 0xFF;
            int c = text.charAt(i - from);
            if (b != c && ((b ^ c) != 0x20 || !is(bytes[i], ALPHA))) {
                return false;
            }
        }
        return true;
    }

    /** Returns the index of the first character of a text that is not in a class, its length if there is none. */
    static int skip(String text, int byteClass) {
        int i = 0;
        while (i < text.length() && is(text.charAt(i), byteClass)) {
            i++;
        }
        return i;
    }

    static boolean isToken(String text) {
        return !text.isEmpty() && skip(text, TOKEN) == text.length();
    }

    static void requireMethod(String method) {
        if (!isToken(method)) {
            throw LocalProtocolException.of(Violation.BAD_METHOD, LineExcerpt.of(method), skip(method, TOKEN));
        }
    }

    /**
     * Returns whether a text can be the target in a request line: a target ends at the first space, and a control
     * character may end the line for some recipients. What else is allowed depends on the policy.
     */
    static boolean isTarget(String text) {
        return !text.isEmpty() && skip(text, VISIBLE | OBS_TEXT) == text.length();
    }

    static void requireTarget(String target) {
        int valid = skip(target, VISIBLE | OBS_TEXT);
        if (target.isEmpty() || valid < target.length()) {
            throw LocalProtocolException.of(Violation.BAD_TARGET, LineExcerpt.ofTarget(target), valid);
        }
    }

    static void requireStatus(int statusCode, int lowest, int highest) {
        if (statusCode < lowest || statusCode > highest) {
            throw new LocalProtocolException(
                    Violation.BAD_STATUS_CODE, statusCode + " is not in " + lowest + " to " + highest);
        }
    }

    /** Checks a reason phrase as it may be received if that is tolerated; only {@link #VALUE} can be sent. */
    static void requireReason(String reason) {
        int valid = skip(reason, VALUE | CONTROL);
        if (valid < reason.length()) {
            throw LocalProtocolException.of(Violation.BAD_REASON, LineExcerpt.of(reason), valid);
        }
    }

    /** Checks a field name. The low bytes of its characters are in [from, to). */
    static void requireFieldName(String name, byte[] bytes, int from, int to) {
        if (FieldName.isShared(name)) {
            return;
        }
        if (from == to || !Latin1.isLatin1(name) || skip(bytes, from, to, TOKEN) < to) {
            throw LocalProtocolException.of(Violation.BAD_FIELD_NAME, LineExcerpt.ofName(name), skip(name, TOKEN));
        }
    }

    /**
     * Checks a field value. The low bytes of its characters are in [from, to).
     *
     * @return whether it contains only bytes that every recipient accepts
     */
    static boolean requireFieldValue(String name, String value, byte[] bytes, int from, int to) {
        if (!Latin1.isLatin1(value)) {
            throw badFieldValue(name, value);
        }
        return requireFieldValue(name, bytes, from, to);
    }

    /** The same for a value given in bytes. */
    static boolean requireFieldValue(String name, byte[] bytes, int from, int to) {
        if (skipValue(bytes, from, to) == to) {
            return true;
        }
        if (skip(bytes, from, to, VALUE | CONTROL) < to) {
            throw badFieldValue(name, Latin1.text(bytes, from, to));
        }
        return false;
    }

    private static LocalProtocolException badFieldValue(String name, String value) {
        return LocalProtocolException.of(
                Violation.BAD_FIELD_VALUE,
                LineExcerpt.of(name, value),
                name.length() + 2 + skip(value, VALUE | CONTROL));
    }
}
