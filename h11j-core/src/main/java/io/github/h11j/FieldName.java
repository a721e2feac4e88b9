package io.github.h11j;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;

/**
 * Known field names: the six on which the library acts, which are counted while a head is read, and common names whose
 * strings are shared.
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
    private static final byte[][] LOWER = {
        Latin1.bytes("host"), Latin1.bytes("content-length"), Latin1.bytes("transfer-encoding"),
        Latin1.bytes("connection"), Latin1.bytes("upgrade"), Latin1.bytes("expect")
    };

    /*
     * A register of the six names has ten bits for each: two for its count, and eight for the position of its first
     * field.
     */
    private static final int REGISTER_BITS = 10;
    private static final int COUNT_MASK = 3;
    /** Stands for this position and all positions after it. */
    static final int LAST_POSITION = 255;

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
            share(name.intern());
            share(name.toLowerCase(Locale.ROOT).intern());
        }
    }

    private FieldName() {}

    /** Returns which of the six names is in [from, to), -1 for any other name. */
    static int known(byte[] bytes, int from, int to) {
        int candidate = candidate(to - from);
        return candidate >= 0 && Grammar.matches(bytes, from, LOWER[candidate]) ? candidate : NONE;
    }

    /** The six names have different lengths. */
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

    /** Returns a register to which one field has been added. */
    static long register(long register, int known, int position) {
        if (known < 0) {
            return register;
        }
        int shift = known * REGISTER_BITS;
        int count = count(register, known);
        if (count == 0) {
            return register | (1L | ((long) Math.min(position, LAST_POSITION) << 2)) << shift;
        }
        return count == 1 ? register + (1L << shift) : register;
    }

    /** Returns how many fields have a known name: 0, 1, or 2 for several. */
    static int count(long register, int known) {
        return (int) (register >>> (known * REGISTER_BITS)) & COUNT_MASK;
    }

    /**
     * Returns the position of the first field with a known name, of which there is one; {@link #LAST_POSITION} means
     * there or later.
     */
    static int first(long register, int known) {
        return (int) (register >>> (known * REGISTER_BITS + 2)) & LAST_POSITION;
    }

    /** Returns whether this string object is one of the shared names, as the literals of programs are. */
    @SuppressWarnings("ReferenceEquality") // a shortcut; for an equal but different string it only costs time
    static boolean isShared(String name) {
        int length = name.length();
        if (length == 0) {
            return false;
        }
        int slot = slot(length, name.charAt(0), name.charAt(length - 1), name.charAt(length >> 1));
        while (SHARED[slot] != name && !SHARED[slot].isEmpty()) {
            slot = (slot + 1) & (SLOTS - 1);
        }
        return SHARED[slot] == name;
    }

    /** Returns the name in [from, to), as a shared string if it is common. */
    static String string(byte[] bytes, int from, int to) {
        int length = to - from;
        int slot = slot(length, bytes[from], bytes[to - 1], bytes[from + length / 2]);
        String candidate = SHARED[slot];
        while (!candidate.isEmpty()) {
            if (candidate.length() == length && isAt(bytes, from, candidate)) {
                return candidate;
            }
            slot = slot + 1 & SLOTS - 1;
            candidate = SHARED[slot];
        }
        return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
    }

    private static boolean isAt(byte[] bytes, int from, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[from + i] != name.charAt(i)) {
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
