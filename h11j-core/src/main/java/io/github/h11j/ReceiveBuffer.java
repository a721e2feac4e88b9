package io.github.h11j;

import io.github.h11j.Bytes.Lease;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that have been received and not used: {@code [start, end)} of one memory.
 *
 * <p>The memory is normally a block of our own. Blocks are append-only: a byte once written stays, a full block is
 * replaced and not compacted, so views of it are valid for ever. A block is as large as what arrives; only where a
 * remainder is unused when a block is full, the next, to which it moves, is twice as large as that, so a byte is copied
 * at most twice, amortised. Alternatively the memory is borrowed from the caller until the lease ends; what is unused
 * then moves to a block.
 */
final class ReceiveBuffer {

    /** The least room where a remainder shows that bytes come in pieces. */
    private static final int SMALLEST_BLOCK = 512;

    private static final byte[] NO_BLOCK = new byte[0];

    /** The memory, if it is an array. */
    byte[] bytes = NO_BLOCK;

    int start;
    int end;

    /** The memory, if it is no array; only while borrowed. */
    private @Nullable ByteBuffer outside;

    /** The lease that views of the present memory carry. */
    private @Nullable Lease memoryLease;

    /** The lease that will end next, of the present memory or of one left early. */
    private @Nullable Lease openLease;

    /** Position in the stream of index 0 of the memory; may be negative, for index 0 may never have been received. */
    private long base;

    int available() {
        return end - start;
    }

    boolean isEmpty() {
        return start == end;
    }

    byte at(int index) {
        return outside == null ? bytes[index] : outside.get(index);
    }

    /** Whether CRLF stands at an index; both bytes must be there. */
    boolean isLineEnd(int index) {
        return at(index) == '\r' && at(index + 1) == '\n';
    }

    /** How many bytes had been received before the one at an index. */
    long offsetOf(int index) {
        return base + index;
    }

    long received() {
        return base + end;
    }

    void append(byte[] source, int offset, int length) {
        if (length > bytes.length - end && isEmpty()) {
            begin(Arrays.copyOfRange(source, offset, offset + length)); // a block of just this size, not cleared first
            return;
        }
        makeRoom(length);
        System.arraycopy(source, offset, bytes, end, length);
        end += length;
    }

    void append(ByteBuffer source) {
        int length = source.remaining();
        makeRoom(length);
        source.get(bytes, end, length);
        end += length;
    }

    /** Takes the bytes of a buffer without copying them, if there is nothing before them; else copies. */
    void borrow(ByteBuffer source) {
        if (!isEmpty()) {
            append(source);
            return;
        }
        base += start - (long) source.position();
        start = source.position();
        end = source.limit();
        if (source.hasArray()) {
            bytes = source.array();
            int shift = source.arrayOffset();
            start += shift;
            end += shift;
            base -= shift;
        } else {
            bytes = NO_BLOCK;
            outside = source.duplicate();
        }
        source.position(source.limit());
        memoryLease = new Lease();
        openLease = memoryLease;
    }

    boolean isLeased() {
        return openLease != null;
    }

    /** Whether the bytes are in memory that will not stay. */
    boolean isBorrowed() {
        return memoryLease != null;
    }

    /** Ends the lease, if there is one: what is unused becomes our own. */
    void endLease() {
        if (openLease != null) {
            if (memoryLease != null) {
                moveToOwnBlock();
            }
            openLease.end();
            openLease = null;
        }
    }

    /** Makes sure that the bytes are in an array, which a head is read from. */
    void needArray() {
        if (outside != null) {
            moveToOwnBlock();
        }
    }

    private void moveToOwnBlock() {
        if (isEmpty()) {
            freeBlock();
        } else {
            replaceBlock(available(), available());
        }
    }

    /** The next bytes as a view, used up. */
    Bytes take(int length) {
        Bytes view = outside == null
                ? new Bytes(bytes, start, length, memoryLease)
                : new Bytes(outside, start, length, memoryLease);
        start += length;
        return view;
    }

    /** What is unused, copied. */
    byte[] copy() {
        byte[] copy = new byte[available()];
        copyTo(copy);
        return copy;
    }

    void clear() {
        start = end;
    }

    /** Lets go of the memory of an empty buffer: an idle connection holds none. */
    void freeBlock() {
        begin(NO_BLOCK);
    }

    private void makeRoom(int length) {
        if (bytes.length - end < length) {
            int unused = available();
            int size = Math.addExact(unused, length);
            replaceBlock(unused == 0 ? size : Math.max(SMALLEST_BLOCK, Math.max(size, 2 * unused)), unused);
        }
    }

    private void replaceBlock(int size, int unused) {
        byte[] block = new byte[size];
        copyTo(block);
        begin(block);
        end = unused;
    }

    /** Goes on with a block that is full. */
    private void begin(byte[] block) {
        base += start;
        start = 0;
        end = block.length;
        bytes = block;
        outside = null;
        memoryLease = null;
    }

    private void copyTo(byte[] target) {
        if (outside == null) {
            System.arraycopy(bytes, start, target, 0, available());
        } else {
            outside.get(start, target, 0, available());
        }
    }
}
