// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import org.jspecify.annotations.Nullable;

/// The control packet types of MQTT 5.0 §2.1.2; all but AUTH are those of 3.1 and 3.1.1 too.
public enum PacketType {
    CONNECT(1),
    CONNACK(2),
    PUBLISH(3),
    PUBACK(4),
    PUBREC(5),
    PUBREL(6),
    PUBCOMP(7),
    SUBSCRIBE(8),
    SUBACK(9),
    UNSUBSCRIBE(10),
    UNSUBACK(11),
    PINGREQ(12),
    PINGRESP(13),
    DISCONNECT(14),
    AUTH(15);

    private static final PacketType[] BY_NUMBER = values();

    private final int number;

    PacketType(int number) {
        this.number = number;
    }

    public int number() {
        return number;
    }

    /// The type in the upper four bits of a packet's first byte; null for the reserved 0.
    public static @Nullable PacketType ofFirstByte(int firstByte) {
        int number = (firstByte >> 4) & 0x0f;
        return number == 0 ? null : BY_NUMBER[number - 1];
    }

    /// The four flag bits this type must have (MQTT 5.0 §2.1.3); -1 for PUBLISH, which uses them.
    int requiredFlags() {
        return switch (this) {
            case PUBLISH -> -1;
            case PUBREL, SUBSCRIBE, UNSUBSCRIBE -> 2;
            default -> 0;
        };
    }
}
