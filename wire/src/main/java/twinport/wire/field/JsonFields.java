// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.Optional;
import java.util.Set;
import twinport.wire.mqtt.Packet;
import twinport.wire.payload.JsonValue;
import twinport.wire.payload.JsonValues;

/// Fields made on demand: values of payloads that are JSON.
final class JsonFields {
    private JsonFields() {}

    /// The field of a name such as `json.sensor.temperature`; empty for another name.
    static Optional<Field> named(String name) {
        if (!name.startsWith(Fields.JSON_PREFIX) || name.length() == Fields.JSON_PREFIX.length()) {
            return Optional.empty();
        }
        String path = name.substring(Fields.JSON_PREFIX.length());
        return Optional.of(
                new Field(
                        name,
                        Type.SCALAR,
                        "The value at " + path + " in a payload that is JSON.",
                        Set.of(Unit.MQTT),
                        (row, to) -> {
                            if (row.packet() instanceof Packet.Publish publish) {
                                put(JsonValues.value(publish.payload(), path), to);
                            }
                        }));
    }

    private static void put(@org.jspecify.annotations.Nullable JsonValue value, Values to) {
        if (value == null) {
            return;
        }
        switch (value.kind()) {
            case NUMBER -> to.number(value.text());
            case TRUE, FALSE -> to.flag(value.kind() == JsonValue.Kind.TRUE);
            case STRING, OBJECT, ARRAY -> to.text(value.text());
            case NULL -> {}
        }
    }
}
