// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.util.Optional;

/// The MQTT versions in use, with the protocol level a CONNECT packet names.
public enum Version {
    MQTT_3_1(3),
    MQTT_3_1_1(4),
    MQTT_5_0(5);

    private final int level;

    Version(int level) {
        this.level = level;
    }

    public int level() {
        return level;
    }

    /// The version of a protocol level. Bit 7 marks a bridge (a custom of Mosquitto) and is
    /// ignored.
    public static Optional<Version> ofLevel(int level) {
        return switch (level & 0x7f) {
            case 3 -> Optional.of(MQTT_3_1);
            case 4 -> Optional.of(MQTT_3_1_1);
            case 5 -> Optional.of(MQTT_5_0);
            default -> Optional.empty();
        };
    }

    @Override
    public String toString() {
        return switch (this) {
            case MQTT_3_1 -> "MQTT 3.1";
            case MQTT_3_1_1 -> "MQTT 3.1.1";
            case MQTT_5_0 -> "MQTT 5.0";
        };
    }
}
