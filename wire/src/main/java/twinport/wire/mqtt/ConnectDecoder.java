// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import org.jspecify.annotations.Nullable;

/// Decodes CONNECT (MQTT 5.0 and 3.1.1 §3.1), which alone names its version.
final class ConnectDecoder {
    private static final int RESERVED = 0x01;
    private static final int CLEAN = 0x02;
    private static final int WILL = 0x04;
    private static final int CLIENT_ID_CHARS_MAX_3_1 = 23;
    private static final int WILL_RETAIN = 0x20;
    private static final int PASSWORD = 0x40;
    private static final int USER_NAME = 0x80;
    private static final int NAME_SHOWN_MAX = 32;

    private ConnectDecoder() {}

    static Packet.Connect decode(FixedHeader header, Body body) {
        int at = body.position();
        String name = body.text("the protocol name");
        int level = body.oneByte("the protocol level");
        checkProtocol(body, at, name, level);
        boolean five = (level & 0x7f) == Version.MQTT_5_0.level();
        if ((level & 0x7f) != Version.MQTT_3_1.level() && (header.firstByte() & 0x0f) != 0) {
            body.fault(
                    0,
                    String.format("flags %x of CONNECT", header.firstByte() & 0x0f),
                    "MQTT 5.0 §2.1.3 (3.1.1 §2.2.2): the flags of a type are fixed");
        }
        int flags = body.oneByte("the connect flags");
        checkFlags(body, flags, five);
        int keepAlive = body.twoBytes("the keep alive");
        Properties properties =
                five ? PropertyReader.read(body, PropertyId.Place.CONNECT) : Properties.NONE;
        int clientIdAt = body.position();
        String clientId = body.text("the client identifier");
        checkClientId(body, clientIdAt, clientId, level & 0x7f, (flags & CLEAN) != 0);
        Packet.Will will = (flags & WILL) == 0 ? null : will(body, flags, five);
        String userName = (flags & USER_NAME) == 0 ? null : body.text("the user name");
        byte @Nullable [] password = (flags & PASSWORD) == 0 ? null : body.binary("the password");
        return new Packet.Connect(
                header,
                name,
                level,
                flags,
                keepAlive,
                properties,
                clientId,
                will,
                userName,
                password);
    }

    private static Packet.Will will(Body body, int flags, boolean five) {
        Properties properties =
                five ? PropertyReader.read(body, PropertyId.Place.WILL) : Properties.NONE;
        int at = body.position() + 2;
        String topic = body.text("the will topic");
        Topics.checkName(body, at, topic, "the will topic");
        byte[] payload = body.binary("the will message");
        boolean retain = (flags & WILL_RETAIN) != 0;
        return new Packet.Will(topic, payload, (flags >> 3) & 3, retain, properties);
    }

    private static void checkProtocol(Body body, int at, String name, int level) {
        String expected =
                switch (level & 0x7f) {
                    case 3 -> "MQIsdp";
                    case 4, 5 -> "MQTT";
                    default -> null;
                };
        if (name.equals(expected)) {
            return;
        }
        String what =
                "protocol \""
                        + name.substring(0, Math.min(name.length(), NAME_SHOWN_MAX))
                        + "\" level "
                        + level;
        String rule = "MQTT 5.0 §3.1.2.1-2: \"MQTT\" with 4 or 5 (3.1: \"MQIsdp\" with 3)";
        if (expected == null) {
            throw body.violation(at, what, rule);
        }
        body.fault(at, what, rule);
    }

    private static void checkClientId(
            Body body, int at, String clientId, int level, boolean clean) {
        if (level == Version.MQTT_3_1.level()) {
            if (clientId.isEmpty() || clientId.length() > CLIENT_ID_CHARS_MAX_3_1) {
                body.fault(
                        at,
                        "a client identifier of " + clientId.length() + " characters",
                        "MQTT 3.1 §3.1: 1 to 23 characters (later versions allow more)");
            }
        } else if (level == Version.MQTT_3_1_1.level() && clientId.isEmpty() && !clean) {
            body.fault(
                    at,
                    "no client identifier and no clean session",
                    "MQTT 3.1.1 §3.1.3.1: without identifier the session is clean");
        }
    }

    private static void checkFlags(Body body, int flags, boolean five) {
        String wrong = null;
        if ((flags & RESERVED) != 0) {
            wrong = "MQTT 5.0 §3.1.2.3 (3.1.1 §3.1.2.3): the reserved bit is 0";
        } else if ((flags & 0x18) == 0x18) {
            wrong = "MQTT 5.0 §3.1.2.6 (3.1.1 §3.1.2.6): the will's QoS is 0, 1 or 2";
        } else if ((flags & WILL) == 0 && (flags & 0x38) != 0) {
            wrong = "MQTT 5.0 §3.1.2.6-7: without will its QoS and retain are 0";
        } else if (!five && (flags & USER_NAME) == 0 && (flags & PASSWORD) != 0) {
            wrong = "MQTT 3.1.1 §3.1.2.9: no password without user name";
        }
        if (wrong != null) {
            body.fault(body.position() - 1, String.format("connect flags %02x", flags), wrong);
        }
    }
}
