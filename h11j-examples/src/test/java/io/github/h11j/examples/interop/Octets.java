package io.github.h11j.examples.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The octets that the application sends at {@code /bytes/N}: number {@code i} is {@code i mod 251}. */
final class Octets {

    private static final int PERIOD = 251;

    private Octets() {}

    static byte[] first(int length) {
        byte[] octets = new byte[length];
        for (int i = 0; i < length; i++) {
            octets[i] = (byte) (i % PERIOD);
        }
        return octets;
    }

    /** A new file in the directory. */
    static Path file(Path directory, int length) throws IOException {
        return Files.write(directory.resolve(length + ".octets"), first(length));
    }

    static String sha256(int length) {
        return sha256(first(length));
    }

    static String sha256(byte[] octets) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(octets));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    /** What the application answers to an upload of the first octets. */
    static String uploaded(int length) {
        return uploaded(first(length));
    }

    /** What the application answers to an upload. */
    static String uploaded(byte[] octets) {
        return "{\"bytes\":" + octets.length + ",\"sha256\":\"" + sha256(octets) + "\"}\n";
    }
}
