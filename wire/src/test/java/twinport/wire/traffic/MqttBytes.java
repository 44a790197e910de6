// SPDX-License-Identifier: MIT
package twinport.wire.traffic;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import twinport.wire.mqtt.PacketType;

/// Packets of MQTT 3.1.1 and 5.0 as bytes.
///
/// @param five whether the packets are those of version 5.0
public record MqttBytes(boolean five) {
    private static final int KEEP_ALIVE_SECONDS = 60;
    private static final int USER_NAME = 0x80;
    private static final int PASSWORD = 0x40;
    private static final int CLEAN = 0x02;

    private static final int MESSAGE_EXPIRY = 0x02;
    private static final int CONTENT_TYPE = 0x03;
    private static final int SESSION_EXPIRY = 0x11;
    private static final int TOPIC_ALIAS = 0x23;
    private static final int USER_PROPERTY = 0x26;

    /// The properties that a PUBLISH of version 5.0 has here.
    public enum Kind {
        BARE,
        /// Message expiry, content type and a user property.
        DESCRIBED,
        /// Topic and its alias: what an alias stands for from now on.
        ALIAS_SET,
        /// The alias instead of the topic.
        ALIAS_USED
    }

    public byte[] connect(String clientId, String user) {
        ByteBuffer body = ByteBuffer.allocate(256);
        text(body, "MQTT");
        body.put((byte) (five ? 5 : 4)).put((byte) (USER_NAME | PASSWORD | CLEAN));
        body.putShort((short) KEEP_ALIVE_SECONDS);
        if (five) {
            body.put((byte) 5).put((byte) SESSION_EXPIRY).putInt(3600);
        }
        text(body, clientId);
        text(body, user);
        text(body, "secret of " + user);
        return packet(PacketType.CONNECT, 0, body);
    }

    public byte[] connAck() {
        ByteBuffer body = ByteBuffer.allocate(8).putShort((short) 0);
        return packet(PacketType.CONNACK, 0, noProperties(body));
    }

    public byte[] subscribe(int packetId, String filter, int qos) {
        ByteBuffer body = ByteBuffer.allocate(256).putShort((short) packetId);
        text(noProperties(body), filter);
        return packet(PacketType.SUBSCRIBE, 2, body.put((byte) qos));
    }

    public byte[] subAck(int packetId, int qos) {
        ByteBuffer body = ByteBuffer.allocate(8).putShort((short) packetId);
        return packet(PacketType.SUBACK, 0, noProperties(body).put((byte) qos));
    }

    public byte[] publish(String topic, int qos, int packetId, Kind kind, byte[] payload) {
        ByteBuffer body = ByteBuffer.allocate(128 + 2 * topic.length() + payload.length);
        text(body, five && kind == Kind.ALIAS_USED ? "" : topic);
        if (qos > 0) {
            body.putShort((short) packetId);
        }
        if (five) {
            properties(body, kind);
        }
        return packet(PacketType.PUBLISH, qos << 1, body.put(payload));
    }

    private static void properties(ByteBuffer body, Kind kind) {
        int length = body.position();
        body.put((byte) 0);
        switch (kind) {
            case BARE -> {}
            case DESCRIBED -> {
                body.put((byte) MESSAGE_EXPIRY).putInt(300);
                text(body.put((byte) CONTENT_TYPE), "application/json");
                text(body.put((byte) USER_PROPERTY), "unit");
                text(body, "celsius");
            }
            case ALIAS_SET, ALIAS_USED -> body.put((byte) TOPIC_ALIAS).putShort((short) 1);
        }
        body.put(length, (byte) (body.position() - length - 1));
    }

    /// PUBACK, PUBREC, PUBREL or PUBCOMP.
    public byte[] acknowledgement(PacketType type, int packetId) {
        int flags = type == PacketType.PUBREL ? 2 : 0;
        return packet(type, flags, ByteBuffer.allocate(2).putShort((short) packetId));
    }

    /// A packet without a body: PINGREQ, PINGRESP or DISCONNECT.
    public byte[] bare(PacketType type) {
        return packet(type, 0, ByteBuffer.allocate(0));
    }

    private ByteBuffer noProperties(ByteBuffer body) {
        return five ? body.put((byte) 0) : body;
    }

    private static void text(ByteBuffer body, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        body.putShort((short) bytes.length).put(bytes);
    }

    /// The fixed header (MQTT 5.0 §2.1) and the body.
    private static byte[] packet(PacketType type, int flags, ByteBuffer body) {
        int length = body.position();
        int digits = 1;
        for (int rest = length >> 7; rest > 0; rest >>= 7) {
            digits++;
        }
        ByteBuffer out = ByteBuffer.allocate(1 + digits + length);
        out.put((byte) ((type.number() << 4) | flags));
        int rest = length;
        for (int i = 1; i < digits; i++) {
            out.put((byte) ((rest & 0x7f) | 0x80));
            rest >>= 7;
        }
        return out.put((byte) rest).put(body.flip()).array();
    }
}
