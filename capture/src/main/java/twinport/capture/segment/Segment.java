// SPDX-License-Identifier: MIT
package twinport.capture.segment;

import java.net.Inet4Address;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import twinport.wire.flow.Direction;

/// One TCP segment (RFC 9293) and the frame that would have carried it.
///
/// A tap in a relay sees bytes, not frames. Addresses, ports and payload are true; the rest (MAC
/// addresses, time to live, identification, window) is made up, constant and harmless.
///
/// @param link what stands below IP
/// @param frameNumber of the direction's frames, where the link counts them
/// @param flags the byte of control bits
record Segment(
        LinkLayer link,
        Direction direction,
        int frameNumber,
        InetSocketAddress from,
        InetSocketAddress to,
        int sequence,
        int acknowledgement,
        int flags,
        ByteBuffer payload) {
    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int PSH = 0x08;
    static final int ACK = 0x10;

    private static final int IPV4_HEADER = 20;
    private static final int IPV6_HEADER = 40;
    private static final int TCP_HEADER = 20;
    private static final int ETHERTYPE_IPV4 = 0x0800;
    private static final int ETHERTYPE_IPV6 = 0x86DD;
    private static final int PROTOCOL_TCP = 6;
    private static final int TIME_TO_LIVE = 64;
    private static final short DO_NOT_FRAGMENT = 0x4000;
    private static final short WINDOW = (short) 0xFFFF;

    /// Options of a SYN: maximum segment size as on loopback, and the largest window scale (RFC
    /// 7323 section 2.3), so that no reader takes the relay's pace for a full window.
    private static final byte[] SYN_OPTIONS = {2, 4, (byte) 0xFF, (byte) 0xD7, 1, 3, 3, 14};

    Segment {
        if (from.getAddress().getClass() != to.getAddress().getClass()) {
            throw new IllegalArgumentException(
                    "both ends need addresses of one family: " + from + " and " + to);
        }
    }

    /// The whole frame, checksums included.
    byte[] frame() {
        boolean ipv4 = from.getAddress() instanceof Inet4Address;
        byte[] options = (flags & SYN) != 0 ? SYN_OPTIONS : new byte[0];
        int tcpLength = TCP_HEADER + options.length + payload.remaining();
        int ipStart = link.headerBytes();
        int tcpStart = ipStart + (ipv4 ? IPV4_HEADER : IPV6_HEADER);
        byte[] frame = new byte[tcpStart + tcpLength];
        ByteBuffer bytes = ByteBuffer.wrap(frame);
        link.put(
                bytes,
                direction,
                from.getAddress(),
                to.getAddress(),
                ipv4 ? ETHERTYPE_IPV4 : ETHERTYPE_IPV6,
                frameNumber);
        if (ipv4) {
            putIpv4(bytes, tcpLength);
            bytes.putShort(ipStart + 10, checksum(frame, ipStart, IPV4_HEADER, 0));
        } else {
            putIpv6(bytes, tcpLength);
        }
        putTcp(bytes, options);
        int addresses = ipv4 ? 8 : 32;
        int pseudoHeader =
                sum(frame, tcpStart - addresses, addresses, PROTOCOL_TCP + (long) tcpLength);
        bytes.putShort(tcpStart + 16, checksum(frame, tcpStart, tcpLength, pseudoHeader));
        return frame;
    }

    private void putIpv4(ByteBuffer bytes, int tcpLength) {
        bytes.put((byte) 0x45).put((byte) 0).putShort((short) (IPV4_HEADER + tcpLength));
        bytes.putShort((short) 0).putShort(DO_NOT_FRAGMENT);
        bytes.put((byte) TIME_TO_LIVE).put((byte) PROTOCOL_TCP).putShort((short) 0);
        bytes.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
    }

    private void putIpv6(ByteBuffer bytes, int tcpLength) {
        bytes.putInt(6 << 28).putShort((short) tcpLength);
        bytes.put((byte) PROTOCOL_TCP).put((byte) TIME_TO_LIVE);
        bytes.put(from.getAddress().getAddress()).put(to.getAddress().getAddress());
    }

    private void putTcp(ByteBuffer bytes, byte[] options) {
        int words = (TCP_HEADER + options.length) / 4;
        bytes.putShort((short) from.getPort()).putShort((short) to.getPort());
        bytes.putInt(sequence).putInt(acknowledgement);
        bytes.put((byte) (words << 4)).put((byte) flags).putShort(WINDOW);
        bytes.putShort((short) 0).putShort((short) 0).put(options).put(payload.duplicate());
    }

    /// The Internet checksum, RFC 1071.
    private static short checksum(byte[] bytes, int start, int length, int before) {
        return (short) ~sum(bytes, start, length, before);
    }

    private static int sum(byte[] bytes, int start, int length, long before) {
        long sum = before;
        for (int i = 0; i < length; i++) {
            sum += (long) (bytes[start + i] & 0xFF) << (i % 2 == 0 ? 8 : 0);
        }
        while (sum >>> 16 != 0) {
            sum = (sum & 0xFFFF) + (sum >>> 16);
        }
        return (int) sum;
    }
}
