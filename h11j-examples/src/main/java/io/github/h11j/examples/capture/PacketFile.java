package io.github.h11j.examples.capture;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * The packets of a file in one of the two formats that tcpdump and Wireshark write: pcap and pcapng. Its end may be
 * missing, if the program that wrote it was stopped: then the packets before it are read.
 */
final class PacketFile {

    /** The captured bytes of a packet, and the number of its link type, which determines its first header. */
    record Packet(int linkType, ByteBuffer bytes) {}

    private static final int MICROSECONDS = 0xa1b2c3d4;
    private static final int NANOSECONDS = 0xa1b23c4d;
    private static final int FILE_HEADER = 24;
    private static final int RECORD_HEADER = 16;

    private static final int SECTION = 0x0a0d0d0a;
    private static final int INTERFACE = 1;
    private static final int OLD_PACKET = 2;
    private static final int SIMPLE_PACKET = 3;
    private static final int PACKET = 6;
    private static final int BYTE_ORDER = 0x1a2b3c4d;

    /** The type and the length of a block, and its length again at its end. */
    private static final int BLOCK_FRAME = 12;

    private static final Set<Integer> MAGIC = Set.of(
            MICROSECONDS, Integer.reverseBytes(MICROSECONDS), NANOSECONDS, Integer.reverseBytes(NANOSECONDS), SECTION);

    private final ByteBuffer file;
    private final List<Packet> packets = new ArrayList<>();
    private boolean whole = true;

    private PacketFile(byte[] bytes) {
        file = ByteBuffer.wrap(bytes);
    }

    /** Returns whether the bytes begin like such a file, which no HTTP/1.1 message does. */
    static boolean isOne(byte[] bytes) {
        return bytes.length >= Integer.BYTES
                && MAGIC.contains(ByteBuffer.wrap(bytes).getInt());
    }

    /** Reads a file for which {@link #isOne} is true. */
    static PacketFile read(byte[] bytes) {
        PacketFile read = new PacketFile(bytes);
        int magic = read.file.getInt(0);
        if (magic == SECTION) {
            read.blocks();
        } else {
            read.records(
                    magic == MICROSECONDS || magic == NANOSECONDS ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
        }
        return read;
    }

    List<Packet> packets() {
        return packets;
    }

    /** Returns whether the file is complete, and does not end in the middle of a packet. */
    boolean isWhole() {
        return whole;
    }

    private void records(ByteOrder order) {
        file.order(order);
        if (file.remaining() < FILE_HEADER) {
            whole = false;
            return;
        }
        int linkType = file.getInt(20) & 0xffff; // the upper bits are flags
        file.position(FILE_HEADER);
        while (file.hasRemaining()) {
            int length = file.remaining() < RECORD_HEADER ? -1 : file.getInt(file.position() + 8);
            if (length < 0 || length > file.remaining() - RECORD_HEADER) {
                whole = false;
                return;
            }
            packets.add(new Packet(linkType, file.slice(file.position() + RECORD_HEADER, length)));
            file.position(file.position() + RECORD_HEADER + length);
        }
    }

    private void blocks() {
        List<Integer> linkTypes = new ArrayList<>();
        while (file.hasRemaining()) {
            if (file.remaining() < BLOCK_FRAME) {
                whole = false;
                return;
            }
            int at = file.position();
            if (file.getInt(at) == SECTION) {
                linkTypes.clear();
                file.order(ByteOrder.BIG_ENDIAN);
                file.order(file.getInt(at + 8) == BYTE_ORDER ? ByteOrder.BIG_ENDIAN : ByteOrder.LITTLE_ENDIAN);
            }
            int length = file.getInt(at + 4);
            if (length < BLOCK_FRAME || length > file.remaining()) {
                whole = false;
                return;
            }
            block(file.getInt(at), file.slice(at + 8, length - BLOCK_FRAME).order(file.order()), linkTypes);
            file.position(at + length);
        }
    }

    private void block(int type, ByteBuffer body, List<Integer> linkTypes) {
        int room = body.remaining();
        if (type == INTERFACE && room >= Short.BYTES) {
            linkTypes.add(body.getShort(0) & 0xffff);
        } else if (type == PACKET && room >= 20) {
            packet(linkTypes, body.getInt(0), body, 20, body.getInt(12));
        } else if (type == OLD_PACKET && room >= 20) {
            packet(linkTypes, body.getShort(0) & 0xffff, body, 20, body.getInt(12));
        } else if (type == SIMPLE_PACKET && room >= 4) {
            packet(linkTypes, 0, body, 4, Math.min(body.getInt(0), room - 4));
        }
    }

    private void packet(List<Integer> linkTypes, int number, ByteBuffer body, int from, int length) {
        boolean fits = number >= 0 && number < linkTypes.size() && length >= 0 && length <= body.remaining() - from;
        if (fits) {
            packets.add(new Packet(linkTypes.get(number), body.slice(from, length)));
        } else {
            whole = false;
        }
    }
}
