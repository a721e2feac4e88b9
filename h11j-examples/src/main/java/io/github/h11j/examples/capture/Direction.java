package io.github.h11j.examples.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one end of a TCP connection sent: each byte once and in order, in whatever order and however often it was
 * captured.
 */
final class Direction {

    /** The parts by their positions, counted from the first byte, or from the first byte that was captured. */
    private final Map<Long, ByteBuffer> parts = new TreeMap<>();

    /** The sequence number of position 0. */
    private int first;

    private boolean begun;

    /** Whether the beginning of the connection was captured: then position 0 is the first byte. */
    private boolean fromStart;

    /** The position of the last segment. Sequence numbers wrap, and are read as the position that is nearest to it. */
    private long near;

    /** The position after the last byte that is known to have been sent. */
    private long reach;

    /** The position after the last byte of the stream; -1 if the end was not captured. */
    private long end = -1;

    /** Returns whether a segment begins another connection, whether or not the beginning of this one was captured. */
    boolean isRestartedBy(Segment segment) {
        return begun && segment.has(Segment.SYN) && segment.sequence() + 1 != first;
    }

    void add(Segment segment) {
        int sequence = segment.has(Segment.SYN) ? segment.sequence() + 1 : segment.sequence();
        if (!begun) {
            first = sequence;
            begun = true;
        }
        fromStart |= segment.has(Segment.SYN);
        long place = near + (sequence - (int) (first + near));
        near = place;
        if (segment.length() > 0 || segment.has(Segment.FIN)) {
            reach = Math.max(reach, place + segment.length()); // an empty segment may have the number after FIN
        }
        if (segment.data().hasRemaining()) {
            parts.merge(place, segment.data(), (old, now) -> old.remaining() >= now.remaining() ? old : now);
        }
        if (segment.has(Segment.FIN)) {
            end = place + segment.length();
        }
    }

    boolean hasBegun() {
        return begun;
    }

    boolean hasData() {
        return !parts.isEmpty();
    }

    /** Returns the bytes up to the first missing one. */
    byte[] bytes() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        long at = start();
        for (Map.Entry<Long, ByteBuffer> part : parts.entrySet()) {
            long known = at - part.getKey();
            if (known < 0) {
                break;
            }
            ByteBuffer data = part.getValue();
            if (known < data.remaining()) {
                byte[] more = new byte[(int) (data.remaining() - known)];
                data.get((int) known, more);
                bytes.writeBytes(more);
                at += more.length;
            }
        }
        return bytes.toByteArray();
    }

    private long start() {
        return fromStart || parts.isEmpty() ? 0 : parts.keySet().iterator().next();
    }

    /** Returns how many bytes are known to have been sent so far. */
    long sent() {
        return reach - start();
    }

    /** Returns whether bytes after {@link #bytes} are missing. */
    boolean hasHole() {
        return start() + bytes().length < reach;
    }

    /** Returns whether this end has ended its stream, and everything before that was captured. */
    boolean isEnded() {
        return end >= 0 && !hasHole();
    }
}
