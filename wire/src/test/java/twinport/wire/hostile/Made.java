// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import twinport.wire.Packets;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;
import twinport.wire.pcap.PcapngWriter;

/// Captures made byte by byte.
@SuppressWarnings("ByteBufferBackingArray") // each array begins with its buffer
final class Made {
    /// A capture begins with three frames: SYN, SYN-ACK, and CONNECT with the message `before`.
    static final int FRAMES_BEFORE = 3;

    private Made() {}

    static Packets before() {
        return new Packets().open().client(0, join(connect("a"), publish("before", "x")));
    }

    /// A connection of its own with the message `after`.
    static Packets after() {
        Packets packets = new Packets(90_000, 80_000, 40_001).open();
        return packets.client(0, join(connect("b"), publish("after", "x")));
    }

    /// A connection of its own that says these bytes, cut into segments that IP can carry.
    static Packets saying(byte[] bytes) {
        return saying(40_002, bytes);
    }

    static Packets saying(int port, byte[] bytes) {
        Packets packets = new Packets(7000, 8000, port).open();
        for (int at = 0; at < bytes.length; at += 32_000) {
            int end = Math.min(bytes.length, at + 32_000);
            packets.client(at, java.util.Arrays.copyOfRange(bytes, at, end));
        }
        return packets;
    }

    /// The message `before`, then the frames, then the message `after`.
    static byte[] around(Packets middle) {
        return pcapng(before().then(middle).then(after()));
    }

    static byte[] around(LinkType link, String hex) {
        byte[] frame = hex(hex);
        return around(new Packets().add(frame, link, frame.length));
    }

    static byte[] pcapng(Packets packets) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        write(out, Stream.of(packets));
        return out.toByteArray();
    }

    /// As [#around], compressed while it is made, for what would be too large.
    static byte[] packed(Stream<Packets> middle) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            write(
                    packed,
                    Stream.concat(Stream.concat(Stream.of(before()), middle), Stream.of(after())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    private static void write(OutputStream out, Stream<Packets> all) {
        Map<LinkType, Integer> interfaces = new EnumMap<>(LinkType.class);
        try {
            PcapngWriter writer = new PcapngWriter(out, "hostile");
            for (Frame frame :
                    (Iterable<Frame>) all.flatMap(each -> each.frames().stream())::iterator) {
                Integer id = interfaces.get(frame.link());
                if (id == null) {
                    id = writer.addInterface(frame.link(), "", "");
                    interfaces.put(frame.link(), id);
                }
                byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
                writer.frame(id, frame.epochNanos(), bytes, null);
            }
            writer.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A pcapng section of one Ethernet interface with the message `before`, without options.
    static byte[] section() {
        byte[] all = join(block(0x0a0d0d0a, "4d3c2b1a 0100 0000 ffffffffffffffff"), ethernet());
        for (Frame frame : before().frames()) {
            all = join(all, packet(0, frame.bytes().toArray(ValueLayout.JAVA_BYTE)));
        }
        return all;
    }

    /// Frames with the message `after`, of interface 0.
    static byte[] framesAfter() {
        byte[] all = new byte[0];
        for (Frame frame : after().frames()) {
            all = join(all, packet(0, frame.bytes().toArray(ValueLayout.JAVA_BYTE)));
        }
        return all;
    }

    static byte[] ethernet() {
        return block(1, "0100 0000 00000000");
    }

    static byte[] packet(int interfaceId, byte[] frame) {
        int padded = (frame.length + 3) & ~3;
        ByteBuffer body = little(20 + padded).putInt(interfaceId).putInt(0).putInt(1);
        return block(6, body.putInt(frame.length).putInt(frame.length).put(frame).array());
    }

    static byte[] block(int type, String hex) {
        return block(type, hex(hex));
    }

    static byte[] block(int type, byte[] body) {
        int length = 12 + body.length;
        return little(length).putInt(type).putInt(length).put(body).putInt(length).array();
    }

    /// A pcap file of Ethernet frames with the message `before`.
    static byte[] pcap() {
        byte[] all = pcapHeader(1);
        for (Frame frame : before().frames()) {
            byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
            all = join(all, pcapFrame(1, 1, bytes.length, bytes.length, bytes));
        }
        return all;
    }

    static byte[] pcapFramesAfter() {
        byte[] all = new byte[0];
        for (Frame frame : after().frames()) {
            byte[] bytes = frame.bytes().toArray(ValueLayout.JAVA_BYTE);
            all = join(all, pcapFrame(1, 1, bytes.length, bytes.length, bytes));
        }
        return all;
    }

    static byte[] pcapHeader(int link) {
        ByteBuffer out = little(24).putInt(0xa1b2c3d4).putShort((short) 2).putShort((short) 4);
        return out.putLong(0).putInt(262_144).putInt(link).array();
    }

    static byte[] pcapFrame(int seconds, int micros, int captured, int original, byte[] bytes) {
        ByteBuffer out = little(16 + bytes.length).putInt(seconds).putInt(micros);
        return out.putInt(captured).putInt(original).put(bytes).array();
    }

    static byte[] gzip(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            for (byte[] part : parts) {
                packed.write(part);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    static ByteBuffer little(int size) {
        return ByteBuffer.wrap(new byte[size]).order(ByteOrder.LITTLE_ENDIAN);
    }

    static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }
}
