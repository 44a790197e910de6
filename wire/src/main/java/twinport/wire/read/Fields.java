// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.Inet6Address;
import java.util.Collections;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import twinport.wire.flow.Endpoint;
import twinport.wire.mqtt.FixedHeader;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.Properties;
import twinport.wire.mqtt.Property;
import twinport.wire.mqtt.PropertyId;
import twinport.wire.mqtt.ReasonCode;
import twinport.wire.mqtt.Version;

/// One MQTT packet as a row of named fields, with the names and the value formats of tshark 4.0.
///
/// A field that a packet does not have is null. One that a packet has several times, as the topics
/// of a SUBSCRIBE, is joined by commas, as tshark joins it.
public final class Fields {
    private static final Map<String, Field> ALL = all();

    private interface Field {
        @Nullable String of(Observation.MqttSeen row);
    }

    private Fields() {}

    private static Map<String, Field> all() {
        Map<String, Field> all = new LinkedHashMap<>();
        frameFields(all);
        headerFields(all);
        connectFields(all);
        answerFields(all);
        topicFields(all);
        propertyFields(all);
        return Collections.unmodifiableMap(all);
    }

    /// The names this class knows.
    public static Set<String> names() {
        return ALL.keySet();
    }

    /// The value of a field; null when the packet does not have it.
    ///
    /// @throws IllegalArgumentException for a name that is not in [#names]
    public static @Nullable String value(String name, Observation.MqttSeen row) {
        Field field = ALL.get(name);
        if (field == null) {
            throw new IllegalArgumentException("no field " + name);
        }
        return field.of(row);
    }

    private static void frameFields(Map<String, Field> all) {
        all.put("frame.number", row -> Long.toString(row.frame()));
        all.put("frame.time_epoch", row -> seconds(row.epochNanos()));
        all.put("tcp.stream", row -> Long.toString(row.conversation().id()));
        all.put("ip.src", row -> address(source(row), false));
        all.put("ip.dst", row -> address(target(row), false));
        all.put("ipv6.src", row -> address(source(row), true));
        all.put("ipv6.dst", row -> address(target(row), true));
        all.put("tcp.srcport", row -> Integer.toString(source(row).port()));
        all.put("tcp.dstport", row -> Integer.toString(target(row).port()));
    }

    private static void headerFields(Map<String, Field> all) {
        all.put("mqtt.msgtype", row -> Integer.toString(row.packet().type().number()));
        all.put("mqtt.len", row -> Integer.toString(row.packet().header().remainingLength()));
        all.put("mqtt.hdrflags", row -> hexByte(row.packet().header().firstByte()));
        all.put("mqtt.dupflag", row -> hasQos(row) ? bit(row.packet().header().dup()) : null);
        all.put("mqtt.qos", row -> hasQos(row) ? qos(row.packet().header()) : null);
        of(all, "mqtt.retain", Packet.Publish.class, (_, p) -> bit(p.header().retain()));
        all.put("mqtt.msgid", row -> packetId(row.packet()));
        of(all, "mqtt.msg", Packet.Publish.class, (_, p) -> hex(p.payload()));
    }

    private static void connectFields(Map<String, Field> all) {
        of(all, "mqtt.protoname", Packet.Connect.class, (_, p) -> p.protocolName());
        of(all, "mqtt.ver", Packet.Connect.class, (_, p) -> Integer.toString(p.level()));
        of(all, "mqtt.conflags", Packet.Connect.class, (_, p) -> hexByte(p.connectFlags()));
        flag(all, "mqtt.conflag.uname", 0x80);
        flag(all, "mqtt.conflag.passwd", 0x40);
        flag(all, "mqtt.conflag.retain", 0x20);
        of(
                all,
                "mqtt.conflag.qos",
                Packet.Connect.class,
                (_, p) -> Integer.toString((p.connectFlags() >> 3) & 3));
        flag(all, "mqtt.conflag.willflag", 0x04);
        flag(all, "mqtt.conflag.cleansess", 0x02);
        of(
                all,
                "mqtt.kalive",
                Packet.Connect.class,
                (_, p) -> Integer.toString(p.keepAliveSeconds()));
        of(all, "mqtt.clientid", Packet.Connect.class, (_, p) -> orNull(p.clientId()));
        of(all, "mqtt.username", Packet.Connect.class, (_, p) -> p.userName());
        of(all, "mqtt.passwd", Packet.Connect.class, (_, p) -> text(p.password()));
        of(all, "mqtt.willtopic", Packet.Connect.class, (_, p) -> willTopic(p));
        of(all, "mqtt.willmsg", Packet.Connect.class, (_, p) -> willMessage(p));
    }

    private static void flag(Map<String, Field> all, String name, int mask) {
        of(all, name, Packet.Connect.class, (_, p) -> bit((p.connectFlags() & mask) != 0));
    }

    private static void answerFields(Map<String, Field> all) {
        of(
                all,
                "mqtt.conack.flags.sp",
                Packet.ConnAck.class,
                (row, p) -> isOldest(row) ? null : bit(p.sessionPresent()));
        of(
                all,
                "mqtt.conack.flags",
                Packet.ConnAck.class,
                (_, p) -> hexByte(p.sessionPresent() ? 1 : 0));
        of(
                all,
                "mqtt.conack.val",
                Packet.ConnAck.class,
                (row, p) -> five(row) ? null : code(p.reason()));
        of(
                all,
                "mqtt.connack.reason_code",
                Packet.ConnAck.class,
                (row, p) -> five(row) ? code(p.reason()) : null);
        // tshark prints a reason only where the packet holds it: after the packet identifier.
        of(all, "mqtt.puback.reason_code", Packet.PubAck.class, (_, p) -> told(p, p.reason()));
        of(all, "mqtt.pubrec.reason_code", Packet.PubRec.class, (_, p) -> told(p, p.reason()));
        of(all, "mqtt.pubrel.reason_code", Packet.PubRel.class, (_, p) -> told(p, p.reason()));
        of(all, "mqtt.pubcomp.reason_code", Packet.PubComp.class, (_, p) -> told(p, p.reason()));
        of(
                all,
                "mqtt.suback.qos",
                Packet.SubAck.class,
                (row, p) -> five(row) ? null : codes(p.reasons()));
        of(
                all,
                "mqtt.suback.reason_code",
                Packet.SubAck.class,
                (row, p) -> five(row) ? codes(p.reasons()) : null);
        of(all, "mqtt.unsuback.reason_code", Packet.UnsubAck.class, (_, p) -> codes(p.reasons()));
        of(
                all,
                "mqtt.disconnect.reason_code",
                Packet.Disconnect.class,
                (_, p) -> p.header().remainingLength() > 0 ? code(p.reason()) : null);
        of(
                all,
                "mqtt.auth.reason_code",
                Packet.Auth.class,
                (_, p) -> p.header().remainingLength() > 0 ? code(p.reason()) : null);
    }

    private static void topicFields(Map<String, Field> all) {
        all.put("mqtt.topic", row -> topics(row.packet()));
        of(
                all,
                "mqtt.sub.qos",
                Packet.Subscribe.class,
                (row, p) ->
                        five(row) ? null : join(p.subscriptions().stream().map(s -> "" + s.qos())));
        of(
                all,
                "mqtt.subscription_options_qos",
                Packet.Subscribe.class,
                (row, p) ->
                        five(row) ? join(p.subscriptions().stream().map(s -> "" + s.qos())) : null);
    }

    private static void propertyFields(Map<String, Field> all) {
        all.put("mqtt.property_len", row -> five(row) ? propertyLength(row.packet()) : null);
        all.put("mqtt.property.topic_alias", row -> number(row, PropertyId.TOPIC_ALIAS));
        all.put("mqtt.property.max_qos", row -> number(row, PropertyId.MAXIMUM_QOS));
        all.put(
                "mqtt.property.content_type",
                row -> properties(row.packet()).text(PropertyId.CONTENT_TYPE).orElse(null));
        all.put("mqtt.prop_key", row -> pairs(row, Property.Pair::name));
        all.put("mqtt.prop_value", row -> pairs(row, Property.Pair::value));
    }

    private static <P extends Packet> void of(
            Map<String, Field> all,
            String name,
            Class<P> type,
            BiFunction<Observation.MqttSeen, P, @Nullable String> value) {
        all.put(
                name,
                row ->
                        type.isInstance(row.packet())
                                ? value.apply(row, type.cast(row.packet()))
                                : null);
    }

    // ---- parts of a row

    private static Endpoint source(Observation.MqttSeen row) {
        return row.conversation().sender(row.direction());
    }

    private static Endpoint target(Observation.MqttSeen row) {
        return row.conversation().receiver(row.direction());
    }

    /// MQTT 3.1 has no flags in CONNACK, but a reserved byte. PUBLISH; in MQTT 3.1 (section 2.1)
    /// also the packets that ask for an acknowledgement.
    private static boolean hasQos(Observation.MqttSeen row) {
        return switch (row.packet()) {
            case Packet.Publish _ -> true;
            case Packet.Subscribe _, Packet.Unsubscribe _, Packet.PubRel _ -> isOldest(row);
            default -> false;
        };
    }

    private static String qos(FixedHeader header) {
        return Integer.toString(header.qos());
    }

    private static boolean isOldest(Observation.MqttSeen row) {
        return row.conversation().mqttVersion() == Version.MQTT_3_1;
    }

    private static boolean five(Observation.MqttSeen row) {
        return row.conversation().mqttVersion() == Version.MQTT_5_0;
    }

    private static @Nullable String packetId(Packet packet) {
        int id =
                switch (packet) {
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
        return id == 0 ? null : Integer.toString(id);
    }

    private static @Nullable String topics(Packet packet) {
        return switch (packet) {
            // As tshark: what an alias stands for, where that was seen.
            case Packet.Publish p ->
                    orNull(Objects.requireNonNullElse(p.effectiveTopic(), p.topic()));
            case Packet.Subscribe p ->
                    join(p.subscriptions().stream().map(Packet.Subscription::topicFilter));
            case Packet.Unsubscribe p -> join(p.topicFilters().stream());
            default -> null;
        };
    }

    private static Properties properties(Packet packet) {
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

    private static @Nullable String propertyLength(Packet packet) {
        boolean has =
                switch (packet) {
                    case Packet.PingReq _, Packet.PingResp _ -> false;
                    case Packet.PubAck _, Packet.PubRec _, Packet.PubRel _, Packet.PubComp _ ->
                            packet.header().remainingLength() > 3;
                    case Packet.Disconnect _, Packet.Auth _ ->
                            packet.header().remainingLength() > 1;
                    default -> true;
                };
        return has ? Integer.toString(properties(packet).length()) : null;
    }

    private static @Nullable String number(Observation.MqttSeen row, PropertyId id) {
        var value = properties(row.packet()).number(id);
        return value.isPresent() ? Long.toString(value.getAsLong()) : null;
    }

    private static @Nullable String pairs(
            Observation.MqttSeen row, Function<Property.Pair, String> part) {
        return join(
                properties(row.packet()).list().stream()
                        .filter(Property.Pair.class::isInstance)
                        .map(Property.Pair.class::cast)
                        .map(part));
    }

    private static @Nullable String willTopic(Packet.Connect connect) {
        Packet.Will will = connect.will();
        return will == null ? null : will.topic();
    }

    private static @Nullable String willMessage(Packet.Connect connect) {
        Packet.Will will = connect.will();
        return will == null ? null : hex(will.payload());
    }

    // ---- formats

    /// Seconds with nine digits.
    static String seconds(long nanos) {
        long whole = Math.floorDiv(nanos, 1_000_000_000L);
        long rest = Math.floorMod(nanos, 1_000_000_000L);
        return whole + "." + String.format("%09d", rest);
    }

    private static @Nullable String address(Endpoint endpoint, boolean ipv6) {
        boolean is6 = endpoint.address() instanceof Inet6Address;
        return is6 == ipv6 ? endpoint.address().getHostAddress() : null;
    }

    private static String hexByte(int value) {
        return String.format("0x%02x", value);
    }

    private static String bit(boolean set) {
        return set ? "1" : "0";
    }

    private static @Nullable String hex(byte[] bytes) {
        return bytes.length == 0 ? null : HexFormat.of().formatHex(bytes);
    }

    private static @Nullable String text(byte @Nullable [] bytes) {
        return bytes == null ? null : new String(bytes, UTF_8);
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }

    private static String code(ReasonCode reason) {
        return Integer.toString(reason.number());
    }

    private static @Nullable String told(Packet packet, ReasonCode reason) {
        return packet.header().remainingLength() > 2 ? code(reason) : null;
    }

    private static @Nullable String codes(List<ReasonCode> reasons) {
        return join(reasons.stream().map(Fields::code));
    }

    private static @Nullable String join(Stream<String> parts) {
        return orNull(parts.collect(Collectors.joining(",")));
    }
}
