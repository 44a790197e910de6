// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class CaptureFileTest {
    static final byte[] BYTES = {1, 2, 3, 4, 5};

    @ParameterizedTest(name = "{0}, little endian {1}")
    @CsvSource({"a1b2c3d4, true", "a1b2c3d4, false", "a1b23c4d, true", "a1b23c4d, false"})
    void pcapIsReadInBothByteOrdersAndBothResolutions(String magic, boolean little)
            throws IOException {
        boolean nanos = magic.equals("a1b23c4d");
        byte[] file = pcap(Integer.parseUnsignedInt(magic, 16), little, 7, 123);

        List<CaptureBlock> blocks = read(file);

        Frame frame = frames(blocks).getFirst();
        assertThat(frame.epochNanos()).isEqualTo(7_000_000_000L + (nanos ? 123 : 123_000));
        assertThat(frame.link()).isEqualTo(LinkType.ETHERNET);
        assertThat(frame.bytes().toArray(ValueLayout.JAVA_BYTE)).isEqualTo(BYTES);
        assertThat(frame.number()).isEqualTo(1);
        assertThat(faults(blocks)).isEmpty();
    }

    @Test
    void whatTheWriterWritesIsRead() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (PcapngWriter writer = new PcapngWriter(out, "test")) {
            int id = writer.addInterface(LinkType.ETHERNET, "tap0", "relay tap");
            writer.names(Map.of(InetAddress.getByName("127.0.0.2"), "thermo"));
            writer.secrets("CLIENT_RANDOM 00 11\n".getBytes(StandardCharsets.US_ASCII));
            writer.frame(id, 1_700_000_000_123_456_789L, BYTES, "a comment");
            writer.statistics(id, 1, 0);
        }

        List<CaptureBlock> blocks = read(out.toByteArray());

        assertThat(faults(blocks)).isEmpty();
        assertThat(blocks)
                .contains(new CaptureBlock.Interface(0, LinkType.ETHERNET, "tap0", "relay tap"));
        assertThat(blocks)
                .contains(
                        new CaptureBlock.Names(
                                Map.of(InetAddress.getByName("127.0.0.2"), "thermo")));
        assertThat(blocks).contains(new CaptureBlock.Statistics(0, 1, 0));
        assertThat(blocks).anyMatch(CaptureBlock.Secrets.class::isInstance);
        assertThat(frames(blocks).getFirst().epochNanos()).isEqualTo(1_700_000_000_123_456_789L);
    }

    @Test
    void aStreamAndAFileGiveTheSameBlocks(@TempDir Path folder) throws IOException {
        byte[] bytes = pcap(0xa1b2c3d4, true, 1, 2);
        Path file = Files.write(folder.resolve("one.pcap"), bytes);
        Path packed = Files.write(folder.resolve("one.pcap.gz"), gzip(bytes));

        for (Path each : List.of(file, packed)) {
            try (CaptureFile capture = CaptureFile.open(each)) {
                List<CaptureBlock> blocks = new ArrayList<>();
                capture.forEach(blocks::add);
                assertThat(frames(blocks)).hasSize(1);
                assertThat(frames(blocks).getFirst().bytes().toArray(ValueLayout.JAVA_BYTE))
                        .isEqualTo(BYTES);
            }
        }
    }

    @Test
    void blocksOfUnknownTypesArePassedOver() throws IOException {
        byte[] file =
                ng(
                        section(true),
                        block(true, 0xbad, new byte[8]),
                        interfaceBlock(true, 1, 6),
                        block(true, 0x40000bad, new byte[12]),
                        packet(true, 0, 1));

        List<CaptureBlock> blocks = read(file);

        assertThat(frames(blocks)).hasSize(1);
        assertThat(faults(blocks)).isEmpty();
    }

    @Test
    void aBlockWithWrongContentIsReportedAndTheNextIsRead() throws IOException {
        byte[] file =
                ng(
                        section(true),
                        interfaceBlock(true, 1, 6),
                        packet(true, 9, 1),
                        packet(true, 0, 1));

        List<CaptureBlock> blocks = read(file);

        assertThat(frames(blocks)).extracting(Frame::number).containsExactly(2L);
        CaptureBlock.Fault fault = faults(blocks).getFirst();
        assertThat(fault.what()).contains("interface 9");
        assertThat(fault.position()).isEqualTo(28 + 32 + 8);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 4, 11, 13, 0x7ffffffc, -4})
    void aLyingBlockLengthEndsTheReadingAtItsByte(int length) throws IOException {
        ByteBuffer lying = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
        lying.putInt(6).putInt(length);
        byte[] file = ng(section(true), interfaceBlock(true, 1, 6), lying.array());

        CaptureBlock.Fault fault = faults(read(file)).getFirst();

        assertThat(fault.position()).isEqualTo(28 + 32 + 4);
        assertThat(fault.rule()).contains("§3.1");
    }

    @Test
    void aLyingFrameLengthEndsTheReadingAtItsByte() throws IOException {
        byte[] file = pcap(0xa1b2c3d4, true, 1, 2);
        ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN).putInt(32, 0x7fffffff);

        List<CaptureBlock> blocks = read(file);

        assertThat(frames(blocks)).isEmpty();
        assertThat(faults(blocks).getFirst().position()).isEqualTo(32);
    }

    @Test
    void aFrameThatIsCutShortIsReportedAtItsByte() throws IOException {
        byte[] file = pcap(0xa1b2c3d4, true, 1, 2);

        CaptureBlock.Fault fault = faults(read(Arrays.copyOf(file, file.length - 1))).getFirst();

        assertThat(fault.position()).isEqualTo(24);
        assertThat(fault.what()).isEqualTo("the capture ends inside a frame");
    }

    @Test
    void severalGzipMembersAreOneCaptureAlsoFromAPipe() throws IOException {
        byte[] whole = pcap(0xa1b2c3d4, true, 1, 2);
        ByteArrayOutputStream members = new ByteArrayOutputStream();
        members.writeBytes(gzip(Arrays.copyOf(whole, 30)));
        members.writeBytes(gzip(Arrays.copyOfRange(whole, 30, whole.length)));
        // A pipe does not tell what it will give.
        var pipe =
                new java.io.FilterInputStream(new ByteArrayInputStream(members.toByteArray())) {
                    @Override
                    public int available() {
                        return 0;
                    }

                    @Override
                    public int read(byte[] into, int from, int length) throws IOException {
                        return super.read(into, from, Math.min(length, 1));
                    }
                };

        assertThat(frames(read(members.toByteArray()))).hasSize(1);
        try (CaptureFile capture = CaptureFile.open(pipe)) {
            List<CaptureBlock> blocks = new ArrayList<>();
            capture.forEach(blocks::add);
            assertThat(frames(blocks)).hasSize(1);
            assertThat(faults(blocks)).isEmpty();
        }
    }

    @Test
    void aBrokenGzipGivesWhatWasReadAndItsFault() throws IOException {
        ByteArrayOutputStream many = new ByteArrayOutputStream();
        many.writeBytes(pcap(0xa1b2c3d4, true, 1, 2));
        byte[] record = Arrays.copyOfRange(many.toByteArray(), 24, many.size());
        for (int i = 0; i < 20_000; i++) {
            many.writeBytes(record);
        }
        byte[] packed = gzip(many.toByteArray());

        List<CaptureBlock> blocks = read(Arrays.copyOf(packed, packed.length / 2));

        assertThat(frames(blocks)).hasSizeGreaterThan(100);
        assertThat(faults(blocks)).anyMatch(fault -> fault.rule().contains("RFC 1952"));
    }

    @Test
    void whatIsNoCaptureIsSaidToBeNone() throws IOException {
        byte[] text = "hello, world".getBytes(StandardCharsets.US_ASCII);

        assertThat(faults(read(text)).getFirst().rule()).contains("a1b2c3d4");
        assertThat(faults(read(new byte[0])).getFirst().what()).isEqualTo("no bytes");
    }

    @Test
    void absurdTimesAreBroughtIntoRange() throws IOException {
        byte[] file =
                ng(
                        section(true),
                        interfaceBlock(true, 1, 0),
                        packet(true, 0, Long.MAX_VALUE),
                        interfaceBlock(true, 1, 0xff),
                        packet(true, 1, -1L),
                        interfaceBlock(true, 1, 0x7f),
                        packet(true, 2, -1L));

        assertThat(frames(read(file)))
                .extracting(Frame::epochNanos)
                .containsExactly(Long.MAX_VALUE, 0L, 0L);
    }

    // ---- files made here

    private static byte[] pcap(int magic, boolean little, int seconds, int fraction) {
        ByteBuffer out = ByteBuffer.allocate(24 + 16 + BYTES.length);
        out.order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
        out.putInt(magic).putShort((short) 2).putShort((short) 4).putLong(0);
        out.putInt(65535).putInt(1);
        out.putInt(seconds).putInt(fraction).putInt(BYTES.length).putInt(BYTES.length);
        return out.put(BYTES).array();
    }

    static byte[] ng(byte[]... blocks) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] each : blocks) {
            out.writeBytes(each);
        }
        return out.toByteArray();
    }

    @SuppressWarnings("ByteBufferBackingArray") // made here, from their first byte
    static ByteBuffer buffer(boolean little, int size) {
        return ByteBuffer.wrap(new byte[size])
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN);
    }

    static byte[] block(boolean little, int type, byte[] body) {
        byte[] out = new byte[12 + body.length];
        ByteBuffer.wrap(out)
                .order(little ? ByteOrder.LITTLE_ENDIAN : ByteOrder.BIG_ENDIAN)
                .putInt(type)
                .putInt(out.length)
                .put(body)
                .putInt(out.length);
        return out;
    }

    static byte[] section(boolean little) {
        return block(
                little,
                0x0a0d0d0a,
                buffer(little, 16)
                        .putInt(0x1a2b3c4d)
                        .putShort((short) 1)
                        .putShort((short) 0)
                        .putLong(-1)
                        .array());
    }

    static byte[] interfaceBlock(boolean little, int link, int resolution) {
        return block(
                little,
                1,
                buffer(little, 20)
                        .putShort((short) link)
                        .putShort((short) 0)
                        .putInt(0)
                        .putShort((short) 9)
                        .putShort((short) 1)
                        .put((byte) resolution)
                        .put(new byte[7])
                        .array());
    }

    static byte[] packet(boolean little, int id, long units) {
        return block(
                little,
                6,
                buffer(little, 28)
                        .putInt(id)
                        .putInt((int) (units >>> 32))
                        .putInt((int) units)
                        .putInt(BYTES.length)
                        .putInt(BYTES.length)
                        .put(BYTES)
                        .put(new byte[3])
                        .array());
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream packed = new GZIPOutputStream(out)) {
            packed.write(bytes);
        }
        return out.toByteArray();
    }

    static List<CaptureBlock> read(byte[] bytes) throws IOException {
        List<CaptureBlock> blocks = new ArrayList<>();
        try (CaptureFile capture = CaptureFile.open(new ByteArrayInputStream(bytes))) {
            capture.forEach(blocks::add);
        }
        return blocks;
    }

    static List<Frame> frames(List<CaptureBlock> blocks) {
        return blocks.stream().filter(Frame.class::isInstance).map(Frame.class::cast).toList();
    }

    static List<CaptureBlock.Fault> faults(List<CaptureBlock> blocks) {
        return blocks.stream()
                .filter(CaptureBlock.Fault.class::isInstance)
                .map(CaptureBlock.Fault.class::cast)
                .toList();
    }
}
