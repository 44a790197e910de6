// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperties;
import com.hivemq.client.mqtt.mqtt5.datatypes.Mqtt5UserProperty;
import com.hivemq.client.mqtt.mqtt5.message.auth.Mqtt5SimpleAuth;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5PayloadFormatIndicator;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5Publish;
import com.hivemq.client.mqtt.mqtt5.message.publish.Mqtt5WillPublish;
import java.nio.ByteBuffer;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Our messages in the words of the MQTT 5 library, and back.
final class Mqtt5Messages {
    private Mqtt5Messages() {}

    static Mqtt5Publish publish(Outgoing message) {
        MessageProperties properties = message.properties();
        var publish =
                Mqtt5Publish.builder()
                        .topic(message.topic())
                        .payload(message.payload())
                        .qos(Transport.qos(message.qos()))
                        .retain(message.retain())
                        .contentType(properties.contentType())
                        .correlationData(properties.correlationData())
                        .responseTopic(properties.responseTopic())
                        .payloadFormatIndicator(format(properties.payloadFormat()))
                        .userProperties(properties(properties.userProperties()));
        if (properties.expirySeconds() != null) {
            publish = publish.messageExpiryInterval(properties.expirySeconds());
        }
        return publish.build();
    }

    static Mqtt5WillPublish will(ConnectionSettings.Will will) {
        Outgoing message = will.message();
        MessageProperties properties = message.properties();
        var publish =
                Mqtt5WillPublish.builder()
                        .topic(message.topic())
                        .payload(message.payload())
                        .qos(Transport.qos(message.qos()))
                        .retain(message.retain())
                        .contentType(properties.contentType())
                        .correlationData(properties.correlationData())
                        .responseTopic(properties.responseTopic())
                        .payloadFormatIndicator(format(properties.payloadFormat()))
                        .userProperties(properties(properties.userProperties()))
                        .delayInterval(will.delaySeconds());
        if (properties.expirySeconds() != null) {
            publish = publish.messageExpiryInterval(properties.expirySeconds());
        }
        return publish.build();
    }

    static Received received(Mqtt5Publish publish, InstantSource clock) {
        var expiry = publish.getMessageExpiryInterval();
        MessageProperties properties =
                new MessageProperties(
                        publish.getContentType().map(Object::toString).orElse(null),
                        publish.getCorrelationData().map(Mqtt5Messages::bytes).orElse(null),
                        expiry.isPresent() ? expiry.getAsLong() : null,
                        publish.getPayloadFormatIndicator()
                                .map(Mqtt5PayloadFormatIndicator::getCode)
                                .orElse(null),
                        publish.getResponseTopic().map(Object::toString).orElse(null),
                        publish.getUserProperties().asList().stream()
                                .map(Mqtt5Messages::userProperty)
                                .toList());
        return new Received(
                publish.getTopic().toString(),
                publish.getPayloadAsBytes(),
                publish.getQos().getCode(),
                publish.isRetain(),
                properties,
                clock.instant(),
                publish::acknowledge);
    }

    static Mqtt5SimpleAuth authentication(ConnectionSettings.Login login) {
        byte[] password = login.password();
        if (login.user() == null) {
            return Mqtt5SimpleAuth.builder()
                    .password(Objects.requireNonNull(password, "user or password"))
                    .build();
        }
        var authentication = Mqtt5SimpleAuth.builder().username(login.user());
        return password == null
                ? authentication.build()
                : authentication.password(password).build();
    }

    static Mqtt5UserProperties properties(List<UserProperty> properties) {
        return Mqtt5UserProperties.of(
                properties.stream()
                        .map(pair -> Mqtt5UserProperty.of(pair.name(), pair.value()))
                        .toList());
    }

    private static UserProperty userProperty(Mqtt5UserProperty pair) {
        return new UserProperty(pair.getName().toString(), pair.getValue().toString());
    }

    private static @Nullable Mqtt5PayloadFormatIndicator format(@Nullable Integer code) {
        return code == null ? null : Mqtt5PayloadFormatIndicator.fromCode(code);
    }

    private static byte[] bytes(ByteBuffer buffer) {
        byte[] copy = new byte[buffer.remaining()];
        buffer.duplicate().get(copy);
        return copy;
    }
}
