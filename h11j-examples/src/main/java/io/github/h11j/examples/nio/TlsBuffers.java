package io.github.h11j.examples.nio;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;

/** A loop's buffers for TLS records. A connection has one only while it holds a part of a record. */
final class TlsBuffers {

    /** The largest record, with room to spare: no buffer has to grow. */
    static final int RECORD = 17 * 1024;

    /** How many buffers are kept for later use. */
    private static final int KEPT = 32;

    private final ArrayDeque<ByteBuffer> free = new ArrayDeque<>();
    private int lent;

    ByteBuffer take(int size) {
        lent++;
        ByteBuffer kept = size > RECORD ? null : free.poll();
        return kept == null ? ByteBuffer.allocateDirect(Math.max(size, RECORD)) : kept;
    }

    void give(ByteBuffer buffer) {
        lent--;
        if (buffer.capacity() == RECORD && free.size() < KEPT) {
            free.push(buffer.clear());
        }
    }

    /** Returns how many have been taken and not given back. */
    int lent() {
        return lent;
    }
}
