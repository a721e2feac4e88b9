package io.github.h11j;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * An immutable run of octets. It may be a view of a larger memory, which is never rewritten underneath it, so it is
 * valid for ever, with two exceptions that the caller asks for: {@link #wrap(byte[])} lends the caller's own array, and
 * {@link Connection#receiveBorrowed(ByteBuffer)} gives views of the caller's buffer that end with its lease.
 *
 * <p>Equal means equal octets. Every method but {@link #length()}, {@link #isEmpty()} and {@link #isBorrowed()} throws
 * {@link IllegalStateException} on borrowed bytes whose lease has ended.
 */
public final class Bytes {

    /** No octets. */
    public static final Bytes EMPTY = new Bytes(new byte[0], 0, 0, null);

    /** Exactly one of the two holds the octets. */
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
        private boolean ended;

        void end() {
            ended = true;
        }
    }

    /**
     * A copy of an array.
     *
     * @param octets the array, the caller's again on return
     * @return the octets
     */
    public static Bytes copyOf(byte[] octets) {
        return octets.length == 0 ? EMPTY : wrap(octets.clone());
    }

    /**
     * An array without a copy.
     *
     * @param octets lent: the caller promises not to write to it while the bytes are in use, for an event to send
     *     until what {@code send} gave has been written
     * @return the octets
     */
    public static Bytes wrap(byte[] octets) {
        return new Bytes(octets, 0, octets.length, null);
    }

    /**
     * A part of an array without a copy.
     *
     * @param octets lent, as in {@link #wrap(byte[])}
     * @param offset index of the first octet
     * @param length how many
     * @return the octets
     * @throws IndexOutOfBoundsException if the array has no such part
     */
    public static Bytes wrap(byte[] octets, int offset, int length) {
        Objects.checkFromIndexSize(offset, length, octets.length);
        return new Bytes(octets, offset, length, null);
    }

    /**
     * What remains in a buffer, without a copy; the buffer's position stays.
     *
     * @param octets lent, as in {@link #wrap(byte[])}; later changes of its position and limit do not matter
     * @return the octets from position to limit
     */
    public static Bytes wrap(ByteBuffer octets) {
        return new Bytes(octets.duplicate(), octets.position(), octets.remaining(), null);
    }

    /**
     * The UTF-8 form of a text.
     *
     * @param text any text
     * @return the octets
     */
    public static Bytes utf8(String text) {
        return wrap(text.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * How many octets.
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
     * One octet.
     *
     * @param index 0 to length-1
     * @return the octet
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
     * @param from index of its first octet
     * @param to index after its last octet
     * @return the octets between
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
     * Copies the octets into an array.
     *
     * @param target where to
     * @param position index of the first octet there
     * @throws IndexOutOfBoundsException if they do not fit
     */
    public void copyTo(byte[] target, int position) {
        checkLease();
        if (array != null) {
            System.arraycopy(array, offset, target, position, length);
        } else {
            direct().get(offset, target, position, length);
        }
    }

    /**
     * Puts the octets into a buffer and advances it.
     *
     * @param target where to
     * @throws BufferOverflowException if it has less room; nothing is put then
     */
    public void copyTo(ByteBuffer target) {
        target.put(asByteBuffer());
    }

    /**
     * A read-only view, ready to be written to a channel.
     *
     * @return a new buffer whose remaining octets are these
     */
    public ByteBuffer asByteBuffer() {
        checkLease();
        ByteBuffer view = array != null ? ByteBuffer.wrap(array) : direct().duplicate();
        return view.limit(offset + length).position(offset).slice().asReadOnlyBuffer();
    }

    /**
     * The octets as a text.
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
     * Whether these octets are a view of the caller's buffer, given by
     * {@link Connection#receiveBorrowed(ByteBuffer)}.
     *
     * @return true while and after the lease
     */
    public boolean isBorrowed() {
        return lease != null;
    }

    /**
     * The same octets, valid for ever.
     *
     * @return a copy if they are borrowed, else this
     */
    public Bytes detach() {
        return lease == null ? this : wrap(toByteArray());
    }

    private void checkLease() {
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
     * The octets as text on one line, for people.
     *
     * @return what is printable US-ASCII as it is, the rest escaped, cut at 64 octets
     */
    @Override
    public String toString() {
        if (lease != null && lease.ended) {
            return length + " borrowed octets, lease ended";
        }
        byte[] shown = slice(0, Math.min(length, Escaper.MAX_OCTETS + 1)).toByteArray();
        return '"' + Escaper.escape(shown, 0, shown.length) + '"';
    }
}
