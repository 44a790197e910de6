// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// The properties of an MQTT 5.0 packet, in their order on the wire; empty in older versions.
///
/// @param length what the property length field says
public record Properties(int length, List<Property> list) {
    public static final Properties NONE = new Properties(0, List.of());

    public Properties {
        list = List.copyOf(list);
    }

    public OptionalLong number(PropertyId id) {
        for (Property property : list) {
            if (property instanceof Property.Numeric(var own, long value) && own == id) {
                return OptionalLong.of(value);
            }
        }
        return OptionalLong.empty();
    }

    public Optional<String> text(PropertyId id) {
        for (Property property : list) {
            if (property instanceof Property.Text(var own, String value) && own == id) {
                return Optional.of(value);
            }
        }
        return Optional.empty();
    }
}
