// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells from the bytes at hand whether one packet may begin here, in any version.
final class PlausiblePacket {
    /// No packet begins here.
    static final long NONE = -1;

    /// One may, and its length is cut off by the end of the bytes.
    static final long CUT = -2;

    private static final int TOPIC_BYTES_MAX = 512;
    private static final int ACKNOWLEDGEMENT_BYTES_MAX = 1024;

    private final MemorySegment data;
    private final long body;
    private final long end;
    private final int remaining;

    private PlausiblePacket(MemorySegment data, long body, long end, int remaining) {
        this.data = data;
        this.body = body;
        this.end = end;
        this.remaining = remaining;
    }

    /// The position after the packet that begins here, perhaps beyond `end`; or [#NONE], [#CUT].
    static long after(MemorySegment data, long at, long end) {
        int first = data.get(ValueLayout.JAVA_BYTE, at) & 0xff;
        PacketType type = PacketType.ofFirstByte(first);
        if (type == null || !flagsFit(type, first)) {
            return NONE;
        }
        int remaining = 0;
        long body = at + 1;
        for (int shift = 0; ; shift += 7, body++) {
            if (shift == 28) {
                return NONE;
            }
            if (body >= end) {
                return CUT;
            }
            int next = data.get(ValueLayout.JAVA_BYTE, body);
            remaining |= (next & 0x7f) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    return NONE;
                }
                break;
            }
        }
        body++;
        PlausiblePacket packet = new PlausiblePacket(data, body, end, remaining);
        return packet.fits(type, first) ? body + remaining : NONE;
    }

    private static boolean flagsFit(PacketType type, int first) {
        if (type == PacketType.PUBLISH) {
            return (first & 0x06) != 0x06 && (first & 0x0e) != 0x08;
        }
        return (first & 15) == type.requiredFlags();
    }

    private boolean fits(PacketType type, int first) {
        return switch (type) {
            case PINGREQ, PINGRESP -> remaining == 0;
            case CONNECT -> remaining >= 12 && isConnect();
            case PUBLISH -> isPublish(first);
            case CONNACK -> isConnAck();
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> isAcknowledgement(type);
            case SUBSCRIBE -> remaining >= 5 && hasPacketId() && hasFilters(true);
            case UNSUBSCRIBE -> remaining >= 5 && hasPacketId() && hasFilters(false);
            case SUBACK, UNSUBACK -> isAnswer(type);
            case DISCONNECT -> remaining == 0 || hasReason(0, type);
            case AUTH -> remaining == 0 || hasReason(0, type);
        };
    }

    /// A byte of the body; -1 where the bytes end.
    private int byteAt(int index) {
        return body + index < end ? data.get(ValueLayout.JAVA_BYTE, body + index) & 0xff : -1;
    }

    private boolean isConnect() {
        int length = byteAt(1);
        return byteAt(0) == 0
                && (length == 4 || length == 6)
                && byteAt(2) == 'M'
                && byteAt(3) == 'Q';
    }

    private boolean isConnAck() {
        if (remaining < 2 || remaining >= ACKNOWLEDGEMENT_BYTES_MAX || byteAt(0) > 1) {
            return false;
        }
        return remaining == 2 ? byteAt(1) <= 5 : hasReason(1, PacketType.CONNACK);
    }

    private boolean isAcknowledgement(PacketType type) {
        if (remaining < 2 || remaining >= ACKNOWLEDGEMENT_BYTES_MAX || !hasPacketId()) {
            return false;
        }
        return remaining == 2 || hasReason(2, type);
    }

    private boolean hasPacketId() {
        return byteAt(0) != 0 || byteAt(1) != 0;
    }

    /// A reason code of 5.0, and nothing or properties up to the packet's end.
    private boolean hasReason(int index, PacketType type) {
        if (remaining >= ACKNOWLEDGEMENT_BYTES_MAX) {
            return false;
        }
        int code = byteAt(index);
        if (code >= 0 && !ReasonCode.fits(code, type)) {
            return false;
        }
        return remaining == index + 1 || propertiesEnd(index + 1) == remaining;
    }

    /// The index after the properties that begin here; that of the packet's end where the bytes end
    /// first; -1 when they do not fit in.
    private int propertiesEnd(int index) {
        int length = byteAt(index);
        if (length < 0) {
            return remaining;
        }
        int after = index + 1;
        if (length > 0x7f) {
            int more = byteAt(after++);
            if (more < 0) {
                return remaining;
            }
            length = (length & 0x7f) | (more << 7);
            if (more > 0x7f) {
                return -1;
            }
        }
        return after + length <= remaining ? after + length : -1;
    }

    private boolean isAnswer(PacketType type) {
        if (remaining < 2 || remaining >= ACKNOWLEDGEMENT_BYTES_MAX || !hasPacketId()) {
            return false;
        }
        if (remaining == 2) {
            return type == PacketType.UNSUBACK;
        }
        int codes = propertiesEnd(2);
        return (type == PacketType.SUBACK && hasCodes(2, type, true))
                || (codes > 0 && codes < remaining && hasCodes(codes, type, false))
                || (codes == remaining && body + remaining > end);
    }

    private boolean hasCodes(int from, PacketType type, boolean old) {
        for (int i = from; i < remaining && byteAt(i) >= 0; i++) {
            int code = byteAt(i);
            boolean fits = old ? code <= 2 || code == 0x80 : ReasonCode.fits(code, type);
            if (!fits) {
                return false;
            }
        }
        return true;
    }

    private boolean hasFilters(boolean options) {
        int five = propertiesEnd(2);
        return hasFilters(2, options)
                || (five > 0 && five < remaining && hasFilters(five, options));
    }

    private boolean hasFilters(int from, boolean options) {
        int index = from;
        while (index < remaining) {
            if (body + index + 2 > end) {
                return true;
            }
            int length = byteAt(index) << 8 | byteAt(index + 1);
            index += 2 + length;
            if (length == 0 || length > TOPIC_BYTES_MAX || index > remaining) {
                return false;
            }
            if (!isPrintable(index - length, length, true)) {
                return false;
            }
            if (options) {
                if (index == remaining || (byteAt(index) >= 0 && byteAt(index) > 0x2f)) {
                    return false;
                }
                index++;
            }
        }
        return true;
    }

    private boolean isPublish(int first) {
        if (end - body < 2) {
            return remaining >= 3;
        }
        int bytes = byteAt(0) << 8 | byteAt(1);
        int packetId = (first & 0x06) == 0 ? 0 : 2;
        if (bytes > TOPIC_BYTES_MAX || 2 + bytes + packetId > remaining) {
            return false;
        }
        if (packetId > 0 && byteAt(2 + bytes) == 0 && byteAt(3 + bytes) == 0) {
            return false;
        }
        return bytes == 0 ? hasAlias(packetId) : isPrintable(2, bytes, false);
    }

    /// Instead of a topic a topic alias, as the first property (MQTT 5.0 §3.3.2.3.4).
    private boolean hasAlias(int packetId) {
        int properties = 2 + packetId;
        int after = propertiesEnd(properties);
        return byteAt(properties) >= 3
                && after > 0
                && byteAt(properties + 1) == PropertyId.TOPIC_ALIAS.number()
                && (byteAt(properties + 2) > 0 || byteAt(properties + 3) > 0);
    }

    private boolean isPrintable(int from, int bytes, boolean wildcards) {
        for (int i = from; i < from + bytes && byteAt(i) >= 0; i++) {
            int character = byteAt(i);
            boolean wildcard = character == '#' || character == '+';
            if (character < 0x20 || character == 0x7f || (wildcard && !wildcards)) {
                return false;
            }
        }
        return true;
    }
}
