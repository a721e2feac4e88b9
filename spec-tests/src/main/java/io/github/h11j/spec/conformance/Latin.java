package io.github.h11j.spec.conformance;

import java.nio.charset.StandardCharsets;

/** Octets as characters of the same value. */
final class Latin {

    private Latin() {}

    static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] octets) {
        return new String(octets, StandardCharsets.ISO_8859_1);
    }
}
