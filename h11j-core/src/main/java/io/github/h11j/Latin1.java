package io.github.h11j;

import java.nio.charset.StandardCharsets;

/** Converts text with one character per byte to bytes, and back (ISO-8859-1). */
final class Latin1 {

    private static final char[] HEX = "0123456789abcdef".toCharArray();

    private Latin1() {}

    /** Writes the low byte of each character, and returns the position after the last. */
    @SuppressWarnings("deprecation") // does just what is needed: all characters are known to be below 256
    static int put(String text, byte[] target, int position) {
        int length = text.length();
        text.getBytes(0, length, target, position);
        return position + length;
    }

    /** Returns the bytes of a text. */
    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    /** Returns the text of bytes. */
    static String text(byte[] bytes, int from, int to) {
        return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
    }

    /** Returns whether every character is below 256, so that it stands for one byte. */
    static boolean isLatin1(String text) {
        int all = 0;
        for (int i = 0; i < text.length(); i++) {
            all |= text.charAt(i);
        }
        return all < 256;
    }

    /** Writes a number in hexadecimal digits, and returns the position after the last. */
    static int putHex(long number, byte[] target, int position) {
        int digits = hexLength(number);
        long rest = number;
        for (int i = position + digits - 1; i >= position; i--) {
            target[i] = (byte) HEX[(int) rest & 15];
            rest >>>= 4;
        }
        return position + digits;
    }

    /** Returns how many hexadecimal digits a number has, at least 1. */
    static int hexLength(long number) {
        return Math.max(1, (67 - Long.numberOfLeadingZeros(number)) >>> 2);
    }

    /** Writes a number, 0 or more, in decimal digits, and returns the position after the last. */
    static int putDecimal(long number, byte[] target, int position) {
        int end = position + decimalLength(number);
        long rest = number;
        for (int i = end - 1; i >= position; i--) {
            target[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return end;
    }

    /** Returns how many decimal digits a number has, which is 0 or more; at least 1. */
    static int decimalLength(long number) {
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        return digits;
    }

    /** Writes CRLF, and returns the position after it. */
    static int putLineEnd(byte[] target, int position) {
        target[position] = '\r';
        target[position + 1] = '\n';
        return position + 2;
    }
}
