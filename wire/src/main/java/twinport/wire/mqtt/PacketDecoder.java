// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/// Decodes the packets of one direction of an MQTT connection, and remembers its topic aliases.
public final class PacketDecoder {
    /// Characters of aliased topics kept; what comes beyond is not resolved.
    private static final int ALIAS_TEXT_MAX = 1 << 20;

    private final Map<Integer, String> aliases = new HashMap<>();
    private int aliasText;

    public PacketDecoder() {}

    /// Decodes one whole packet.
    ///
    /// @param data holds the packet's body at `body`
    /// @param version of the connection; a CONNECT names its own
    public Decoding decode(FixedHeader header, MemorySegment data, long body, Version version) {
        PacketType type = PacketType.ofFirstByte(header.firstByte());
        try {
            if (type == null) {
                throw new Violation(
                        0, "packet type 0", "MQTT 5.0 §2.1.2 (3.1.1 §2.2.1): 0 is reserved");
            }
            Body bytes = new Body(data, body, header);
            Packet packet = packet(type, header, bytes, version);
            if (!bytes.ended()) {
                throw bytes.violation(
                        bytes.left() + " bytes after the last field of " + type,
                        "MQTT 5.0 §2.1.4 (3.1.1 §2.2.3): the remaining length is that of the"
                                + " fields");
            }
            return new Decoding.Decoded(packet);
        } catch (Violation violation) {
            return violation.asResult();
        }
    }

    private Packet packet(PacketType type, FixedHeader header, Body body, Version version) {
        boolean five = version == Version.MQTT_5_0;
        return switch (type) {
            case CONNECT -> ConnectDecoder.decode(header, body);
            case CONNACK -> connAck(header, body, five);
            case PUBLISH -> publish(header, body, five);
            case PUBACK, PUBREC, PUBREL, PUBCOMP -> acknowledgement(type, header, body, five);
            case SUBSCRIBE -> subscribe(header, body, five);
            case SUBACK -> subAck(header, body, five);
            case UNSUBSCRIBE -> unsubscribe(header, body, five);
            case UNSUBACK -> unsubAck(header, body, five);
            case PINGREQ -> new Packet.PingReq(header);
            case PINGRESP -> new Packet.PingResp(header);
            case DISCONNECT -> disconnect(header, body, five);
            case AUTH -> auth(header, body, five);
        };
    }

    private static Packet connAck(FixedHeader header, Body body, boolean five) {
        int flags = body.oneByte("the acknowledge flags");
        if ((flags & 0xfe) != 0) {
            throw body.violation(
                    body.position() - 1,
                    String.format("acknowledge flags %02x", flags),
                    "MQTT 5.0 §3.2.2.1 (3.1.1 §3.2.2.1): bits 7-1 are 0");
        }
        int code = body.oneByte("the reason code");
        ReasonCode reason =
                five ? ReasonCode.of(code, PacketType.CONNACK) : ReasonCode.ofReturn(code);
        return new Packet.ConnAck(
                header, flags == 1, reason, properties(body, five, PropertyId.Place.CONNACK));
    }

    private Packet publish(FixedHeader header, Body body, boolean five) {
        if (header.qos() == 3) {
            throw new Violation(0, "QoS 3", "MQTT 5.0 §3.3.1.2 (3.1.1 §3.3.1.2): 0, 1 or 2");
        }
        String topic = body.text("the topic");
        checkTopic(body, header, topic, five);
        int packetId = header.qos() == 0 ? 0 : packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.PUBLISH);
        String effective = topic;
        if (five) {
            effective = resolve(body, topic, properties);
        }
        return new Packet.Publish(header, topic, effective, packetId, properties, body.rest());
    }

    private static void checkTopic(Body body, FixedHeader header, String topic, boolean five) {
        if (topic.indexOf('#') >= 0 || topic.indexOf('+') >= 0) {
            throw body.violation(
                    header.headerBytes() + 2,
                    "a wildcard in the topic name",
                    "MQTT 5.0 §3.3.2.1 (3.1.1 §3.3.2.1): none in a PUBLISH");
        }
        if (topic.isEmpty() && !five) {
            throw body.violation(
                    header.headerBytes(),
                    "an empty topic name",
                    "MQTT 3.1.1 §4.7.3: at least one character");
        }
    }

    /// What an alias stands for (MQTT 5.0 §3.3.2.3.4); null when its setting was not seen.
    private @Nullable String resolve(Body body, String topic, Properties properties) {
        OptionalLong alias = properties.number(PropertyId.TOPIC_ALIAS);
        if (alias.isEmpty()) {
            if (topic.isEmpty()) {
                throw body.violation(
                        "an empty topic name without topic alias",
                        "MQTT 5.0 §3.3.2.1: one of the two is there");
            }
            return topic;
        }
        int number = (int) alias.getAsLong();
        if (number == 0) {
            throw body.violation("topic alias 0", "MQTT 5.0 §3.3.2.3.4: 1 to 65535");
        }
        if (topic.isEmpty()) {
            return aliases.get(number);
        }
        if (aliasText + topic.length() <= ALIAS_TEXT_MAX) {
            String old = aliases.put(number, topic);
            aliasText += topic.length() - (old == null ? 0 : old.length());
        } else {
            aliases.remove(number);
        }
        return topic;
    }

    private static Packet acknowledgement(
            PacketType type, FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        ReasonCode reason = ReasonCode.SUCCESS;
        Properties properties = Properties.NONE;
        if (five && !body.ended()) {
            reason = ReasonCode.of(body.oneByte("the reason code"), type);
            properties = optionalProperties(body, PropertyId.Place.ACKNOWLEDGEMENT);
        }
        return switch (type) {
            case PUBACK -> new Packet.PubAck(header, packetId, reason, properties);
            case PUBREC -> new Packet.PubRec(header, packetId, reason, properties);
            case PUBREL -> new Packet.PubRel(header, packetId, reason, properties);
            default -> new Packet.PubComp(header, packetId, reason, properties);
        };
    }

    private static Packet subscribe(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.SUBSCRIBE);
        List<Packet.Subscription> subscriptions = new ArrayList<>();
        while (!body.ended()) {
            String filter = filter(body);
            int options = body.oneByte("the subscription options");
            if ((options & 0x03) == 3 || (options & (five ? 0xc0 : 0xfc)) != 0) {
                throw body.violation(
                        body.position() - 1,
                        String.format("subscription options %02x", options),
                        "MQTT 5.0 §3.8.3.1 (3.1.1 §3.8.3): QoS 0 to 2, reserved bits 0");
            }
            subscriptions.add(new Packet.Subscription(filter, options));
        }
        if (subscriptions.isEmpty()) {
            throw body.violation("no topic filter", "MQTT 5.0 §3.8.3 (3.1.1 §3.8.3): at least one");
        }
        return new Packet.Subscribe(header, packetId, properties, subscriptions);
    }

    private static Packet subAck(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.SUBACK);
        List<ReasonCode> reasons = new ArrayList<>();
        while (!body.ended()) {
            int code = body.oneByte("a reason code");
            reasons.add(five ? ReasonCode.of(code, PacketType.SUBACK) : ReasonCode.ofGrant(code));
        }
        return new Packet.SubAck(header, packetId, properties, reasons);
    }

    private static Packet unsubscribe(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.UNSUBSCRIBE);
        List<String> filters = new ArrayList<>();
        while (!body.ended()) {
            filters.add(filter(body));
        }
        if (filters.isEmpty()) {
            throw body.violation(
                    "no topic filter", "MQTT 5.0 §3.10.3 (3.1.1 §3.10.3): at least one");
        }
        return new Packet.Unsubscribe(header, packetId, properties, filters);
    }

    private static Packet unsubAck(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.UNSUBACK);
        List<ReasonCode> reasons = new ArrayList<>();
        while (five && !body.ended()) {
            reasons.add(ReasonCode.of(body.oneByte("a reason code"), PacketType.UNSUBACK));
        }
        return new Packet.UnsubAck(header, packetId, properties, reasons);
    }

    private static Packet disconnect(FixedHeader header, Body body, boolean five) {
        ReasonCode reason = ReasonCode.of(0, PacketType.DISCONNECT);
        Properties properties = Properties.NONE;
        if (five && !body.ended()) {
            reason = ReasonCode.of(body.oneByte("the reason code"), PacketType.DISCONNECT);
            properties = optionalProperties(body, PropertyId.Place.DISCONNECT);
        }
        return new Packet.Disconnect(header, reason, properties);
    }

    private static Packet auth(FixedHeader header, Body body, boolean five) {
        if (!five) {
            throw new Violation(0, "an AUTH packet", "MQTT 3.1.1 §2.2.1: type 15 is reserved");
        }
        ReasonCode reason = ReasonCode.SUCCESS;
        Properties properties = Properties.NONE;
        if (!body.ended()) {
            reason = ReasonCode.of(body.oneByte("the reason code"), PacketType.AUTH);
            properties = optionalProperties(body, PropertyId.Place.AUTH);
        }
        return new Packet.Auth(header, reason, properties);
    }

    private static String filter(Body body) {
        int at = body.position();
        String filter = body.text("a topic filter");
        if (filter.isEmpty()) {
            throw body.violation(
                    at,
                    "an empty topic filter",
                    "MQTT 5.0 §4.7.3 (3.1.1 §4.7.3): at least one character");
        }
        return filter;
    }

    private static int packetId(Body body) {
        int packetId = body.twoBytes("the packet identifier");
        if (packetId == 0) {
            throw body.violation(
                    body.position() - 2,
                    "packet identifier 0",
                    "MQTT 5.0 §2.2.1 (3.1.1 §2.3.1): not zero");
        }
        return packetId;
    }

    private static Properties properties(Body body, boolean five, PropertyId.Place place) {
        return five ? PropertyReader.read(body, place) : Properties.NONE;
    }

    /// Where a packet may end before its property length (e.g. §3.4.2.2.1).
    private static Properties optionalProperties(Body body, PropertyId.Place place) {
        return body.ended() ? Properties.NONE : PropertyReader.read(body, place);
    }
}
