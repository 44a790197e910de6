// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.util.List;
import twinport.wire.flow.Direction;

/// What lies between MQTT and TCP: nothing, or TLS.
public interface Channel {
    /// Bytes that one side sends before the other answers.
    @SuppressWarnings("ArrayRecordComponent") // carried, never compared
    record Flight(Direction direction, byte[] bytes) {}

    /// What goes over the connection before the first MQTT packet.
    List<Flight> opening();

    /// MQTT bytes as they go to TCP.
    byte[] seal(Direction direction, byte[] mqtt);

    /// What a side sends last.
    byte[] closing(Direction direction);

    /// MQTT straight on TCP.
    static Channel plain() {
        return new Channel() {
            @Override
            public List<Flight> opening() {
                return List.of();
            }

            @Override
            public byte[] seal(Direction direction, byte[] mqtt) {
                return mqtt;
            }

            @Override
            public byte[] closing(Direction direction) {
                return new byte[0];
            }
        };
    }
}
