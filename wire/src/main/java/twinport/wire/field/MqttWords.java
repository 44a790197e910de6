// SPDX-License-Identifier: MIT
package twinport.wire.field;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.Property;
import twinport.wire.mqtt.ReasonCode;

/// MQTT packets in words, each on one line. Text from the packet stands in it as it came: who
/// prints it takes care of control characters.
public final class MqttWords {
    /// Characters of a payload or a property that are shown.
    public static final int SHOWN_CHARS = 120;

    /// Subscriptions, reasons and properties of one packet that are shown.
    public static final int SHOWN_PARTS = 8;

    private MqttWords() {}

    /// The packet in words, its payload readable; a password is only counted.
    public static String of(Packet packet) {
        return switch (packet) {
            case Packet.Connect p -> connect(p);
            case Packet.ConnAck p ->
                    "CONNACK " + p.reason().name() + (p.sessionPresent() ? ", session kept" : "");
            case Packet.Publish p -> publish(p);
            case Packet.Subscribe p ->
                    "SUBSCRIBE id "
                            + p.packetId()
                            + ": "
                            + parts(
                                    p.subscriptions(),
                                    s -> s.topicFilter() + " (QoS " + s.qos() + ")");
            case Packet.SubAck p ->
                    "SUBACK id " + p.packetId() + ": " + parts(p.reasons(), ReasonCode::name);
            case Packet.Unsubscribe p ->
                    "UNSUBSCRIBE id " + p.packetId() + ": " + parts(p.topicFilters(), f -> f);
            case Packet.UnsubAck p -> unsubAck(p);
            case Packet.PubAck _, Packet.PubRec _, Packet.PubRel _, Packet.PubComp _ ->
                    packet.type() + " id " + packetId(packet) + failure(reason(packet));
            case Packet.Disconnect p ->
                    p.reason().number() == 0
                            ? "DISCONNECT"
                            : "DISCONNECT " + p.reason().name() + properties(packet);
            case Packet.Auth p -> "AUTH " + p.reason().name();
            case Packet.PingReq _ -> "PINGREQ";
            case Packet.PingResp _ -> "PINGRESP";
        };
    }

    private static String connect(Packet.Connect connect) {
        StringBuilder words = new StringBuilder("CONNECT client ");
        words.append(connect.clientId().isEmpty() ? "(no id)" : connect.clientId());
        words.append(", version ").append(version(connect.level()));
        words.append(", keep alive ").append(connect.keepAliveSeconds()).append(" s");
        if (connect.cleanStart()) {
            words.append(connect.level() >= 5 ? ", clean start" : ", clean session");
        }
        if (connect.userName() != null) {
            words.append(", user ").append(connect.userName());
        }
        byte[] password = connect.password();
        if (password != null) {
            words.append(", password of ").append(password.length).append(" bytes");
        }
        Packet.Will will = connect.will();
        if (will != null) {
            words.append(", will ").append(will.topic()).append(" QoS ").append(will.qos());
            words.append(will.retain() ? " retained: " : ": ").append(readable(will.payload()));
        }
        return words.append(properties(connect)).toString();
    }

    /// A protocol level as people say it; bit 7 marks a bridge.
    public static String version(int level) {
        return switch (level & 0x7f) {
            case 3 -> "3.1";
            case 4 -> "3.1.1";
            case 5 -> "5.0";
            default -> "level " + level;
        };
    }

    private static String publish(Packet.Publish publish) {
        StringBuilder words = new StringBuilder("PUBLISH ");
        String topic = publish.effectiveTopic();
        words.append(topic == null ? "(a topic alias that was not seen set)" : topic);
        if (publish.qos() > 0) {
            words.append(" QoS ").append(publish.qos()).append(" id ").append(publish.packetId());
        }
        words.append(publish.header().dup() ? " repeated" : "");
        words.append(publish.header().retain() ? " retained" : "");
        words.append(": ").append(readable(publish.payload()));
        return words.append(properties(publish)).toString();
    }

    private static String unsubAck(Packet.UnsubAck ack) {
        String words = "UNSUBACK id " + ack.packetId();
        return ack.reasons().isEmpty()
                ? words
                : words + ": " + parts(ack.reasons(), ReasonCode::name);
    }

    private static String failure(ReasonCode reason) {
        return reason.number() == 0 ? "" : ": " + reason.name();
    }

    private static <T> String parts(List<T> parts, java.util.function.Function<T, String> words) {
        String shown =
                parts.stream().limit(SHOWN_PARTS).map(words).collect(Collectors.joining(", "));
        int more = parts.size() - SHOWN_PARTS;
        return more > 0 ? shown + " and " + more + " more" : shown;
    }

    private static String properties(Packet packet) {
        List<Property> list = MqttPropertyFields.of(packet).list();
        return list.isEmpty() ? "" : " {" + parts(list, MqttWords::property) + "}";
    }

    private static String property(Property property) {
        String name = property.id().name().toLowerCase(java.util.Locale.ROOT).replace('_', ' ');
        return switch (property) {
            case Property.Numeric(_, long value) -> name + " " + value;
            case Property.Text(_, String value) -> name + " " + shortened(value);
            case Property.Binary(_, byte[] value) -> name + " " + readable(value);
            case Property.Pair(_, String key, String value) ->
                    shortened(key) + "=" + shortened(value);
        };
    }

    /// Bytes as text where they are UTF-8 text, else in hexadecimal; shortened.
    public static String readable(byte[] bytes) {
        if (bytes.length == 0) {
            return "(empty)";
        }
        return text(bytes)
                .map(MqttWords::shortened)
                .orElseGet(() -> {
                    int shown = Math.min(bytes.length, SHOWN_CHARS / 2);
                    String hex = HexFormat.of().formatHex(bytes, 0, shown);
                    return "0x" + hex + (shown < bytes.length ? "…" : "");
                });
    }

    private static String shortened(String text) {
        if (text.length() <= SHOWN_CHARS) {
            return text;
        }
        int end =
                text.offsetByCodePoints(
                        0, Math.min(SHOWN_CHARS, text.codePointCount(0, SHOWN_CHARS)));
        return text.substring(0, end) + "…";
    }

    /// Bytes that are UTF-8 without control characters but white space; else empty.
    public static Optional<String> text(byte[] bytes) {
        try {
            String text =
                    StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
            boolean plain =
                    text.chars()
                            .allMatch(c ->
                                    (c >= ' ' && c != 0x7f) || c == '\t' || c == '\n' || c == '\r');
            return plain ? Optional.of(text) : Optional.empty();
        } catch (CharacterCodingException e) {
            return Optional.empty();
        }
    }

    /// 0 for a packet that has none.
    static int packetId(Packet packet) {
        return switch (packet) {
            case Packet.Publish p -> p.packetId();
            case Packet.PubAck p -> p.packetId();
            case Packet.PubRec p -> p.packetId();
            case Packet.PubRel p -> p.packetId();
            case Packet.PubComp p -> p.packetId();
            case Packet.Subscribe p -> p.packetId();
            case Packet.SubAck p -> p.packetId();
            case Packet.Unsubscribe p -> p.packetId();
            case Packet.UnsubAck p -> p.packetId();
            case Packet.Connect _,
                    Packet.ConnAck _,
                    Packet.PingReq _,
                    Packet.PingResp _,
                    Packet.Disconnect _,
                    Packet.Auth _ ->
                    0;
        };
    }

    /// The reason of a packet that says one; success for the others.
    static ReasonCode reason(Packet packet) {
        return switch (packet) {
            case Packet.ConnAck p -> p.reason();
            case Packet.PubAck p -> p.reason();
            case Packet.PubRec p -> p.reason();
            case Packet.PubRel p -> p.reason();
            case Packet.PubComp p -> p.reason();
            case Packet.Disconnect p -> p.reason();
            case Packet.Auth p -> p.reason();
            default -> ReasonCode.SUCCESS;
        };
    }
}
