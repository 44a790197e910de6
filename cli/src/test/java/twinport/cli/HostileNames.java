// SPDX-License-Identifier: MIT
package twinport.cli;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/// A capture whose one client uses a text of your choice wherever MQTT lets it choose.
final class HostileNames {
    private HostileNames() {}

    /// A pcap file of raw IPv4: SYN, SYN and ACK, CONNECT and PUBLISH.
    static byte[] capture(String text) {
        byte[] name = text.getBytes(StandardCharsets.UTF_8);
        ByteBuffer connect = ByteBuffer.allocate(4096);
        connect.put(string("MQTT")).put((byte) 4).put((byte) 0x86).putShort((short) 60);
        connect.put(string(name)).put(string(name)).put(string(name)); // client id, will
        connect.put(string(name)); // user name
        ByteBuffer publish = ByteBuffer.allocate(4096);
        publish.put(string(name)).put(name);
        byte[] first = packet(0x10, written(connect));
        byte[] second = packet(0x30, written(publish));
        ByteBuffer file = ByteBuffer.allocate(16384).order(ByteOrder.LITTLE_ENDIAN);
        file.putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        file.putLong(0).putInt(65535).putInt(101);
        frame(file, segment(true, 2, 0, 0, new byte[0]));
        frame(file, segment(false, 0x12, 0, 1, new byte[0]));
        frame(file, segment(true, 0x18, 1, 1, first));
        frame(file, segment(true, 0x18, 1 + first.length, 1, second));
        return written(file);
    }

    private static byte[] string(String text) {
        return string(text.getBytes(StandardCharsets.UTF_8));
    }

    private static byte[] string(byte[] bytes) {
        return ByteBuffer.allocate(2 + bytes.length)
                .putShort((short) bytes.length)
                .put(bytes)
                .array();
    }

    /// What was put into a buffer so far.
    private static byte[] written(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.position()];
        buffer.get(0, bytes);
        return bytes;
    }

    private static byte[] packet(int first, byte[] body) {
        return ByteBuffer.allocate(3 + body.length)
                .put((byte) first)
                .put((byte) ((body.length & 0x7f) | 0x80))
                .put((byte) (body.length >> 7))
                .put(body)
                .array();
    }

    private static byte[] segment(boolean client, int flags, int seq, int ack, byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(40 + bytes.length);
        out.put((byte) 0x45).put((byte) 0).putShort((short) (40 + bytes.length));
        out.putInt(0).put((byte) 64).put((byte) 6).putShort((short) 0);
        out.putInt(client ? 0x0a000001 : 0x0a000002).putInt(client ? 0x0a000002 : 0x0a000001);
        out.putShort((short) (client ? 40000 : 1883)).putShort((short) (client ? 1883 : 40000));
        out.putInt(seq).putInt(ack).put((byte) 0x50).put((byte) flags);
        return out.putShort((short) 65535).putInt(0).put(bytes).array();
    }

    private static void frame(ByteBuffer file, byte[] bytes) {
        file.putInt(1_700_000_000).putInt(0).putInt(bytes.length).putInt(bytes.length).put(bytes);
    }
}
