package io.github.h11j.examples.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The bytes that the application sends at {@code /bytes/N}: number {@code i} is {@code i mod 251}. */
final class TestBytes {

    private static final int PERIOD = 251;

    private TestBytes() {}

    static byte[] first(int length) {
        byte[] bytes = new byte[length];
        for (int i = 0; i < length; i++) {
            bytes[i] = (byte) (i % PERIOD);
        }
        return bytes;
    }

    /** A new file in the directory. */
    static Path file(Path directory, int length) throws IOException {
        return Files.write(directory.resolve(length + ".bytes"), first(length));
    }

    static String sha256(int length) {
        return sha256(first(length));
    }

    static String sha256(byte[] bytes) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What the application answers to an upload of the first bytes. */
    static String uploaded(int length) {
        return uploaded(first(length));
    }

    /** What the application answers to an upload. */
    static String uploaded(byte[] bytes) {
        return "{\"bytes\":" + bytes.length + ",\"sha256\":\"" + sha256(bytes) + "\"}\n";
    }
}
