package io.github.h11j;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** The positions of the parts of one head in its bytes. Filled by {@link FastHead} or {@link CarefulHead}. */
final class HeadIndex {

    private static final int FIRST_FIELDS = 8;
    private static final byte[] NO_BYTES = new byte[0];
    private static final int[] NO_POSITIONS = new int[0];

    /** Stands for the index after a head if the head was not read. */
    static final int NOT_READ = -1;

    /** The bytes that the positions refer to. */
    byte[] bytes = NO_BYTES;

    int start;
    /** For a request: the end of its method. */
    int methodEnd;
    /** For a request: the end of its target, which begins one byte after the method. */
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
        bytes = head;
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
        known = FieldName.register(known, FieldName.known(bytes, nameStart, nameEnd), fields);
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

    /** Returns whether the head announces a body. */
    boolean hasFramingField() {
        return FieldName.count(known, FieldName.CONTENT_LENGTH) != 0
                || FieldName.count(known, FieldName.TRANSFER_ENCODING) != 0;
    }

    /** Copies the head, which ends at an index, out of a block that is too large to be kept with it. */
    void detach(int headEnd) {
        bytes = Arrays.copyOfRange(bytes, start, headEnd);
        methodEnd -= start;
        targetEnd -= start;
        reasonStart -= start;
        reasonEnd -= start;
        for (int i = 0; i < fields * 3; i++) {
            positions[i] -= start;
        }
        start = 0;
    }

    /** Returns the fields as headers, which own the bytes and positions from now on. */
    Headers headers(@Nullable String checkedTarget) {
        if (positions.length - fields * 3 > 3 * FIRST_FIELDS) {
            positions = Arrays.copyOf(positions, fields * 3); // they are kept as long as the headers are
        }
        return fields == 0 && checkedTarget == null
                ? Headers.EMPTY
                : new Headers(bytes, positions, fields, known, clean, checkedTarget);
    }
}
