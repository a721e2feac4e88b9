package io.github.h11j;

import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the bytes of sent events are written. Heads and everything around bodies go into an array; where bodies go
 * depends on the subclass.
 */
abstract class Output {

    private static final byte[] NOTHING = {};
    /** Enough for most heads. */
    private static final int SMALLEST = 512;

    /** May be replaced by {@link #makeRoom}. */
    byte[] bytes = NOTHING;

    /** The index in the array of the next byte. */
    int length;

    /** The end of the room in the array. */
    int end;

    /** How many bytes are not in the array; negative if the array contains other bytes before ours. */
    long elsewhere;

    /** Returns how many bytes have been written. */
    final long total() {
        return length + elsewhere;
    }

    /**
     * Returns an output into a buffer of the caller, whose position moves. If the buffer has an array, that is used.
     */
    static Output into(ByteBuffer target) {
        return target.hasArray() ? new Heap(target) : new Direct(target);
    }

    /** Ensures that there is room for this many more bytes. */
    final void ensure(int more) {
        if (more > end - length) {
            makeRoom(more);
        }
    }

    /** Makes the array at least this large; its content is lost. */
    final void grow(int size) {
        if (size > bytes.length) {
            bytes = new byte[size];
            end = size;
        }
    }

    /** Called when all events have been written. */
    void finish() {
        // most outputs have nothing left to do
    }

    /** Makes room for more bytes than there is room for. */
    abstract void makeRoom(int more);

    /**
     * Announces how many bytes will be written in this call, or a few more, so that one array of the right size is
     * created.
     *
     * @throws IllegalArgumentException if it is more than an array can have
     */
    void reserve(long more) {
        // only needed if the array is returned
    }

    /** Returns how many bytes of a body are written into the array. */
    abstract int copied(Bytes body);

    abstract void putBody(Bytes body);

    void put(String text) {
        ensure(text.length());
        length = Latin1.put(text, bytes, length);
    }

    void putLineEnd() {
        ensure(2);
        length = Latin1.putLineEnd(bytes, length);
    }

    void putStatus(int code) {
        ensure(3);
        bytes[length++] = (byte) ('0' + code / 100);
        bytes[length++] = (byte) ('0' + code / 10 % 10);
        bytes[length++] = (byte) ('0' + code % 10);
    }

    void putFields(Headers headers) {
        ensure(headers.linesLength());
        length = headers.writeLines(bytes, length);
    }

    void putField(Headers headers, int i) {
        ensure(headers.lineLength(i));
        length = headers.writeLine(i, bytes, length);
    }

    void putHex(long number) {
        ensure(Latin1.hexLength(number));
        length = Latin1.putHex(number, bytes, length);
    }

    void putDecimal(long number) {
        ensure(Latin1.decimalLength(number));
        length = Latin1.putDecimal(number, bytes, length);
    }

    /** Writes all bytes into one array. */
    static class Array extends Output {

        /** A length that every virtual machine supports. */
        private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

        @Override
        final void reserve(long more) {
            if (more > end - length) {
                resize(length + more);
            }
        }

        @Override
        final void makeRoom(int more) {
            resize(Math.max((long) length + more, Math.min(bytes.length + (bytes.length >> 1), MAX_LENGTH)));
        }

        private void resize(long size) {
            if (size > MAX_LENGTH) {
                throw new IllegalArgumentException("one call cannot send " + size
                        + " bytes: divide the body, or send it with sendWithDataPassthrough or sendBody");
            }
            bytes = length == 0 ? new byte[(int) size] : Arrays.copyOf(bytes, (int) size);
            end = bytes.length;
        }

        @Override
        int copied(Bytes body) {
            return body.length();
        }

        @Override
        void putBody(Bytes body) {
            ensure(body.length());
            body.copyTo(bytes, length);
            length += body.length();
        }

        /** Returns the bytes, after all have been written. */
        final byte[] toByteArray() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    /** Leaves bodies in their own memory; the array has everything else. */
    static final class PassThrough extends Array {

        private static final int[] NO_PLACES = {};

        private final List<Bytes> bodies = new ArrayList<>(2);
        /** How many bytes of the array precede each body. */
        private int[] places = NO_PLACES;

        @Override
        int copied(Bytes body) {
            return body.isBorrowed() ? body.length() : 0;
        }

        @Override
        void putBody(Bytes body) {
            if (body.isBorrowed()) {
                // its lender may overwrite it, even with bytes of another connection, before it has been written
                super.putBody(body);
                return;
            }
            if (bodies.size() == places.length) {
                places = Arrays.copyOf(places, 2 * places.length + 2);
            }
            places[bodies.size()] = length;
            bodies.add(body);
            elsewhere += body.length();
        }

        /** Returns all bytes as buffers, none of them empty. */
        List<ByteBuffer> toBuffers() {
            List<ByteBuffer> buffers = new ArrayList<>(2 * bodies.size() + 1);
            int from = 0;
            for (int i = 0; i < bodies.size(); i++) {
                addPart(buffers, from, places[i]);
                from = places[i];
                buffers.add(bodies.get(i).asByteBuffer());
            }
            addPart(buffers, from, length);
            return buffers;
        }

        private void addPart(List<ByteBuffer> buffers, int from, int to) {
            if (to > from) {
                buffers.add(ByteBuffer.wrap(bytes, from, to - from).slice());
            }
        }
    }

    /** Writes into the array of the caller's buffer. */
    private static final class Heap extends Output {

        private final ByteBuffer target;

        Heap(ByteBuffer target) {
            this.target = target;
            bytes = target.array();
            length = target.arrayOffset() + target.position();
            elsewhere = -length;
            end = target.arrayOffset() + target.limit();
        }

        @Override
        void makeRoom(int more) {
            throw new BufferOverflowException();
        }

        @Override
        int copied(Bytes body) {
            return body.length();
        }

        @Override
        void putBody(Bytes body) {
            ensure(body.length());
            body.copyTo(bytes, length);
            length += body.length();
        }

        @Override
        void finish() {
            target.position(length - target.arrayOffset());
        }
    }

    /**
     * Writes into a caller's buffer without an array: heads and chunk lines are collected in an array first, bodies are
     * not.
     */
    private static final class Direct extends Output {

        private final ByteBuffer target;
        private final ByteBuffer room;

        Direct(ByteBuffer target) {
            this.target = target;
            this.room = target.duplicate();
        }

        @Override
        void makeRoom(int more) {
            flush();
            grow(Math.max(more, SMALLEST));
        }

        private void flush() {
            room.put(bytes, 0, length);
            elsewhere += length;
            length = 0;
        }

        @Override
        int copied(Bytes body) {
            return body.length();
        }

        @Override
        void putBody(Bytes body) {
            flush();
            body.copyTo(room);
            elsewhere += body.length();
        }

        @Override
        void finish() {
            flush();
            target.position(room.position());
        }
    }

    /** Keeps nothing: for events that are only checked. */
    static final class Discarded extends Output {

        @Override
        void makeRoom(int more) {
            length = 0;
            grow(more);
        }

        @Override
        int copied(Bytes body) {
            return 0;
        }

        @Override
        void putBody(Bytes body) {
            body.checkLease(); // nothing else can be wrong with it
        }
    }
}
