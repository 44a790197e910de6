// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static twinport.wire.field.Type.*;

import java.util.List;
import java.util.Set;
import twinport.wire.mqtt.Packet;

/// Fields of MQTT packets but for CONNECT's own, answers and properties. Where a packet has a field
/// several times, as the topics of a SUBSCRIBE, each is a value.
final class MqttFields {
    private static final Set<Unit> MQTT = Set.of(Unit.MQTT);

    private MqttFields() {}

    static void addTo(List<Field> all) {
        all.add(
                new Field(
                        "mqtt",
                        LAYER,
                        "An MQTT packet.",
                        MQTT,
                        (row, to) -> FrameFields.layer(row.unit() == Unit.MQTT, to)));
        header(all);
        topics(all);
        subscriptions(all);
    }

    interface PacketValue {
        void put(Row row, Packet packet, Values to);
    }

    static void add(
            List<Field> all, String name, Type type, String description, PacketValue value) {
        all.add(
                new Field(
                        name,
                        type,
                        description,
                        MQTT,
                        (row, to) -> {
                            Packet packet = row.packet();
                            if (packet != null) {
                                value.put(row, packet, to);
                            }
                        }));
    }

    private static void header(List<Field> all) {
        add(
                all,
                "mqtt.msgtype",
                NUMBER,
                "1 CONNECT, 2 CONNACK, 3 PUBLISH, ... (MQTT 5.0 §2.1.2).",
                (_, p, to) -> to.number(p.type().number()));
        add(
                all,
                "mqtt.len",
                NUMBER,
                "Bytes after the fixed header.",
                (_, p, to) -> to.number(p.header().remainingLength()));
        add(
                all,
                "mqtt.hdrflags",
                NUMBER,
                "The first byte: type and flags.",
                (_, p, to) -> to.hexNumber(p.header().firstByte(), 2));
        add(
                all,
                "mqtt.hdr_reserved",
                NUMBER,
                "The flag bits of a type that has no flags.",
                (row, p, to) -> {
                    if (!hasQos(row, p)) {
                        to.number(p.header().firstByte() & 0x0f);
                    }
                });
        add(
                all,
                "mqtt.dupflag",
                BOOLEAN,
                "May be a repetition.",
                (row, p, to) -> {
                    if (hasQos(row, p)) {
                        to.flag(p.header().dup());
                    }
                });
        add(
                all,
                "mqtt.qos",
                NUMBER,
                "Quality of service: 0, 1 or 2.",
                (row, p, to) -> {
                    if (hasQos(row, p)) {
                        to.number(p.header().qos());
                    }
                });
        add(
                all,
                "mqtt.retain",
                BOOLEAN,
                "Retained: the broker keeps it, or kept it.",
                (_, p, to) -> {
                    if (p instanceof Packet.Publish) {
                        to.flag(p.header().retain());
                    }
                });
        add(all, "mqtt.msgid", NUMBER, "Packet identifier.", (_, p, to) -> packetId(p, to));
    }

    /// PUBLISH; in MQTT 3.1 (section 2.1) also the packets that ask for an acknowledgement.
    private static boolean hasQos(Row row, Packet packet) {
        return switch (packet) {
            case Packet.Publish _ -> true;
            case Packet.Subscribe _, Packet.Unsubscribe _, Packet.PubRel _ -> row.oldest();
            default -> false;
        };
    }

    private static void packetId(Packet packet, Values to) {
        int id = MqttWords.packetId(packet);
        if (id != 0) {
            to.number(id);
        }
    }

    static int bytes(String text) {
        return text.getBytes(UTF_8).length;
    }

    private static void topics(List<Field> all) {
        add(
                all,
                "mqtt.topic_len",
                NUMBER,
                "Bytes of the topic as sent: 0 where an alias stands for it.",
                (_, p, to) -> {
                    switch (p) {
                        case Packet.Publish publish -> to.number(bytes(publish.topic()));
                        case Packet.Subscribe subscribe ->
                                subscribe
                                        .subscriptions()
                                        .forEach(each -> to.number(bytes(each.topicFilter())));
                        case Packet.Unsubscribe unsubscribe ->
                                unsubscribe.topicFilters().forEach(each -> to.number(bytes(each)));
                        default -> {}
                    }
                });
        add(
                all,
                "mqtt.topic",
                TEXT,
                "Topic of a PUBLISH, what its alias stands for included; topic filters.",
                (_, p, to) -> topic(p, to));
        add(
                all,
                "mqtt.msg",
                BYTES,
                "Payload of a PUBLISH.",
                (_, p, to) -> {
                    if (p instanceof Packet.Publish publish) {
                        to.bytes(publish.payload());
                    }
                });
        add(
                all,
                "mqtt.msg_text",
                TEXT,
                "Payload of a PUBLISH that is UTF-8 text.",
                (_, p, to) -> {
                    if (p instanceof Packet.Publish publish) {
                        MqttWords.text(publish.payload()).ifPresent(to::text);
                    }
                });
        add(
                all,
                "mqtt.unknown_topic_alias",
                BOOLEAN,
                "There where a topic alias stands whose setting was not seen.",
                (_, p, to) -> {
                    if (p instanceof Packet.Publish publish) {
                        FrameFields.layer(publish.effectiveTopic() == null, to);
                    }
                });
    }

    private static void topic(Packet packet, Values to) {
        switch (packet) {
            case Packet.Publish publish -> {
                String topic = publish.effectiveTopic();
                if (topic != null) {
                    to.text(topic);
                }
            }
            case Packet.Subscribe subscribe -> {
                for (Packet.Subscription each : subscribe.subscriptions()) {
                    to.text(each.topicFilter());
                }
            }
            case Packet.Unsubscribe unsubscribe -> {
                for (String each : unsubscribe.topicFilters()) {
                    to.text(each);
                }
            }
            default -> {}
        }
    }

    private interface SubscriptionValue {
        void put(Packet.Subscription subscription, Values to);
    }

    private static void subscription(
            List<Field> all,
            String name,
            Type type,
            String description,
            boolean five,
            SubscriptionValue value) {
        add(
                all,
                name,
                type,
                description,
                (row, p, to) -> {
                    if (p instanceof Packet.Subscribe subscribe && row.five() == five) {
                        subscribe.subscriptions().forEach(each -> value.put(each, to));
                    }
                });
    }

    private static void subscriptions(List<Field> all) {
        subscription(
                all,
                "mqtt.sub.qos",
                NUMBER,
                "QoS asked for, before version 5.0.",
                false,
                (s, to) -> to.number(s.qos()));
        subscription(
                all,
                "mqtt.subscription_options",
                NUMBER,
                "The subscription options.",
                true,
                (s, to) -> to.hexNumber(s.options(), 2));
        subscription(
                all,
                "mqtt.subscription_options_qos",
                NUMBER,
                "QoS asked for.",
                true,
                (s, to) -> to.number(s.qos()));
        subscription(
                all,
                "mqtt.subscription_options_nl",
                BOOLEAN,
                "No local: not what this client published itself.",
                true,
                (s, to) -> to.flag(s.noLocal()));
        subscription(
                all,
                "mqtt.subscription_options_rap",
                BOOLEAN,
                "Retain as published.",
                true,
                (s, to) -> to.flag(s.retainAsPublished()));
        subscription(
                all,
                "mqtt.subscription_options_retain",
                NUMBER,
                "Retain handling.",
                true,
                (s, to) -> to.number(s.retainHandling()));
        subscription(
                all,
                "mqtt.subscription_options_reserved",
                NUMBER,
                "The reserved bits.",
                true,
                (s, to) -> to.hexNumber(s.options() & 0xc0, 2));
    }
}
