// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static twinport.wire.Packets.ACK;
import static twinport.wire.Packets.FIN;
import static twinport.wire.Packets.RST;
import static twinport.wire.Packets.SYN;
import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.LinkType;
import twinport.wire.read.Observation;

class ReassemblyTest {
    private static final byte[] NONE = new byte[0];
    private static final byte[] STREAM =
            join(
                    connect("board"),
                    publish("a/1", "one"),
                    publish("a/2", "two"),
                    publish("a/3", "x".repeat(300)),
                    publish("a/4", "four"));

    @Test
    void segmentsInAnyOrderGiveTheSameMessages() {
        Packets packets = new Packets().open();
        packets.client(200, part(200, 300)).client(60, part(60, 200)).client(0, part(0, 60));
        packets.client(300, part(300, STREAM.length));

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1", "a/2", "a/3", "a/4");
        assertThat(Captures.only(Observation.Gap.class, seen)).isEmpty();
    }

    @Test
    void repeatedAndOverlappingSegmentsAreReadOnce() {
        Packets packets = new Packets().open();
        packets.client(0, part(0, 100)).client(0, part(0, 100)).client(40, part(40, 160));
        packets.client(120, part(120, STREAM.length)).client(200, part(200, 300));

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2", "a/3", "a/4");
    }

    @Test
    void sequenceNumbersWrapAround() {
        Packets packets = new Packets(-100, 5000, 40000).open();
        packets.client(0, part(0, 90)).client(180, part(180, STREAM.length));
        packets.client(90, part(90, 180));

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2", "a/3", "a/4");
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void anyShuffleOfAnySplitGivesTheSameMessages(long seed) {
        Random random = new Random(seed);
        List<Integer> cuts = random.ints(12, 1, STREAM.length).distinct().sorted().boxed().toList();
        List<int[]> ranges = new java.util.ArrayList<>();
        int from = 0;
        for (int cut : cuts) {
            ranges.add(new int[] {from, cut});
            from = cut;
        }
        ranges.add(new int[] {from, STREAM.length});
        java.util.Collections.shuffle(ranges, random);
        Packets packets = new Packets().open();
        ranges.forEach(range -> packets.client(range[0], part(range[0], range[1])));

        assertThat(topics(packets.read())).containsExactly("a/1", "a/2", "a/3", "a/4");
    }

    @Test
    void missingBytesAreAGapAndTheMessagesAfterThemAreRead() {
        int lost = connect("board").length + publish("a/1", "one").length;
        int after = lost + publish("a/2", "two").length;
        Packets packets = new Packets().open();
        packets.client(0, part(0, lost)).client(after, part(after, STREAM.length));

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1", "a/3", "a/4");
        assertThat(Captures.only(Observation.Gap.class, seen))
                .extracting(Observation.Gap::bytes)
                .containsExactly((long) after - lost);
    }

    @Test
    void aGapThatTheReceiverAcknowledgedIsNotWaitedForToTheEnd() {
        int lost = connect("board").length;
        int after = lost + publish("a/1", "one").length;
        Packets packets = new Packets().open();
        packets.client(0, part(0, lost)).client(after, part(after, STREAM.length));
        for (int i = 0; i < 40; i++) {
            packets.server(ACK, 0, STREAM.length, NONE);
        }
        long frames = 44;

        Observation.Gap gap = Captures.only(Observation.Gap.class, packets.read()).getFirst();

        assertThat(gap.frame()).isLessThan(frames);
    }

    @Test
    void aMessageThatTheSnapLengthCutIsAGapAndTheNextIsRead() {
        byte[] first = publish("a/1", "y".repeat(200));
        Packets packets = new Packets().open();
        packets.client(0, connect("board"));
        packets.clientCut(connect("board").length, first, 50);
        packets.client(connect("board").length + first.length, publish("a/2", "two"));

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/2");
        assertThat(Captures.only(Observation.Gap.class, seen))
                .extracting(Observation.Gap::bytes)
                .containsExactly((long) first.length - 50);
    }

    @Test
    void aCaptureThatBeginsInTheMiddleIsReadFromTheNextMessageOn() {
        int start = connect("board").length;
        Packets packets = new Packets();
        packets.client(start, part(start, STREAM.length));

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1", "a/2", "a/3", "a/4");
        assertThat(Captures.only(Observation.ConversationOpened.class, seen))
                .allMatch(each -> !each.conversation().fromStart());
    }

    @Test
    void theSamePortsMayBeginAnotherConversation() {
        Packets second = new Packets(700_000, 900_000, 40000).open();
        second.client(0, join(connect("later"), publish("b/1", "one")));
        Packets packets = new Packets().open();
        packets.client(0, join(connect("first"), publish("a/1", "one")));

        List<Observation> seen = packets.then(second).read();

        assertThat(topics(seen)).containsExactly("a/1", "b/1");
        assertThat(Captures.only(Observation.ConversationClosed.class, seen))
                .extracting(Observation.ConversationClosed::ending)
                .containsExactly(Ending.REPLACED, Ending.CAPTURE_ENDED);
    }

    @Test
    void finOfBothEndsAndResetAreToldApart() {
        Packets finished = new Packets().open();
        finished.client(0, connect("a")).client(FIN | ACK, connect("a").length, NONE);
        finished.server(FIN | ACK, 0, connect("a").length + 1, NONE);
        Packets reset = new Packets().open();
        reset.client(0, connect("a")).server(RST | ACK, 0, 0, NONE);

        assertThat(endings(finished.read())).containsExactly(Ending.FINISHED);
        assertThat(endings(reset.read())).containsExactly(Ending.RESET);
    }

    @Test
    void aRepeatedSynIsNotAnotherConversation() {
        Packets packets = new Packets().open().client(SYN, -1, NONE);
        packets.client(0, join(connect("a"), publish("a/1", "one")));

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1");
        assertThat(Captures.only(Observation.ConversationOpened.class, seen)).hasSize(1);
    }

    /// 80 bytes in headers of each kind before the same segment.
    @ParameterizedTest
    @ValueSource(
            strings = {
                "VLAN",
                "QINQ",
                "RAW",
                "IPV4",
                "NULL",
                "LOOP",
                "LINUX_SLL",
                "LINUX_SLL2",
                "IEEE802_11",
                "IEEE802_11 QoS",
                "RADIOTAP",
                "SNAP"
            })
    void everyLinkTypeLeadsToTheSameMessages(String kind) {
        Packets packets = new Packets();
        byte[] bytes = join(connect("a"), publish("a/1", "one"));
        byte[] ip = join(packets.ip(true, bytes.length), packets.tcp(true, ACK, 1001, 5001, bytes));
        byte[] frame = join(linkHeader(kind), ip);
        packets.add(frame, linkType(kind), frame.length);

        assertThat(topics(packets.read())).containsExactly("a/1");
    }

    private static LinkType linkType(String kind) {
        return switch (kind) {
            case "VLAN", "QINQ", "SNAP" -> LinkType.ETHERNET;
            case "IEEE802_11 QoS" -> LinkType.IEEE802_11;
            default -> LinkType.valueOf(kind);
        };
    }

    private static byte[] linkHeader(String kind) {
        String llc = "aaaa030000000800";
        String wifi = "0801" + "0000" + "00".repeat(20);
        String hex =
                switch (kind) {
                    case "VLAN" -> "00".repeat(12) + "8100000a0800";
                    case "QINQ" -> "00".repeat(12) + "88a8000a8100000b0800";
                    case "SNAP" -> "00".repeat(12) + "0070" + llc;
                    case "NULL" -> "02000000";
                    case "LOOP" -> "00000002";
                    case "LINUX_SLL" -> "00".repeat(14) + "0800";
                    case "LINUX_SLL2" -> "0800" + "00".repeat(18);
                    case "IEEE802_11" -> wifi + llc;
                    case "IEEE802_11 QoS" -> "88" + wifi.substring(2) + "0000" + llc;
                    case "RADIOTAP" -> "00000900" + "02000000" + "00" + wifi + llc;
                    default -> "";
                };
        return java.util.HexFormat.of().parseHex(hex);
    }

    @Test
    void ipv6WithExtensionHeadersIsRead() {
        Packets packets = new Packets();
        byte[] bytes = join(connect("a"), publish("a/1", "one"));
        byte[] tcp = packets.tcp(true, ACK, 1001, 5001, bytes);
        byte[] hopByHop = {60, 0, 1, 4, 0, 0, 0, 0};
        byte[] destination = {6, 0, 1, 4, 0, 0, 0, 0};
        byte[] ip6 = new byte[40];
        ip6[0] = 0x60;
        ip6[5] = (byte) (16 + tcp.length);
        ip6[23] = 1;
        ip6[39] = 2;
        packets.add(join(ip6, hopByHop, destination, tcp), LinkType.RAW, 56 + tcp.length);

        List<Observation> seen = packets.read();

        assertThat(topics(seen)).containsExactly("a/1");
        assertThat(
                        Captures.only(Observation.ConversationOpened.class, seen)
                                .getFirst()
                                .conversation()
                                .client()
                                .toString())
                .isEqualTo("[0:0:0:0:0:0:0:1]:40000");
    }

    @Test
    void headersThatLieAreReportedAtTheirByte() {
        Packets packets = new Packets();
        byte[] ip = packets.ip(true, 0);
        byte[] tcp = packets.tcp(true, ACK, 1, 1, NONE);
        tcp[12] = (byte) 0xf0;
        packets.add(join(ip, tcp), LinkType.RAW, 40);

        Observation.Malformed malformed =
                Captures.only(Observation.Malformed.class, packets.read()).getFirst();

        assertThat(malformed.layer()).isEqualTo(Layer.TCP);
        assertThat(malformed.offset()).isEqualTo(32);
        assertThat(malformed.rule()).contains("RFC 9293");
    }

    private static byte[] part(int from, int to) {
        return Arrays.copyOfRange(STREAM, from, to);
    }

    private static List<Ending> endings(List<Observation> seen) {
        return Captures.only(Observation.ConversationClosed.class, seen).stream()
                .map(Observation.ConversationClosed::ending)
                .toList();
    }

    private static List<String> topics(List<Observation> seen) {
        return Captures.only(Observation.MqttSeen.class, seen).stream()
                .map(Observation.MqttSeen::packet)
                .filter(Packet.Publish.class::isInstance)
                .map(packet -> ((Packet.Publish) packet).topic())
                .toList();
    }

    @Test
    void thePayloadIsThatOfTheWire() {
        Packets packets = new Packets().open().client(0, STREAM);

        assertThat(
                        Captures.only(Observation.MqttSeen.class, packets.read()).stream()
                                .map(Observation.MqttSeen::packet)
                                .filter(Packet.Publish.class::isInstance)
                                .map(each -> new String(((Packet.Publish) each).payload(), UTF_8)))
                .containsExactly("one", "two", "x".repeat(300), "four");
    }
}
