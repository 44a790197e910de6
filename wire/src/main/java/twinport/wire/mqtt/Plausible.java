// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells whether bytes read as MQTT packets, without knowing what came before.
public final class Plausible {
    private static final int PACKETS_ENOUGH = 4;
    private static final int TOPIC_BYTES_MAX = 512;

    private Plausible() {}

    /// Whether a chain of packets begins here: sound headers and contents up to the end of the
    /// bytes, or several whole packets and the beginning of another.
    public static boolean packetsStartAt(MemorySegment data, long at, long end) {
        long position = at;
        for (int whole = 0; whole < PACKETS_ENOUGH; whole++) {
            if (position == end) {
                return whole > 0;
            }
            long next = afterPacket(data, position, end);
            if (next < 0) {
                return false;
            }
            if (next > end) {
                // A PUBLISH says more of itself than its length: its topic.
                boolean publish = (data.get(ValueLayout.JAVA_BYTE, position) & 0xf0) == 0x30;
                return whole >= 2 || (publish && end - position > 16);
            }
            position = next;
        }
        return true;
    }

    /// The position after the packet that begins here; -1 when none does.
    private static long afterPacket(MemorySegment data, long at, long end) {
        int first = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
        PacketType type = PacketType.ofFirstByte(first);
        if (type == null) {
            return -1;
        }
        if (type != PacketType.PUBLISH && (first & 15) != type.requiredFlags()) {
            return -1;
        }
        int remaining = 0;
        long body = at + 1;
        for (int shift = 0; ; shift += 7, body++) {
            if (shift == 28 || body >= end) {
                return -1;
            }
            int next = data.get(ValueLayout.JAVA_BYTE, body);
            remaining |= (next & 0x7f) << shift;
            if (next >= 0) {
                break;
            }
        }
        body++;
        return contentFits(type, first, data, body, end, remaining) ? body + remaining : -1;
    }

    private static boolean contentFits(
            PacketType type, int first, MemorySegment data, long body, long end, int remaining) {
        return switch (type) {
            case PINGREQ, PINGRESP -> remaining == 0;
            case CONNECT -> remaining >= 12 && startsWithName(data, body, end);
            case PUBLISH -> topicFits(first, data, body, end, remaining);
            case CONNACK -> remaining >= 2 && remaining < 1024 && byteAt(data, body, end) < 2;
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> remaining >= 2 && remaining < 1024;
            case SUBSCRIBE, UNSUBSCRIBE -> remaining >= 5 && remaining < 1 << 16;
            case SUBACK, UNSUBACK -> remaining >= 2 && remaining < 1024;
            case DISCONNECT -> remaining < 1024 && (remaining == 0 || remaining > 1);
            case AUTH -> remaining < 1 << 16 && remaining != 1;
        };
    }

    private static boolean startsWithName(MemorySegment data, long body, long end) {
        return byteAt(data, body, end) == 0
                && (byteAt(data, body + 2, end) == 'M' && byteAt(data, body + 3, end) == 'Q');
    }

    private static boolean topicFits(
            int first, MemorySegment data, long body, long end, int remaining) {
        if ((first & 0x06) == 0x06 || (first & 0x0e) == 0x08 || end - body < 2) {
            return false;
        }
        int bytes = byteAt(data, body, end) << 8 | byteAt(data, body + 1, end);
        if (bytes == 0 || bytes > TOPIC_BYTES_MAX || bytes + 2 > remaining) {
            return false;
        }
        for (long i = body + 2; i < Math.min(end, body + 2 + bytes); i++) {
            int character = byteAt(data, i, end);
            if (character < 0x20 || character == 0x7f || character == '#' || character == '+') {
                return false;
            }
        }
        return true;
    }

    private static int byteAt(MemorySegment data, long at, long end) {
        return at < end ? data.get(ValueLayout.JAVA_BYTE, at) & 0xff : -1;
    }
}
