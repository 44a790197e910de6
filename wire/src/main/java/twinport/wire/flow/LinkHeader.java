// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static twinport.wire.flow.Headers.BYTE;
import static twinport.wire.flow.Headers.INT;
import static twinport.wire.flow.Headers.SHORT;

import java.lang.foreign.MemorySegment;
import twinport.wire.pcap.LinkType;

/// Finds where IP begins in a frame.
final class LinkHeader {
    /// No IP in this frame, or none that can be read.
    static final int NONE = -1;

    private static final int IPV4 = 0x0800;
    private static final int IPV6 = 0x86dd;
    private static final int TAGS_MAX = 4;

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
            case IEEE802_11 -> Wifi.ipOffset(frame, 0, end, false);
            case RADIOTAP -> Wifi.radiotap(frame, end);
        };
    }

    private static int ethernet(MemorySegment frame, int end) {
        return end < 14 ? NONE : typed(frame, 14, end, shortAt(frame, 12));
    }

    /// What follows an EtherType, through VLAN tags (802.1Q, 802.1ad) and 802.2 SNAP.
    private static int typed(MemorySegment frame, int from, int end, int firstType) {
        int at = from;
        int type = firstType;
        for (int i = 0; i < TAGS_MAX; i++) {
            boolean tag = type == 0x8100 || type == 0x88a8 || type == 0x9100;
            if (!tag || end - at < 4) {
                break;
            }
            type = shortAt(frame, at + 2);
            at += 4;
        }
        if (type == IPV4 || type == IPV6) {
            return at < end ? at : NONE;
        }
        return type <= 1500 ? snap(frame, at, end) : NONE;
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

    /// 802.11 data frames (IEEE 802.11-2020 §9.3.2) of open networks.
    static final class Wifi {
        private static final int TYPE_DATA = 0x08;
        private static final int SUBTYPE_NO_DATA = 0x40;
        private static final int SUBTYPE_QOS = 0x80;
        private static final int TO_AND_FROM_SYSTEM = 0x03;
        private static final int PROTECTED = 0x40;
        private static final int ORDER = 0x80;
        private static final int AGGREGATE = 0x80;

        private Wifi() {}

        static int ipOffset(MemorySegment frame, int from, int end, boolean paddedHeader) {
            if (end - from < 24) {
                return NONE;
            }
            int control = frame.get(BYTE, from) & 0xff;
            int flags = frame.get(BYTE, from + 1) & 0xff;
            boolean data = (control & 0x0f) == TYPE_DATA && (control & SUBTYPE_NO_DATA) == 0;
            if (!data || (flags & PROTECTED) != 0) {
                return NONE;
            }
            int bytes = (flags & TO_AND_FROM_SYSTEM) == TO_AND_FROM_SYSTEM ? 30 : 24;
            if ((control & SUBTYPE_QOS) != 0) {
                boolean aggregate =
                        end - from > bytes && (frame.get(BYTE, from + bytes) & AGGREGATE) != 0;
                bytes += (flags & ORDER) != 0 ? 6 : 2;
                if (aggregate) {
                    return NONE;
                }
            }
            return snap(frame, from + (paddedHeader ? (bytes + 3) & ~3 : bytes), end);
        }

        /// The radiotap header (radiotap.org): version, padding, length, then fields by bit mask.
        static int radiotap(MemorySegment frame, int end) {
            if (end < 8) {
                return NONE;
            }
            int length = (frame.get(BYTE, 2) & 0xff) | (frame.get(BYTE, 3) & 0xff) << 8;
            if (frame.get(BYTE, 0) != 0 || length < 8 || length > end) {
                return NONE;
            }
            return ipOffset(frame, length, end, headerIsPadded(frame, length));
        }

        /// Bit 0x20 of the flags field: padding between the 802.11 header and its payload.
        private static boolean headerIsPadded(MemorySegment frame, int length) {
            int present = Integer.reverseBytes(frame.get(INT, 4));
            int at = 8;
            int word = present;
            while (word < 0 && at + 4 <= length) {
                word = Integer.reverseBytes(frame.get(INT, at));
                at += 4;
            }
            if ((present & 0x02) == 0) {
                return false;
            }
            if ((present & 0x01) != 0) {
                at = ((at + 7) & ~7) + 8;
            }
            return at < length && (frame.get(BYTE, at) & 0x20) != 0;
        }
    }
}
