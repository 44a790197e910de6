// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static twinport.wire.flow.Headers.INT;
import static twinport.wire.flow.Headers.SHORT;

import java.lang.foreign.MemorySegment;
import twinport.wire.pcap.LinkType;

/// Finds where IP begins in a frame.
final class LinkHeader {
    /// No IP in this frame, or none that can be read.
    static final int NONE = -1;

    /// Several packets in one 802.11 frame: see [WifiHeader#aggregateAt].
    static final int AGGREGATE = -2;

    /// More VLAN tags than [#TAGS_MAX].
    static final int TOO_MANY_TAGS = -3;

    /// A radiotap header that does not fit its frame.
    static final int RADIOTAP_LENGTH = -4;

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;

    /// IEEE 802.1Q stacks two; some networks more.
    static final int TAGS_MAX = 4;

    private LinkHeader() {}

    /// The offset of the IP header; [#NONE] when there is none.
    static int ipOffset(LinkType link, MemorySegment frame) {
        int end = (int) Math.min(frame.byteSize(), Integer.MAX_VALUE);
        return switch (link) {
            case ETHERNET -> ethernet(frame, end);
            case RAW, IPV4, IPV6 -> end > 0 ? 0 : NONE;
            case NULL, LOOP -> loopback(frame, end);
            case LINUX_SLL -> end < 16 ? NONE : typed(frame, 16, end, shortAt(frame, 14));
            case LINUX_SLL2 -> end < 20 ? NONE : typed(frame, 20, end, shortAt(frame, 0));
            case IEEE802_11 -> WifiHeader.ipOffset(frame, 0, end, false);
            case RADIOTAP -> WifiHeader.radiotap(frame, end);
        };
    }

    private static int ethernet(MemorySegment frame, int end) {
        return end < 14 ? NONE : typed(frame, 14, end, shortAt(frame, 12));
    }

    /// What follows an EtherType, through VLAN tags (802.1Q, 802.1ad) and 802.2 SNAP.
    private static int typed(MemorySegment frame, int from, int end, int firstType) {
        int at = from;
        int type = firstType;
        for (int tags = 0; isTag(type); tags++) {
            if (tags == TAGS_MAX) {
                return TOO_MANY_TAGS;
            }
            if (end - at < 4) {
                return NONE;
            }
            type = shortAt(frame, at + 2);
            at += 4;
        }
        if (type == IPV4 || type == IPV6) {
            return at < end ? at : NONE;
        }
        return type <= 1500 ? snap(frame, at, end) : NONE;
    }

    private static boolean isTag(int type) {
        return type == 0x8100 || type == 0x88a8 || type == 0x9100;
    }

    /// 802.2 LLC with SNAP: aa aa 03, three bytes organisation, then an EtherType (RFC 1042).
    static int snap(MemorySegment frame, int at, int end) {
        if (end - at <= 8 || frame.get(INT, at) != 0xaaaa0300) {
            return NONE;
        }
        int type = shortAt(frame, at + 6);
        return type == IPV4 || type == IPV6 ? at + 8 : NONE;
    }

    /// The address family comes in the byte order of the capturing machine: it is a small number.
    private static int loopback(MemorySegment frame, int end) {
        if (end <= 4) {
            return NONE;
        }
        int family = frame.get(INT, 0);
        int small = family >>> 16 == 0 ? family : Integer.reverseBytes(family);
        // 2 is IPv4 everywhere; IPv6 is 24, 28 or 30 on BSD systems and 10 on Linux.
        return switch (small) {
            case 2, 10, 24, 28, 30 -> 4;
            default -> NONE;
        };
    }

    private static int shortAt(MemorySegment frame, int at) {
        return frame.get(SHORT, at) & 0xffff;
    }
}
