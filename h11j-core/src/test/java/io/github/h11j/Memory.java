package io.github.h11j;

import java.nio.ByteBuffer;

/** Kinds of memory that a caller may lend. */
enum Memory {
    ARRAY,
    ARRAY_WITH_OFFSET,
    DIRECT,
    READ_ONLY,
    DIRECT_READ_ONLY;

    ByteBuffer of(String text) {
        return of(Latin1.bytes(text));
    }

    /** A buffer whose remaining bytes are these. */
    ByteBuffer of(byte[] bytes) {
        return switch (this) {
            case ARRAY -> ByteBuffer.wrap(bytes.clone());
            case ARRAY_WITH_OFFSET -> {
                byte[] larger = new byte[bytes.length + 7];
                System.arraycopy(bytes, 0, larger, 3, bytes.length);
                ByteBuffer slice = ByteBuffer.wrap(larger, 2, bytes.length + 1).slice();
                yield slice.position(1);
            }
            case DIRECT -> ByteBuffer.allocateDirect(bytes.length).put(bytes).flip();
            case READ_ONLY -> ByteBuffer.wrap(bytes.clone()).asReadOnlyBuffer();
            case DIRECT_READ_ONLY ->
                ByteBuffer.allocateDirect(bytes.length).put(bytes).flip().asReadOnlyBuffer();
        };
    }

    /** What the caller reads into, and lends by {@link #lend}. */
    ByteBuffer allocate(int size) {
        return switch (this) {
            case ARRAY, READ_ONLY -> ByteBuffer.allocate(size);
            case ARRAY_WITH_OFFSET ->
                ByteBuffer.allocate(size + 18).position(9).limit(9 + size).slice();
            case DIRECT, DIRECT_READ_ONLY -> ByteBuffer.allocateDirect(size);
        };
    }

    /** The same memory as it is lent, with bytes in the middle of it. */
    ByteBuffer lend(ByteBuffer memory, byte[] bytes, int from, int length) {
        ByteBuffer lent = memory.duplicate().clear();
        lent.position(3).put(bytes, from, length).flip().position(3);
        return this == READ_ONLY || this == DIRECT_READ_ONLY ? lent.asReadOnlyBuffer() : lent;
    }

    /** What the caller may do with its memory once it is the caller's again. */
    static void overwrite(ByteBuffer memory) {
        for (int i = 0; i < memory.capacity(); i++) {
            memory.put(i, (byte) '!');
        }
    }
}
