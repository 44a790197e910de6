// SPDX-License-Identifier: MIT
package twinport.lab;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import org.jspecify.annotations.Nullable;
import twinport.broker.Message;

/// A message as its owner knows it: from the broker, after TLS was taken off.
///
/// @param publisher the identity that sent it; `lab` for the lab itself
/// @param payload the payload as UTF-8, unreadable bytes replaced; at most 1,024 characters
/// @param payloadBytes its true length
/// @param properties null if it has none
public record OwnerMessage(
        Instant at,
        Transport transport,
        String publisher,
        String topic,
        String payload,
        int payloadBytes,
        int qos,
        boolean retained,
        @Nullable Properties properties) {
    private static final int LONGEST_PAYLOAD_CHARS = 1_024;

    /// What MQTT 5 carries beside topic and payload (MQTT 5.0 section 3.3.2.3); null for what is
    /// not there.
    ///
    /// @param correlation in hexadecimal digits
    /// @param user names and values in their order; a name may come more than once
    public record Properties(
            @Nullable String contentType,
            @Nullable String responseTopic,
            @Nullable String correlation,
            @Nullable Long expirySeconds,
            List<Property> user) {
        static @Nullable Properties of(Message.Properties sent) {
            if (sent.equals(Message.Properties.NONE)) {
                return null;
            }
            return new Properties(
                    sent.contentType().orElse(null),
                    sent.responseTopic().orElse(null),
                    sent.correlation().map(Properties::hex).orElse(null),
                    sent.expirySeconds().isPresent() ? sent.expirySeconds().getAsLong() : null,
                    sent.user().stream()
                            .map(one -> new Property(one.name(), one.value()))
                            .toList());
        }

        private static String hex(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return HexFormat.of().formatHex(copy);
        }
    }

    public record Property(String name, String value) {}

    static OwnerMessage of(Message message) {
        String text = message.text();
        return new OwnerMessage(
                message.at(),
                Memory.transport(message),
                message.sender().identity(),
                message.topic(),
                text.length() <= LONGEST_PAYLOAD_CHARS
                        ? text
                        : text.substring(0, LONGEST_PAYLOAD_CHARS),
                message.length(),
                message.qos(),
                message.retain(),
                Properties.of(message.properties()));
    }
}
