// SPDX-License-Identifier: MIT
package twinport.wire.read;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import twinport.wire.Captures;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.mqtt.Version;

/// Captures that begin in the middle of a connection: whatever is told was sent, and only a few
/// packets at the beginning are lost.
class MidStreamTest {
    private static final int SEGMENT_BYTES = 400;

    enum Payloads {
        JSON,
        BINARY,
        ZEROS,
        FIRST_BYTES
    }

    private final Random random = new Random(7);

    /// Packets of a client, one after the other.
    private List<byte[]> packets(Version version, Payloads payloads, int count) {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            packets.add(
                    switch (random.nextInt(8)) {
                        case 0 -> new byte[] {(byte) 0xc0, 0};
                        case 1 -> new byte[] {0x40, 2, (byte) (i >> 8), (byte) (i + 1)};
                        case 2 -> subscribe(version, i);
                        default -> publish(version, payloads, i);
                    });
        }
        return packets;
    }

    private static byte[] subscribe(Version version, int id) {
        byte[] filter = ("commands/" + id).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int properties = version == Version.MQTT_5_0 ? 1 : 0;
        ByteBuffer out = ByteBuffer.allocate(2 + 2 + properties + 2 + filter.length + 1);
        out.put((byte) 0x82).put((byte) (out.capacity() - 2)).putShort((short) (id + 1));
        out.put(new byte[properties]).putShort((short) filter.length).put(filter).put((byte) 1);
        return out.array();
    }

    private byte[] publish(Version version, Payloads payloads, int number) {
        byte[] payload =
                switch (payloads) {
                    case JSON -> json(number);
                    case BINARY -> noise(random.nextInt(300));
                    case ZEROS -> new byte[random.nextInt(300)];
                    case FIRST_BYTES -> firstBytes();
                };
        byte[] topic =
                ("sensor/pump" + number % 7).getBytes(java.nio.charset.StandardCharsets.UTF_8);
        int qos = random.nextInt(3);
        int properties = version == Version.MQTT_5_0 ? 1 : 0;
        int remaining = 2 + topic.length + (qos > 0 ? 2 : 0) + properties + payload.length;
        ByteBuffer out = ByteBuffer.allocate(1 + (remaining < 128 ? 1 : 2) + remaining);
        out.put((byte) (0x30 | (qos << 1) | (number & 1)));
        if (remaining < 128) {
            out.put((byte) remaining);
        } else {
            out.put((byte) ((remaining & 0x7f) | 0x80)).put((byte) (remaining >> 7));
        }
        out.putShort((short) topic.length).put(topic);
        if (qos > 0) {
            out.putShort((short) (number + 1));
        }
        return out.put(new byte[properties]).put(payload).array();
    }

    private byte[] json(int number) {
        String text = "{\"id\":" + number + ",\"temperature\":" + random.nextInt(400) / 10.0 + "}";
        return text.repeat(1 + random.nextInt(4)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
    }

    private byte[] noise(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /// Letters that are first bytes of packets too.
    private byte[] firstBytes() {
        byte[] letters = {'0', '2', '4', '1', 'b', 'p', 'P', '@', ' '};
        byte[] out = new byte[random.nextInt(300)];
        for (int i = 0; i < out.length; i++) {
            out[i] = letters[random.nextInt(letters.length)];
        }
        return out;
    }

    private static byte[] stream(List<byte[]> packets) {
        return Packets.join(packets.toArray(byte[][]::new));
    }

    /// Reads a stream from `cut` on, in segments that all begin somewhere within packets.
    private static List<Observation> readFrom(byte[] stream, int cut) {
        Packets packets = new Packets();
        for (int at = cut; at < stream.length; at += SEGMENT_BYTES) {
            packets.client(
                    at,
                    Arrays.copyOfRange(stream, at, Math.min(stream.length, at + SEGMENT_BYTES)));
        }
        return packets.read();
    }

    /// Where each packet of the stream begins.
    private static List<Integer> starts(List<byte[]> packets) {
        List<Integer> starts = new ArrayList<>();
        int at = 0;
        for (byte[] packet : packets) {
            starts.add(at);
            at += packet.length;
        }
        return starts;
    }

    /// Where in the stream a packet that was told begins.
    private static int start(Observation.MqttSeen seen, int cut) {
        var first = seen.where().getFirst();
        return cut + (int) (first.frame() - 1) * SEGMENT_BYTES + first.offset() - 54;
    }

    @ParameterizedTest
    @EnumSource(Payloads.class)
    void cutAtAnyByteNothingIsInventedAndLittleIsLost(Payloads payloads) {
        for (Version version : List.of(Version.MQTT_3_1_1, Version.MQTT_5_0)) {
            List<byte[]> packets = packets(version, payloads, 40);
            byte[] stream = stream(packets);
            List<Integer> starts = starts(packets);
            Set<Integer> known = Set.copyOf(starts);
            int last = starts.get(12);
            for (int cut = 1; cut < last; cut++) {
                List<Observation> all = readFrom(stream, cut);
                List<Integer> told = new ArrayList<>();
                for (var seen : Captures.only(Observation.MqttSeen.class, all)) {
                    told.add(start(seen, cut));
                    assertThat(known)
                            .as("cut at %d of %s", cut, version)
                            .contains(start(seen, cut));
                }
                int from = cut;
                List<Integer> sent = starts.stream().filter(each -> each >= from).toList();
                // Lost are the packets up to the first one that says much of itself and is whole in
                // its segment; with these sizes at most so many.
                assertThat(sent.size() - told.size())
                        .as("lost, cut at %d of %s", cut, version)
                        .isBetween(0, 12);
                assertThat(told).isEqualTo(sent.subList(sent.size() - told.size(), sent.size()));
                assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
            }
        }
    }

    @Test
    void aSegmentThatBeginsWithAPacketIsReadFromThere() {
        List<byte[]> packets = packets(Version.MQTT_3_1_1, Payloads.JSON, 40);
        byte[] stream = stream(packets);
        List<Integer> starts = starts(packets);
        for (int i = 1; i < 30; i++) {
            int cut = starts.get(i);
            List<Observation> all = readFrom(stream, cut);
            // A lone ping or acknowledgement before the end of a segment says too little.
            assertThat(Captures.only(Observation.MqttSeen.class, all)).hasSize(40 - i);
        }
    }

    @Test
    void acknowledgementsAloneAreFoundToo() {
        List<byte[]> packets = new ArrayList<>();
        for (int i = 1; i < 400; i++) {
            packets.add(new byte[] {0x40, 2, (byte) (i >> 8), (byte) i});
        }
        byte[] stream = stream(packets);
        for (int cut = 401; cut < 440; cut++) {
            int seen =
                    Captures.only(Observation.MqttSeen.class, readFrom(stream, cut)).stream()
                            .map(each -> ((Packet.PubAck) each.packet()).packetId())
                            .collect(Collectors.toSet())
                            .size();
            int sent = (stream.length - cut) / 4;
            assertThat(sent - seen).isBetween(0, SEGMENT_BYTES / 4);
        }
    }

    @Test
    void bytesOfNoKnownProtocolAreNeverTakenForMqtt() {
        for (int i = 0; i < 400; i++) {
            byte[] noise = noise(SEGMENT_BYTES * 5);
            assertThat(Captures.only(Observation.MqttSeen.class, readFrom(noise, 0))).isEmpty();
        }
    }

    /// Only a CONNECT makes it certain, and no traffic of one version is taken for the other for
    /// long.
    @ParameterizedTest
    @EnumSource(Version.class)
    void theVersionInferredIsNeverCalledCertain(Version version) {
        for (Payloads payloads : Payloads.values()) {
            byte[] stream = stream(packets(version, payloads, 60));
            for (int cut = 1; cut < 400; cut += 7) {
                List<Observation> all = readFrom(stream, cut);
                Conversation last =
                        Captures.only(Observation.ConversationClosed.class, all)
                                .getFirst()
                                .conversation();
                assertThat(last.mqttVersionCertain()).isFalse();
                Version expected =
                        version == Version.MQTT_5_0 ? Version.MQTT_5_0 : Version.MQTT_3_1_1;
                assertThat(last.mqttVersion())
                        .as("%s, cut at %d", payloads, cut)
                        .isEqualTo(expected);
            }
        }
    }
}
