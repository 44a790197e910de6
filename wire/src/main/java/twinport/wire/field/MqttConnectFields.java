// SPDX-License-Identifier: MIT
package twinport.wire.field;

import static java.nio.charset.StandardCharsets.UTF_8;
import static twinport.wire.field.Type.*;

import java.util.List;
import twinport.wire.mqtt.Packet;

/// Fields of CONNECT.
final class MqttConnectFields {
    private MqttConnectFields() {}

    static void addTo(List<Field> all) {
        connect(all);
        connectFlags(all);
        will(all);
    }

    private interface ConnectValue {
        void put(Packet.Connect connect, Values to);
    }

    private static void connect(
            List<Field> all, String name, Type type, String description, ConnectValue value) {
        MqttFields.add(
                all,
                name,
                type,
                description,
                (_, p, to) -> {
                    if (p instanceof Packet.Connect connect) {
                        value.put(connect, to);
                    }
                });
    }

    private static void connect(List<Field> all) {
        connect(
                all,
                "mqtt.proto_len",
                NUMBER,
                "Bytes of the protocol name.",
                (c, to) -> to.number(MqttFields.bytes(c.protocolName())));
        connect(
                all,
                "mqtt.protoname",
                TEXT,
                "Protocol name: MQTT, or MQIsdp in 3.1.",
                (c, to) -> to.text(c.protocolName()));
        connect(
                all,
                "mqtt.ver",
                NUMBER,
                "Version: 3 is 3.1, 4 is 3.1.1, 5 is 5.0.",
                (c, to) -> to.number(c.level()));
        connect(
                all,
                "mqtt.kalive",
                NUMBER,
                "Keep alive in seconds.",
                (c, to) -> to.number(c.keepAliveSeconds()));
        connect(
                all,
                "mqtt.clientid_len",
                NUMBER,
                "Bytes of the client id.",
                (c, to) -> to.number(MqttFields.bytes(c.clientId())));
        connect(all, "mqtt.clientid", TEXT, "Client id.", (c, to) -> to.text(c.clientId()));
        connect(
                all,
                "mqtt.username_len",
                NUMBER,
                "Bytes of the user name.",
                (c, to) -> {
                    if (c.userName() != null) {
                        to.number(MqttFields.bytes(c.userName()));
                    }
                });
        connect(
                all,
                "mqtt.username",
                TEXT,
                "User name.",
                (c, to) -> {
                    if (c.userName() != null) {
                        to.text(c.userName());
                    }
                });
        connect(
                all,
                "mqtt.passwd_len",
                NUMBER,
                "Bytes of the password.",
                (c, to) -> {
                    byte[] password = c.password();
                    if (password != null) {
                        to.number(password.length);
                    }
                });
        connect(
                all,
                "mqtt.passwd",
                TEXT,
                "Password, as it was sent.",
                (c, to) -> {
                    byte[] password = c.password();
                    if (password != null) {
                        to.text(new String(password, UTF_8));
                    }
                });
    }

    private static void connectFlags(List<Field> all) {
        connect(
                all,
                "mqtt.conflags",
                NUMBER,
                "The connect flags.",
                (c, to) -> to.hexNumber(c.connectFlags(), 2));
        flag(all, "mqtt.conflag.uname", "A user name follows.", 0x80);
        flag(all, "mqtt.conflag.passwd", "A password follows.", 0x40);
        flag(all, "mqtt.conflag.retain", "The will is to be retained.", 0x20);
        connect(
                all,
                "mqtt.conflag.qos",
                NUMBER,
                "Quality of service of the will.",
                (c, to) -> to.number((c.connectFlags() >> 3) & 3));
        flag(all, "mqtt.conflag.willflag", "A will follows.", 0x04);
        flag(all, "mqtt.conflag.cleansess", "Clean session, or clean start.", 0x02);
        flag(all, "mqtt.conflag.reserved", "The reserved bit.", 0x01);
    }

    private static void flag(List<Field> all, String name, String description, int mask) {
        connect(
                all,
                name,
                BOOLEAN,
                description,
                (c, to) -> to.flag((c.connectFlags() & mask) != 0));
    }

    private interface WillValue {
        void put(Packet.Will will, Values to);
    }

    private static void will(
            List<Field> all, String name, Type type, String description, WillValue value) {
        connect(
                all,
                name,
                type,
                description,
                (c, to) -> {
                    if (c.will() != null) {
                        value.put(c.will(), to);
                    }
                });
    }

    private static void will(List<Field> all) {
        will(
                all,
                "mqtt.willtopic_len",
                NUMBER,
                "Bytes of the will's topic.",
                (w, to) -> to.number(MqttFields.bytes(w.topic())));
        will(all, "mqtt.willtopic", TEXT, "Topic of the will.", (w, to) -> to.text(w.topic()));
        will(
                all,
                "mqtt.willmsg_len",
                NUMBER,
                "Bytes of the will's message.",
                (w, to) -> to.number(w.payload().length));
        will(all, "mqtt.willmsg", BYTES, "The will's message.", (w, to) -> to.bytes(w.payload()));
    }
}
