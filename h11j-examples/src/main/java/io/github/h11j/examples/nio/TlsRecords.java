package io.github.h11j.examples.nio;

import java.nio.ByteBuffer;

/**
 * Where the records of one direction of a TLS session begin, and which type each has. Up to TLS 1.2 the type is visible
 * although the content is encrypted (RFC 5246 §6.2.1).
 */
final class TlsRecords {

    /** The type of a record with an alert, usually {@code close_notify}. */
    static final int ALERT = 21;

    /** A byte for the type, two for the version, two for the length. */
    private static final int HEADER = 5;

    /** How many bytes of a header have been seen. */
    private int header;

    private int length;

    /** How many bytes of a record are still to come. */
    private int left;

    /**
     * Follows received bytes, up to the first record of a type.
     *
     * @param bytes contains them; it is not changed
     * @param from the position of the first byte
     * @param to the position after the last byte
     * @param type where to stop; negative for none
     * @return the position of the first byte that was not followed, or {@code to}
     */
    int follow(ByteBuffer bytes, int from, int to, int type) {
        int at = from;
        while (at < to) {
            if (left > 0) {
                int n = Math.min(left, to - at);
                left -= n;
                at += n;
                continue;
            }
            int octet = bytes.get(at) & 0xFF;
            if (header == 0 && octet == type) {
                return at;
            }
            header++;
            length = length << 8 | octet; // the last two of the header count
            if (header == HEADER) {
                left = length & 0xFFFF;
                header = 0;
            }
            at++;
        }
        return to;
    }
}
