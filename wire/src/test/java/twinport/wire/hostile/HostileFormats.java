// SPDX-License-Identifier: MIT
package twinport.wire.hostile;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static twinport.wire.Packets.join;
import static twinport.wire.hostile.HostileFile.file;
import static twinport.wire.hostile.Made.block;
import static twinport.wire.hostile.Made.ethernet;
import static twinport.wire.hostile.Made.framesAfter;
import static twinport.wire.hostile.Made.gzip;
import static twinport.wire.hostile.Made.hex;
import static twinport.wire.hostile.Made.little;
import static twinport.wire.hostile.Made.packet;
import static twinport.wire.hostile.Made.pcap;
import static twinport.wire.hostile.Made.pcapFrame;
import static twinport.wire.hostile.Made.pcapFramesAfter;
import static twinport.wire.hostile.Made.pcapHeader;
import static twinport.wire.hostile.Made.section;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/// Lies of capture files: pcap, pcapng and gzip.
final class HostileFormats {
    private static final byte[] NONE = new byte[0];
    private static final int PCAP = pcap().length;
    private static final int SECTION = section().length;

    private HostileFormats() {}

    static List<HostileFile> pcapFiles() {
        return List.of(
                file("a file without a byte", () -> NONE).faultAtByte(0),
                file("text instead of a capture", () -> "hello, world".getBytes(US_ASCII))
                        .faultAtByte(0),
                file("pcap that ends after its magic", () -> hex("d4c3b2a1")).faultAtByte(0),
                file("pcap of an unknown link type", () -> pcapHeader(147)).faultAtByte(20),
                file("pcap with a frame of 4 GB", () -> join(pcap(), pcapFrame(1, 1, -1, -1, NONE)))
                        .readsBefore()
                        .faultAtByte(PCAP + 8),
                file(
                                "pcap with a frame of 2 GB",
                                () -> join(pcap(), pcapFrame(1, 1, 0x7fffffff, 60, NONE)))
                        .readsBefore()
                        .faultAtByte(PCAP + 8),
                file(
                                "pcap with a frame that goes on beyond the file",
                                () -> join(pcap(), pcapFrame(1, 1, 1000, 1000, new byte[9])))
                        .readsBefore()
                        .faultAtByte(PCAP),
                file("pcap cut inside a frame header", () -> join(pcap(), new byte[15]))
                        .readsBefore()
                        .faultAtByte(PCAP),
                file(
                                "pcap with the latest times there are",
                                () ->
                                        join(
                                                pcap(),
                                                pcapFrame(-1, -1, 0, 0, NONE),
                                                pcapFramesAfter()))
                        .readsBeforeAndAfter(),
                file(
                                "pcap with frames longer on disk than on the wire",
                                () -> join(pcap(), pcapFrame(1, 1, 4, -7, new byte[4])))
                        .readsBefore(),
                file(
                                "pcap of a hundred thousand empty frames",
                                () -> join(pcap(), new byte[1_600_000], pcapFramesAfter()))
                        .readsBeforeAndAfter());
    }

    static List<HostileFile> packedFiles() {
        byte[] packed = gzip(pcap());
        byte[] wrongSum = packed.clone();
        wrongSum[packed.length - 8] ^= 1;
        return List.of(
                file(
                                "gzip of which the end is missing",
                                () -> Arrays.copyOf(gzip(pcap(), new byte[64], noise()), 3000))
                        .readsBefore()
                        .faultAtByte(-1),
                file("gzip with a wrong check sum", () -> wrongSum).readsBefore().faultAtByte(PCAP),
                file(
                                "gzip with a header that goes on beyond the file",
                                () -> hex("1f8b 0804 00000000 0003 ffff 00"))
                        .faultAtByte(0),
                file("gzip inside gzip", () -> gzip(gzip(pcap()))).faultAtByte(0),
                file("a gzip bomb of 64 MB", HostileFormats::bomb).readsBeforeAndAfter(),
                file("gzip that goes on as something else", () -> join(packed, hex("00010203")))
                        .readsBefore());
    }

    /// Zeros are empty frames.
    private static byte[] bomb() {
        byte[] megabyte = new byte[1 << 20];
        List<byte[]> parts = new java.util.ArrayList<>(Collections.nCopies(64, megabyte));
        parts.addFirst(pcap());
        parts.addLast(pcapFramesAfter());
        return gzip(parts.toArray(byte[][]::new));
    }

    private static byte[] noise() {
        byte[] noise = new byte[8000];
        new java.util.Random(1).nextBytes(noise);
        return noise;
    }

    static List<HostileFile> pcapngLengths() {
        return List.of(
                lying("pcapng with a block of no length", 0),
                lying("pcapng with a block of 4 GB", -4),
                lying("pcapng with a block of 2 GB", 0x7ffffffc),
                lying("pcapng with a block of 13 bytes", 13),
                lying("pcapng with a block shorter than its own frame", 8),
                file(
                                "pcapng with a block of 60 MB that is not there",
                                () ->
                                        join(
                                                section(),
                                                little(8).putInt(6).putInt(60 << 20).array(),
                                                new byte[100]))
                        .readsBefore()
                        .faultAtByte(SECTION),
                file(
                                "pcapng with two lengths that differ",
                                () -> {
                                    byte[] lie = block(6, new byte[20]);
                                    lie[lie.length - 4] ^= 4;
                                    return join(section(), lie, framesAfter());
                                })
                        .readsBefore()
                        .faultAtByte(SECTION + 28),
                file(
                                "pcapng with a frame longer than its block",
                                () ->
                                        join(
                                                section(),
                                                block(
                                                        6,
                                                        "00000000 00000000 00000000 ff000000 ff000000"),
                                                framesAfter()))
                        .readsBeforeAndAfter()
                        .faultAtByte(SECTION + 20),
                file(
                                "pcapng with a simple packet longer than its block",
                                () -> join(section(), block(3, "ffffffff 00000000"), framesAfter()))
                        .readsBeforeAndAfter(),
                file(
                                "pcapng with secrets longer than their block",
                                () ->
                                        join(
                                                section(),
                                                block(10, "4b534c54 ffffffff"),
                                                framesAfter()))
                        .readsBeforeAndAfter()
                        .faultAtByte(SECTION + 12),
                file(
                                "pcapng with names longer than their block",
                                () -> join(section(), block(4, "0100ffff 01020304"), framesAfter()))
                        .readsBeforeAndAfter(),
                file(
                                "pcapng with a hundred thousand names of no length",
                                () -> join(section(), block(4, names()), framesAfter()))
                        .readsBeforeAndAfter());
    }

    private static HostileFile lying(String name, int length) {
        return file(
                        name,
                        () ->
                                join(
                                        section(),
                                        little(8).putInt(6).putInt(length).array(),
                                        framesAfter()))
                .readsBefore()
                .faultAtByte(SECTION + 4);
    }

    private static byte[] names() {
        byte[] all = new byte[400_000];
        for (int at = 0; at < all.length; at += 4) {
            all[at] = 1;
        }
        return all;
    }

    static List<HostileFile> pcapngContents() {
        return List.of(
                file(
                                "pcapng with a frame of an interface out of range",
                                () -> join(section(), packet(-1, new byte[4]), framesAfter()))
                        .readsBeforeAndAfter()
                        .faultAtByte(SECTION + 8),
                file(
                                "pcapng with a frame before any interface",
                                () ->
                                        join(
                                                block(
                                                        0x0a0d0d0a,
                                                        "4d3c2b1a 0100 0000 ffffffffffffffff"),
                                                packet(0, new byte[4]),
                                                section(),
                                                framesAfter()))
                        .readsBeforeAndAfter()
                        .faultAtByte(28 + 8),
                file(
                                "pcapng with statistics of an interface out of range",
                                () ->
                                        join(
                                                section(),
                                                block(5, "ffffffff 00000000 00000000"),
                                                framesAfter()))
                        .readsBeforeAndAfter()
                        .faultAtByte(SECTION + 8),
                file(
                                "pcapng with a second section of no byte order",
                                () ->
                                        join(
                                                section(),
                                                block(
                                                        0x0a0d0d0a,
                                                        "00000000 0100 0000 ffffffffffffffff"),
                                                framesAfter()))
                        .readsBefore()
                        .faultAtByte(SECTION + 8),
                file("pcapng with seventy thousand interfaces", HostileFormats::interfaces)
                        .readsBeforeAndAfter()
                        .faultAtByte(SECTION + 65_535L * 20),
                file(
                                "pcapng with an option longer than its block",
                                () ->
                                        join(
                                                section(),
                                                block(1, "0100 0000 00000000 0200 ffff"),
                                                framesAfter()))
                        .readsBeforeAndAfter(),
                file(
                                "pcapng with times of the finest unit and the last second",
                                () ->
                                        join(
                                                section(),
                                                block(
                                                        1,
                                                        "0100 0000 00000000 0900 0100 ff000000"
                                                                + " 0e00 0800 ffffffffffffff7f"),
                                                block(
                                                        6,
                                                        "01000000 ffffffff ffffffff 00000000 00000000"),
                                                framesAfter()))
                        .readsBeforeAndAfter());
    }

    private static byte[] interfaces() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.writeBytes(section());
        for (int i = 0; i < 70_000; i++) {
            out.writeBytes(ethernet());
        }
        out.writeBytes(framesAfter());
        return out.toByteArray();
    }
}
