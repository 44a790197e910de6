// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.Captures;
import twinport.wire.Dialogue;
import twinport.wire.Packets;
import twinport.wire.flow.Layer;
import twinport.wire.tls.SecretLog;

/// Rules that one packet breaks only because of others of its connection, and where they are told.
class ConnectionRulesTest {
    // CONNECT 3.1.1 and 5.0, clean, keep alive 60 s, client id "id"; and their CONNACK
    private static final String CONNECT = "10 0e 0004 4d515454 04 02 003c 0002 6964";
    private static final String CONNECT_5 = "10 0f 0004 4d515454 05 02 003c 00 0002 6964";
    private static final String CONNACK = "20 02 00 00";
    private static final String CONNACK_5 = "20 03 00 00 00";

    private static List<Observation.RuleBroken> broken(List<Observation> all) {
        return Captures.only(Observation.RuleBroken.class, all);
    }

    /// A dialogue in turns: `>` is a segment of the client, `<` one of the server.
    private static Dialogue dialogue(String turns) {
        Dialogue dialogue = Dialogue.fromStart();
        for (String turn : turns.split(";", -1)) {
            String hex = turn.strip().substring(1).strip();
            if (turn.strip().startsWith(">")) {
                dialogue.client(packet(hex));
            } else {
                dialogue.server(packet(hex));
            }
        }
        return dialogue;
    }

    private static String packet(String word) {
        return switch (word) {
            case "connect" -> CONNECT;
            case "connect5" -> CONNECT_5;
            case "connack" -> CONNACK;
            case "connack5" -> CONNACK_5;
            default -> word;
        };
    }

    @ParameterizedTest(name = "{2}: {0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "> connect; < connack; > connect | §3.1 | a second CONNECT",
                "> connect; < connack; < connack | §3.2 | a second CONNACK",
                "> connect; < 30 03 0001 61 | §3.2 | PUBLISH before CONNACK",
                "> connect; < connack; < c0 00 | §2.1.2 | PINGREQ of the server",
                "> connect; < connack; < 82 06 0001 0001 61 00 | §2.1.2 | SUBSCRIBE of the server",
                "> connect; < connack; < e0 00 | §2.1.2 | DISCONNECT of the server in 3.1.1",
                "> connect; < connack; > d0 00 | §2.1.2 | PINGRESP of the client",
                "> connect; < connack; > 90 03 0001 00 | §2.1.2 | SUBACK of the client",
                "> connect; < connack; > e0 00; > c0 00 | §3.14.4 | a packet after DISCONNECT",
                "> connect5; < connack5; < e0 01 8b; < d0 00 | §3.14.4 | after the server's",
                "> connect; < 20 02 00 05; < d0 00 | §3.2.2.3 | a packet after a refusal",
                "> connect; < 20 02 01 00 | §3.2.2.1.1 | session present after a clean start",
                "> connect5; < connack5; > 30 08 0001 61 03 23 0001 31 | §3.3.2.3.4"
                        + " | a topic alias for a server that allows none",
                "> connect5; < connack5; < 30 08 0001 61 03 23 0001 31 | §3.3.2.3.4"
                        + " | a topic alias for a client that allows none",
                "> connect5; < 20 06 00 00 03 22 0002; > 30 08 0001 61 03 23 0003 31"
                        + " | §3.3.2.3.4 | an alias above the server's maximum",
                "> connect5; < 20 05 00 00 02 24 00; > 32 06 0001 61 0001 00 | §3.2.2.3.4"
                        + " | a QoS above the server's",
                "> connect5; < 20 05 00 00 02 25 00; > 31 04 0001 61 00 | §3.2.2.3.5"
                        + " | retain where there is none",
                "> connect5; < 20 08 00 00 05 27 00000008; > 30 08 0001 61 00 31323334"
                        + " | §3.1.2.11.4 | a packet above the server's size",
                "> connect5; < connack5; > 30 06 0001 61 02 0b 01 | §3.3.4"
                        + " | a subscription identifier of the client",
                "> connect5; < connack5; > 30 8400 0001 61 00 | §1.5.5"
                        + " | a remaining length in more bytes than it needs",
                "> connect5; < connack5; > f0 00 | §4.12 | AUTH without method",
                "> connect5; < connack5; > e0 07 00 05 11 00000009 | §3.14.2.2.2"
                        + " | a session expiry after 0",
                "> connect5; < connack5; < e0 07 00 05 11 00000009 | §3.14.2.2.2"
                        + " | a session expiry of the server",
                "> connect5; < connack5; < e0 01 04 | §3.14.2.1 | DISCONNECT 04 of the server",
                "> 10 11 0004 4d515454 05 02 003c 02 17 00 0002 6964; < connack5;"
                        + " < 40 09 0001 10 05 1f 0002 6e6f | §3.1.2.11.7"
                        + " | a reason in words for a client that wants none",
            })
    void aRuleOfTheConnectionIsToldAtThePacketThatBreaksIt(
            String turns, String section, String what) {
        List<Observation> all = dialogue(turns).read();

        assertThat(broken(all)).as(what).hasSize(1);
        Observation.RuleBroken broken = broken(all).getFirst();
        assertThat(broken.rule()).contains(section);
        assertThat(broken.layer()).isEqualTo(Layer.MQTT);
        // every packet is shown nevertheless, and the last one is the one at fault
        int packets = turns.split(";", -1).length;
        assertThat(Captures.only(Observation.MqttSeen.class, all)).hasSize(packets);
        assertThat(broken.frame()).isEqualTo(packets + 2L);
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // the client may send before the answer to its CONNECT
                "> connect; > 30 03 0001 61; < connack",
                // an alias within the server's maximum, then used
                "> connect5; < 20 06 00 00 03 22 0002; > 30 08 0001 61 03 23 0002 31;"
                        + " > 30 07 0000 03 23 0002 31",
                // extended authentication
                "> 10 15 0004 4d515454 05 02 003c 06 15 0003 6b6579 0002 6964;"
                        + " < f0 08 18 06 15 0003 6b6579; > f0 08 18 06 15 0003 6b6579; < connack5",
                "> connect5; < connack5; < e0 01 8b",
            })
    void whatIsAllowedOnAConnectionIsNoFault(String turns) {
        List<Observation> all = dialogue(turns).read();

        assertThat(broken(all)).isEmpty();
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
    }

    @Test
    void aliasesOfTheTwoDirectionsHaveNothingToDoWithEachOther() {
        // CONNECT 5.0 and CONNACK that both allow aliases up to 5
        List<Observation> all =
                Dialogue.fromStart()
                        .client("10 12 0004 4d515454 05 02 003c 03 22 0005 0002 6964")
                        .server("20 06 00 00 03 22 0005")
                        .client("30 08 0001 61 03 23 0001 31")
                        .server("30 08 0001 62 03 23 0001 31")
                        .client("30 07 0000 03 23 0001 32")
                        .server("30 07 0000 03 23 0001 32")
                        .read();

        assertThat(topics(all)).containsExactly("a", "b", "a", "b");
        assertThat(broken(all)).isEmpty();
    }

    private static List<@Nullable String> topics(List<Observation> all) {
        java.util.ArrayList<@Nullable String> topics = new java.util.ArrayList<>();
        for (Observation.MqttSeen seen : Captures.only(Observation.MqttSeen.class, all)) {
            if (seen.packet() instanceof twinport.wire.mqtt.Packet.Publish publish) {
                topics.add(publish.effectiveTopic());
            }
        }
        return topics;
    }

    @Test
    void aFirstPacketThatIsNoConnectIsReadAndReported() {
        List<Observation> all =
                Dialogue.fromStart().client(Packets.publish("early/bird", "23.5")).read();

        assertThat(topics(all)).containsExactly("early/bird");
        assertThat(broken(all)).singleElement().matches(each -> each.rule().contains("§3.1"));
    }

    @Test
    void whatAGapMayHideIsNotHeldAgainstAnybody() {
        List<Observation> all =
                Dialogue.fromStart()
                        .client(CONNECT)
                        .serverLoses(4)
                        .server(Packets.publish("a", "b"))
                        .read();

        assertThat(broken(all)).isEmpty();
    }

    // ---- framing goes on

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "f0 00 | 3.1.1 §2.2.1 | AUTH in 3.1.1",
                "30 04 0009 6161 | §2.1.4 | a topic longer than its packet",
            })
    void aMalformedPacketOfSoundLengthDoesNotEndTheFraming(String hex, String rule, String what) {
        byte[] bad = Dialogue.hex(hex);
        byte[] good = Packets.publish("sensor/a", "after it");
        Dialogue begun = Dialogue.fromStart().client(CONNECT);
        List<Observation> together = begun.client(Packets.join(bad, good, good)).read();
        List<Observation> apart =
                Dialogue.fromStart().client(CONNECT).client(bad).client(good).client(good).read();

        for (List<Observation> all : List.of(together, apart)) {
            assertThat(topics(all)).as(what).containsExactly("sensor/a", "sensor/a");
            assertThat(Captures.only(Observation.Malformed.class, all))
                    .singleElement()
                    .matches(each -> each.rule().contains(rule));
            assertThat(Captures.only(Observation.Resynchronised.class, all)).isEmpty();
        }
    }

    /// Its receiver has to close the connection, and where it would go on only it could tell.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "36 05 0001 61 0001 | §3.3.1 | a PUBLISH with QoS 3",
                "00 03 010203 | §2.1.2 | a packet of type 0",
                "81 06 0001 0001 61 00 | §2.1.3 | a SUBSCRIBE with wrong flags",
            })
    void aPacketWithAWrongFirstByteEndsTheFraming(String hex, String rule, String what) {
        byte[] bad = Dialogue.hex(hex);
        byte[] good = Packets.publish("sensor/a", "after it");
        List<Observation> together =
                Dialogue.fromStart().client(CONNECT).client(Packets.join(bad, good, good)).read();
        List<Observation> apart =
                Dialogue.fromStart().client(CONNECT).client(bad).client(good).client(good).read();

        for (List<Observation> all : List.of(together, apart)) {
            assertThat(topics(all)).as(what).isEmpty();
            assertThat(Captures.only(Observation.Malformed.class, all))
                    .singleElement()
                    .matches(each -> each.rule().contains(rule));
        }
    }

    /// A client that sets DUP on every message is read as long as it lasts.
    @Test
    void aClientThatIsAlwaysWrongIsReadToTheEnd() {
        Dialogue dialogue = Dialogue.fromStart().client(CONNECT);
        byte[] odd = Packets.publish("sensor/a", "23.5");
        odd[0] = 0x38;
        for (int i = 0; i < 20; i++) {
            dialogue.client(i % 2 == 0 ? odd : Packets.join(odd, odd));
        }
        List<Observation> all = dialogue.read();

        assertThat(topics(all)).hasSize(30);
        assertThat(broken(all)).hasSize(30);
    }

    @Test
    void noiseAfterAConnectIsNotFramedIntoPackets() {
        java.util.Random random = new java.util.Random(4);
        for (int i = 0; i < 2000; i++) {
            byte[] noise = new byte[300];
            random.nextBytes(noise);
            noise[0] = 0; // type 0: certainly no packet
            List<Observation> all =
                    Dialogue.fromStart().client(CONNECT).client(noise).client(noise).read();
            assertThat(Captures.only(Observation.MqttSeen.class, all)).hasSize(1);
            assertThat(Captures.only(Observation.Malformed.class, all)).isNotEmpty();
        }
    }

    @Test
    void theCapturesOfRealBrokersBreakNoRule() {
        for (var capture : Captures.all()) {
            List<Observation> all = Captures.read(capture, Captures.secretsOf(capture));
            assertThat(broken(all)).as(capture.toString()).isEmpty();
        }
        assertThat(Captures.read(new byte[0], new SecretLog())).isNotNull();
    }
}
