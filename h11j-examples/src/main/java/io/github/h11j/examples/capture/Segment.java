package io.github.h11j.examples.capture;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A TCP segment from a packet.
 *
 * @param from the sender
 * @param to the recipient
 * @param sequence the sequence number of its first byte
 * @param flags SYN, ACK and so on
 * @param data its captured bytes
 * @param length how many bytes it had on the wire
 */
record Segment(Endpoint from, Endpoint to, int sequence, int flags, ByteBuffer data, int length) {

    static final int FIN = 1;
    static final int SYN = 2;
    static final int ACK = 16;

    private static final int TCP = 6;
    private static final int IP4_HEADER = 20;
    private static final int IP6_HEADER = 40;
    private static final int TCP_HEADER = 20;

    /** One end of a TCP connection. */
    record Endpoint(InetAddress address, int port) {
        @Override
        public String toString() {
            String host = address.getHostAddress();
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    /** Returns where the IP header begins in a packet with this pcap link type; -1 if that is not known. */
    static int linkHeader(int linkType) {
        return switch (linkType) {
            case 0, 108 -> 4; // loopback of BSD and macOS
            case 1 -> 14; // Ethernet, Wi-Fi as an ordinary interface, loopback of Linux
            case 12, 14, 101, 228, 229 -> 0; // IP alone
            case 113 -> 16; // "any" of Linux, as older tcpdumps write it
            case 276 -> 20; // "any" of Linux
            default -> -1;
        };
    }

    /** Returns empty if the packet is not TCP over IP, is an IP fragment, or too little of it was captured. */
    static Optional<Segment> of(PacketFile.Packet packet) {
        ByteBuffer bytes = packet.bytes();
        int at = linkHeader(packet.linkType());
        // a VLAN tag precedes the type of what follows
        while (packet.linkType() == 1 && bytes.remaining() >= at + 4 && isTag(bytes.getShort(at - 2) & 0xffff)) {
            at += 4;
        }
        if (at < 0 || bytes.remaining() <= at) {
            return Optional.empty();
        }
        ByteBuffer ip = bytes.slice(at, bytes.remaining() - at);
        return Optional.ofNullable(
                switch (ip.get(0) >> 4 & 15) {
                    case 4 -> ip4(ip);
                    case 6 -> ip6(ip);
                    default -> null;
                });
    }

    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88a8;
    }

    private static @Nullable Segment ip4(ByteBuffer ip) {
        if (ip.remaining() < IP4_HEADER || ip.get(9) != TCP || (ip.getShort(6) & 0x3fff) != 0) {
            return null;
        }
        int header = (ip.get(0) & 15) * 4;
        // 0: too long for the field, as Linux hands it to its network card
        int total = ip.getShort(2) == 0 ? ip.remaining() : ip.getShort(2) & 0xffff;
        return tcp(ip, header, total, address(ip, 12, 4), address(ip, 16, 4));
    }

    private static @Nullable Segment ip6(ByteBuffer ip) {
        if (ip.remaining() < IP6_HEADER) {
            return null;
        }
        int total = ip.getShort(4) == 0 ? ip.remaining() : IP6_HEADER + (ip.getShort(4) & 0xffff);
        int next = ip.get(6);
        int at = IP6_HEADER;
        // options for hops, routing, options for the destination
        while ((next == 0 || next == 43 || next == 60) && ip.remaining() >= at + 8) {
            next = ip.get(at);
            at += 8 + (ip.get(at + 1) & 0xff) * 8;
        }
        return next == TCP ? tcp(ip, at, total, address(ip, 8, 16), address(ip, 24, 16)) : null;
    }

    private static InetAddress address(ByteBuffer ip, int at, int length) {
        byte[] address = new byte[length];
        ip.get(at, address);
        try {
            return InetAddress.getByAddress(address);
        } catch (UnknownHostException e) {
            throw new IllegalStateException("4 or 16 bytes are an address", e);
        }
    }

    private static @Nullable Segment tcp(ByteBuffer ip, int at, int total, InetAddress from, InetAddress to) {
        if (at < IP4_HEADER || ip.remaining() < at + TCP_HEADER) {
            return null;
        }
        int header = (ip.get(at + 12) >> 4 & 15) * 4;
        int length = total - at - header;
        if (header < TCP_HEADER || length < 0) {
            return null;
        }
        int dataAt = Math.min(at + header, ip.remaining());
        // behind the length of IP there can be padding of the link
        ByteBuffer data = ip.slice(dataAt, Math.min(length, ip.remaining() - dataAt));
        return new Segment(
                new Endpoint(from, ip.getShort(at) & 0xffff),
                new Endpoint(to, ip.getShort(at + 2) & 0xffff),
                ip.getInt(at + 4),
                ip.get(at + 13),
                data,
                length);
    }
}
