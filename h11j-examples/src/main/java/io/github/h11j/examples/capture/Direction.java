package io.github.h11j.examples.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.TreeMap;

/** What one end of a TCP connection sent, in order and each byte once, however often and in whichever order it was captured. */
final class Direction {

    /** By their places, counted from the first byte, or from the first that was captured. */
    private final Map<Long, ByteBuffer> parts = new TreeMap<>();

    /** The sequence number of place 0. */
    private int first;

    private boolean begun;

    /** Whether the beginning of the connection was captured: then place 0 is the first byte. */
    private boolean fromStart;

    /** The place of the last segment: sequence numbers wrap, and are read as the nearest place to it. */
    private long near;

    /** The place behind the last byte of which is known that it was sent. */
    private long reach;

    /** The place behind the last byte of all; -1 if the end was not captured. */
    private long end = -1;

    boolean isRestartedBy(Segment segment) {
        return fromStart && segment.has(Segment.SYN) && segment.sequence() + 1 != first;
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
            reach = Math.max(reach, place + segment.length()); // the number of an empty one can be that behind FIN
        }
        if (segment.data().hasRemaining()) {
            parts.merge(place, segment.data(), (old, now) -> old.remaining() >= now.remaining() ? old : now);
        }
        if (segment.has(Segment.FIN)) {
            end = place + segment.length();
        }
    }

    boolean hasData() {
        return !parts.isEmpty();
    }

    /** The bytes up to the first that is missing. */
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

    /** How many bytes are known to have been sent so far. */
    long sent() {
        return reach - start();
    }

    /** Whether bytes after {@link #bytes} are missing. */
    boolean hasHole() {
        return start() + bytes().length < reach;
    }

    /** Whether this end said that it sends no more, and all before it was captured. */
    boolean isEnded() {
        return end >= 0 && !hasHole();
    }
}
