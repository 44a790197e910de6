// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// Tells of the commonest packets that they decode, without decoding them: for those who only
/// count.
public final class Soundness {
    private static final int TOPIC_BYTES_MAX = 1 << 10;

    private Soundness() {}

    /// True only when [PacketDecoder#decode] would yield a packet; false also when that is not
    /// known so easily.
    ///
    /// @param version of the connection
    public static boolean isSound(
            FixedHeader header, MemorySegment data, long body, Version version) {
        PacketType type = PacketType.ofFirstByte(header.firstByte());
        if (type == null) {
            return false;
        }
        return switch (type) {
            case PUBLISH -> isSoundPublish(header, data, body, version);
            case PUBACK, PUBREC, PUBREL, PUBCOMP ->
                    header.remainingLength() == 2 && twoBytes(data, body) != 0;
            case PINGREQ, PINGRESP -> header.remainingLength() == 0;
            case CONNECT, CONNACK, SUBSCRIBE, SUBACK, UNSUBSCRIBE, UNSUBACK, DISCONNECT, AUTH ->
                    false;
        };
    }

    /// A short topic of printable ASCII without wildcard, and no properties.
    private static boolean isSoundPublish(
            FixedHeader header, MemorySegment data, long body, Version version) {
        int left = header.remainingLength() - 2;
        int topicBytes = left < 0 ? 0 : twoBytes(data, body);
        left -= topicBytes;
        if (header.qos() == 3 || topicBytes == 0 || topicBytes > TOPIC_BYTES_MAX || left < 0) {
            return false;
        }
        long at = body + 2;
        for (long end = at + topicBytes; at < end; at++) {
            int letter = data.get(ValueLayout.JAVA_BYTE, at);
            if (letter < ' ' || letter == 0x7f || letter == '#' || letter == '+') {
                return false;
            }
        }
        if (header.qos() > 0) {
            if (left < 2 || twoBytes(data, at) == 0) {
                return false;
            }
            left -= 2;
            at += 2;
        }
        return version != Version.MQTT_5_0
                || (left > 0 && data.get(ValueLayout.JAVA_BYTE, at) == 0);
    }

    private static int twoBytes(MemorySegment data, long at) {
        return (data.get(ValueLayout.JAVA_BYTE, at) & 0xff) << 8
                | (data.get(ValueLayout.JAVA_BYTE, at + 1) & 0xff);
    }
}
