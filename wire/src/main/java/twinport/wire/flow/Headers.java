// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import org.jspecify.annotations.Nullable;

/// The IP and TCP headers of one frame. One instance is read over and over; nothing is allocated.
final class Headers {
    static final ValueLayout.OfByte BYTE = ValueLayout.JAVA_BYTE;
    static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);
    static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.BIG_ENDIAN);

    static final int FIN = 0x01;
    static final int SYN = 0x02;
    static final int RST = 0x04;
    static final int ACK = 0x10;

    private static final int TCP = 6;
    private static final int EXTENSION_HEADERS_MAX = 8;

    /// What a frame turned out to be.
    enum Kind {
        TCP,
        FRAGMENT,
        OTHER,
        MALFORMED
    }

    boolean ipv6;
    long sourceHigh;
    long sourceLow;
    long targetHigh;
    long targetLow;
    int sourcePort;
    int targetPort;
    int sequence;
    int acknowledged;
    int flags;

    /// Where the payload begins in the frame, how much of it is there and how much was sent.
    int payloadAt;

    int payloadCaptured;
    int payloadSent;

    // A fragment: what ties it to its fellows, and its place among them.
    long fragmentId;
    int fragmentOffset;
    boolean moreFragments;
    int fragmentProtocol;

    /// With MALFORMED: what is wrong, where.
    Layer faultLayer = Layer.IP;

    @Nullable String fault;
    String faultRule = "";
    int faultAt;

    private MemorySegment frame = MemorySegment.NULL;
    private int end;

    /// Reads the network layer that begins at `at`.
    Kind read(MemorySegment bytes, int at) {
        frame = bytes;
        end = (int) bytes.byteSize();
        fault = null;
        if (at >= end) {
            return Kind.OTHER;
        }
        return switch ((bytes.get(BYTE, at) >> 4) & 0x0f) {
            case 4 -> readIpv4(at);
            case 6 -> readIpv6(at);
            default -> malformed(Layer.IP, "IP version", "RFC 791 §3.1: the version is 4 or 6", at);
        };
    }

    private Kind readIpv4(int at) {
        if (end - at < 20) {
            return malformed(Layer.IP, "a cut header", "RFC 791 §3.1: 20 bytes at least", at);
        }
        int headerBytes = (frame.get(BYTE, at) & 0x0f) << 2;
        int total = unsignedShort(at + 2);
        if (headerBytes < 20) {
            return malformed(
                    Layer.IP, "header length " + headerBytes, "RFC 791 §3.1: 20 or more", at);
        }
        // Captured before the network card cut it into packets: the length field is still 0.
        int length = total == 0 ? end - at : total;
        if (length < headerBytes) {
            return malformed(
                    Layer.IP, "total length " + total, "RFC 791 §3.1: not below the header's", at);
        }
        ipv6 = false;
        sourceHigh = 0;
        targetHigh = 0;
        sourceLow = frame.get(INT, at + 12) & 0xffffffffL;
        targetLow = frame.get(INT, at + 16) & 0xffffffffL;
        int protocol = frame.get(BYTE, at + 9) & 0xff;
        int place = unsignedShort(at + 6);
        if ((place & 0x3fff) != 0) {
            fragmentId = unsignedShort(at + 4);
            return fragment(
                    place << 3 & 0xfff8,
                    (place & 0x2000) != 0,
                    protocol,
                    at + headerBytes,
                    length - headerBytes);
        }
        return protocol == TCP ? readTcp(at + headerBytes, length - headerBytes) : Kind.OTHER;
    }

    private Kind readIpv6(int at) {
        if (end - at < 40) {
            return malformed(Layer.IP, "a cut header", "RFC 8200 §3: 40 bytes", at);
        }
        ipv6 = true;
        sourceHigh = frame.get(LONG, at + 8);
        sourceLow = frame.get(LONG, at + 16);
        targetHigh = frame.get(LONG, at + 24);
        targetLow = frame.get(LONG, at + 32);
        int length = unsignedShort(at + 4);
        int left = length == 0 ? end - at - 40 : length;
        return readExtensions(frame.get(BYTE, at + 6) & 0xff, at + 40, left);
    }

    /// Walks the extension headers (RFC 8200 §4) to the TCP header.
    private Kind readExtensions(int first, int from, int length) {
        int next = first;
        int at = from;
        int left = length;
        for (int i = 0; i < EXTENSION_HEADERS_MAX; i++) {
            if (next == TCP) {
                return readTcp(at, left);
            }
            if (!isExtension(next) || left < 8 || end - at < 8) {
                return Kind.OTHER;
            }
            int following = frame.get(BYTE, at) & 0xff;
            if (next == 44) {
                int place = unsignedShort(at + 2);
                if ((place & 0xfff9) != 0) {
                    fragmentId = frame.get(INT, at + 4) & 0xffffffffL;
                    return fragment(place & 0xfff8, (place & 1) != 0, following, at + 8, left - 8);
                }
            }
            int units = frame.get(BYTE, at + 1) & 0xff;
            int bytes = next == 44 ? 8 : next == 51 ? (units + 2) << 2 : (units + 1) << 3;
            next = following;
            at += bytes;
            left -= bytes;
        }
        return malformed(
                Layer.IP, "more than 8 extension headers", "RFC 8200 §4.1: each at most once", at);
    }

    private Kind fragment(int offset, boolean more, int protocol, int at, int length) {
        fragmentOffset = offset;
        moreFragments = more;
        fragmentProtocol = protocol;
        payloadAt = Math.min(at, end);
        payloadSent = length;
        payloadCaptured = Math.clamp((long) end - at, 0, length);
        // In IPv6 extension headers may stand before TCP in the datagram put together.
        boolean ours = protocol == TCP || (ipv6 && isExtension(protocol));
        return ours ? Kind.FRAGMENT : Kind.OTHER;
    }

    /// Reads what the addresses read last sent as a datagram in fragments.
    Kind readWhole(Fragments.Whole datagram) {
        frame = datagram.bytes();
        end = (int) frame.byteSize();
        fault = null;
        return ipv6
                ? readExtensions(datagram.protocol(), 0, datagram.sent())
                : readTcp(0, datagram.sent());
    }

    private static boolean isExtension(int protocol) {
        return protocol == 0
                || protocol == 43
                || protocol == 44
                || protocol == 51
                || protocol == 60;
    }

    private Kind readTcp(int at, int length) {
        if (length < 20 || end - at < 20) {
            return malformed(
                    Layer.TCP,
                    "a header of " + Math.min(length, end - at) + " bytes",
                    "RFC 9293 §3.1: 20 bytes at least",
                    at);
        }
        int headerBytes = (frame.get(BYTE, at + 12) & 0xf0) >> 2;
        if (headerBytes < 20 || headerBytes > length) {
            return malformed(
                    Layer.TCP,
                    "data offset " + headerBytes + " in a segment of " + length + " bytes",
                    "RFC 9293 §3.1: 20 or more, and within the segment",
                    at + 12);
        }
        int ports = frame.get(INT, at);
        sourcePort = ports >>> 16;
        targetPort = ports & 0xffff;
        sequence = frame.get(INT, at + 4);
        acknowledged = frame.get(INT, at + 8);
        flags = frame.get(BYTE, at + 13) & 0xff;
        // The capture may have cut the header's options.
        payloadAt = Math.min(at + headerBytes, end);
        payloadSent = length - headerBytes;
        payloadCaptured = Math.clamp((long) end - payloadAt, 0, payloadSent);
        return Kind.TCP;
    }

    boolean has(int flag) {
        return (flags & flag) != 0;
    }

    private Kind malformed(Layer layer, String what, String rule, int at) {
        faultLayer = layer;
        fault = what;
        faultRule = rule;
        faultAt = at;
        return Kind.MALFORMED;
    }

    private int unsignedShort(int at) {
        return frame.get(SHORT, at) & 0xffff;
    }
}
