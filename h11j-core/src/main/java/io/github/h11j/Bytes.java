package io.github.h11j;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.ReadOnlyBufferException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An immutable sequence of bytes. It may be a view of a larger memory. That memory is never overwritten, so a view
 * stays valid indefinitely, with two exceptions that the caller chooses: {@link #wrap(byte[])} uses the caller's own
 * array, and {@link Connection#receiveBorrowed(ByteBuffer)} creates views of the caller's buffer that end with its
 * lease.
 *
 * <p>Two {@code Bytes} are equal if they contain the same bytes. On borrowed bytes whose lease has ended, every
 * method that needs the bytes throws {@link IllegalStateException}; {@link #length()}, {@link #isEmpty()},
 * {@link #isBorrowed()} and {@link #toString()} do not. On another thread than the one that uses the connection, only
 * synchronization makes the end of a lease visible, so {@link #detach()} borrowed bytes before you pass them to another
 * thread.
 */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0, null);

    /** How many bytes are copied at a time to a stream, if the memory is not an array. */
    private static final int PIECE = 8192;

    /** Exactly one of these two fields holds the bytes. */
    private final byte @Nullable [] array;

    private final @Nullable ByteBuffer buffer;

    private final int offset;
    private final int length;
    private final @Nullable Lease lease;

    Bytes(byte[] array, int offset, int length, @Nullable Lease lease) {
        this.array = array;
        this.buffer = null;
        this.offset = offset;
        this.length = length;
        this.lease = lease;
    }

    Bytes(ByteBuffer buffer, int offset, int length, @Nullable Lease lease) {
        this.array = null;
        this.buffer = buffer;
        this.offset = offset;
        this.length = length;
        this.lease = lease;
    }

    /** The time during which borrowed bytes may be accessed. */
    static class Lease {

        /** The difference between an index in the memory and the corresponding index in the lent buffer. */
        private final int shift;

        private boolean ended;

        Lease(int shift) {
            this.shift = shift;
        }

        final void end() {
            ended = true;
        }
    }

    /**
     * Returns a copy of an array.
     *
     * @param bytes the array, which the caller may reuse
     * @return the bytes
     */
    public static Bytes copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : wrap(bytes.clone());
    }

    /**
     * Returns the bytes of an array, without a copy.
     *
     * @param bytes the caller must not write to the array while the returned bytes are in use; if they are sent, until
     *     what {@code send} returned has been written
     * @return the bytes
     */
    public static Bytes wrap(byte[] bytes) {
        return new Bytes(bytes, 0, bytes.length, null);
    }

    /**
     * Returns a part of an array, without a copy.
     *
     * @param bytes as in {@link #wrap(byte[])}
     * @param offset index of the first byte
     * @param length number of bytes
     * @return the bytes
     * @throws IndexOutOfBoundsException if the array has no such part
     */
    public static Bytes wrap(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Bytes(bytes, offset, length, null);
    }

    /**
     * Returns the remaining bytes of a buffer, without a copy. The position of the buffer does not change.
     *
     * @param bytes heap or direct; as in {@link #wrap(byte[])}; its position and limit may be changed later
     * @return the bytes from its position to its limit
     */
    public static Bytes wrap(ByteBuffer bytes) {
        return new Bytes(bytes.duplicate(), bytes.position(), bytes.remaining(), null);
    }

    /**
     * Returns a text encoded in UTF-8.
     *
     * @param text any text
     * @return the bytes
     */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * Returns the number of bytes.
     *
     * @return 0 or more
     */
    public int length() {
        return length;
    }

    /**
     * Returns whether there are no bytes.
     *
     * @return whether the length is 0
     */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * Returns one byte.
     *
     * @param index 0 to length-1
     * @return the byte
     * @throws IndexOutOfBoundsException if there is no such byte
     */
    public byte at(int index) {
        Objects.checkIndex(index, length);
        checkLease();
        return array != null ? array[offset + index] : direct().get(offset + index);
    }

    /**
     * Returns a part of these bytes, as a view.
     *
     * @param from index of its first byte
     * @param to index after its last byte
     * @return the bytes from {@code from}, inclusive, to {@code to}, exclusive
     * @throws IndexOutOfBoundsException if there is no such part
     */
    public Bytes slice(int from, int to) {
        Objects.checkFromToIndex(from, to, length);
        checkLease();
        return array != null
                ? new Bytes(array, offset + from, to - from, lease)
                : new Bytes(direct(), offset + from, to - from, lease);
    }

    /**
     * Returns a copy as an array.
     *
     * @return a new array
     */
    public byte[] toByteArray() {
        byte[] copy = new byte[length];
        copyTo(copy, 0);
        return copy;
    }

    /**
     * Copies the bytes into an array.
     *
     * @param target the array
     * @param position index in the array of the first copied byte
     * @throws IndexOutOfBoundsException if the array has too little room
     */
    public void copyTo(byte[] target, int position) {
        copyTo(0, target, position, length);
    }

    /**
     * Copies a part of the bytes into an array.
     *
     * @param from index of the first byte to copy
     * @param target the array
     * @param position index in the array of the first copied byte
     * @param count number of bytes
     * @throws IndexOutOfBoundsException if there is no such part, or the array has too little room
     */
    public void copyTo(int from, byte[] target, int position, int count) {
        Objects.checkFromIndexSize(from, count, length);
        checkLease();
        if (array != null) {
            System.arraycopy(array, offset + from, target, position, count);
        } else {
            direct().get(offset + from, target, position, count);
        }
    }

    /**
     * Puts the bytes into a buffer, whose position moves to the end of them.
     *
     * @param target the buffer
     * @throws BufferOverflowException if the buffer has too little room; nothing has been put
     * @throws ReadOnlyBufferException if the buffer is read-only
     */
    public void copyTo(ByteBuffer target) {
        target.put(asByteBuffer());
    }

    /**
     * Writes the bytes to a stream, without a copy if they are in an array.
     *
     * @param target the stream; it receives the array itself, and must neither change nor keep it
     * @throws IOException if the stream throws it
     */
    public void writeTo(OutputStream target) throws IOException {
        checkLease();
        if (array != null) {
            target.write(array, offset, length);
            return;
        }
        byte[] piece = new byte[Math.min(length, PIECE)];
        for (int from = 0; from < length; from += piece.length) {
            int count = Math.min(piece.length, length - from);
            copyTo(from, piece, 0, count);
            target.write(piece, 0, count);
        }
    }

    /**
     * Returns a read-only view, ready to be written to a channel. The view of borrowed bytes must not be used after
     * their lease, which the buffer cannot check.
     *
     * @return a new buffer whose remaining bytes are these
     */
    public ByteBuffer asByteBuffer() {
        checkLease();
        ByteBuffer view = array != null ? ByteBuffer.wrap(array) : direct().duplicate();
        return view.limit(offset + length).position(offset).slice().asReadOnlyBuffer();
    }

    /**
     * Returns the bytes as a text: all of them, decoded, unlike {@link #toString()}.
     *
     * @param charset the encoding of the bytes; malformed parts become a replacement character
     * @return the text
     */
    public String toString(Charset charset) {
        if (array != null) {
            checkLease();
            return new String(array, offset, length, charset);
        }
        return new String(toByteArray(), charset);
    }

    /**
     * Returns whether these bytes are a view of a buffer that was lent to
     * {@link Connection#receiveBorrowed(ByteBuffer)}.
     *
     * @return true during the lease and after it
     */
    public boolean isBorrowed() {
        return lease != null;
    }

    /**
     * Returns the position of these bytes in the buffer that was lent to
     * {@link Connection#receiveBorrowed(ByteBuffer)}. It is for callers whose own kind of buffer has reference-counted
     * views, such as Netty's {@code retainedSlice}.
     *
     * @return the index of the first byte, as in {@link ByteBuffer#get(int)}; empty if the bytes are not borrowed
     */
    public OptionalInt borrowedPosition() {
        if (lease == null) {
            return OptionalInt.empty();
        }
        checkLease();
        return OptionalInt.of(offset - lease.shift);
    }

    /**
     * Returns the same bytes, independent of any lease. Bytes that are not borrowed stay a view of the memory that they
     * are part of, and keep it reachable; to keep a small part for long, use {@code copyOf(toByteArray())}.
     *
     * @return a copy if the bytes are borrowed, else this
     */
    public Bytes detach() {
        return lease == null ? this : wrap(toByteArray());
    }

    /** Throws if the bytes were borrowed and their lease has ended. */
    void checkLease() {
        if (lease != null && lease.ended) {
            throw new IllegalStateException(
                    "these bytes were borrowed and their lease has ended: to keep them, call detach() earlier");
        }
    }

    private ByteBuffer direct() {
        return Objects.requireNonNull(buffer);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes that
                && length == that.length
                && asByteBuffer().equals(that.asByteBuffer());
    }

    @Override
    public int hashCode() {
        return asByteBuffer().hashCode();
    }

    /**
     * Returns the bytes as text on one line, for people.
     *
     * @return printable US-ASCII characters unchanged, all others escaped, cut after 64 bytes
     */
    @Override
    public String toString() {
        if (lease != null && lease.ended) {
            return length + " borrowed bytes, lease ended";
        }
        byte[] shown = slice(0, Math.min(length, Escaper.MAX_BYTES + 1)).toByteArray();
        return '"' + Escaper.escape(shown, 0, shown.length) + '"';
    }
}
