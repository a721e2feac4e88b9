package io.github.h11j.examples.app;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The part of a representation that a {@code Range} field selects (RFC 9110 §14.1.2).
 *
 * @param first the first byte, from 0
 * @param length the number of bytes; 0 if the range is not satisfiable
 */
record ByteRange(long first, long length) {

    private static final Pattern SINGLE = Pattern.compile("(?i:bytes)=[ \t]*([0-9]*)-([0-9]*)[ \t]*");

    private static final ByteRange NONE = new ByteRange(0, 0);

    /** Digits that a long always holds. */
    private static final int DIGITS = 18;

    /**
     * Reads a field.
     *
     * @param value of {@code Range}
     * @param size of the representation
     * @return empty if the field is to be ignored: malformed, another unit, or several ranges (RFC 9110 §14.2 allows
     *     that)
     */
    static Optional<ByteRange> of(String value, long size) {
        Matcher matcher = SINGLE.matcher(value);
        if (!matcher.matches()
                || (matcher.group(1).isEmpty() && matcher.group(2).isEmpty())) {
            return Optional.empty();
        }
        if (matcher.group(1).isEmpty()) {
            long suffix = Math.min(number(matcher.group(2)), size);
            return Optional.of(suffix == 0 ? NONE : new ByteRange(size - suffix, suffix));
        }
        long first = number(matcher.group(1));
        long last = matcher.group(2).isEmpty() ? Long.MAX_VALUE : number(matcher.group(2));
        if (last < first) {
            return Optional.empty();
        }
        return Optional.of(first >= size ? NONE : new ByteRange(first, Math.min(last, size - 1) - first + 1));
    }

    private static long number(String digits) {
        String significant = digits.replaceFirst("^0+(?=[0-9])", "");
        return significant.length() > DIGITS ? Long.MAX_VALUE : Long.parseLong(significant);
    }

    /**
     * Returns the field of the response.
     *
     * @param size of the representation
     * @return the value of {@code Content-Range} in a 206, or in a 416 if this is not satisfiable
     */
    String contentRange(long size) {
        return length == 0 ? "bytes */" + size : "bytes " + first + "-" + (first + length - 1) + "/" + size;
    }
}
