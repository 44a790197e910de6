// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.wire.Packets.ACK;
import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.Frame;
import twinport.wire.pcap.LinkType;
import twinport.wire.read.Observation;

/// TCP segments that IP carried in fragments.
class FragmentsTest {
    private static final byte[] MESSAGES =
            join(connect("board"), publish("a/1", "one"), publish("a/2", "x".repeat(200)));
    private static final byte[] SEGMENT = new Packets().tcp(true, ACK, 1001, 5001, MESSAGES);
    private static final int LAST = SEGMENT.length;

    private final Packets packets = new Packets();

    @Test
    void fragmentsOfIpv4AreReadAsTheSegmentTheyWere() {
        v4(1, 0, 64).v4(1, 64, 128).v4(1, 128, LAST);

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2");
        assertThat(malformed()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void anyOrderOfAnyFragmentsGivesTheSameMessagesInBothFamilies(long seed) {
        Random random = new Random(seed);
        List<int[]> ranges = new ArrayList<>();
        int from = 0;
        while (from < LAST) {
            int to = Math.min(LAST, from + 8 * (3 + random.nextInt(6)));
            ranges.add(new int[] {from, to});
            from = to;
        }
        Collections.shuffle(ranges, random);
        Packets six = new Packets();
        for (int[] range : ranges) {
            v4(7, range[0], range[1]);
            byte[] frame = ipv6(7, range[0], range[1], SEGMENT);
            six.add(frame, LinkType.IPV6, frame.length);
        }

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2");
        assertThat(topics(six.read())).containsExactly("a/1", "a/2");
    }

    @Test
    void theBytesOfAMessagePointToTheFragmentsThatHeldThem() {
        v4(1, 64, 128).v4(1, 0, 64).v4(1, 128, LAST);

        for (Observation.MqttSeen seen :
                Captures.only(Observation.MqttSeen.class, packets.read())) {
            int length = seen.where().stream().mapToInt(ByteRange::length).sum();
            byte[] there = new byte[0];
            for (ByteRange range : seen.where()) {
                there = join(there, bytes(range));
            }
            assertThat(there).hasSize(length);
            int at = indexOf(MESSAGES, there);
            assertThat(at).as("the message's own bytes").isNotNegative();
        }
        Observation.MqttSeen last =
                Captures.only(Observation.MqttSeen.class, packets.read()).getLast();
        // TCP header 20, CONNECT 19, PUBLISH 10: the last message begins at byte 49 of the
        // datagram.
        assertThat(last.where())
                .startsWith(new ByteRange(2, 20 + 49, 15), new ByteRange(1, 20, 64));
    }

    @Test
    void aRepeatedFragmentChangesNothing() {
        v4(1, 0, 64).v4(1, 0, 64).v4(1, 64, LAST);

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2");
        assertThat(malformed()).isEmpty();
    }

    @Test
    void ofOverlappingFragmentsInIpv4TheFirstCountsAndTheContradictionIsReported() {
        byte[] other = SEGMENT.clone();
        // 'o' of the payload "one": byte 46 of the datagram.
        other[46] = 'X';
        v4(1, 0, 64);
        add(ipv4(1, 40, 80, other));
        v4(1, 80, LAST);

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1", "a/2");
        assertThat(payloads(seen)).contains("one");
        Observation.Malformed fault = malformed().getFirst();
        assertThat(fault.frame()).isEqualTo(2);
        assertThat(fault.what()).contains("other bytes");
    }

    @Test
    void overlappingFragmentsInIpv6EndTheDatagram() {
        byte[] one = ipv6(1, 0, 64, SEGMENT);
        byte[] two = ipv6(1, 40, 80, SEGMENT);
        byte[] three = ipv6(1, 64, LAST, SEGMENT);
        for (byte[] each : List.of(one, one, two, three)) {
            packets.add(each, LinkType.IPV6, each.length);
        }

        assertThat(topics(packets.read())).isEmpty();
        assertThat(malformed())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.rule()).contains("RFC 5722");
                    assertThat(fault.frame()).isEqualTo(3);
                });
    }

    @Test
    void fragmentsOfOtherDatagramsAreKeptApart() {
        byte[] second =
                new Packets().tcp(true, ACK, 1001 + MESSAGES.length, 5001, publish("a/3", "later"));
        v4(1, 0, 64);
        add(ipv4(2, 24, second.length, second));
        v4(1, 64, LAST);
        add(ipv4(2, 0, 24, second));

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2", "a/3");
    }

    @Test
    void aFragmentBeyondTheLongestDatagramIsReported() {
        byte[] frame = ipv4(1, 65_528, 65_528 + 64, new byte[65_600]);
        add(frame);

        assertThat(malformed())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.what()).contains("65592");
                    assertThat(fault.rule()).contains("65535");
                });
    }

    @Test
    void aFirstFragmentTooSmallForTheTcpHeaderIsReportedAndStillUsed() {
        v4(1, 0, 8).v4(1, 8, 64).v4(1, 64, LAST);

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2");
        assertThat(malformed())
                .singleElement()
                .satisfies(fault -> assertThat(fault.rule()).contains("RFC 1858"));
    }

    @Test
    void fragmentsThatNeverBecomeADatagramAreReportedAtTheirLastFrame() {
        v4(1, 0, 64).v4(1, 128, LAST);

        assertThat(topics(packets.read())).isEmpty();
        assertThat(malformed())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.frame()).isEqualTo(2);
                    assertThat(fault.what()).contains("did not come");
                });
    }

    @Test
    void twoEndsOfOneDatagramAreReported() {
        add(ipv4(1, 0, 64, Arrays.copyOf(SEGMENT, 64)));
        v4(1, 64, 128);
        add(ipv4(1, 64, 96, Arrays.copyOf(SEGMENT, 96)));

        assertThat(malformed()).anyMatch(fault -> fault.what().contains("ends elsewhere"));
    }

    @Test
    void headersWrongInTheDatagramAreReportedInTheFragmentThatHoldsThem() {
        byte[] wrong = SEGMENT.clone();
        wrong[12] = (byte) 0x10;
        add(ipv4(1, 0, 32, wrong));
        add(ipv4(1, 32, LAST, wrong));

        assertThat(malformed())
                .singleElement()
                .satisfies(fault -> {
                    assertThat(fault.layer()).isEqualTo(Layer.TCP);
                    assertThat(fault.frame()).isEqualTo(1);
                    assertThat(fault.offset()).isEqualTo(20 + 12);
                });
    }

    @Test
    void aFloodOfFragmentsHoldsNoMoreThanItsBounds() {
        for (int i = 0; i < 20_000; i++) {
            byte[] frame = ipv4(i, 0, 1024, new byte[2048]);
            add(frame);
        }

        long given = malformed().stream().filter(f -> f.what().contains("did not come")).count();
        assertThat(given).isEqualTo(20_000);
    }

    @Test
    void aFragmentThatTheSnapLengthCutLeavesAGap() {
        byte[] last = ipv4(1, 64, LAST, SEGMENT);
        v4(1, 0, 64);
        packets.add(Arrays.copyOf(last, last.length - 50), LinkType.RAW, last.length);
        byte[] next = publish("a/3", "later");
        byte[] segment = packets.tcp(true, ACK, 1001 + MESSAGES.length, 5001, next);
        byte[] frame = join(packets.ip(true, next.length), segment);
        add(frame);

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1", "a/3");
        assertThat(Captures.only(Observation.Gap.class, seen))
                .singleElement()
                .satisfies(gap -> assertThat(gap.bytes()).isEqualTo(50));
    }

    // ---- fragments made here

    private FragmentsTest v4(int id, int from, int to) {
        return add(ipv4(id, from, to, SEGMENT));
    }

    private FragmentsTest add(byte[] frame) {
        packets.add(frame, LinkType.RAW, frame.length);
        return this;
    }

    /// The bytes `[from, to)` of a datagram in an IPv4 fragment; the last where they reach its end.
    private static byte[] ipv4(int id, int from, int to, byte[] whole) {
        ByteBuffer out = ByteBuffer.allocate(20 + to - from);
        out.put((byte) 0x45).put((byte) 0).putShort((short) out.capacity()).putShort((short) id);
        out.putShort((short) ((to < whole.length ? 0x2000 : 0) | from / 8));
        out.put((byte) 64).put((byte) 6).putShort((short) 0).putInt(0x0a000001).putInt(0x0a000002);
        return out.put(whole, from, to - from).array();
    }

    private static byte[] ipv6(int id, int from, int to, byte[] whole) {
        ByteBuffer out = ByteBuffer.allocate(48 + to - from);
        out.putInt(6 << 28).putShort((short) (8 + to - from)).put((byte) 44).put((byte) 64);
        out.putLong(0xfd00L << 48).putLong(1).putLong(0xfd00L << 48).putLong(2);
        out.put((byte) 6).put((byte) 0).putShort((short) (from | (to < whole.length ? 1 : 0)));
        return out.putInt(id).put(whole, from, to - from).array();
    }

    private byte[] bytes(ByteRange range) {
        Frame frame = packets.frames().get((int) range.frame() - 1);
        MemorySegment part = frame.bytes().asSlice(range.offset(), range.length());
        return part.toArray(ValueLayout.JAVA_BYTE);
    }

    private static int indexOf(byte[] all, byte[] part) {
        for (int at = 0; at + part.length <= all.length; at++) {
            if (Arrays.equals(all, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }

    private List<Observation.Malformed> malformed() {
        return Captures.only(Observation.Malformed.class, packets.read());
    }

    private static List<String> topics(List<Observation> seen) {
        return publishes(seen).map(Packet.Publish::topic).toList();
    }

    private static List<String> payloads(List<Observation> seen) {
        return publishes(seen)
                .map(each -> new String(each.payload(), java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }

    private static java.util.stream.Stream<Packet.Publish> publishes(List<Observation> seen) {
        return Captures.only(Observation.MqttSeen.class, seen).stream()
                .map(Observation.MqttSeen::packet)
                .filter(Packet.Publish.class::isInstance)
                .map(Packet.Publish.class::cast);
    }
}
