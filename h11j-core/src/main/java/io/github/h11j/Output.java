package io.github.h11j;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Where the bytes go that events become: heads and what is around bodies into an array, bodies where each kind says. */
abstract class Output {

    private static final byte[] NOTHING = {};

    /** May be replaced by {@link #makeRoom}. */
    byte[] bytes = NOTHING;

    /** How much of the array is used. */
    int length;

    /** How many bytes of bodies stayed in their own memory. */
    long passedThrough;

    /** How many bytes the events became. */
    final long total() {
        return length + passedThrough;
    }

    /** Makes room for so many bytes more. */
    final void ensure(int more) {
        if (more > bytes.length - length) {
            makeRoom(more);
        }
    }

    /** Makes room for more bytes than there is room for. */
    abstract void makeRoom(int more);

    /**
     * Says how many bytes are to come in this call, or a few more, so that one array of the right size is made.
     *
     * @throws IllegalArgumentException if no array has so many
     */
    void reserve(long more) {
        // only where the array is what is returned
    }

    /** How many bytes of a body go into the array. */
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

    /** All bytes in one array. */
    static class Array extends Output {

        /** What every virtual machine can make. */
        private static final int MAX_LENGTH = Integer.MAX_VALUE - 8;

        @Override
        final void reserve(long more) {
            if (more > bytes.length - length) {
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
            bytes = Arrays.copyOf(bytes, (int) size);
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

        /** The bytes, once all are there. */
        final byte[] toByteArray() {
            return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
        }
    }

    /** Bodies stay in their own memory; an array has the rest. */
    static final class PassThrough extends Array {

        private static final int[] NO_PLACES = {};

        private final List<Bytes> bodies = new ArrayList<>(2);
        /** How many bytes of the array go before each body. */
        private int[] places = NO_PLACES;

        @Override
        int copied(Bytes body) {
            return body.isBorrowed() ? body.length() : 0;
        }

        @Override
        void putBody(Bytes body) {
            if (body.isBorrowed()) {
                // its lender may write other bytes there, of another connection even, before this is on the wire
                super.putBody(body);
                return;
            }
            if (bodies.size() == places.length) {
                places = Arrays.copyOf(places, 2 * places.length + 2);
            }
            places[bodies.size()] = length;
            bodies.add(body);
            passedThrough += body.length();
        }

        /** All bytes as buffers, none of them empty. */
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

    /** Nothing is kept: for events that are only judged. */
    static final class Discarded extends Output {

        @Override
        void makeRoom(int more) {
            length = 0;
            bytes = more > bytes.length ? new byte[more] : bytes;
        }

        @Override
        int copied(Bytes body) {
            return 0;
        }

        @Override
        void putBody(Bytes body) {
            body.checkLease(); // all that can be wrong with it
        }
    }
}
