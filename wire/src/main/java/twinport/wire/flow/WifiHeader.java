// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static twinport.wire.flow.Headers.BYTE;
import static twinport.wire.flow.Headers.INT;
import static twinport.wire.flow.Headers.SHORT;
import static twinport.wire.flow.LinkHeader.AGGREGATE;
import static twinport.wire.flow.LinkHeader.NONE;

import java.lang.foreign.MemorySegment;
import twinport.wire.pcap.LinkType;

/// 802.11 data frames (IEEE 802.11-2020 §9.3.2) of open networks, and the radiotap header
/// (radiotap.org) before them.
final class WifiHeader {
    /// Before each packet of an aggregate: two addresses and a length (§9.3.2.2.2).
    static final int SUBFRAME_HEADER_BYTES = 14;

    /// Packets of one aggregate that are read; 7,935 bytes hold no more with headers of IP and TCP.
    static final int SUBFRAMES_MAX = 128;

    private static final int TYPE_DATA = 0x08;
    private static final int SUBTYPE_NO_DATA = 0x40;
    private static final int SUBTYPE_QOS = 0x80;
    private static final int TO_AND_FROM_SYSTEM = 0x03;
    private static final int PROTECTED = 0x40;
    private static final int ORDER = 0x80;
    private static final int AGGREGATED = 0x80;

    private static final int CHECK_SUM_BYTES = 4;
    private static final int FLAGS_NONE = 0;
    private static final int FLAG_CHECK_SUM = 0x10;
    private static final int FLAG_PADDED = 0x20;
    private static final int FLAG_DAMAGED = 0x40;

    private WifiHeader() {}

    static int ipOffset(MemorySegment frame, int from, int end, boolean paddedHeader) {
        int payload = payloadAt(frame, from, end, paddedHeader);
        if (payload < 0) {
            return NONE;
        }
        return isAggregate(frame, from) ? AGGREGATE : LinkHeader.snap(frame, payload, end);
    }

    /// Where the first of several packets begins, by a frame of which they were told.
    static int aggregateAt(LinkType link, MemorySegment frame) {
        int end = (int) frame.byteSize();
        int from = link == LinkType.RADIOTAP ? radiotapBytes(frame) : 0;
        boolean padded =
                link == LinkType.RADIOTAP && (radiotapFlags(frame, from) & FLAG_PADDED) != 0;
        return payloadAt(frame, from, end, padded);
    }

    /// What follows the header of a readable data frame; negative without one.
    private static int payloadAt(MemorySegment frame, int from, int end, boolean paddedHeader) {
        if (end - from < 24) {
            return NONE;
        }
        int control = frame.get(BYTE, from) & 0xff;
        int flags = frame.get(BYTE, from + 1) & 0xff;
        boolean data = (control & 0x0f) == TYPE_DATA && (control & SUBTYPE_NO_DATA) == 0;
        if (!data || (flags & PROTECTED) != 0) {
            return NONE;
        }
        int bytes = headerBytes(flags);
        if ((control & SUBTYPE_QOS) != 0) {
            if (end - from < bytes + 2) {
                return NONE;
            }
            bytes += (flags & ORDER) != 0 ? 6 : 2;
        }
        return from + (paddedHeader ? (bytes + 3) & ~3 : bytes);
    }

    private static int headerBytes(int flags) {
        return (flags & TO_AND_FROM_SYSTEM) == TO_AND_FROM_SYSTEM ? 30 : 24;
    }

    private static boolean isAggregate(MemorySegment frame, int from) {
        int control = frame.get(BYTE, from) & 0xff;
        int quality = from + headerBytes(frame.get(BYTE, from + 1) & 0xff);
        return (control & SUBTYPE_QOS) != 0 && (frame.get(BYTE, quality) & AGGREGATED) != 0;
    }

    /// The length an aggregate gives for the packet whose subframe begins at `at`.
    static int subframeBytes(MemorySegment frame, int at) {
        return frame.get(SHORT, at + 12) & 0xffff;
    }

    /// Version, padding, length, then fields by a bit mask; then the 802.11 frame.
    static int radiotap(MemorySegment frame, int end) {
        int length = radiotapBytes(frame);
        if (length < 8 || length > end) {
            return LinkHeader.RADIOTAP_LENGTH;
        }
        int flags = radiotapFlags(frame, length);
        // Damaged on the air: its receiver did not take it either.
        return (flags & FLAG_DAMAGED) != 0
                ? NONE
                : ipOffset(frame, length, end, (flags & FLAG_PADDED) != 0);
    }

    /// The frame without the check sum at its end, where radiotap says that there is one.
    static MemorySegment withoutCheckSum(MemorySegment frame) {
        int length = radiotapBytes(frame);
        long end = frame.byteSize();
        boolean has =
                length >= 8
                        && length + CHECK_SUM_BYTES <= end
                        && (radiotapFlags(frame, length) & FLAG_CHECK_SUM) != 0;
        return has ? frame.asSlice(0, end - CHECK_SUM_BYTES) : frame;
    }

    /// 0 when it cannot be one.
    private static int radiotapBytes(MemorySegment frame) {
        if (frame.byteSize() < 8 || frame.get(BYTE, 0) != 0) {
            return 0;
        }
        return (frame.get(BYTE, 2) & 0xff) | (frame.get(BYTE, 3) & 0xff) << 8;
    }

    /// The flags field, which stands behind the masks and the eight bytes of a time stamp.
    private static int radiotapFlags(MemorySegment frame, int length) {
        int present = Integer.reverseBytes(frame.get(INT, 4));
        if ((present & 0x02) == 0) {
            return FLAGS_NONE;
        }
        int at = 8;
        int word = present;
        while (word < 0 && at + 4 <= length) {
            word = Integer.reverseBytes(frame.get(INT, at));
            at += 4;
        }
        if ((present & 0x01) != 0) {
            at = ((at + 7) & ~7) + 8;
        }
        return at < length ? frame.get(BYTE, at) & 0xff : FLAGS_NONE;
    }
}
