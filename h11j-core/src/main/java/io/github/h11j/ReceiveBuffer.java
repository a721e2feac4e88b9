package io.github.h11j;

import io.github.h11j.Bytes.Lease;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that have been received and not used: {@code [start, end)} of the current memory, followed by those that
 * wait in a buffer that the caller has lent.
 *
 * <p>The current memory is normally a block of the connection. Blocks are append-only: a byte is never overwritten, and
 * a full block is replaced and not compacted, so views of it stay valid. A block is as large as what arrives. Only if
 * unused bytes remain when a block is full, they move to a block at least twice as large as they are, so each byte is
 * copied at most twice, amortized.
 *
 * <p>When the block has been used up, the lent memory becomes the current memory, and bodies in it are read as views. A
 * head is never read there, because it outlives the lease. Its bytes are copied into a block of the connection, a few at
 * a time. What is copied beyond its end is no more than {@link #WINDOW} or the head itself, and is read from the lent
 * memory again. So many heads in one lent buffer do not copy the rest of it each time.
 */
final class ReceiveBuffer {

    /** The smallest block for unused bytes that remain: they show that bytes arrive in pieces. */
    private static final int SMALLEST_BLOCK = 512;

    /**
     * How many bytes of lent memory are copied at a time while a head is read. Nearly all heads are shorter, and are
     * then read in one pass. Copying bytes in vain costs less than searching for the end of the head.
     */
    private static final int WINDOW = 2048;

    private static final byte[] NO_BLOCK = new byte[0];

    /** The current memory, if it is an array. */
    byte[] bytes = NO_BLOCK;

    int start;
    int end;

    /** The current memory, if it is not an array. Then it is lent. */
    private @Nullable ByteBuffer outside;

    private @Nullable Loan loan;

    /**
     * Position in the stream of index 0 of the memory. May be negative, because index 0 may never have been received.
     */
    private long base;

    /** How many bytes were received when they could no longer be read, and were never kept. */
    private long droppedAtOnce;

    /** How many bytes had been kept and were dropped later. */
    private long droppedLater;

    /** How many bytes of empty lines between messages were skipped. */
    private long skipped;

    /** A buffer that the caller has lent, and how much of it has been taken. Its views refer to it as their lease. */
    private static final class Loan extends Lease {

        /** Its array, if it has one; {@link ReceiveBuffer#NO_BLOCK} otherwise. */
        final byte[] array;

        /** The buffer itself, if it has no array. */
        final @Nullable ByteBuffer outside;

        /** The index of the first byte that waits after the current memory. */
        int position;

        final int limit;

        /** Whether it is the current memory. */
        boolean isCurrent;

        /** How many bytes before the position have been copied to the end of our block. */
        int copied;

        /** Whether it is only needed for views: the lease ends with the next call. */
        boolean isOver;

        /** Memory in an array. */
        Loan(byte[] array, int offset, int position, int limit) {
            super(offset);
            this.array = array;
            this.outside = null;
            this.position = position + offset;
            this.limit = limit + offset;
        }

        /** Memory outside of arrays. */
        Loan(ByteBuffer memory) {
            super(0);
            this.array = NO_BLOCK;
            this.outside = memory.duplicate();
            this.position = memory.position();
            this.limit = memory.limit();
        }

        static Loan of(ByteBuffer memory) {
            return memory.hasArray()
                    ? new Loan(memory.array(), memory.arrayOffset(), memory.position(), memory.limit())
                    : new Loan(memory);
        }

        int waiting() {
            return limit - position;
        }

        /** Copies the first of the waiting bytes. */
        void copyTo(byte[] target, int from, int length) {
            if (outside == null) {
                System.arraycopy(array, position, target, from, length);
            } else {
                outside.get(position, target, from, length);
            }
        }
    }

    /** Returns how many bytes of the current memory are unused. */
    int available() {
        return end - start;
    }

    /** Returns how many bytes are unused, including those that wait. */
    int unused() {
        return available() + waiting();
    }

    /** Returns whether no bytes are unused or wait. */
    boolean isEmpty() {
        return unused() == 0;
    }

    /** Returns whether bytes wait after the current memory. */
    boolean isWaiting() {
        return waiting() != 0;
    }

    private int waiting() {
        return loan == null ? 0 : loan.waiting();
    }

    byte at(int index) {
        return outside == null ? bytes[index] : outside.get(index);
    }

    /** Returns whether CRLF is at an index; both bytes must have been received. */
    boolean isLineEnd(int index) {
        return at(index) == '\r' && at(index + 1) == '\n';
    }

    /** Returns how many bytes had been received before the one at an index. */
    long offsetOf(int index) {
        return base + index;
    }

    long received() {
        return base + end + waiting();
    }

    void append(byte[] source, int offset, int length) {
        if (length > bytes.length - end && isEmpty()) {
            begin(Arrays.copyOfRange(source, offset, offset + length)); // of exactly this size, and not zeroed first
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

    /** Takes the bytes of a buffer without copying them. A lease begins. */
    void borrow(ByteBuffer source) {
        loan = Loan.of(source);
        source.position(source.limit());
        if (start == end) {
            readLoan(loan);
        }
    }

    /** Returns whether memory is lent, so that no more can be taken. */
    boolean isLeased() {
        return loan != null;
    }

    /** Ends the lease, if there is one: unused bytes are copied. */
    void endLease() {
        keepUnused();
        endLeaseIfOver();
    }

    /** Copies unused bytes out of lent memory, because their message is complete. Views of the memory stay valid. */
    void keepUnused() {
        Loan lent = loan;
        if (lent == null || lent.isOver) {
            return;
        }
        if (lent.isCurrent) {
            replaceBlock(available(), available());
            lent.isCurrent = false;
        } else {
            copyFrom(lent, waiting());
        }
        lent.isOver = true;
    }

    /** Ends the lease of memory that is only needed for views. */
    void endLeaseIfOver() {
        if (loan != null && loan.isOver) {
            loan.end();
            loan = null;
        }
    }

    /** Moves on to the waiting bytes if the current memory has too few; returns false if none wait. */
    boolean advance() {
        Loan lent = loan;
        if (lent == null || lent.waiting() == 0) {
            return false;
        }
        if (start == end) {
            readLoan(lent);
        } else {
            copyFrom(lent, Math.max(WINDOW, available()));
        }
        return true;
    }

    /** Ensures that the next bytes are in a block of the connection, from which heads are read. */
    void beginHead() {
        Loan lent = loan;
        if (lent != null && lent.isCurrent) {
            lent.position = lent.limit - available();
            lent.isCurrent = false;
            begin(NO_BLOCK);
            copyFrom(lent, WINDOW);
        }
    }

    /** Ends a head before an index: what was copied beyond it is read from lent memory again. */
    void endHead(int headEnd) {
        start = headEnd;
        Loan lent = loan;
        if (lent != null && available() <= lent.copied) {
            lent.position -= available();
            end = start;
            readLoan(lent);
        }
    }

    /** Continues in lent memory, because our block has been used up. */
    private void readLoan(Loan lent) {
        long received = base + end;
        start = lent.position;
        end = lent.limit;
        bytes = lent.array;
        outside = lent.outside;
        base = received - start;
        lent.position = lent.limit;
        lent.isCurrent = true;
        lent.copied = 0;
    }

    /** Appends at most this many bytes of lent memory to our block. */
    private void copyFrom(Loan lent, int atMost) {
        int length = Math.min(atMost, waiting());
        makeRoom(length);
        lent.copyTo(bytes, end, length);
        end += length;
        lent.position += length;
        lent.copied += length;
    }

    /** Returns the next bytes as a view, and marks them as used. */
    Bytes take(int length) {
        Loan lent = loan;
        Lease lease = lent != null && lent.isCurrent ? lent : null;
        Bytes view =
                outside == null ? new Bytes(bytes, start, length, lease) : new Bytes(outside, start, length, lease);
        start += length;
        if (start == end && lease == null) {
            begin(NO_BLOCK); // from now on only the view refers to the block
        }
        return view;
    }

    /** Returns a copy of the unused bytes. */
    byte[] copy() {
        byte[] copy = new byte[unused()];
        copyTo(copy);
        if (loan != null) {
            loan.copyTo(copy, available(), waiting());
        }
        return copy;
    }

    /** Only counts bytes, because they can never be read. */
    void drop(int length) {
        droppedAtOnce += length;
    }

    void drop(ByteBuffer source) {
        drop(source.remaining());
        source.position(source.limit());
    }

    /** Drops the unused bytes, because they can no longer be read. */
    void dropUnused() {
        droppedLater += unused();
        clear();
    }

    long dropped() {
        return droppedAtOnce + droppedLater;
    }

    /** Returns how many bytes have been received, including those that were only counted. */
    long receivedInAll() {
        return received() + droppedAtOnce;
    }

    /** Returns how many bytes have been used as parts of messages. */
    long used() {
        return received() - unused() - droppedLater - skipped;
    }

    /** Skips an empty line, which is no part of a message. */
    void skip(int length) {
        start += length;
        skipped += length;
    }

    long skipped() {
        return skipped;
    }

    private void clear() {
        start = end;
        if (loan != null) {
            base += waiting(); // they were received, too
            loan.position = loan.limit;
        }
    }

    /** Releases a block that has been used up, so that a waiting connection holds none. */
    void freeIfEmpty() {
        if (start == end && bytes != NO_BLOCK && loan == null) {
            begin(NO_BLOCK);
        }
    }

    private void makeRoom(int length) {
        if (bytes.length - end < length) {
            int unused = available();
            int size = Math.addExact(unused, length);
            replaceBlock(unused == 0 ? size : Math.max(SMALLEST_BLOCK, Math.max(size, 2 * unused)), unused);
        }
    }

    private void replaceBlock(int size, int unused) {
        byte[] block = size == 0 ? NO_BLOCK : new byte[size];
        copyTo(block);
        begin(block);
        end = unused;
    }

    /** Continues with a block that is full. */
    private void begin(byte[] block) {
        base += start;
        start = 0;
        end = block.length;
        bytes = block;
        outside = null;
    }

    private void copyTo(byte[] target) {
        if (outside == null) {
            System.arraycopy(bytes, start, target, 0, available());
        } else {
            outside.get(start, target, 0, available());
        }
    }
}
