// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static twinport.wire.Packets.ACK;
import static twinport.wire.Packets.FIN;
import static twinport.wire.Packets.RST;
import static twinport.wire.Packets.SYN;
import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;
import static twinport.wire.hostile.HostileFile.file;
import static twinport.wire.hostile.Made.FRAMES_BEFORE;
import static twinport.wire.hostile.Made.around;

import java.nio.ByteBuffer;
import java.util.List;
import twinport.wire.Packets;
import twinport.wire.pcap.LinkType;

/// Lies of link, IP and TCP headers, and floods of them.
final class HostileFrames {
    private static final byte[] NONE = new byte[0];
    private static final int FIRST = FRAMES_BEFORE + 1;

    /// The last fragment of the first of a thousand datagrams before it is given up.
    private static final int STORM_FAULT = FIRST + 16_000;

    private static final String MACS = "00".repeat(12);
    private static final String FIELDS = "0000 0000 4006 0000 0a000001 0a000002";

    private HostileFrames() {}

    static List<HostileFile> links() {
        return List.of(
                one("twenty VLAN tags", LinkType.ETHERNET, MACS + "81000001".repeat(20) + "0800"),
                file(
                                "VLAN tags up to the end",
                                () -> around(LinkType.ETHERNET, MACS + "8100000181000001"))
                        .readsBeforeAndAfter(),
                one(
                        "a radiotap header longer than its frame",
                        LinkType.RADIOTAP,
                        "0000ffff00000000"),
                one("a radiotap header of no length", LinkType.RADIOTAP, "0000000000000000"),
                file(
                                "radiotap masks without end",
                                () ->
                                        around(
                                                LinkType.RADIOTAP,
                                                "00000c01 " + "ffffffff".repeat(66) + "0801"))
                        .readsBeforeAndAfter(),
                one(
                        "an 802.11 aggregate longer than its frame",
                        LinkType.IEEE802_11,
                        "88010000" + "00".repeat(20) + "8000" + MACS + "ffff aaaa030000000800 00"),
                file(
                                "802.11 aggregates of no length",
                                () ->
                                        around(
                                                LinkType.IEEE802_11,
                                                "88010000"
                                                        + "00".repeat(20)
                                                        + "8000"
                                                        + (MACS + "0000 0000").repeat(400)))
                        .readsBeforeAndAfter());
    }

    static List<HostileFile> networks() {
        return List.of(
                one("an IPv4 header of no length", LinkType.RAW, "4000 0028 " + FIELDS),
                one("an IPv4 length below its header's", LinkType.RAW, "4500 0013 " + FIELDS),
                one("an IPv4 header cut", LinkType.RAW, "4500 0028 0000"),
                one("IP of version 9", LinkType.RAW, "9500 0028 " + FIELDS),
                one(
                        "a chain of twenty IPv6 extensions",
                        LinkType.RAW,
                        "60000000 00a8 0040"
                                + "00".repeat(32)
                                + "0000000000000000".repeat(20)
                                + "06"
                                + "00".repeat(7)),
                file(
                                "an IPv6 extension longer than its packet",
                                () ->
                                        around(
                                                LinkType.RAW,
                                                "60000000 0010 0040"
                                                        + "00".repeat(32)
                                                        + "06ff"
                                                        + "00".repeat(14)))
                        .readsBeforeAndAfter(),
                file("an IPv4 length beyond the frame", HostileFrames::longerThanCaptured)
                        .readsBeforeAndAfter()
                        .gap(),
                one(
                        "a ping of death",
                        LinkType.RAW,
                        "4500 0054 0001 3fff 4006 0000 0a000001 0a000002" + "00".repeat(64)),
                file("fragments that overlap with other bytes", HostileFrames::teardrop)
                        .readsBeforeAndAfter()
                        .faultInFrame(FIRST + 1L),
                file("a storm of fragments that never become a datagram", HostileFrames::storm)
                        .readsBeforeAndAfter()
                        .faultInFrame(STORM_FAULT));
    }

    static List<HostileFile> segments() {
        return List.of(
                one(
                        "a TCP header of no length",
                        LinkType.RAW,
                        "4500 0028 " + FIELDS + "9c42 075b 00000001 00000001 0010 ffff 00000000"),
                one(
                        "a TCP header longer than its segment",
                        LinkType.RAW,
                        "4500 0028 " + FIELDS + "9c42 075b 00000001 00000001 f010 ffff 00000000"),
                one("a TCP header cut", LinkType.RAW, "4500 0028 " + FIELDS + "9c42 075b"),
                file("a hundred and forty thousand SYNs", HostileFrames::synFlood)
                        .readsBeforeAndAfter(),
                file("a hundred thousand connections made to collide", HostileFrames::collisions)
                        .readsBeforeAndAfter(),
                file("sequence numbers that jump without end", HostileFrames::jumps)
                        .readsBeforeAndAfter()
                        .gap(),
                file("sixteen megabytes behind a hole", HostileFrames::holed)
                        .readsBeforeAndAfter()
                        .gap(),
                file("a repetition with other bytes", HostileFrames::contradiction)
                        .readsBeforeAndAfter()
                        .contradiction(FIRST + 2L, FIRST + 3L),
                file("ten thousand resets", HostileFrames::resets).readsBeforeAndAfter(),
                file(
                                "an end before the beginning",
                                () ->
                                        around(
                                                new Packets(1, 1, 40_003)
                                                        .open()
                                                        .client(FIN | ACK, -900, NONE)))
                        .readsBeforeAndAfter());
    }

    private static HostileFile one(String name, LinkType link, String hex) {
        return file(name, () -> around(link, hex)).readsBeforeAndAfter().faultInFrame(FIRST);
    }

    private static byte[] longerThanCaptured() {
        Packets packets = new Packets(1, 1, 40_003).open().client(0, connect("c"));
        byte[] publish = publish("lost", "y".repeat(500));
        return around(packets.clientCut(connect("c").length, publish, 40));
    }

    private static byte[] fragment(int id, int place, byte[] bytes) {
        ByteBuffer out = ByteBuffer.allocate(20 + bytes.length).put((byte) 0x45).put((byte) 0);
        out.putShort((short) out.capacity()).putShort((short) id).putShort((short) place);
        out.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
        return out.put(bytes).array();
    }

    private static byte[] teardrop() {
        byte[] other = new byte[40];
        other[0] = 1;
        byte[] first = fragment(1, 0x2000, new byte[40]);
        byte[] second = fragment(1, 0x2002, other);
        return around(new Packets().add(first, LinkType.RAW, 60).add(second, LinkType.RAW, 60));
    }

    private static byte[] storm() {
        Packets packets = new Packets();
        for (int i = 0; i < 70_000; i++) {
            // Every second eight bytes of a thousand datagrams.
            byte[] frame = fragment(i % 1000, 0x2000 | (3 + i / 1000 * 2), new byte[8]);
            packets.add(frame, LinkType.RAW, frame.length);
        }
        return around(packets);
    }

    private static byte[] synFlood() {
        Packets packets = new Packets();
        byte[] segment = packets.tcp(true, SYN, 7, 0, NONE);
        for (int i = 0; i < 140_000; i++) {
            byte[] frame = join(packets.ip(true, 0), segment);
            ByteBuffer.wrap(frame).putInt(12, 0x0b000000 + i);
            packets.add(frame, LinkType.RAW, frame.length);
        }
        return around(packets);
    }

    /// Addresses whose halves make the same sum, where the upper one counts 31 times.
    private static byte[] collisions() {
        Packets packets = new Packets();
        byte[] segment = packets.tcp(true, SYN, 7, 0, NONE);
        for (int i = 0; i < 100_000; i++) {
            ByteBuffer frame = ByteBuffer.allocate(60).putInt(6 << 28).putShort((short) 20);
            frame.put((byte) 6).put((byte) 64).putLong(i).putLong(1L - 31L * i);
            byte[] bytes = frame.putLong(0).putLong(2).put(segment).array();
            packets.add(bytes, LinkType.RAW, bytes.length);
        }
        return around(packets);
    }

    private static byte[] jumps() {
        Packets packets = new Packets(1, 1, 40_003).open().client(0, connect("c"));
        for (int i = 1; i < 3000; i++) {
            packets.client(i * 0x1fff_fff1, publish("jump", "x"));
        }
        return around(packets);
    }

    private static byte[] holed() {
        Packets packets = new Packets(1, 1, 40_003).open().client(0, connect("c"));
        byte[] bytes = new byte[32_000];
        for (int i = 0; i < 16_000_000 / bytes.length; i++) {
            packets.client(100 + i * bytes.length, bytes);
        }
        return around(packets);
    }

    private static byte[] contradiction() {
        Packets packets = new Packets(1, 1, 40_003).open();
        packets.client(0, join(connect("c"), publish("once", "one")));
        return around(packets.client(0, join(connect("c"), publish("once", "two"))));
    }

    private static byte[] resets() {
        Packets packets = new Packets(1, 1, 40_003).open().client(0, connect("c"));
        for (int i = 0; i < 10_000; i++) {
            packets.client(RST, i * 7919, NONE);
        }
        return around(packets);
    }
}
