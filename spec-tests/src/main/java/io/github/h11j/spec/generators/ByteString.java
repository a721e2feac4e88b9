package io.github.h11j.spec.generators;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An immutable sequence of bytes that prints as one escaped line, for failing examples. Two are equal if their bytes
 * are.
 */
public final class ByteString {

    /** No bytes. */
    public static final ByteString EMPTY = new ByteString(new byte[0]);

    private static final String HEX = "0123456789abcdef";

    private final byte[] array;

    private ByteString(byte[] array) {
        this.array = array;
    }

    /**
     * Returns the bytes of a text with one character per byte.
     *
     * @param text characters 0 to 255
     * @return the bytes
     * @throws IllegalArgumentException if a character is above 255
     */
    public static ByteString of(String text) {
        if (text.chars().anyMatch(c -> c > 255)) {
            throw new IllegalArgumentException("a character above 255 in " + text);
        }
        return new ByteString(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * Returns the bytes of an array.
     *
     * @param bytes copied
     * @return the bytes
     */
    public static ByteString of(byte[] bytes) {
        return new ByteString(bytes.clone());
    }

    /**
     * Joins bytes.
     *
     * @param parts the parts in order
     * @return all of them
     */
    public static ByteString join(List<ByteString> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(part.array));
        return new ByteString(all.toByteArray());
    }

    /**
     * Returns the number of bytes.
     *
     * @return 0 or more
     */
    public int length() {
        return array.length;
    }

    /**
     * Returns a part.
     *
     * @param from index of its first byte
     * @param to index after its last byte
     * @return a copy
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public ByteString slice(int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        return new ByteString(Arrays.copyOfRange(array, from, to));
    }

    /**
     * These bytes and more.
     *
     * @param more what follows
     * @return all of them
     */
    public ByteString then(ByteString more) {
        return join(List.of(this, more));
    }

    /**
     * Returns whether these bytes are a prefix of others.
     *
     * @param whole the others
     * @return whether they begin with these
     */
    public boolean isPrefixOf(ByteString whole) {
        return array.length <= whole.array.length
                && Arrays.equals(array, 0, array.length, whole.array, 0, array.length);
    }

    /**
     * Returns a copy.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return array.clone();
    }

    /**
     * Returns the bytes as text, one character per byte.
     *
     * @return characters 0 to 255
     */
    public String text() {
        return new String(array, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ByteString that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /**
     * Returns the bytes in the form of a Java string literal, with {@code \xHH} for other bytes.
     *
     * @return all of them, escaped, in quotes
     */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(array.length + 16).append('"');
        for (byte b : array) {
            escape(b & 0xFF, out);
        }
        return out.append('"').toString();
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
                    out.append("\\x").append(HEX.charAt(b >> 4)).append(HEX.charAt(b & 15));
                }
            }
        }
    }
}
