// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

/// A message to publish, or a last will. The payload goes out as it is, byte for byte.
@SuppressWarnings("ArrayRecordComponent")
public record Outgoing(
        String topic, byte[] payload, int qos, boolean retain, MessageProperties properties) {}
