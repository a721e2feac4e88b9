package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Field names that the library knows: six that it acts upon, counted while a head is read, and those so common that
 * their strings are shared.
 */
final class FieldName {

    static final int HOST = 0;
    static final int CONTENT_LENGTH = 1;
    static final int TRANSFER_ENCODING = 2;
    static final int CONNECTION = 3;
    static final int UPGRADE = 4;
    static final int EXPECT = 5;

    private static final int NONE = -1;

    /** In the order of the constants above. */
    private static final String[] LOWER = {
        "host", "content-length", "transfer-encoding", "connection", "upgrade", "expect"
    };

    /** A power of two, several times the number of shared names. */
    private static final int SLOTS = 1024;

    private static final String[] SHARED = new String[SLOTS];

    static {
        Arrays.fill(SHARED, "");
        String common = "Accept Accept-Charset Accept-Encoding Accept-Language Accept-Ranges Age Allow Authorization"
                + " Cache-Control Connection Content-Disposition Content-Encoding Content-Language Content-Length"
                + " Content-Location Content-Range Content-Type Cookie DNT Date ETag Expect Expires Forwarded From Host"
                + " If-Match If-Modified-Since If-None-Match If-Range If-Unmodified-Since Keep-Alive Last-Modified Link"
                + " Location Origin Pragma Proxy-Authenticate Proxy-Authorization Range Referer Retry-After"
                + " Sec-Fetch-Dest Sec-Fetch-Mode Sec-Fetch-Site Sec-Fetch-User Server Set-Cookie"
                + " Strict-Transport-Security TE Trailer Transfer-Encoding Upgrade Upgrade-Insecure-Requests User-Agent"
                + " Vary Via WWW-Authenticate X-Content-Type-Options X-Forwarded-For X-Forwarded-Host X-Forwarded-Proto"
                + " X-Frame-Options X-Request-Id X-Requested-With sec-ch-ua sec-ch-ua-mobile sec-ch-ua-platform";
        for (String name : common.split(" ", -1)) {
            share(name);
            share(name.toLowerCase(Locale.ROOT));
        }
    }

    private FieldName() {}

    static String lower(int known) {
        return LOWER[known];
    }

    /** Which of the six names stands in [from, to), -1 for any other. */
    static int known(byte[] octets, int from, int to) {
        int candidate = candidate(to - from);
        return candidate >= 0 && Grammar.matches(octets, from, LOWER[candidate]) ? candidate : NONE;
    }

    /** Which of the six names this is, -1 for any other. */
    static int known(String name) {
        int candidate = candidate(name.length());
        return candidate >= 0 && name.equalsIgnoreCase(LOWER[candidate]) ? candidate : NONE;
    }

    /** The six differ in length. */
    private static int candidate(int length) {
        return switch (length) {
            case 4 -> HOST;
            case 6 -> EXPECT;
            case 7 -> UPGRADE;
            case 10 -> CONNECTION;
            case 14 -> CONTENT_LENGTH;
            case 17 -> TRANSFER_ENCODING;
            default -> NONE;
        };
    }

    /** Counts, two bits for each of the six names: none, one, several. */
    static int count(int counts, int known) {
        if (known < 0 || countOf(counts, known) == 2) {
            return counts;
        }
        return counts + (1 << (2 * known));
    }

    static int countOf(int counts, int known) {
        return counts >>> (2 * known) & 3;
    }

    /** The name in [from, to), a shared string if it is a common one. */
    static String string(byte[] octets, int from, int to) {
        int length = to - from;
        int slot = slot(length, octets[from], octets[to - 1], octets[from + length / 2]);
        String candidate = SHARED[slot];
        while (!candidate.isEmpty()) {
            if (candidate.length() == length && isAt(octets, from, candidate)) {
                return candidate;
            }
            slot = slot + 1 & SLOTS - 1;
            candidate = SHARED[slot];
        }
        return new String(octets, from, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isAt(byte[] octets, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (octets[from + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void share(String name) {
        int slot = slot(name.length(), name.charAt(0), name.charAt(name.length() - 1), name.charAt(name.length() / 2));
        while (!SHARED[slot].isEmpty()) {
            slot = slot + 1 & SLOTS - 1;
        }
        SHARED[slot] = name;
    }

    private static int slot(int length, int first, int last, int middle) {
        return (length * 37 + first * 5 + last * 11 + middle * 3) & SLOTS - 1;
    }
}
