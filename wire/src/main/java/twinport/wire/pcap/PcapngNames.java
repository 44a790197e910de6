// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// The records of a name resolution block (pcapng §4.5).
final class PcapngNames {
    private static final int IPV4 = 1;
    private static final int IPV6 = 2;
    private static final int RECORDS_MAX = 100_000;

    private PcapngNames() {}

    /// Each address with its first name. Records of other kinds are passed over, damage ends them.
    static Map<InetAddress, String> read(
            MemorySegment segment, long from, long to, boolean swapped) {
        Map<InetAddress, String> names = new LinkedHashMap<>();
        long at = from;
        for (int seen = 0; seen < RECORDS_MAX && at + 4 <= to; seen++) {
            int type = shortAt(segment, at, swapped);
            int length = shortAt(segment, at + 2, swapped);
            if (type == 0 || at + 4 + length > to) {
                break;
            }
            int addressBytes = type == IPV4 ? 4 : type == IPV6 ? 16 : length;
            if (length > addressBytes) {
                byte[] value = segment.asSlice(at + 4, length).toArray(ValueLayout.JAVA_BYTE);
                names.putIfAbsent(address(value, addressBytes), firstName(value, addressBytes));
            }
            at += 4 + ((length + 3L) & ~3L);
        }
        return names;
    }

    private static InetAddress address(byte[] value, int bytes) {
        try {
            return InetAddress.getByAddress(java.util.Arrays.copyOf(value, bytes));
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }

    private static String firstName(byte[] value, int from) {
        int end = from;
        while (end < value.length && value[end] != 0) {
            end++;
        }
        return new String(value, from, end - from, StandardCharsets.UTF_8);
    }

    private static int shortAt(MemorySegment segment, long at, boolean swapped) {
        int first = segment.get(ValueLayout.JAVA_BYTE, at) & 0xff;
        int second = segment.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff;
        return swapped ? first << 8 | second : second << 8 | first;
    }
}
