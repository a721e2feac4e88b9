package io.github.h11j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** Where the parts of one head stand in its octets: filled by {@link FastHead} or {@link CarefulHead}. */
final class HeadIndex {

    private static final int FIRST_FIELDS = 8;
    private static final byte[] NO_OCTETS = new byte[0];
    private static final int[] NO_POSITIONS = new int[0];

    /** What the positions refer to. */
    byte[] octets = NO_OCTETS;

    int start;
    /** Of a request, the end of its method. */
    int methodEnd;
    /** Of a request, the end of its target, which begins one octet after the method. */
    int targetEnd;

    HttpVersion version = HttpVersion.HTTP_1_1;

    int statusCode;
    int reasonStart;
    int reasonEnd;

    int fields;
    long known;
    boolean clean;
    private int[] positions = NO_POSITIONS;

    void clear(byte[] head, int from) {
        octets = head;
        start = from;
        fields = 0;
        known = 0;
        clean = true;
        positions = new int[FIRST_FIELDS * 3];
    }

    void addField(int nameStart, int nameEnd, int valueEnd) {
        int i = fields * 3;
        if (i == positions.length) {
            positions = Arrays.copyOf(positions, positions.length * 5 / 2 / 3 * 3);
        }
        positions[i] = nameStart;
        positions[i + 1] = nameEnd;
        positions[i + 2] = valueEnd;
        known = FieldName.register(known, FieldName.known(octets, nameStart, nameEnd), fields);
        fields++;
    }

    /** Moves the end of the last field's value. */
    void extendField(int valueEnd) {
        positions[fields * 3 - 1] = valueEnd;
    }

    int lastNameStart() {
        return positions[fields * 3 - 3];
    }

    int lastNameEnd() {
        return positions[fields * 3 - 2];
    }

    /** Copies the head, which ends at an index, out of memory that will not stay. */
    void detach(int headEnd) {
        octets = Arrays.copyOfRange(octets, start, headEnd);
        methodEnd -= start;
        targetEnd -= start;
        reasonStart -= start;
        reasonEnd -= start;
        for (int i = 0; i < fields * 3; i++) {
            positions[i] -= start;
        }
        start = 0;
    }

    /** The fields as headers, which own the octets and positions from now on. */
    Headers headers(@Nullable String vouchedFor) {
        return fields == 0 && vouchedFor == null
                ? Headers.EMPTY
                : new Headers(octets, positions, fields, known, clean, vouchedFor);
    }
}
