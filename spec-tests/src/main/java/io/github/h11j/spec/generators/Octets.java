package io.github.h11j.spec.generators;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/** An immutable run of bytes that prints itself whole and on one line, for failing examples. Equal means equal bytes. */
public final class Octets {

    /** No bytes. */
    public static final Octets EMPTY = new Octets(new byte[0]);

    private static final String HEX = "0123456789abcdef";

    private final byte[] array;

    private Octets(byte[] array) {
        this.array = array;
    }

    /**
     * The bytes of a text of one character a byte.
     *
     * @param text characters 0 to 255
     * @return the bytes
     * @throws IllegalArgumentException if a character is above 255
     */
    public static Octets of(String text) {
        if (text.chars().anyMatch(c -> c > 255)) {
            throw new IllegalArgumentException("a character that is no octet in " + text);
        }
        return new Octets(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    /**
     * The bytes of an array.
     *
     * @param octets copied
     * @return the bytes
     */
    public static Octets of(byte[] octets) {
        return new Octets(octets.clone());
    }

    /**
     * Octets one after the other.
     *
     * @param parts the parts in order
     * @return all of them
     */
    public static Octets join(List<Octets> parts) {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        parts.forEach(part -> all.writeBytes(part.array));
        return new Octets(all.toByteArray());
    }

    /**
     * How many.
     *
     * @return 0 or more
     */
    public int length() {
        return array.length;
    }

    /**
     * A part.
     *
     * @param from index of its first byte
     * @param to index after its last byte
     * @return a copy
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public Octets slice(int from, int to) {
        Objects.checkFromToIndex(from, to, array.length);
        return new Octets(Arrays.copyOfRange(array, from, to));
    }

    /**
     * These bytes and more.
     *
     * @param more what follows
     * @return all of them
     */
    public Octets then(Octets more) {
        return join(List.of(this, more));
    }

    /**
     * Whether these are the first of other bytes.
     *
     * @param whole the others
     * @return whether they begin with these
     */
    public boolean isPrefixOf(Octets whole) {
        return array.length <= whole.array.length
                && Arrays.equals(array, 0, array.length, whole.array, 0, array.length);
    }

    /**
     * A copy.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        return array.clone();
    }

    /**
     * The bytes as text, one character a byte.
     *
     * @return characters 0 to 255
     */
    public String text() {
        return new String(array, StandardCharsets.ISO_8859_1);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Octets that && Arrays.equals(array, that.array);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(array);
    }

    /**
     * The bytes as a Java string literal, but for {@code \xHH}.
     *
     * @return all of them, escaped, in quotes
     */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder(array.length + 16).append('"');
        for (byte octet : array) {
            escape(octet & 0xFF, out);
        }
        return out.append('"').toString();
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
                    out.append("\\x").append(HEX.charAt(octet >> 4)).append(HEX.charAt(octet & 15));
                }
            }
        }
    }
}
