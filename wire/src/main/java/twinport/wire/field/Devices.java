// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.read.Observation;

/// The client ids of conversations, as CONNECT says them or CONNACK assigns them.
final class Devices {
    /// Conversations remembered; the oldest gives way.
    static final int DEVICES_MAX = 1 << 17;

    private final Map<Long, String> names = new LinkedHashMap<>();

    void see(Observation.MqttSeen seen) {
        switch (seen.packet()) {
            case Packet.Connect connect -> put(seen.conversation().id(), connect.clientId());
            case Packet.ConnAck ack ->
                    ack.properties()
                            .text(PropertyId.ASSIGNED_CLIENT_IDENTIFIER)
                            .ifPresent(name -> put(seen.conversation().id(), name));
            default -> {}
        }
    }

    private void put(long id, String name) {
        if (name.isEmpty()) {
            return;
        }
        names.put(id, name);
        if (names.size() > DEVICES_MAX) {
            names.remove(names.keySet().iterator().next());
        }
    }

    @Nullable String of(long id) {
        return names.get(id);
    }
}
