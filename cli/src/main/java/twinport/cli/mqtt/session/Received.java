// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.time.Instant;

/// A message that arrived. The broker hears of it (QoS 1 and 2) only when `acknowledgement` runs,
/// so that a message which was never shown stays with the broker for a persistent session.
@SuppressWarnings("ArrayRecordComponent")
public record Received(
        String topic,
        byte[] payload,
        int qos,
        boolean retained,
        MessageProperties properties,
        Instant at,
        Runnable acknowledgement) {

    public void acknowledge() {
        acknowledgement.run();
    }
}
