package io.github.h11j;

import java.nio.charset.StandardCharsets;

/** The members of a comma-separated list in bytes (RFC 9110 §5.6.1). */
final class CommaList {

    private final byte[] bytes;
    private final int to;
    private int next;

    /** The current member, without surrounding white space; {@code start == end} if it is empty. */
    int start;

    int end;

    CommaList(byte[] bytes, int from, int to) {
        this.bytes = bytes;
        this.to = to;
        this.next = from;
    }

    /** Moves to the next member. Returns false after the last one. Even an empty list has one member, an empty one. */
    boolean advance() {
        if (next > to) {
            return false;
        }
        int comma = next;
        while (comma < to && bytes[comma] != ',') {
            comma++;
        }
        start = next;
        end = comma;
        while (start < end && Grammar.isBlank(bytes[start])) {
            start++;
        }
        while (end > start && Grammar.isBlank(bytes[end - 1])) {
            end--;
        }
        next = comma + 1;
        return true;
    }

    /** Returns whether the current member is this one, ignoring case. */
    boolean is(byte[] lower) {
        return end - start == lower.length && Grammar.matches(bytes, start, lower);
    }

    /** Returns whether all bytes of the current member are in a class, and there is at least one. */
    boolean isAll(int byteClass) {
        return start < end && Grammar.skip(bytes, start, end, byteClass) == end;
    }

    /** Reduces the current member to the part before its first parameter. */
    void cutParameters() {
        for (int i = start; i < end; i++) {
            if (bytes[i] == ';') {
                end = i;
            }
        }
        while (end > start && Grammar.isBlank(bytes[end - 1])) {
            end--;
        }
    }

    /** Returns the current member as a text. */
    String text() {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1);
    }

    /** Returns the number that the digits of the current member stand for, -1 if it is above 2^63-1. */
    long decimal() {
        long number = 0;
        for (int i = start; i < end; i++) {
            int digit = bytes[i] - '0';
            if (number > (Long.MAX_VALUE - digit) / 10) {
                return -1;
            }
            number = number * 10 + digit;
        }
        return number;
    }

    /** Returns whether the whole value, trimmed, is a host with an optional port. */
    boolean isHostAndPort() {
        int from = next;
        int end = to;
        while (from < end && Grammar.isBlank(bytes[from])) {
            from++;
        }
        return Target.isHostAndPort(bytes, from, end);
    }
}
