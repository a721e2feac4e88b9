package io.github.h11j.explorer;

import java.nio.charset.StandardCharsets;

/** Bytes in scripts: a percent sign with two hexadecimal digits, or the character itself where it is visible ASCII. */
final class Escapes {

    private Escapes() {}

    /** The bytes of an escaped text; a percent sign without two digits is itself. */
    static byte[] bytes(String text) {
        byte[] bytes = new byte[text.length()];
        int length = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean escaped = c == '%'
                    && i + 2 < text.length()
                    && Elements.hex(text.charAt(i + 1)) >= 0
                    && Elements.hex(text.charAt(i + 2)) >= 0;
            int value = escaped ? Elements.hex(text.charAt(i + 1)) * 16 + Elements.hex(text.charAt(i + 2)) : c;
            bytes[length++] = (byte) value;
            i += escaped ? 2 : 0;
        }
        byte[] exact = new byte[length];
        System.arraycopy(bytes, 0, exact, 0, length);
        return exact;
    }

    /** The text that stands for the bytes. */
    static String text(byte[] bytes) {
        StringBuilder text = new StringBuilder();
        for (byte each : bytes) {
            int c = each & 0xFF;
            if (c > ' ' && c < 0x7F && c != '%') {
                text.append((char) c);
            } else {
                text.append('%').append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
            }
        }
        return text.toString();
    }

    /** Each byte as the character with its number. */
    static String latin1(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /** A string literal of Java for text of which each character is a byte. */
    static String literal(String bytes) {
        StringBuilder text = new StringBuilder("\"");
        for (int i = 0; i < bytes.length(); i++) {
            char c = bytes.charAt(i);
            switch (c) {
                case '\r' -> text.append("\\r");
                case '\n' -> text.append("\\n");
                case '"', '\\' -> text.append('\\').append(c);
                default -> {
                    if (c >= ' ' && c < 0x7F) {
                        text.append(c);
                    } else {
                        text.append("\\u00").append(Character.forDigit(c >> 4, 16));
                        text.append(Character.forDigit(c & 15, 16));
                    }
                }
            }
        }
        return text.append('"').toString();
    }
}
