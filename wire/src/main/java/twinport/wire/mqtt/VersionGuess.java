// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Tells the version from a packet other than CONNECT, for connections whose start was not
/// captured. 3.1 and 3.1.1 look alike after it.
public final class VersionGuess {
    private VersionGuess() {}

    /// The only version this packet can be; null when it fits several.
    public static @Nullable Version of(FixedHeader header, MemorySegment data, long body) {
        PacketType type = PacketType.ofFirstByte(header.firstByte());
        if (type == null) {
            return null;
        }
        return switch (type) {
            case AUTH -> Version.MQTT_5_0;
            case CONNACK, PUBACK, PUBREC, PUBREL, PUBCOMP ->
                    header.remainingLength() > 2 ? Version.MQTT_5_0 : older(type);
            case DISCONNECT -> header.remainingLength() > 0 ? Version.MQTT_5_0 : null;
            case UNSUBACK -> header.remainingLength() > 2 ? Version.MQTT_5_0 : Version.MQTT_3_1_1;
            case PUBLISH, SUBSCRIBE, UNSUBSCRIBE, SUBACK -> byDecoding(header, data, body);
            case CONNECT, PINGREQ, PINGRESP -> null;
        };
    }

    /// A CONNACK of 5.0 has a property length; the others may leave everything out.
    private static @Nullable Version older(PacketType type) {
        return type == PacketType.CONNACK ? Version.MQTT_3_1_1 : null;
    }

    private static @Nullable Version byDecoding(FixedHeader header, MemorySegment data, long body) {
        Packet four = decoded(header, data, body, Version.MQTT_3_1_1);
        Packet five = decoded(header, data, body, Version.MQTT_5_0);
        if (five == null || four == null) {
            return five == null && four == null
                    ? null
                    : four != null ? Version.MQTT_3_1_1 : Version.MQTT_5_0;
        }
        // Any bytes are a payload in 3.1.1; that they are properties too is no accident.
        boolean properties =
                five instanceof Packet.Publish publish && publish.properties().length() > 0;
        return properties ? Version.MQTT_5_0 : null;
    }

    private static @Nullable Packet decoded(
            FixedHeader header, MemorySegment data, long body, Version version) {
        Decoding decoding = new PacketDecoder().decode(header, data, body, version);
        return decoding instanceof Decoding.Decoded(Packet packet, List<Fault> faults)
                        && faults.isEmpty()
                ? packet
                : null;
    }
}
