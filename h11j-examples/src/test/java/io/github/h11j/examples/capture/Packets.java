package io.github.h11j.examples.capture;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Writes files of packets: a TCP connection between a client and a server, in the format, the link and the IP of a case. */
final class Packets {

    static final int CLIENT_PORT = 50_000;
    static final int SERVER_PORT = 80;

    /** So near to the end of the numbers that those of the client wrap within its first bytes. */
    private static final int CLIENT_START = -5;

    private static final int SERVER_START = 1_000_000;

    private final int linkType;
    private final boolean ip6;
    private final List<byte[]> packets = new ArrayList<>();
    private int clientPort = CLIENT_PORT;

    Packets(int linkType, boolean ip6) {
        this.linkType = linkType;
        this.ip6 = ip6;
    }

    /** Ethernet and IPv4. */
    Packets() {
        this(1, false);
    }

    Packets onPort(int port) {
        clientPort = port;
        return this;
    }

    Packets handshake() {
        return client(-1, Segment.SYN, "").server(-1, Segment.SYN | Segment.ACK, "");
    }

    /** A segment of the client, its first byte at a place of its stream. */
    Packets client(int place, int flags, String data) {
        return add(true, CLIENT_START + place, flags, data, data.length());
    }

    Packets client(int place, String data) {
        return client(place, Segment.ACK, data);
    }

    Packets server(int place, int flags, String data) {
        return add(false, SERVER_START + place, flags, data, data.length());
    }

    Packets server(int place, String data) {
        return server(place, Segment.ACK, data);
    }

    /** A segment of the server of which only the first bytes were captured. */
    Packets serverCut(int place, String data, int captured) {
        return add(false, SERVER_START + place, Segment.ACK, data, captured);
    }

    Packets raw(byte[] packet) {
        packets.add(packet);
        return this;
    }

    private Packets add(boolean byClient, int sequence, int flags, String data, int captured) {
        ByteBuffer tcp = ByteBuffer.allocate(24 + captured);
        tcp.putShort((short) (byClient ? clientPort : SERVER_PORT));
        tcp.putShort((short) (byClient ? SERVER_PORT : clientPort));
        tcp.putInt(sequence).putInt(0).put((byte) (6 << 4)).put((byte) flags).putShort((short) 1000);
        tcp.putInt(0).putInt(0x01010101); // checksum, urgent, an option
        tcp.put(data.substring(0, captured).getBytes(StandardCharsets.ISO_8859_1));
        ByteBuffer packet = ByteBuffer.allocate(100 + tcp.capacity());
        packet.put(link());
        int length = 24 + data.length();
        if (ip6) {
            packet.putInt(6 << 28).putShort((short) (length + 8)).put((byte) 0).put((byte) 64);
            address6(packet, byClient ? 1 : 2);
            address6(packet, byClient ? 2 : 1);
            packet.put(new byte[] {6, 0, 1, 4, 0, 0, 0, 0}); // options for hops
        } else {
            packet.putShort((short) 0x4500).putShort((short) (20 + length)).putInt(0x00014000);
            packet.put((byte) 64).put((byte) 6).putShort((short) 0);
            packet.putInt(byClient ? 0x0a000001 : 0x0a000002).putInt(byClient ? 0x0a000002 : 0x0a000001);
        }
        packet.put(tcp.array());
        if (linkType == 1 && data.isEmpty()) {
            packet.put(new byte[6]); // Ethernet fills short packets
        }
        byte[] bytes = new byte[packet.position()];
        packet.flip().get(bytes);
        return raw(bytes);
    }

    private static void address6(ByteBuffer packet, int last) {
        packet.putLong(0xfe80L << 48).putLong(last);
    }

    private byte[] link() {
        byte[] header = new byte[Segment.linkHeader(linkType)];
        if (linkType == 1) {
            ByteBuffer.wrap(header).putShort(12, (short) (ip6 ? 0x86dd : 0x0800));
        }
        return header;
    }

    byte[] pcap(ByteOrder order) {
        ByteBuffer file = ByteBuffer.allocate(100_000).order(order);
        file.putInt(0xa1b2c3d4)
                .putShort((short) 2)
                .putShort((short) 4)
                .putLong(0)
                .putInt(65535)
                .putInt(linkType);
        for (byte[] packet : packets) {
            file.putLong(0).putInt(packet.length).putInt(packet.length).put(packet);
        }
        return written(file);
    }

    byte[] pcap() {
        return pcap(ByteOrder.LITTLE_ENDIAN);
    }

    byte[] pcapng(ByteOrder order) {
        ByteBuffer file = ByteBuffer.allocate(100_000).order(order);
        block(file, 0x0a0d0d0a, ints(order, 0x1a2b3c4d, 1, -1, -1));
        block(file, 1, ints(order, order == ByteOrder.BIG_ENDIAN ? linkType << 16 : linkType, 65535));
        block(file, 5, ints(order, 0, 0, 0)); // statistics
        for (byte[] packet : packets) {
            ByteArrayOutputStream body = new ByteArrayOutputStream();
            body.writeBytes(ints(order, 0, 0, 0, packet.length, packet.length));
            body.writeBytes(packet);
            block(file, 6, body.toByteArray());
        }
        return written(file);
    }

    private static byte[] ints(ByteOrder order, int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(4 * values.length).order(order);
        for (int value : values) {
            bytes.putInt(value);
        }
        return bytes.array();
    }

    private static void block(ByteBuffer file, int type, byte[] body) {
        int padded = (body.length + 3) / 4 * 4;
        file.putInt(type).putInt(padded + 12).put(body).put(new byte[padded - body.length]);
        file.putInt(padded + 12);
    }

    private static byte[] written(ByteBuffer file) {
        byte[] bytes = new byte[file.position()];
        file.flip().get(bytes);
        return bytes;
    }
}
