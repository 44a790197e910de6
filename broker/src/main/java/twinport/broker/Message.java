// SPDX-License-Identifier: MIT
package twinport.broker;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/// One PUBLISH. Immutable; the payload is copied in and out.
public final class Message {
    /// What MQTT 5 carries beside topic and payload (MQTT 5.0 section 3.3.2.3).
    ///
    /// @param correlation the correlation data; read-only, with a position of its own for each
    ///   caller
    public record Properties(
            Optional<String> responseTopic,
            Optional<ByteBuffer> correlation,
            Optional<String> contentType,
            OptionalLong expirySeconds,
            List<UserProperty> user) {

        public static final Properties NONE =
                new Properties(
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty(),
                        OptionalLong.empty(),
                        List.of());

        public Properties {
            correlation = correlation.map(Properties::copy);
            user = List.copyOf(user);
        }

        @Override
        public Optional<ByteBuffer> correlation() {
            return correlation.map(ByteBuffer::asReadOnlyBuffer);
        }

        private static ByteBuffer copy(ByteBuffer bytes) {
            ByteBuffer own = ByteBuffer.allocate(bytes.remaining());
            return own.put(bytes.duplicate()).flip();
        }
    }

    /// A name and its value; names may repeat.
    public record UserProperty(String name, String value) {}

    /// Who sent it, and by which listener it came: the lab itself has no client id and came by
    /// none.
    public record Sender(String identity, String clientId, Optional<Side> side) {
        public static final Sender LAB = new Sender("lab", "", Optional.empty());
    }

    private final String topic;
    private final byte[] payload;
    private final int qos;
    private final boolean retain;
    private final Properties properties;
    private final Sender sender;
    private final Instant at;

    public Message(
            String topic,
            byte[] payload,
            int qos,
            boolean retain,
            Properties properties,
            Sender sender,
            Instant at) {
        if (qos < 0 || qos > 2) {
            throw new IllegalArgumentException("quality of service is 0, 1 or 2: " + qos);
        }
        this.topic = topic;
        this.payload = payload.clone();
        this.qos = qos;
        this.retain = retain;
        this.properties = properties;
        this.sender = sender;
        this.at = at;
    }

    /// A message of the lab itself, quality of service 1, not retained.
    public static Message of(String topic, byte[] payload, Instant at) {
        return new Message(topic, payload, 1, false, Properties.NONE, Sender.LAB, at);
    }

    /// A message of the lab itself with text in UTF-8.
    public static Message of(String topic, String text, Instant at) {
        return of(topic, text.getBytes(StandardCharsets.UTF_8), at);
    }

    public Message withQos(int other) {
        return new Message(topic, payload, other, retain, properties, sender, at);
    }

    public Message retained() {
        return new Message(topic, payload, qos, true, properties, sender, at);
    }

    public Message with(Properties other) {
        return new Message(topic, payload, qos, retain, other, sender, at);
    }

    public Message takenAt(Instant other) {
        return new Message(topic, payload, qos, retain, properties, sender, other);
    }

    public String topic() {
        return topic;
    }

    /// A copy.
    public byte[] payload() {
        return payload.clone();
    }

    public int length() {
        return payload.length;
    }

    /// The payload read as UTF-8; bytes that are none become replacement characters.
    public String text() {
        return new String(payload, StandardCharsets.UTF_8);
    }

    public int qos() {
        return qos;
    }

    public boolean retain() {
        return retain;
    }

    public Properties properties() {
        return properties;
    }

    public Sender sender() {
        return sender;
    }

    /// When the broker took it.
    public Instant at() {
        return at;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Message that
                && topic.equals(that.topic)
                && Arrays.equals(payload, that.payload)
                && qos == that.qos
                && retain == that.retain
                && properties.equals(that.properties)
                && sender.equals(that.sender)
                && at.equals(that.at);
    }

    @Override
    public int hashCode() {
        return 31 * topic.hashCode() + Arrays.hashCode(payload);
    }

    @Override
    public String toString() {
        return topic
                + " ("
                + payload.length
                + " bytes, QoS "
                + qos
                + (retain ? ", retained)" : ")");
    }
}
