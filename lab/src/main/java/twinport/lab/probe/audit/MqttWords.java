// SPDX-License-Identifier: MIT
package twinport.lab.probe.audit;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import twinport.wire.mqtt.Version;

/// The few MQTT packets that probes send (MQTT 5.0 §3, 3.1.1 §3).
public final class MqttWords {
    private static final int KEEP_ALIVE_SECONDS = 30;

    private final Version version;

    public MqttWords(Version version) {
        this.version = version;
    }

    public byte[] connect(String clientId, Optional<String> userName, Optional<String> password) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, version == Version.MQTT_3_1 ? "MQIsdp" : "MQTT");
        body.write(version.level());
        int flags = 0x02 | (userName.isPresent() ? 0x80 : 0) | (password.isPresent() ? 0x40 : 0);
        body.write(flags);
        u16(body, KEEP_ALIVE_SECONDS);
        properties(body);
        text(body, clientId);
        userName.ifPresent(name -> text(body, name));
        password.ifPresent(word -> text(body, word));
        return packet(0x10, body);
    }

    /// @param qos the most that is wanted, 0 to 2; what comes with more than 0 must be
    ///   acknowledged, or the broker holds back what comes after it
    public byte[] subscribe(int packetId, String filter, int qos) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        u16(body, packetId);
        properties(body);
        text(body, filter);
        body.write(qos);
        return packet(0x82, body);
    }

    /// With QoS 1, so that it is answered.
    public byte[] publish(int packetId, String topic, byte[] payload) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        text(body, topic);
        u16(body, packetId);
        properties(body);
        body.writeBytes(payload);
        return packet(0x32, body);
    }

    public byte[] acknowledge(int packetId) {
        ByteArrayOutputStream body = new ByteArrayOutputStream();
        u16(body, packetId);
        return packet(0x40, body);
    }

    public byte[] ping() {
        return new byte[] {(byte) 0xC0, 0};
    }

    public byte[] disconnect() {
        return new byte[] {(byte) 0xE0, 0};
    }

    private void properties(ByteArrayOutputStream body) {
        if (version == Version.MQTT_5_0) {
            body.write(0);
        }
    }

    private static void u16(ByteArrayOutputStream out, int value) {
        out.write(value >> 8);
        out.write(value);
    }

    private static void text(ByteArrayOutputStream out, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        u16(out, bytes.length);
        out.writeBytes(bytes);
    }

    private static byte[] packet(int firstByte, ByteArrayOutputStream body) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(firstByte);
        int left = body.size();
        do {
            int digit = left % 128;
            left /= 128;
            out.write(left > 0 ? digit | 0x80 : digit);
        } while (left > 0);
        out.writeBytes(body.toByteArray());
        return out.toByteArray();
    }
}
