// SPDX-License-Identifier: MIT
package twinport.cli.mqtt.session;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// What MQTT 5 says about a message beside topic and payload (MQTT 5.0 section 3.3.2.3); null is
/// "not given". Nobody changes the correlation bytes.
@SuppressWarnings("ArrayRecordComponent")
public record MessageProperties(
        @Nullable String contentType,
        byte @Nullable [] correlationData,
        @Nullable Long expirySeconds,
        @Nullable Integer payloadFormat,
        @Nullable String responseTopic,
        List<UserProperty> userProperties) {

    public static final MessageProperties NONE =
            new MessageProperties(null, null, null, null, null, List.of());

    public MessageProperties {
        userProperties = List.copyOf(userProperties);
    }

    public MessageProperties withRequest(String answerTopic, byte[] correlation) {
        return new MessageProperties(
                contentType,
                correlation,
                expirySeconds,
                payloadFormat,
                answerTopic,
                userProperties);
    }
}
