package io.github.h11j.spec.pair;

import io.github.h11j.spec.generators.ByteString;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** One direction of the wire: bytes in transit, each with the tick at which it arrives, and the end of the stream. */
final class Channel {

    /** How the stream has ended, as its receiver will see it. */
    enum End {
        NOT_YET,
        ORDERLY,
        RESET
    }

    /** Bytes that were written together. */
    private record Packet(long due, ByteString bytes) {}

    private final Wire wire;
    private final Random random;
    private final ArrayDeque<Packet> packets = new ArrayDeque<>();
    private long lastDue;
    private End end = End.NOT_YET;
    private boolean endDelivered;

    Channel(Wire wire, Random random) {
        this.wire = wire;
        this.random = random;
    }

    void write(long now, ByteString bytes) {
        if (bytes.length() > 0 && end == End.NOT_YET) {
            packets.add(new Packet(due(now), bytes));
        }
    }

    void end(long now, End how) {
        if (end == End.NOT_YET) {
            end = how;
            lastDue = due(now);
        }
    }

    private long due(long now) {
        int delay = wire.longestDelay() == 0 ? 0 : random.nextInt(wire.longestDelay() + 1);
        lastDue = Math.max(lastDue, now + delay);
        return lastDue;
    }

    /** Loses some, none or all of the last bytes in transit. */
    void lose() {
        int kept = packets.isEmpty() ? 0 : random.nextInt(inFlight() + 1);
        List<Packet> all = new ArrayList<>(packets);
        packets.clear();
        for (Packet packet : all) {
            int length = Math.min(kept, packet.bytes().length());
            kept -= length;
            if (length > 0) {
                packets.add(new Packet(packet.due(), packet.bytes().slice(0, length)));
            }
        }
    }

    int inFlight() {
        return packets.stream().mapToInt(packet -> packet.bytes().length()).sum();
    }

    boolean isEmpty() {
        return packets.isEmpty() && (end == End.NOT_YET || endDelivered);
    }

    /** Returns the tick of the next arrival. */
    long nextDue() {
        return packets.isEmpty() ? lastDue : packets.element().due();
    }

    /** Returns the next of the bytes that are due; empty at the end of the stream. */
    ByteString take(long now) {
        int most =
                wire.longestPiece() == Integer.MAX_VALUE ? Integer.MAX_VALUE : 1 + random.nextInt(wire.longestPiece());
        List<ByteString> taken = new ArrayList<>();
        while (!packets.isEmpty() && packets.element().due() <= now && most > 0) {
            Packet packet = packets.remove();
            int length = Math.min(most, packet.bytes().length());
            taken.add(packet.bytes().slice(0, length));
            most -= length;
            if (length < packet.bytes().length()) {
                packets.addFirst(new Packet(
                        packet.due(),
                        packet.bytes().slice(length, packet.bytes().length())));
            }
        }
        endDelivered |= taken.isEmpty();
        return ByteString.join(taken);
    }

    boolean endsOrderly() {
        return end == End.ORDERLY;
    }
}
