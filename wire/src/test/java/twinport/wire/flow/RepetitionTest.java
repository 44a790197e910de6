// SPDX-License-Identifier: MIT
package twinport.wire.flow;

import static org.assertj.core.api.Assertions.assertThat;
import static twinport.wire.Packets.ACK;
import static twinport.wire.Packets.FIN;
import static twinport.wire.Packets.RST;
import static twinport.wire.Packets.connect;
import static twinport.wire.Packets.join;
import static twinport.wire.Packets.publish;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Observation;

/// What a sender says twice, and how a connection begins and ends in unusual ways.
class RepetitionTest {
    private static final byte[] NONE = new byte[0];
    private static final byte[] CONNECT = connect("board");
    private static final byte[] ONE = publish("a/1", "one");
    private static final byte[] TWO = publish("a/2", "two");

    @Test
    void aRepetitionWithOtherBytesIsReportedWithBothPlacesAndTheFirstIsRead() {
        Packets packets = new Packets().open();
        packets.client(0, CONNECT).client(CONNECT.length, ONE);
        packets.client(CONNECT.length, publish("a/1", "oNe"));

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one");
        // Headers take 54 bytes; "oNe" differs at its second byte, the ninth of the PUBLISH.
        Observation.Contradiction found =
                Captures.only(Observation.Contradiction.class, seen).getFirst();
        assertThat(found.first()).isEqualTo(new ByteRange(4, 54 + 8, 2));
        assertThat(found.again()).isEqualTo(new ByteRange(5, 54 + 8, 2));
        assertThat(found.direction()).isEqualTo(Direction.FROM_CLIENT);
    }

    @Test
    void aRepetitionWithTheSameBytesIsNotReported() {
        Packets packets = new Packets().open();
        packets.client(0, CONNECT).client(CONNECT.length, ONE);
        packets.client(0, CONNECT).client(4, join(Arrays.copyOfRange(CONNECT, 4, 19), ONE, TWO));

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one", "two");
        assertThat(Captures.only(Observation.Contradiction.class, seen)).isEmpty();
    }

    @Test
    void anOverlapWithOtherBytesIsReportedAndItsNewBytesAreRead() {
        byte[] other = publish("a/1", "oXe");
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE)).client(CONNECT.length, join(other, TWO));

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one", "two");
        assertThat(Captures.only(Observation.Contradiction.class, seen)).hasSize(1);
    }

    @Test
    void segmentsThatWaitAreComparedToo() {
        Packets packets = new Packets().open();
        packets.client(CONNECT.length, ONE).client(CONNECT.length, publish("a/1", "oXe"));
        packets.client(0, CONNECT);

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one");
        assertThat(Captures.only(Observation.Contradiction.class, seen))
                .extracting(Observation.Contradiction::first, Observation.Contradiction::again)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(
                                new ByteRange(3, 62, 2), new ByteRange(4, 62, 2)));
    }

    @Test
    void aProbeThatKeepsTheConnectionAliveMayHoldAnyByte() {
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE));
        packets.client(CONNECT.length + ONE.length - 1, new byte[1]);
        packets.client(CONNECT.length + ONE.length, TWO);

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one", "two");
        assertThat(Captures.only(Observation.Contradiction.class, seen)).isEmpty();
    }

    @Test
    void aRepetitionAfterMoreThanIsKeptIsNotComparedAndNotReadAgain() {
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE));
        int at = CONNECT.length + ONE.length;
        byte[] large = publish("a/large", "y".repeat(16_000));
        for (int i = 0; i <= Recent.BYTES / large.length; i++) {
            packets.client(at, large);
            at += large.length;
        }
        packets.client(CONNECT.length, publish("a/1", "oXe"));

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).contains("one").doesNotContain("oXe");
        assertThat(Captures.only(Observation.Contradiction.class, seen)).isEmpty();
    }

    @Test
    void anEndBeforeBytesThatWereReadIsNoEnd() {
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE)).client(FIN | ACK, 3, NONE);
        packets.client(CONNECT.length + ONE.length, TWO);

        assertThat(payloads(packets.read())).containsExactly("one", "two");
    }

    @Test
    void oneEndMayStopWhileTheOtherGoesOn() {
        Packets packets = new Packets().open();
        packets.client(0, CONNECT).client(FIN | ACK, CONNECT.length, NONE);
        packets.server(ACK, 0, CONNECT.length + 1, new byte[] {0x20, 2, 0, 0});
        packets.server(ACK, 4, CONNECT.length + 1, ONE);

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one");
        assertThat(endings(seen)).containsExactly(Ending.CAPTURE_ENDED);
    }

    @Test
    void aConnectionOfWhichOneDirectionWasCapturedIsRead() {
        Packets packets = new Packets();
        packets.client(Packets.SYN, -1, NONE)
                .client(0, join(CONNECT, ONE))
                .client(CONNECT.length + ONE.length, TWO);

        assertThat(payloads(packets.read())).containsExactly("one", "two");
    }

    @Test
    void aConnectionThatOneEndForgotIsReadUpToTheReset() {
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE));
        packets.server(RST, 0, 0, NONE).client(CONNECT.length + ONE.length, TWO);

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one", "two");
        assertThat(endings(seen)).containsExactly(Ending.RESET);
    }

    @Test
    void aStreamIsFollowedWhereItGoesOnFarAway() {
        int far = 1 << 29;
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE));
        packets.client(far, TWO).client(far + TWO.length, TWO);
        packets.client(far + 2 * TWO.length, TWO).client(far + 3 * TWO.length, TWO);

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).startsWith("one").endsWith("two", "two");
        assertThat(Captures.only(Observation.Gap.class, seen)).hasSize(1);
    }

    @Test
    void oneStraySegmentFarAwayIsPassedOver() {
        Packets packets = new Packets().open();
        packets.client(0, join(CONNECT, ONE)).client(1 << 29, TWO);
        packets.client(CONNECT.length + ONE.length, TWO);

        List<Observation> seen = packets.read();

        assertThat(payloads(seen)).containsExactly("one", "two");
        assertThat(Captures.only(Observation.Gap.class, seen)).isEmpty();
    }

    private static List<Ending> endings(List<Observation> seen) {
        return Captures.only(Observation.ConversationClosed.class, seen).stream()
                .map(Observation.ConversationClosed::ending)
                .toList();
    }

    private static List<String> payloads(List<Observation> seen) {
        return Captures.only(Observation.MqttSeen.class, seen).stream()
                .map(Observation.MqttSeen::packet)
                .filter(Packet.Publish.class::isInstance)
                .map(each ->
                        new String(
                                ((Packet.Publish) each).payload(),
                                java.nio.charset.StandardCharsets.UTF_8))
                .toList();
    }
}
