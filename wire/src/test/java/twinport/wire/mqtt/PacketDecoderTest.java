// SPDX-License-Identifier: MIT
package twinport.wire.mqtt;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Provenance;

class PacketDecoderTest {

    // CONNECT 3.1.1, clean session, keep alive 60 s, will, user and password
    @Test
    void connectTellsWhoConnectsAndItsWill() {
        var connect =
                (Packet.Connect)
                        decoded(
                                "10 23 0004 4d515454 04 c6 003c 0002 6964"
                                        + "0001 77 0004 676f6e65 0004 75736572 0004 70617373",
                                Version.MQTT_3_1_1);

        assertThat(connect.clientId()).isEqualTo("id");
        assertThat(connect.userName()).isEqualTo("user");
        assertThat(connect.password()).isEqualTo("pass".getBytes(UTF_8));
        Packet.Will will = Objects.requireNonNull(connect.will());
        assertThat(will.topic()).isEqualTo("w");
        assertThat(new String(will.payload(), UTF_8)).isEqualTo("gone");
        assertThat(connect.keepAliveSeconds()).isEqualTo(60);
        assertThat(connect.cleanStart()).isTrue();
    }

    // CONNECT 5.0 with session expiry 10 s, receive maximum 20, a user property, will delay 5 s
    @Test
    void connect5TellsItsProperties() {
        var connect =
                (Packet.Connect)
                        decoded(
                                "10 2d 0004 4d515454 05 06 003c"
                                        + "0f 11 0000000a 21 0014 26 0001 6b 0001 76"
                                        + "0002 6964"
                                        + "05 18 00000005 0001 77 0004 676f6e65",
                                Version.MQTT_3_1_1);

        assertThat(connect.properties().number(PropertyId.SESSION_EXPIRY_INTERVAL)).hasValue(10);
        assertThat(connect.properties().number(PropertyId.RECEIVE_MAXIMUM)).hasValue(20);
        assertThat(connect.properties().list())
                .contains(new Property.Pair(PropertyId.USER_PROPERTY, "k", "v"));
        Packet.Will will = Objects.requireNonNull(connect.will());
        assertThat(will.properties().number(PropertyId.WILL_DELAY_INTERVAL)).hasValue(5);
    }

    // MQTT 3.1: "MQIsdp", level 3
    @Test
    void connect31IsReadToo() {
        var connect =
                (Packet.Connect)
                        decoded("10 10 0006 4d5149736470 03 02 003c 0002 6964", Version.MQTT_5_0);

        assertThat(connect.level()).isEqualTo(3);
        assertThat(connect.clientId()).isEqualTo("id");
    }

    @ParameterizedTest(name = "{0}: {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "3.1.1 | 20 02 01 00 | CONNACK",
                "5.0 | 20 03 00 87 00 | CONNACK",
                "5.0 | 20 32 00 00 2f 11 0000000a 21 0014 24 01 25 01 27 00010000 12 0002 6964"
                        + " 22 000a 28 01 29 01 2a 01 13 001e 1f 0002 6f6b 1c 0001 73 1a 0001 72"
                        + " | CONNACK",
                "3.1.1 | 30 05 0001 61 6869 | PUBLISH",
                "3.1.1 | 3b 07 0001 61 0007 6869 | PUBLISH",
                "5.0 | 30 19 0001 61 12 01 01 02 0000003c 08 0001 72 09 0002 abcd 0b 05 68 69 21"
                        + " | PUBLISH",
                "3.1.1 | 40 02 0001 | PUBACK",
                "5.0 | 40 02 0001 | PUBACK",
                "5.0 | 40 03 0001 10 | PUBACK",
                "5.0 | 50 09 0001 87 05 1f 0002 6e6f | PUBREC",
                "5.0 | 62 04 0001 92 00 | PUBREL",
                "3.1.1 | 70 02 0001 | PUBCOMP",
                "3.1.1 | 82 08 0001 0003 612f23 01 | SUBSCRIBE",
                "5.0 | 82 0b 0001 02 0b 07 0003 612f23 2d | SUBSCRIBE",
                "3.1.1 | 90 04 0001 00 80 | SUBACK",
                "5.0 | 90 05 0001 00 02 87 | SUBACK",
                "3.1.1 | a2 07 0001 0003 612f23 | UNSUBSCRIBE",
                "5.0 | a2 08 0001 00 0003 612f23 | UNSUBSCRIBE",
                "3.1.1 | b0 02 0001 | UNSUBACK",
                "5.0 | b0 04 0001 00 11 | UNSUBACK",
                "3.1.1 | c0 00 | PINGREQ",
                "3.1.1 | d0 00 | PINGRESP",
                "3.1.1 | e0 00 | DISCONNECT",
                "5.0 | e0 00 | DISCONNECT",
                "5.0 | e0 07 8e 05 11 00000000 | DISCONNECT",
                "5.0 | f0 08 18 06 15 0003 6b6579 | AUTH",
                "5.0 | f0 00 | AUTH"
            })
    void everyPacketTypeIsDecoded(String version, String hex, PacketType type) {
        var decoded = (Decoding.Decoded) decode(hex, version(version), new PacketDecoder());

        assertThat(decoded.packet().type()).isEqualTo(type);
        assertThat(decoded.faults()).isEmpty();
    }

    /// The third column is the offset of the wrong byte, the last the section of the rule.
    @ParameterizedTest(name = "{0} {1} breaks {3} at {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                "3.1.1 | 10 0c 0004 4d515454 09 02 003c 0000 | 2 | §3.1.2.1",
                "3.1.1 | 10 0c 0004 4d515454 04 02 003c 0005 | 14 | §2.1.4",
                "3.1.1 | 20 01 00 | 3 | §2.1.4",
                "3.1.1 | 36 05 0001 61 0001 | 0 | §3.3.1.2",
                "3.1.1 | 30 04 0009 6161 | 4 | §2.1.4",
                "3.1.1 | f0 00 | 0 | 3.1.1 §2.2.1",
                "3.1.1 | 00 00 | 0 | §2.1.2",
                "5.0 | 30 08 0001 61 04 11 000000 | 7 | §2.1.4",
                "5.0 | 30 05 0001 61 09 01 | 6 | §2.2.2.1",
                "5.0 | 30 08 0001 61 02 02 0000 01 | 7 | §2.1.4",
                "5.0 | 30 08 0001 61 80808080 01 | 9 | §1.5.5",
            })
    void aPacketThatCannotBeReadIsReportedAtItsByteWithTheRule(
            String version, String hex, int at, String section) {
        var malformed = (Decoding.Malformed) decode(hex, version(version), new PacketDecoder());

        assertThat(malformed.rule()).contains(section);
        assertThat(malformed.at()).as(malformed.toString()).isEqualTo(at);
    }

    /// These packets are shown, and the rule that each breaks is told at its byte.
    @ParameterizedTest(name = "{0} {1} breaks {3} at {2}")
    @CsvSource(
            delimiter = '|',
            value = {
                // CONNECT: name, reserved flag, will QoS 3, will flags without will, password
                // without user name, flags of the header, no client id without clean session
                "3.1.1 | 10 0c 0004 4d515455 04 02 003c 0000 | 2 | §3.1.2.1",
                "3.1.1 | 10 0c 0004 4d515454 04 03 003c 0000 | 9 | §3.1.2.3",
                "3.1.1 | 10 12 0004 4d515454 04 1e 003c 0000 0001 77 0001 78 | 9 | §3.1.2.6",
                "3.1.1 | 10 0c 0004 4d515454 04 22 003c 0000 | 9 | §3.1.2.6",
                "3.1.1 | 10 0f 0004 4d515454 04 42 003c 0000 0001 70 | 9 | 3.1.1 §3.1.2.9",
                "3.1.1 | 11 0c 0004 4d515454 04 02 003c 0000 | 0 | §2.1.3",
                "3.1.1 | 10 0c 0004 4d515454 04 00 003c 0000 | 12 | 3.1.1 §3.1.3.1",
                "3.1.1 | 10 14 0004 4d515454 04 06 003c 0000 0003 612f23 0001 78 | 18 | §4.7.1",
                // MQTT 3.1: no client id; one of 24 characters
                "3.1 | 10 0e 0006 4d5149736470 03 02 003c 0000 | 14 | MQTT 3.1 §3.1",
                "3.1 | 10 26 0006 4d5149736470 03 02 003c 0018"
                        + " 616161616161616161616161616161616161616161616161 | 14 | MQTT 3.1 §3.1",
                // authentication data without method
                "5.0 | 10 11 0004 4d515454 05 02 003c 04 16 0001 61 0000 | 13 | §3.1.2.11.10",
                // CONNACK: reserved flags, return code, session present with a refusal
                "3.1.1 | 20 02 02 00 | 2 | §3.2.2.1",
                "3.1.1 | 20 02 00 06 | 3 | §3.2.2.3",
                "3.1.1 | 20 02 01 05 | 2 | §3.2.2.1.1",
                "5.0 | 20 03 00 10 00 | 3 | §2.4",
                "3.1.1 | 20 03 00 00 00 | 4 | §2.1.4",
                // PUBLISH: DUP with QoS 0, wildcards, no topic, text, packet identifier 0
                "3.1.1 | 38 03 0001 61 | 0 | §3.3.1.1",
                "3.1.1 | 30 05 0003 612f23 | 6 | §3.3.2.1",
                "3.1.1 | 30 06 0004 c3a42f2b | 7 | §3.3.2.1",
                "3.1.1 | 30 02 0000 | 2 | 3.1.1 §4.7.3",
                "3.1.1 | 30 04 0002 c328 | 4 | §1.5.4",
                "3.1.1 | 30 05 0003 eda080 | 4 | §1.5.4",
                "3.1.1 | 30 04 0002 6100 | 4 | §1.5.4",
                "3.1.1 | 32 05 0001 61 0000 | 5 | §2.2.1",
                // PUBLISH 5.0: no topic nor alias, alias 0, format, payload, response topic
                "5.0 | 30 03 0000 00 | 5 | §3.3.2.1",
                "5.0 | 30 06 0000 03 23 0000 | 6 | §3.3.2.3.4",
                "5.0 | 30 06 0001 61 02 01 02 | 7 | §3.3.2.3.2",
                "5.0 | 30 07 0001 61 02 01 01 ff | 8 | §3.3.2.3.2",
                "5.0 | 30 08 0001 61 04 08 0001 23 | 9 | §4.7.1",
                // properties: unknown, twice, in the wrong packet, 0 where it may not be
                "5.0 | 30 05 0001 61 01 63 | 6 | §2.2.2.2",
                "5.0 | 30 08 0001 61 04 01 00 01 00 | 8 | §2.2.2.2",
                "5.0 | 30 07 0001 61 03 21 0001 | 6 | §2.2.2.2",
                "5.0 | 30 06 0001 61 02 0b 00 | 7 | §3.8.2.1.2",
                "5.0 | 20 06 00 00 03 21 0000 | 6 | §3.1.2.11.3",
                "5.0 | 20 08 00 00 05 27 00000000 | 6 | §3.1.2.11.4",
                "5.0 | 20 05 00 00 02 24 02 | 6 | §3.2.2.3.4",
                "5.0 | 20 05 00 00 02 25 05 | 6 | §3.2.2.3.5",
                "5.0 | 82 0b 0001 04 0b 01 0b 02 0001 61 00 | 7 | §2.2.2.2",
                // a property length in two bytes that fits in one
                "5.0 | 30 05 0001 61 8000 | 5 | §1.5.5",
                // acknowledgements: reasons, flags
                "5.0 | 40 03 0001 92 | 4 | §2.4",
                "5.0 | 62 03 0001 10 | 4 | §2.4",
                "3.1.1 | 41 02 0001 | 0 | §2.1.3",
                "3.1.1 | 60 02 0001 | 0 | §2.1.3",
                "3.1.1 | 6a 02 0001 | 0 | §2.1.3",
                // SUBSCRIBE: nothing, options, filters, shared subscriptions
                "3.1.1 | 82 02 0001 | 4 | §3.8.3",
                "3.1.1 | 82 06 0001 0001 61 03 | 7 | §3.8.3.1",
                "3.1.1 | 82 06 0001 0001 61 04 | 7 | §3.8.3.1",
                "5.0 | 82 07 0001 00 0001 61 40 | 8 | §3.8.3.1",
                "5.0 | 82 07 0001 00 0001 61 30 | 8 | §3.8.3.1",
                "3.1.1 | 82 05 0001 0000 00 | 4 | §4.7.3",
                "3.1.1 | 82 0a 0001 0005 612f232f62 00 | 8 | §4.7.1.2",
                "3.1.1 | 82 07 0001 0002 6123 00 | 7 | §4.7.1.2",
                "3.1.1 | 82 07 0001 0002 612b 00 | 7 | §4.7.1.3",
                "3.1.1 | 82 09 0001 0004 2b612f62 00 | 6 | §4.7.1.3",
                // "$share/" alone, "$share//a", "$share/+/a", "$share/g", "$share/g/"
                "5.0 | 82 0d 0001 00 0007 2473686172652f 00 | 7 | §4.8.2",
                "5.0 | 82 0f 0001 00 0009 2473686172652f2f61 00 | 7 | §4.8.2",
                "5.0 | 82 10 0001 00 000a 2473686172652f2b2f61 00 | 7 | §4.8.2",
                "5.0 | 82 0e 0001 00 0008 2473686172652f67 00 | 7 | §4.8.2",
                "5.0 | 82 0f 0001 00 0009 2473686172652f672f 00 | 7 | §4.8.2",
                // "$share/g/a" with No Local
                "5.0 | 82 10 0001 00 000a 2473686172652f672f61 04 | 17 | §3.8.3.1",
                "3.1.1 | 90 02 0001 | 4 | §3.9.3",
                "3.1.1 | 90 03 0001 03 | 4 | 3.1.1 §3.9.3",
                "5.0 | 90 04 0001 00 03 | 5 | §2.4",
                "3.1.1 | a2 02 0001 | 4 | §3.10.3",
                "5.0 | b0 03 0001 00 | 5 | §3.11.3",
                "3.1.1 | c0 01 00 | 2 | §2.1.4",
                "3.1.1 | cf 00 | 0 | §2.1.3",
                "5.0 | e0 01 18 | 2 | §2.4",
                "5.0 | f0 02 04 00 | 2 | §2.4",
            })
    void aFaultThatLeavesThePacketReadableIsToldAtItsByteWithTheRule(
            String version, String hex, int at, String section) {
        var decoded = (Decoding.Decoded) decode(hex, version(version), new PacketDecoder());

        assertThat(decoded.faults()).hasSize(1);
        Fault fault = decoded.faults().getFirst();
        assertThat(fault.rule()).contains(section);
        assertThat(fault.at()).as(fault.toString()).isEqualTo(at);
    }

    /// What looks odd and is allowed.
    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(
            delimiter = '|',
            value = {
                "3.1 | 6a 02 0001", // MQTT 3.1 repeats PUBREL with DUP
                "3.1 | 8a 06 0001 0001 61 00",
                "3.1 | c8 00",
                "3.1.1 | 30 05 0003 efbbbf", // a byte order mark in a topic
                "3.1.1 | 82 07 0001 0002 2f2b 00", // "/+"
                "3.1.1 | 82 09 0001 0004 2b2f2b2f 00", // "+/+/"
                "3.1.1 | 82 06 0001 0001 23 00", // "#"
                "3.1.1 | 82 0d 0001 0008 2473686172652f67 00", // $share means nothing before 5.0
                "5.0 | 82 10 0001 00 000a 2473686172652f672f23 00", // "$share/g/#"
                "5.0 | 30 0b 0001 61 06 0b 01 0b 02 0b 03 78", // several subscriptions match
                "5.0 | 10 10 0004 4d515454 05 42 003c 00 0000 0001 70", // a password alone
                "5.0 | 10 0d 0004 4d515454 05 00 003c 00 0000", // the server assigns an identifier
                "5.0 | e0 01 00",
                "5.0 | f0 01 00",
            })
    void whatIsAllowedIsNoFault(String version, String hex) {
        var decoded = (Decoding.Decoded) decode(hex, version(version), new PacketDecoder());

        assertThat(decoded.faults()).isEmpty();
    }

    @Test
    void anAliasAboveTheReceiversMaximumIsToldAtItsByte() {
        PacketDecoder decoder = new PacketDecoder();
        decoder.aliasMaximum(4);

        var allowed =
                (Decoding.Decoded) decode("30 08 0001 61 03 23 0004 31", Version.MQTT_5_0, decoder);
        var above =
                (Decoding.Decoded) decode("30 08 0001 61 03 23 0005 31", Version.MQTT_5_0, decoder);

        assertThat(allowed.faults()).isEmpty();
        assertThat(above.faults()).singleElement().returns(7, Fault::at);
        assertThat(((Packet.Publish) above.packet()).effectiveTopic()).isEqualTo("a");
    }

    @Test
    void aTopicAliasStandsForItsTopicFromThenOn() {
        PacketDecoder decoder = new PacketDecoder();
        decode("30 08 0001 61 03 23 0005 31", Version.MQTT_5_0, decoder);

        var again =
                (Decoding.Decoded) decode("30 07 0000 03 23 0005 32", Version.MQTT_5_0, decoder);
        var unknown =
                (Decoding.Decoded) decode("30 07 0000 03 23 0006 32", Version.MQTT_5_0, decoder);

        assertThat(((Packet.Publish) again.packet()).effectiveTopic()).isEqualTo("a");
        assertThat(((Packet.Publish) again.packet()).topic()).isEmpty();
        assertThat(((Packet.Publish) unknown.packet()).effectiveTopic()).isNull();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "30 05 0001 61 7b7d | MQTT 3.1.1",
                "30 04 0001 61 00 | ",
                "30 09 0001 61 05 02 0000003c | MQTT 5.0",
                "20 02 00 00 | MQTT 3.1.1",
                "20 03 00 00 00 | MQTT 5.0",
                "40 02 0001 | ",
                "82 06 0001 0001 61 00 | MQTT 3.1.1",
                "82 07 0001 00 0001 61 00 | MQTT 5.0",
                "e0 00 | "
            })
    void withoutConnectTheVersionIsToldByWhatFits(String hex, String expected) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        FixedHeader header = new FixedHeader(bytes[0] & 0xff, bytes.length - 2, 2);

        Version guess = VersionGuess.of(header, MemorySegment.ofArray(bytes), 2);

        assertThat(guess == null ? null : guess.toString()).isEqualTo(expected);
    }

    @Test
    void randomBytesNeverThrow() {
        Random random = new Random(1);
        PacketDecoder decoder = new PacketDecoder();
        for (int i = 0; i < 100_000; i++) {
            byte[] bytes = new byte[2 + random.nextInt(40)];
            random.nextBytes(bytes);
            FixedHeader header = new FixedHeader(bytes[0] & 0xff, bytes.length - 2, 2);
            Version version = i % 2 == 0 ? Version.MQTT_3_1_1 : Version.MQTT_5_0;
            assertThat(decoder.decode(header, MemorySegment.ofArray(bytes), 2, version))
                    .isNotNull();
        }
    }

    @Test
    void packetsSplitAnywhereAreFramedAlike() {
        byte[] stream = new byte[400];
        stream[0] = 0x30;
        stream[1] = (byte) 0x8d;
        stream[2] = 0x03;
        for (int cut = 1; cut < stream.length; cut++) {
            List<Integer> lengths = new ArrayList<>();
            PacketFramer framer = new PacketFramer(new Lengths(lengths));
            MemorySegment data = MemorySegment.ofArray(stream);
            framer.bytes(data, 0, cut, new Provenance().in(1, 0));
            framer.bytes(data, cut, stream.length - cut, new Provenance().in(2, 0));
            assertThat(lengths).containsExactly(397);
        }
    }

    private record Lengths(List<Integer> list) implements PacketSink {
        @Override
        public void packet(
                FixedHeader header, MemorySegment data, long body, List<ByteRange> where) {
            list.add(header.remainingLength());
        }

        @Override
        public void malformed(String what, String rule, int offset) {
            list.add(-1);
        }

        @Override
        public void resynchronised(long skipped) {
            list.add(-2);
        }
    }

    private static Version version(String name) {
        return switch (name) {
            case "3.1" -> Version.MQTT_3_1;
            case "3.1.1" -> Version.MQTT_3_1_1;
            default -> Version.MQTT_5_0;
        };
    }

    private static Packet decoded(String hex, Version version) {
        Decoding decoding = decode(hex, version, new PacketDecoder());
        assertThat(decoding).isInstanceOf(Decoding.Decoded.class);
        return ((Decoding.Decoded) decoding).packet();
    }

    private static Decoding decode(String hex, Version version, PacketDecoder decoder) {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        assertThat(bytes[1])
                .as("the length in the test itself")
                .isEqualTo((byte) (bytes.length - 2));
        FixedHeader header = new FixedHeader(bytes[0] & 0xff, bytes.length - 2, 2);
        return decoder.decode(header, MemorySegment.ofArray(bytes), 2, version);
    }
}
