package io.github.h11j;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of bytes. It may be a view of a larger memory, which is never rewritten underneath it, so it is
 * valid for ever, with two exceptions that the caller asks for: {@link #wrap(byte[])} lends the caller's own array, and
 * {@link Connection#receiveBorrowed(ByteBuffer)} makes views of the caller's buffer that end with its lease.
 *
 * <p>Equal means equal bytes. Every method but {@link #length()}, {@link #isEmpty()} and {@link #isBorrowed()} throws
 * {@link IllegalStateException} on borrowed bytes whose lease has ended.
 */
public final class Bytes {

    /** No bytes. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0, null);

    /** How many bytes of memory that is not an array are copied at a time for a stream. */
    private static final int PIECE = 8192;

    /** Exactly one of the two holds the bytes. */
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

    /** The time for which borrowed bytes may be looked at. */
    static final class Lease {

        /** How far indexes of the memory are ahead of those of the buffer that was lent. */
        private final int shift;

        private boolean ended;

        Lease(int shift) {
            this.shift = shift;
        }

        void end() {
            ended = true;
        }
    }

    /**
     * A copy of an array.
     *
     * @param bytes the array, the caller's again on return
     * @return the bytes
     */
    public static Bytes copyOf(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : wrap(bytes.clone());
    }

    /**
     * An array without a copy.
     *
     * @param bytes lent: the caller promises not to write to it while the bytes are in use, for an event to send
     *     until what {@code send} returned has been written
     * @return the bytes
     */
    public static Bytes wrap(byte[] bytes) {
        return new Bytes(bytes, 0, bytes.length, null);
    }

    /**
     * A part of an array without a copy.
     *
     * @param bytes lent, as in {@link #wrap(byte[])}
     * @param offset index of the first byte
     * @param length how many
     * @return the bytes
     * @throws IndexOutOfBoundsException if the array has no such part
     */
    public static Bytes wrap(byte[] bytes, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, bytes.length);
        return new Bytes(bytes, offset, length, null);
    }

    /**
     * What remains in a buffer, without a copy; the buffer's position stays.
     *
     * @param bytes lent, as in {@link #wrap(byte[])}; later changes of its position and limit do not matter
     * @return the bytes from position to limit
     */
    public static Bytes wrap(ByteBuffer bytes) {
        return new Bytes(bytes.duplicate(), bytes.position(), bytes.remaining(), null);
    }

    /**
     * The UTF-8 form of a text.
     *
     * @param text any text
     * @return the bytes
     */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How many bytes.
     *
     * @return 0 or more
     */
    public int length() {
        return length;
    }

    /**
     * Whether there are none.
     *
     * @return whether the length is 0
     */
    public boolean isEmpty() {
        return length == 0;
    }

    /**
     * One byte.
     *
     * @param index 0 to length-1
     * @return the byte
     * @throws IndexOutOfBoundsException if there is none
     */
    public byte at(int index) {
        Objects.checkIndex(index, length);
        checkLease();
        return array != null ? array[offset + index] : direct().get(offset + index);
    }

    /**
     * A part, as a view.
     *
     * @param from index of its first byte
     * @param to index after its last byte
     * @return the bytes between
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
     * A copy as an array.
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
     * @param target where to
     * @param position index of the first byte there
     * @throws IndexOutOfBoundsException if they do not fit
     */
    public void copyTo(byte[] target, int position) {
        copyTo(0, target, position, length);
    }

    /**
     * Copies a part of the bytes into an array.
     *
     * @param from index of the first byte here
     * @param target where to
     * @param position index of the first byte there
     * @param count how many
     * @throws IndexOutOfBoundsException if there is no such part, or it does not fit
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
     * Puts the bytes into a buffer and advances it.
     *
     * @param target where to
     * @throws BufferOverflowException if it has less room; nothing is put then
     */
    public void copyTo(ByteBuffer target) {
        target.put(asByteBuffer());
    }

    /**
     * Writes the bytes to a stream, without a copy if they are in an array.
     *
     * @param target where to; it gets the array itself, which it must neither change nor keep
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
     * A read-only view, ready to be written to a channel.
     *
     * @return a new buffer whose remaining bytes are these
     */
    public ByteBuffer asByteBuffer() {
        checkLease();
        ByteBuffer view = array != null ? ByteBuffer.wrap(array) : direct().duplicate();
        return view.limit(offset + length).position(offset).slice().asReadOnlyBuffer();
    }

    /**
     * The bytes as a text.
     *
     * @param charset how they are encoded; what is malformed becomes a replacement character
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
     * Whether these bytes are a view of the caller's buffer, made by
     * {@link Connection#receiveBorrowed(ByteBuffer)}.
     *
     * @return true while and after the lease
     */
    public boolean isBorrowed() {
        return lease != null;
    }

    /**
     * Where these bytes are in the buffer that was lent to {@link Connection#receiveBorrowed(ByteBuffer)}: for callers
     * whose own kind of buffer has views that are counted, such as Netty's {@code retainedSlice}.
     *
     * @return the index of the first byte, as of {@link ByteBuffer#get(int)}; empty if the bytes are not borrowed
     */
    public OptionalInt borrowedPosition() {
        if (lease == null) {
            return OptionalInt.empty();
        }
        checkLease();
        return OptionalInt.of(offset - lease.shift);
    }

    /**
     * The same bytes, valid for ever.
     *
     * @return a copy if they are borrowed, else this
     */
    public Bytes detach() {
        return lease == null ? this : wrap(toByteArray());
    }

    /** Throws if the bytes were borrowed and are the lender's again. */
    void checkLease() {
        if (lease != null && lease.ended) {
            throw new IllegalStateException(
                    "these bytes were borrowed and their lease has ended: detach() them before");
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
     * The bytes as text on one line, for people.
     *
     * @return what is printable US-ASCII as it is, the rest escaped, cut at 64 bytes
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
