package io.github.h11j;

import io.github.h11j.Bytes.Lease;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that have been received and not used: {@code [start, end)} of the current memory, and behind them what
 * waits in a buffer that the caller has lent.
 *
 * <p>The current memory is normally a block of our own. Blocks are append-only: a byte once written stays, a full block
 * is replaced and not compacted, so views of it are valid for ever. A block is as large as what arrives; only where a
 * remainder is unused when a block is full, the next, to which it moves, is twice as large as that, so a byte is copied
 * at most twice, amortized.
 *
 * <p>Lent memory becomes the current memory, and its bodies are read as views, when our own block is used up. A head is
 * never read there: it outlives the lease. Its bytes are copied into a block of our own, a bounded number ahead of what
 * it turns out to need, and what was too much goes back; so a read that begins in the middle of a head copies the head
 * and nothing else, and many heads in one lent buffer do not copy the rest of it for each.
 */
final class ReceiveBuffer {

    /** The least room where a remainder shows that bytes come in pieces. */
    private static final int SMALLEST_BLOCK = 512;

    /**
     * How many bytes of lent memory are copied at a time while a head is read. Nearly all heads are shorter, and are
     * then read in one pass; what is copied in vain costs less than a search for the end of the head.
     */
    private static final int WINDOW = 2048;

    private static final byte[] NO_BLOCK = new byte[0];

    /** The current memory, if it is an array. */
    byte[] bytes = NO_BLOCK;

    int start;
    int end;

    /** The current memory, if it is not an array: it is lent then. */
    private @Nullable ByteBuffer outside;

    private @Nullable Loan loan;

    /** Position in the stream of index 0 of the memory; may be negative, for index 0 may never have been received. */
    private long base;

    /** How many bytes came when nobody could read them any more: they were never kept. */
    private long droppedAtOnce;

    /** How many had been kept, and were dropped then. */
    private long droppedLater;

    /** A buffer that the caller has lent, and how far it has been taken. */
    private static final class Loan {

        /** Its array, if it has one; {@link ReceiveBuffer#NO_BLOCK} otherwise. */
        final byte[] array;

        /** It itself, if it has no array. */
        final @Nullable ByteBuffer outside;

        /** The index of the first byte that waits behind the current memory. */
        int position;

        final int limit;
        final Lease lease;

        /** Whether it is the current memory. */
        boolean isCurrent;

        /** How many bytes before its position have been copied to the end of our block. */
        int copied;

        /** Whether nothing in it is needed any more but for views: the lease ends with the next call. */
        boolean isOver;

        Loan(ByteBuffer memory) {
            int offset = 0;
            if (memory.hasArray()) {
                array = memory.array();
                offset = memory.arrayOffset();
                outside = null;
            } else {
                array = NO_BLOCK;
                outside = memory.duplicate();
            }
            position = memory.position() + offset;
            limit = memory.limit() + offset;
            lease = new Lease(offset);
        }

        int waiting() {
            return limit - position;
        }

        /** Copies what waits first. */
        void copyTo(byte[] target, int from, int length) {
            if (outside == null) {
                System.arraycopy(array, position, target, from, length);
            } else {
                outside.get(position, target, from, length);
            }
        }
    }

    /** How many bytes of the current memory are unused. */
    int available() {
        return end - start;
    }

    /** How many bytes are unused, those that wait included. */
    int unused() {
        return available() + waiting();
    }

    /** Whether no byte is unused, nor waits. */
    boolean isEmpty() {
        return unused() == 0;
    }

    /** Whether there is more than the current memory. */
    boolean isWaiting() {
        return waiting() != 0;
    }

    private int waiting() {
        return loan == null ? 0 : loan.waiting();
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
        return base + end + waiting();
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

    /** Takes the bytes of a buffer without copying them. A lease begins. */
    void borrow(ByteBuffer source) {
        loan = new Loan(source);
        source.position(source.limit());
        if (start == end) {
            readLoan(loan);
        }
    }

    /** Whether memory is lent, so that no other can be taken. */
    boolean isLeased() {
        return loan != null;
    }

    /** Ends the lease, if there is one: what is unused becomes our own. */
    void endLease() {
        keepUnused();
        endLeaseIfOver();
    }

    /** Copies what is unused out of lent memory, for the message it belonged to is complete. Views of it stay valid. */
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

    /** Ends the lease of memory of which only views were left. */
    void endLeaseIfOver() {
        if (loan != null && loan.isOver) {
            loan.lease.end();
            loan = null;
        }
    }

    /** Where the current memory does not suffice: turns to what waits behind it; false if nothing does. */
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

    /** Makes sure that the next bytes are in a block of our own, which a head is read from. */
    void beginHead() {
        Loan lent = loan;
        if (lent != null && lent.isCurrent) {
            lent.position = lent.limit - available();
            lent.isCurrent = false;
            begin(NO_BLOCK);
            copyFrom(lent, WINDOW);
        }
    }

    /** A head ends before an index: what was copied beyond it is read from lent memory. */
    void endHead(int headEnd) {
        start = headEnd;
        Loan lent = loan;
        if (lent != null && available() <= lent.copied) {
            lent.position -= available();
            end = start;
            readLoan(lent);
        }
    }

    /** Goes on in lent memory, our block being used up. */
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

    /** Appends at most so many bytes of lent memory to our block. */
    private void copyFrom(Loan lent, int atMost) {
        int length = Math.min(atMost, waiting());
        makeRoom(length);
        lent.copyTo(bytes, end, length);
        end += length;
        lent.position += length;
        lent.copied += length;
    }

    /** The next bytes as a view, used up. */
    Bytes take(int length) {
        Loan lent = loan;
        Lease lease = lent != null && lent.isCurrent ? lent.lease : null;
        Bytes view =
                outside == null ? new Bytes(bytes, start, length, lease) : new Bytes(outside, start, length, lease);
        start += length;
        if (start == end && lease == null) {
            begin(NO_BLOCK); // the view holds the block now, for as long as its holder wants
        }
        return view;
    }

    /** What is unused, copied. */
    byte[] copy() {
        byte[] copy = new byte[unused()];
        copyTo(copy);
        if (loan != null) {
            loan.copyTo(copy, available(), waiting());
        }
        return copy;
    }

    /** Takes bytes that nobody can read: they are only counted. */
    void drop(int length) {
        droppedAtOnce += length;
    }

    void drop(ByteBuffer source) {
        drop(source.remaining());
        source.position(source.limit());
    }

    /** Drops what is unused: nobody can read it any more. */
    void dropUnused() {
        droppedLater += unused();
        clear();
    }

    long dropped() {
        return droppedAtOnce + droppedLater;
    }

    /** How many bytes have come in all, those that were only counted included. */
    long receivedInAll() {
        return received() + droppedAtOnce;
    }

    /** How many bytes have been read. */
    long used() {
        return received() - unused() - droppedLater;
    }

    private void clear() {
        start = end;
        if (loan != null) {
            loan.position = loan.limit;
        }
    }

    /** Lets go of a block that is used up: a connection that waits holds none. */
    void freeIfEmpty() {
        if (start == end && outside == null && (loan == null || !loan.isCurrent)) {
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

    /** Goes on with a block that is full. */
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
