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

    /// The last CONNACK return code of 3.1.1.
    private static final int RETURN_CODE_MAX = 5;

    /// Where the receiver's maximum was not seen.
    private static final int ALIAS_MAX = 0xffff;

    private final Map<Integer, String> aliases = new HashMap<>();
    private int aliasText;
    private int aliasMaximum = ALIAS_MAX;

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
            checkHeader(type, header, bytes, version);
            Packet packet = packet(type, header, bytes, version);
            if (!bytes.ended()) {
                bytes.fault(
                        bytes.position(),
                        bytes.left() + " bytes after the last field of " + type,
                        "MQTT 5.0 §2.1.4 (3.1.1 §2.2.3): the remaining length is that of the"
                                + " fields");
            }
            return new Decoding.Decoded(packet, bytes.faults());
        } catch (Violation violation) {
            return violation.asResult();
        }
    }

    /// The flags of MQTT 3.1 §2.1 are free but for PUBLISH.
    private static void checkHeader(
            PacketType type, FixedHeader header, Body body, Version version) {
        int flags = header.firstByte() & 0x0f;
        if (type == PacketType.PUBLISH) {
            if (header.dup() && header.qos() == 0) {
                body.fault(
                        0,
                        "DUP with QoS 0",
                        "MQTT 5.0 §3.3.1.1 (3.1.1 §3.3.1.1): DUP is 0 with QoS 0");
            }
        } else if (type != PacketType.CONNECT
                && flags != type.requiredFlags()
                && version != Version.MQTT_3_1) {
            body.fault(
                    0,
                    String.format("flags %x of %s", flags, type),
                    "MQTT 5.0 §2.1.3 (3.1.1 §2.2.2): the flags of a type are fixed");
        }
        if (version == Version.MQTT_5_0
                && header.headerBytes() > shortestHeader(header.remainingLength())) {
            body.fault(
                    1,
                    "the remaining length in more bytes than it needs",
                    "MQTT 5.0 §1.5.5: the fewest bytes");
        }
    }

    private static int shortestHeader(int remaining) {
        return remaining < 1 << 7 ? 2 : remaining < 1 << 14 ? 3 : remaining < 1 << 21 ? 4 : 5;
    }

    /// The receiver allows aliases up to this number (§3.1.2.11.5, §3.2.2.3.8).
    public void aliasMaximum(int highest) {
        aliasMaximum = highest;
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
            body.fault(
                    body.position() - 1,
                    String.format("acknowledge flags %02x", flags),
                    "MQTT 5.0 §3.2.2.1 (3.1.1 §3.2.2.1): bits 7-1 are 0");
        }
        int code = body.oneByte("the reason code");
        ReasonCode reason =
                five ? reason(body, code, PacketType.CONNACK) : ReasonCode.ofReturn(code);
        if (!five && code > RETURN_CODE_MAX) {
            body.fault(body.position() - 1, "return code " + code, "MQTT 3.1.1 §3.2.2.3: 0 to 5");
        }
        if (code != 0 && (flags & 1) != 0) {
            body.fault(
                    body.position() - 2,
                    "session present with a refusal",
                    "MQTT 5.0 §3.2.2.1.1 (3.1.1 §3.2.2.2): session present is 0 then");
        }
        return new Packet.ConnAck(
                header, (flags & 1) != 0, reason, properties(body, five, PropertyId.Place.CONNACK));
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
        int payloadAt = body.position();
        byte[] payload = body.rest();
        if (five
                && properties.number(PropertyId.PAYLOAD_FORMAT_INDICATOR).orElse(0) == 1
                && !Body.isUtf8(payload)) {
            body.fault(
                    payloadAt,
                    "a payload that is not UTF-8",
                    "MQTT 5.0 §3.3.2.3.2: the payload format indicator says that it is");
        }
        return new Packet.Publish(header, topic, effective, packetId, properties, payload);
    }

    private static void checkTopic(Body body, FixedHeader header, String topic, boolean five) {
        Topics.checkName(body, header.headerBytes() + 2, topic, "the topic name");
        if (topic.isEmpty() && !five) {
            body.fault(
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
                body.fault(
                        body.position(),
                        "an empty topic name without topic alias",
                        "MQTT 5.0 §3.3.2.1: one of the two is there");
            }
            return topic;
        }
        int number = (int) alias.getAsLong();
        if (number > aliasMaximum) {
            body.fault(
                    body.aliasAt(),
                    "topic alias " + number + ", the receiver allows " + aliasMaximum,
                    "MQTT 5.0 §3.3.2.3.4: not above the receiver's topic alias maximum");
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
            reason = reason(body, body.oneByte("the reason code"), type);
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
            String filter = filter(body, five);
            int options = body.oneByte("the subscription options");
            checkOptions(body, filter, options, five);
            subscriptions.add(new Packet.Subscription(filter, options));
        }
        if (subscriptions.isEmpty()) {
            body.fault(
                    body.position(),
                    "no topic filter",
                    "MQTT 5.0 §3.8.3 (3.1.1 §3.8.3): at least one");
        }
        return new Packet.Subscribe(header, packetId, properties, subscriptions);
    }

    private static void checkOptions(Body body, String filter, int options, boolean five) {
        int at = body.position() - 1;
        boolean reserved = (options & (five ? 0xc0 : 0xfc)) != 0;
        if ((options & 0x03) == 3 || reserved || (five && (options & 0x30) == 0x30)) {
            body.fault(
                    at,
                    String.format("subscription options %02x", options),
                    "MQTT 5.0 §3.8.3.1 (3.1.1 §3.8.3): QoS and retain handling 0 to 2, reserved"
                            + " bits 0");
        }
        if (five && (options & 0x04) != 0 && Topics.isShared(filter)) {
            body.fault(
                    at,
                    "No Local on a shared subscription",
                    "MQTT 5.0 §3.8.3.1: not on a shared subscription");
        }
    }

    private static Packet subAck(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.SUBACK);
        List<ReasonCode> reasons = new ArrayList<>();
        while (!body.ended()) {
            int code = body.oneByte("a reason code");
            reasons.add(five ? reason(body, code, PacketType.SUBACK) : ReasonCode.ofGrant(code));
            if (!five && code > 2 && code != 0x80) {
                body.fault(
                        body.position() - 1,
                        "return code " + code,
                        "MQTT 3.1.1 §3.9.3: 0, 1, 2 or 128");
            }
        }
        noReasons(body, reasons, "MQTT 5.0 §3.9.3 (3.1.1 §3.9.3): one for each topic filter");
        return new Packet.SubAck(header, packetId, properties, reasons);
    }

    private static Packet unsubscribe(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.UNSUBSCRIBE);
        List<String> filters = new ArrayList<>();
        while (!body.ended()) {
            filters.add(filter(body, five));
        }
        if (filters.isEmpty()) {
            body.fault(
                    body.position(),
                    "no topic filter",
                    "MQTT 5.0 §3.10.3 (3.1.1 §3.10.3): at least one");
        }
        return new Packet.Unsubscribe(header, packetId, properties, filters);
    }

    private static Packet unsubAck(FixedHeader header, Body body, boolean five) {
        int packetId = packetId(body);
        Properties properties = properties(body, five, PropertyId.Place.UNSUBACK);
        List<ReasonCode> reasons = new ArrayList<>();
        while (five && !body.ended()) {
            reasons.add(reason(body, body.oneByte("a reason code"), PacketType.UNSUBACK));
        }
        if (five) {
            noReasons(body, reasons, "MQTT 5.0 §3.11.3: one for each topic filter");
        }
        return new Packet.UnsubAck(header, packetId, properties, reasons);
    }

    private static Packet disconnect(FixedHeader header, Body body, boolean five) {
        ReasonCode reason = ReasonCode.of(0, PacketType.DISCONNECT);
        Properties properties = Properties.NONE;
        if (five && !body.ended()) {
            reason = reason(body, body.oneByte("the reason code"), PacketType.DISCONNECT);
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
            reason = reason(body, body.oneByte("the reason code"), PacketType.AUTH);
            properties = optionalProperties(body, PropertyId.Place.AUTH);
        }
        return new Packet.Auth(header, reason, properties);
    }

    private static String filter(Body body, boolean five) {
        int at = body.position() + 2;
        String filter = body.text("a topic filter");
        Topics.checkFilter(body, at, filter, five);
        return filter;
    }

    private static void noReasons(Body body, List<ReasonCode> reasons, String rule) {
        if (reasons.isEmpty()) {
            body.fault(body.position(), "no reason code", rule);
        }
    }

    /// The reason whose byte was read last.
    private static ReasonCode reason(Body body, int code, PacketType type) {
        if (!ReasonCode.fits(code, type)) {
            body.fault(
                    body.position() - 1,
                    String.format("reason code %02x in %s", code, type),
                    "MQTT 5.0 §2.4: it is none of this packet's reasons");
        }
        return ReasonCode.of(code, type);
    }

    private static int packetId(Body body) {
        int packetId = body.twoBytes("the packet identifier");
        if (packetId == 0) {
            body.fault(
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
