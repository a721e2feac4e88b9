package io.github.h11j.spec.conformance;

import java.nio.charset.StandardCharsets;

/** Bytes as characters of the same value. */
final class Latin {

    private Latin() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
