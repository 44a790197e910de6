// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;
import static twinport.wire.hostile.HostileFile.file;
import static twinport.wire.hostile.Made.FRAMES_BEFORE;
import static twinport.wire.hostile.Made.around;
import static twinport.wire.hostile.Made.hex;
import static twinport.wire.hostile.Made.saying;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.IntStream;

/// Lies of TLS records, handshakes and MQTT packets.
final class HostileStreams {
    /// The frame of a conversation's first bytes: a SYN and a SYN-ACK come before.
    private static final int FIRST = FRAMES_BEFORE + 3;

    /// CONNECT 5.0, clean start, keep alive 60, client id "a".
    private static final byte[] CONNECT_5 = hex("100e00044d5154540502003c00000161");

    private HostileStreams() {}

    static List<HostileFile> tls() {
        return List.of(
                file(
                                "a hundred thousand TLS records of no length",
                                () -> around(saying(join(hello(), repeat("1703030000", 100_000)))))
                        .readsBeforeAndAfter(),
                wrong("a TLS record of 65535 bytes", join(hello(), hex("170303ffff00"))),
                wrong("a TLS handshake message of 16 MB", hex("1603030005 01ffffff 03")),
                wrong(
                        "a ClientHello with an extension longer than itself",
                        hex(
                                "1603010031 0100002d 0303"
                                        + "00".repeat(32)
                                        + "00 0002 1301 0100 0004"
                                        + "0000 ffff")),
                wrong(
                        "a ClientHello with suites longer than itself",
                        hex("1603010028 01000024 0303" + "00".repeat(32) + "00 ff")),
                file(
                                "ten thousand TLS alerts",
                                () ->
                                        around(
                                                saying(
                                                        join(
                                                                hello(),
                                                                repeat("15030300020100", 10_000)))))
                        .readsBeforeAndAfter(),
                file("a TLS handshake in records of one byte", HostileStreams::dripping)
                        .readsBeforeAndAfter());
    }

    static List<HostileFile> mqttLengths() {
        return List.of(
                wrong("an MQTT packet of 256 MB", join(connect("c"), hex("30ffffff7f00"))),
                wrong("an MQTT length of five bytes", join(connect("c"), hex("30ffffffff7f"))),
                wrong(
                        "an MQTT topic longer than its packet",
                        join(connect("c"), hex("3005ffff616263"))),
                wrong(
                        "an MQTT property longer than its packet",
                        join(CONNECT_5, hex("300a000161 0503ffff616263"))),
                wrong(
                        "MQTT properties longer than their packet",
                        join(CONNECT_5, hex("3006000161 ff7f00"))),
                wrong("an MQTT packet of type 0", join(connect("c"), hex("0000"))),
                wrong("an MQTT topic that is no UTF-8", join(connect("c"), hex("30050003c0800a"))),
                wrong(
                        "a SUBSCRIBE with a filter longer than itself",
                        join(connect("c"), hex("82070001ffff612f23"))),
                file(
                                "unfinished MQTT packets on a hundred and fifty connections",
                                HostileStreams::unfinished)
                        .readsBeforeAndAfter());
    }

    static List<HostileFile> mqttFloods() {
        return List.of(
                file("sixty-five thousand MQTT topic aliases", HostileStreams::aliases)
                        .readsBeforeAndAfter(),
                file("an MQTT packet of sixty thousand user properties", HostileStreams::properties)
                        .readsBeforeAndAfter(),
                file("a SUBSCRIBE with a hundred thousand filters", HostileStreams::filters)
                        .readsBeforeAndAfter(),
                file(
                                "a hundred thousand QoS 2 messages that are never finished",
                                HostileStreams::qos2)
                        .readsBeforeAndAfter(),
                file(
                                "half a million MQTT pings",
                                () -> around(saying(join(connect("c"), repeat("c000", 500_000)))))
                        .readsBeforeAndAfter());
    }

    /// Bytes a client sends in one segment that break a rule there.
    private static HostileFile wrong(String name, byte[] bytes) {
        return file(name, () -> around(saying(bytes))).readsBeforeAndAfter().faultInFrame(FIRST);
    }

    private static byte[] hello() {
        return hex("160301002d 01000029 0303" + "00".repeat(32) + "00 0002 1301 0100");
    }

    private static byte[] repeat(String hex, int count) {
        byte[] one = hex(hex);
        ByteArrayOutputStream out = new ByteArrayOutputStream(one.length * count);
        for (int i = 0; i < count; i++) {
            out.writeBytes(one);
        }
        return out.toByteArray();
    }

    /// One handshake message of 200,000 bytes.
    private static byte[] dripping() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        byte[] message = new byte[200_004];
        message[0] = 11;
        message[1] = 3;
        message[2] = 0x0d;
        message[3] = 0x40;
        for (byte each : message) {
            out.writeBytes(hex("1603030001"));
            out.write(each);
        }
        return around(saying(join(hello(), out.toByteArray())));
    }

    /// Each connection is sent one megabyte of a packet of thirty-two.
    private static byte[] unfinished() {
        byte[] begun = join(connect("c"), hex("30ffffff0f"), new byte[1 << 20]);
        return Made.packed(IntStream.range(0, 150).mapToObj(i -> saying(41_000 + i, begun)));
    }

    private static byte[] aliases() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(CONNECT_5);
        for (int alias = 1; alias <= 0xffff; alias++) {
            // PUBLISH: topic "t", properties of three bytes: topic alias
            out.writeBytes(hex("3007000174 0323"));
            out.write(alias >> 8);
            out.write(alias);
        }
        return around(saying(out.toByteArray()));
    }

    private static byte[] properties() {
        byte[] properties = repeat("26 0001 6b 0001 76", 60_000);
        byte[] body = join(hex("000174"), length(properties.length), properties);
        return around(saying(join(CONNECT_5, hex("30"), length(body.length), body)));
    }

    private static byte[] filters() {
        byte[] body = join(hex("0001"), repeat("0001 61 00", 100_000));
        return around(saying(join(connect("c"), hex("82"), length(body.length), body)));
    }

    private static byte[] qos2() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(connect("c"));
        for (int i = 0; i < 100_000; i++) {
            out.writeBytes(hex("3405000174"));
            out.write(i >> 8);
            out.write(i % 255 + 1);
        }
        out.writeBytes(publish("c", "x"));
        return around(saying(out.toByteArray()));
    }

    /// A variable byte integer (MQTT 5.0 §1.5.5).
    private static byte[] length(int value) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int left = value;
        do {
            out.write((left & 0x7f) | (left > 0x7f ? 0x80 : 0));
            left >>= 7;
        } while (left > 0);
        return out.toByteArray();
    }
}
