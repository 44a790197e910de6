// SPDX-License-Identifier: MIT
package twinport.broker.embedded;

import com.hivemq.extension.sdk.api.packets.general.Qos;
import com.hivemq.extension.sdk.api.packets.publish.PublishPacket;
import com.hivemq.extension.sdk.api.services.builder.Builders;
import com.hivemq.extension.sdk.api.services.builder.PublishBuilder;
import com.hivemq.extension.sdk.api.services.publish.Publish;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.OptionalLong;
import twinport.broker.Message;
import twinport.broker.Message.Properties;
import twinport.broker.Message.Sender;
import twinport.broker.Message.UserProperty;

/// HiveMQ's packets and our messages.
final class Packets {
    /// Four bytes (MQTT 5.0 section 3.3.2.3.3). HiveMQ gives one more for a message that has none.
    private static final long LONGEST_EXPIRY_SECONDS = 0xFFFF_FFFFL;

    private Packets() {}

    static Message message(PublishPacket packet, Sender sender, Instant at) {
        return new Message(
                packet.getTopic(),
                packet.getPayload().map(Packets::bytes).orElse(new byte[0]),
                packet.getQos().getQosNumber(),
                packet.getRetain(),
                properties(packet),
                sender,
                at);
    }

    private static Properties properties(PublishPacket packet) {
        return new Properties(
                packet.getResponseTopic(),
                packet.getCorrelationData(),
                packet.getContentType(),
                packet.getMessageExpiryInterval()
                        .filter(seconds -> seconds <= LONGEST_EXPIRY_SECONDS)
                        .map(OptionalLong::of)
                        .orElse(OptionalLong.empty()),
                packet.getUserProperties().asList().stream()
                        .map(one -> new UserProperty(one.getName(), one.getValue()))
                        .toList());
    }

    static Publish publish(Message message) {
        PublishBuilder builder =
                Builders.publish()
                        .topic(message.topic())
                        .payload(ByteBuffer.wrap(message.payload()))
                        .qos(Qos.valueOf(message.qos()))
                        .retain(message.retain());
        Properties properties = message.properties();
        properties.responseTopic().ifPresent(builder::responseTopic);
        properties.correlation().ifPresent(builder::correlationData);
        properties.contentType().ifPresent(builder::contentType);
        properties.expirySeconds().ifPresent(builder::messageExpiryInterval);
        properties.user().forEach(one -> builder.userProperty(one.name(), one.value()));
        return builder.build();
    }

    static byte[] bytes(ByteBuffer buffer) {
        ByteBuffer own = buffer.duplicate();
        byte[] bytes = new byte[own.remaining()];
        own.get(bytes);
        return bytes;
    }
}
