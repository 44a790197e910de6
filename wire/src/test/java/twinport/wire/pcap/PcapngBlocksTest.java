// SPDX-License-Identifier: MIT
package twinport.wire.pcap;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.wire.pcap.CaptureFileTest.BYTES;
import static twinport.wire.pcap.CaptureFileTest.block;
import static twinport.wire.pcap.CaptureFileTest.buffer;
import static twinport.wire.pcap.CaptureFileTest.faults;
import static twinport.wire.pcap.CaptureFileTest.frames;
import static twinport.wire.pcap.CaptureFileTest.interfaceBlock;
import static twinport.wire.pcap.CaptureFileTest.ng;
import static twinport.wire.pcap.CaptureFileTest.packet;
import static twinport.wire.pcap.CaptureFileTest.read;
import static twinport.wire.pcap.CaptureFileTest.section;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.ValueLayout;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PcapngBlocksTest {

    @Test
    void severalSectionsInterfacesAndResolutionsAreKeptApart() throws IOException {
        byte[] first =
                ng(
                        section(true),
                        interfaceBlock(true, 101, 9),
                        interfaceBlock(true, 1, 0x80 | 10),
                        packet(true, 0, 5_000_000_001L),
                        packet(true, 1, 3L * 1024 + 512));
        byte[] second = ng(section(false), interfaceBlock(false, 228, 6), packet(false, 0, 7));
        ByteArrayOutputStream both = new ByteArrayOutputStream();
        both.writeBytes(first);
        both.writeBytes(second);

        List<Frame> frames = frames(read(both.toByteArray()));

        assertThat(frames).extracting(Frame::number).containsExactly(1L, 2L, 3L);
        assertThat(frames)
                .extracting(Frame::link)
                .containsExactly(LinkType.RAW, LinkType.ETHERNET, LinkType.IPV4);
        assertThat(frames)
                .extracting(Frame::epochNanos)
                .containsExactly(5_000_000_001L, 3_500_000_000L, 7_000L);
    }

    @ParameterizedTest(name = "little endian {0}")
    @ValueSource(booleans = {true, false})
    void simpleAndObsoletePacketsAreRead(boolean little) throws IOException {
        // Original length, then the bytes with three of padding.
        byte[] simple =
                block(little, 3, buffer(little, 12).putInt(5).put(BYTES).put(new byte[3]).array());
        // Interface 0, no drops, time, captured and original length.
        byte[] obsolete =
                block(
                        little,
                        2,
                        buffer(little, 28)
                                .putShort((short) 0)
                                .putShort((short) 0xffff)
                                .putInt(0)
                                .putInt(7)
                                .putInt(5)
                                .putInt(9)
                                .put(BYTES)
                                .put(new byte[3])
                                .array());

        List<CaptureBlock> blocks =
                read(ng(section(little), interfaceBlock(little, 1, 6), simple, obsolete));

        assertThat(faults(blocks)).isEmpty();
        assertThat(frames(blocks)).extracting(Frame::epochNanos).containsExactly(0L, 7_000L);
        assertThat(frames(blocks)).extracting(Frame::originalLength).containsExactly(5, 9);
        assertThat(frames(blocks))
                .allMatch(
                        each -> Arrays.equals(each.bytes().toArray(ValueLayout.JAVA_BYTE), BYTES));
    }

    @ParameterizedTest(name = "little endian {0}")
    @ValueSource(booleans = {true, false})
    void namesSecretsStatisticsAndOffsetsAreReadInBothByteOrders(boolean little)
            throws IOException {
        byte[] secrets =
                block(
                        little,
                        10,
                        buffer(little, 12)
                                .putInt(0x544c534b)
                                .putInt(3)
                                .put("a b".getBytes(StandardCharsets.US_ASCII))
                                .array());
        // Record 1: IPv4 10.0.0.1 "b"; record 0: the end.
        byte[] names =
                block(
                        little,
                        4,
                        buffer(little, 16)
                                .putShort((short) 1)
                                .putShort((short) 6)
                                .put(new byte[] {10, 0, 0, 1, 'b', 0})
                                .put(new byte[2])
                                .array());
        // Option 4, received: 9; option 5, dropped: 2.
        byte[] statistics =
                block(
                        little,
                        5,
                        buffer(little, 36)
                                .putInt(0)
                                .putLong(0)
                                .putShort((short) 4)
                                .putShort((short) 8)
                                .putLong(9)
                                .putShort((short) 5)
                                .putShort((short) 8)
                                .putLong(2)
                                .array());
        // Option 14, if_tsoffset: 100 seconds are added to each time, in microseconds.
        byte[] later =
                block(
                        little,
                        1,
                        buffer(little, 20)
                                .putShort((short) 1)
                                .putShort((short) 0)
                                .putInt(0)
                                .putShort((short) 14)
                                .putShort((short) 8)
                                .putLong(100)
                                .array());

        List<CaptureBlock> blocks =
                read(ng(section(little), later, secrets, names, packet(little, 0, 7), statistics));

        assertThat(faults(blocks)).isEmpty();
        assertThat(frames(blocks).getFirst().epochNanos()).isEqualTo(100_000_007_000L);
        assertThat(blocks)
                .contains(
                        new CaptureBlock.Names(Map.of(InetAddress.ofLiteral("10.0.0.1"), "b")),
                        new CaptureBlock.Statistics(0, 9, 2));
        assertThat(blocks)
                .filteredOn(CaptureBlock.Secrets.class::isInstance)
                .extracting(each ->
                        new String(
                                ((CaptureBlock.Secrets) each).nssKeyLog(),
                                StandardCharsets.US_ASCII))
                .containsExactly("a b");
    }
}
