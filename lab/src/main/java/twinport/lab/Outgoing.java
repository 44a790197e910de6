// SPDX-License-Identifier: MIT
package twinport.lab;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import twinport.broker.Message;

/// A message that the lab itself shall publish, because somebody at the page or the API said so.
///
/// @param properties what MQTT 5 carries beside topic and payload
/// @param payload never changed by who holds this
@SuppressWarnings("ArrayRecordComponent")
public record Outgoing(
        String topic, byte[] payload, int qos, boolean retain, Properties properties) {

    /// MQTT 5.0, section 3.3.2.3.
    ///
    /// @param user names and values, in order; names may repeat
    @SuppressWarnings("ArrayRecordComponent")
    public record Properties(
            Optional<String> responseTopic,
            Optional<byte[]> correlation,
            Optional<String> contentType,
            OptionalLong expirySeconds,
            List<Map.Entry<String, String>> user) {}

    Message message(Instant at) {
        var carried =
                new Message.Properties(
                        properties.responseTopic(),
                        properties.correlation().map(ByteBuffer::wrap),
                        properties.contentType(),
                        properties.expirySeconds(),
                        properties.user().stream()
                                .map(one -> new Message.UserProperty(one.getKey(), one.getValue()))
                                .toList());
        return new Message(topic, payload, qos, retain, carried, Message.Sender.LAB, at);
    }
}
