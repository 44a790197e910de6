// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static twinport.wire.field.Type.*;

import java.util.List;
import java.util.function.Function;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.Properties;
import twinport.wire.mqtt.Property;
import twinport.wire.mqtt.PropertyId;

/// Fields of the properties of MQTT 5.0. A CONNECT's own come first, then those of its will.
final class MqttPropertyFields {
    private MqttPropertyFields() {}

    static void addTo(List<Field> all) {
        lengths(all);
        numbers(all);
        texts(all);
        pairs(all);
    }

    private static void lengths(List<Field> all) {
        MqttFields.add(
                all,
                "mqtt.properties",
                BOOLEAN,
                "There where properties may stand, even if there are none.",
                (row, p, to) -> FrameFields.layer(row.five() && has(p), to));
        MqttFields.add(
                all,
                "mqtt.will_properties",
                BOOLEAN,
                "There where the will's properties stand.",
                (row, p, to) -> FrameFields.layer(row.five() && will(p) != null, to));
        MqttFields.add(
                all,
                "mqtt.property_len",
                NUMBER,
                "Bytes of the properties.",
                (row, p, to) -> {
                    if (row.five() && has(p)) {
                        to.number(of(p).length());
                    }
                    Properties ofWill = will(p);
                    if (row.five() && ofWill != null) {
                        to.number(ofWill.length());
                    }
                });
        property(
                all,
                "mqtt.property_id",
                NUMBER,
                "Identifiers of the properties.",
                (property, to) -> to.hexNumber(property.id().number(), 2));
    }

    private interface PropertyValue {
        void put(Property property, Values to);
    }

    private static void property(
            List<Field> all, String name, Type type, String description, PropertyValue value) {
        MqttFields.add(
                all,
                name,
                type,
                description,
                (_, p, to) -> {
                    each(of(p), value, to);
                    Properties ofWill = will(p);
                    if (ofWill != null) {
                        each(ofWill, value, to);
                    }
                });
    }

    private static void each(Properties properties, PropertyValue value, Values to) {
        for (Property property : properties.list()) {
            value.put(property, to);
        }
    }

    private static void numbers(List<Field> all) {
        property(
                all,
                "mqtt.prop_number",
                NUMBER,
                "Values of the numeric properties, but for those with a field of their own.",
                (property, to) -> {
                    if (property instanceof Property.Numeric(PropertyId id, long value)
                            && id != PropertyId.TOPIC_ALIAS
                            && id != PropertyId.MAXIMUM_QOS) {
                        to.number(value);
                    }
                });
        number(all, "mqtt.property.topic_alias", "Topic alias.", PropertyId.TOPIC_ALIAS);
        number(all, "mqtt.property.max_qos", "The broker's maximum QoS.", PropertyId.MAXIMUM_QOS);
    }

    private static void number(List<Field> all, String name, String description, PropertyId own) {
        property(
                all,
                name,
                NUMBER,
                description,
                (property, to) -> {
                    if (property instanceof Property.Numeric(PropertyId id, long value)
                            && id == own) {
                        to.number(value);
                    }
                });
    }

    private static void texts(List<Field> all) {
        property(
                all,
                "mqtt.property.content_type",
                TEXT,
                "Content type.",
                (property, to) -> {
                    if (property instanceof Property.Text(PropertyId id, String value)
                            && id == PropertyId.CONTENT_TYPE) {
                        to.text(value);
                    }
                });
        property(
                all,
                "mqtt.prop_string_len",
                NUMBER,
                "Bytes of the text and binary properties, but for the content type.",
                (property, to) -> {
                    switch (property) {
                        case Property.Text(PropertyId id, String value)
                                when id != PropertyId.CONTENT_TYPE ->
                                to.number(MqttFields.bytes(value));
                        case Property.Binary(_, byte[] value) -> to.number(value.length);
                        default -> {}
                    }
                });
        property(
                all,
                "mqtt.prop_string",
                TEXT,
                "Text and binary properties, but for the content type.",
                (property, to) -> {
                    switch (property) {
                        case Property.Text(PropertyId id, String value)
                                when id != PropertyId.CONTENT_TYPE ->
                                to.text(value);
                        case Property.Binary(_, byte[] value) -> to.text(new String(value, UTF_8));
                        default -> {}
                    }
                });
    }

    private static void pairs(List<Field> all) {
        pair(all, "mqtt.prop_key", "Names of the user properties.", Property.Pair::name);
        pair(all, "mqtt.prop_value", "Values of the user properties.", Property.Pair::value);
    }

    private static void pair(
            List<Field> all, String name, String description, Function<Property.Pair, String> of) {
        property(
                all,
                name + "_len",
                NUMBER,
                "Bytes of each.",
                (property, to) -> {
                    if (property instanceof Property.Pair pair) {
                        to.number(MqttFields.bytes(of.apply(pair)));
                    }
                });
        property(
                all,
                name,
                TEXT,
                description,
                (property, to) -> {
                    if (property instanceof Property.Pair pair) {
                        to.text(of.apply(pair));
                    }
                });
    }

    private static @org.jspecify.annotations.Nullable Properties will(Packet packet) {
        return packet instanceof Packet.Connect connect && connect.will() != null
                ? connect.will().properties()
                : null;
    }

    static Properties of(Packet packet) {
        return switch (packet) {
            case Packet.Connect p -> p.properties();
            case Packet.ConnAck p -> p.properties();
            case Packet.Publish p -> p.properties();
            case Packet.PubAck p -> p.properties();
            case Packet.PubRec p -> p.properties();
            case Packet.PubRel p -> p.properties();
            case Packet.PubComp p -> p.properties();
            case Packet.Subscribe p -> p.properties();
            case Packet.SubAck p -> p.properties();
            case Packet.Unsubscribe p -> p.properties();
            case Packet.UnsubAck p -> p.properties();
            case Packet.Disconnect p -> p.properties();
            case Packet.Auth p -> p.properties();
            case Packet.PingReq _, Packet.PingResp _ -> Properties.NONE;
        };
    }

    /// Whether the packet holds a property length; some may end before it (e.g. §3.4.2.2.1).
    private static boolean has(Packet packet) {
        return switch (packet) {
            case Packet.PingReq _, Packet.PingResp _ -> false;
            case Packet.PubAck _, Packet.PubRec _, Packet.PubRel _, Packet.PubComp _ ->
                    packet.header().remainingLength() > 3;
            case Packet.Disconnect _, Packet.Auth _ -> packet.header().remainingLength() > 1;
            default -> true;
        };
    }
}
