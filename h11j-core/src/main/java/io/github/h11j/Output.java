package io.github.h11j;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The bytes that events become: one array, or, where body bytes are passed through, parts of it with the bodies
 * between them.
 */
final class Output {

    private static final byte[] NOTHING = new byte[0];
    private static final int[] NO_PLACES = new int[0];

    /** May be replaced by {@link #ensure}. */
    byte[] bytes;

    int length;

    private final boolean passThrough;

    /** Bodies that were passed through, and how many of our bytes go before each. */
    private @Nullable List<Bytes> bodies;

    private int[] places = NO_PLACES;

    Output(int expected, boolean passThrough) {
        this.bytes = expected == 0 ? NOTHING : new byte[expected];
        this.passThrough = passThrough;
    }

    /** Makes room for so many bytes more. */
    void ensure(int more) {
        int needed = Math.addExact(length, more);
        if (needed > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(needed, bytes.length + (bytes.length >> 1)));
        }
    }

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

    void putBody(Bytes body) {
        if (passThrough) {
            if (bodies == null) {
                bodies = new ArrayList<>(2);
            }
            if (bodies.size() == places.length) {
                places = Arrays.copyOf(places, 2 * places.length + 2);
            }
            places[bodies.size()] = length;
            bodies.add(body);
            return;
        }
        ensure(body.length());
        body.copyTo(bytes, length);
        length += body.length();
    }

    /** All bytes as one array; not after passing through. */
    byte[] toByteArray() {
        return length == bytes.length ? bytes : Arrays.copyOf(bytes, length);
    }

    /** All bytes as buffers, none of them empty. */
    List<ByteBuffer> toBuffers() {
        List<Bytes> passed = bodies == null ? List.of() : bodies;
        List<ByteBuffer> buffers = new ArrayList<>(2 * passed.size() + 1);
        int from = 0;
        for (int i = 0; i < passed.size(); i++) {
            addPart(buffers, from, places[i]);
            from = places[i];
            buffers.add(passed.get(i).asByteBuffer());
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
