// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.wire.Packets.ACK;
import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.LinkType;
import twinport.wire.read.Observation;

/// 802.11 frames of open networks.
class WifiTest {
    private static final byte[] ONE = join(connect("a"), publish("a/1", "one"));
    private static final byte[] TWO = publish("a/2", "two");

    // 08 data, 01 to the access point, no duration; three addresses and sequence control
    private static final byte[] DATA = hex("08010000" + "00".repeat(20));

    // 88 data with quality of service; 80: several packets
    private static final byte[] AGGREGATE = hex("88010000" + "00".repeat(20) + "8000");

    private static final byte[] SNAP = hex("aaaa030000000800");

    private final Packets packets = new Packets();

    @Test
    void everyPacketOfAnAggregateIsRead() {
        byte[] frame =
                join(
                        AGGREGATE,
                        subframe(join(SNAP, ip(0, ONE))),
                        subframe(hex("0000")),
                        subframe(join(SNAP, ip(ONE.length, TWO))));
        packets.add(frame, LinkType.IEEE802_11, frame.length);

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1", "a/2");
        assertThat(Captures.only(Observation.Malformed.class, seen)).isEmpty();
    }

    @Test
    void aSubframeLongerThanItsFrameIsReportedAndReadAsFarAsItGoes() {
        byte[] subframe = subframe(join(SNAP, ip(0, ONE)));
        subframe[12] = 0x7f;
        byte[] frame = join(AGGREGATE, subframe);
        packets.add(frame, LinkType.IEEE802_11, frame.length);

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1");
        assertThat(Captures.only(Observation.Malformed.class, seen))
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.layer()).isEqualTo(Layer.LINK);
                    assertThat(fault.offset()).isEqualTo(26 + 12);
                });
    }

    // radiotap: version 0, length 9, only the flags field; 10: a check sum stands at the end
    @Test
    void theCheckSumAtTheEndIsNotPartOfTheFrame() {
        byte[] ip = ip(0, ONE);
        // Length 0, as cards leave it that cut segments themselves: the packet ends with the frame.
        ip[2] = 0;
        ip[3] = 0;
        byte[] frame = join(hex("000009000200000010"), DATA, SNAP, ip, hex("deadbeef"));
        packets.add(frame, LinkType.RADIOTAP, frame.length);

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1");
        assertThat(
                        Captures.only(Observation.ConversationClosed.class, seen)
                                .getFirst()
                                .clientBytes())
                .isEqualTo(ONE.length);
    }

    // 40: the check sum was wrong
    @Test
    void whatWasDamagedOnTheAirIsNotRead() {
        byte[] damaged = join(hex("000009000200000040"), DATA, SNAP, ip(0, ONE));
        packets.add(damaged, LinkType.RADIOTAP, damaged.length);

        assertThat(topics(packets.read())).isEmpty();
    }

    // 20: two bytes make the header of 26 a multiple of four
    @Test
    void paddingAfterTheHeaderIsPassedOver() {
        byte[] quality = hex("88010000" + "00".repeat(20) + "0000" + "0000");
        byte[] frame = join(hex("000009000200000020"), quality, SNAP, ip(0, ONE));
        packets.add(frame, LinkType.RADIOTAP, frame.length);

        assertThat(topics(packets.read())).containsExactly("a/1");
    }

    // 41: the frame is sealed; 48: data without a body; 80: a beacon
    @Test
    void sealedEmptyAndOtherFramesHoldNothingToRead() {
        for (String control : List.of("0841", "4801", "8000")) {
            byte[] frame = join(hex(control), new byte[22], SNAP, ip(0, ONE));
            packets.add(frame, LinkType.IEEE802_11, frame.length);
        }

        assertThat(packets.read()).isEmpty();
    }

    private byte[] ip(int at, byte[] bytes) {
        return join(packets.ip(true, bytes.length), packets.tcp(true, ACK, 1001 + at, 5001, bytes));
    }

    /// Two addresses, the length, the packet, and padding to four bytes.
    private static byte[] subframe(byte[] packet) {
        int length = 14 + packet.length;
        ByteBuffer out = ByteBuffer.allocate((length + 3) & ~3).put(new byte[12]);
        return out.putShort((short) packet.length).put(packet).array();
    }

    private static List<String> topics(List<Observation> seen) {
        return Captures.only(Observation.MqttSeen.class, seen).stream()
                .map(Observation.MqttSeen::packet)
                .filter(Packet.Publish.class::isInstance)
                .map(packet -> ((Packet.Publish) packet).topic())
                .toList();
    }

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }
}
