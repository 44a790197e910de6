// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import twinport.wire.Captures;
import twinport.wire.Dialogue;
import twinport.wire.Packets;
import twinport.wire.flow.ByteRange;
import twinport.wire.flow.Layer;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Observation;

/// The frames after the upgrade, and the messages that they hold.
class FramesTest {
    private static final byte[] CONNECT = Packets.connect("id");
    private static final byte[] CONNACK = {0x20, 2, 0, 0};
    private static final String DEFLATE = "permessage-deflate";

    private static Dialogue upgraded(String protocol, String extensions) {
        return Dialogue.fromStart()
                .client(Frames.request(protocol, extensions))
                .server(Frames.answer(protocol, extensions));
    }

    private static Dialogue connected() {
        return upgraded("mqtt", "").client(Frames.client(CONNECT)).server(Frames.server(CONNACK));
    }

    private static List<String> payloads(List<Observation> all) {
        List<String> payloads = new ArrayList<>();
        for (Observation.MqttSeen seen : Captures.only(Observation.MqttSeen.class, all)) {
            if (seen.packet() instanceof Packet.Publish publish) {
                payloads.add(new String(publish.payload(), UTF_8));
            }
        }
        return payloads;
    }

    private static List<Observation.RuleBroken> broken(List<Observation> all) {
        return Captures.only(Observation.RuleBroken.class, all);
    }

    @Test
    void packetsCrossFramesAndFramesHoldSeveralPackets() {
        byte[] stream = Packets.join(Packets.publish("a", "one"), Packets.publish("b", "two"));
        for (int cut = 1; cut < stream.length; cut++) {
            List<Observation> all =
                    connected()
                            .client(
                                    Packets.join(
                                            Frames.client(Arrays.copyOf(stream, cut)),
                                            Frames.client(
                                                    Arrays.copyOfRange(
                                                            stream, cut, stream.length))))
                            .read();
            assertThat(payloads(all)).containsExactly("one", "two");
            assertThat(broken(all)).isEmpty();
        }
    }

    @Test
    void aFragmentedMessageWithControlFramesBetweenIsReadWhole() {
        byte[] publish = Packets.publish("a", "fragmented");
        List<Observation> all =
                connected()
                        .client(Frames.frame(0x02, true, Arrays.copyOf(publish, 4)))
                        .client(Frames.frame(0x89, true, "ping".getBytes(UTF_8)))
                        .client(Frames.frame(0x00, true, Arrays.copyOfRange(publish, 4, 9)))
                        .client(Frames.frame(0x8a, true, new byte[0]))
                        .client(
                                Frames.frame(
                                        0x80, true, Arrays.copyOfRange(publish, 9, publish.length)))
                        .read();

        assertThat(payloads(all)).containsExactly("fragmented");
        assertThat(broken(all)).isEmpty();
    }

    @Test
    void framesSplitAnywhereOverSegmentsAreReadAlikeAndEveryByteKeepsItsPlace() {
        byte[] frame = Frames.client(Packets.publish("a", "x".repeat(200)));
        for (int cut = 1; cut < frame.length; cut++) {
            List<Observation> all =
                    connected()
                            .client(Arrays.copyOf(frame, cut))
                            .client(Arrays.copyOfRange(frame, cut, frame.length))
                            .read();
            Observation.MqttSeen publish = Captures.only(Observation.MqttSeen.class, all).getLast();
            // two bytes, two of length, four of mask; then the packet begins
            ByteRange first = publish.where().getFirst();
            int begin = cut <= 8 ? 54 + 8 - cut : 54 + 8;
            assertThat(first.offset()).isEqualTo(begin);
            assertThat(publish.where().stream().mapToInt(ByteRange::length).sum())
                    .isEqualTo(publish.packet().header().packetBytes());
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                // the hexadecimal bytes are frames of the server
                "8a00 | 0 |  | a pong",
                "8200 | 0 |  | an empty message",
                "8281 37fa213d e7 | 1 | RFC 6455 §5.1 | a masked frame",
                "a200 | 0 | RFC 6455 §5.2 | RSV2",
                "c200 | 0 | RFC 6455 §5.2 | RSV1 without deflate",
                "0900 | 0 | RFC 6455 §5.5 | a ping in parts",
                "827e 0001 d0 | 1 | RFC 6455 §5.2 | a length of two bytes for one",
                "827f 0000000000000001 d0 | 1 | RFC 6455 §5.2 | a length of eight bytes for one",
                "8801 03 | 2 | RFC 6455 §5.5.1 | a close code of one byte",
                "8802 03ed | 2 | RFC 6455 §7.4 | close code 1005",
                "8802 0005 | 2 | RFC 6455 §7.4 | close code 5",
                "8803 03e8 ff | 4 | RFC 6455 §5.5.1 | a reason that is not UTF-8",
                "0200 8200 | 2 | RFC 6455 §5.4 | a message within another",
                "8800 8900 | 2 | RFC 6455 §5.5.1 | a frame after Close",
            })
    void aFrameThatBreaksARuleIsReadAndReportedAtItsByte(
            String hex, int at, @Nullable String rule, String what) {
        List<Observation> all = connected().server(hex).read();

        if (rule == null) {
            assertThat(broken(all)).as(what).isEmpty();
        } else {
            assertThat(broken(all)).as(what).hasSize(1);
            assertThat(broken(all).getFirst().rule()).startsWith(rule + ":");
            assertThat(broken(all).getFirst().offset() - 54).isEqualTo(at);
        }
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "8300 | RFC 6455 §5.2",
                "8b00 | RFC 6455 §5.2",
                "8000 | RFC 6455 §5.4",
                "82ff ffffffffffffffff 00000000 | RFC 6455 §5.2",
            })
    void whatCannotBeReadIsMalformed(String hex, String rule) {
        List<Observation> all = connected().client(hex).read();

        assertThat(Captures.only(Observation.Malformed.class, all))
                .singleElement()
                .matches(each -> each.rule().startsWith(rule));
    }

    @Test
    void afterAnUnknownOpcodeTheFramesGoOn() {
        List<Observation> all =
                connected()
                        .server("8303 010203")
                        .server(Frames.server(Packets.publish("a", "after")))
                        .read();

        assertThat(payloads(all)).containsExactly("after");
    }

    @Test
    void aClientThatDoesNotMaskIsReadAndReported() {
        List<Observation> all =
                connected().client(Frames.server(Packets.publish("a", "bare"))).read();

        assertThat(payloads(all)).containsExactly("bare");
        assertThat(broken(all)).singleElement().matches(each -> each.rule().contains("§5.1"));
    }

    @Test
    void theCloseCodeHasItsNameAndReason() {
        byte[] close = Packets.join(new byte[] {0x03, (byte) 0xf1}, "too big".getBytes(UTF_8));
        List<Observation> all = connected().client(Frames.frame(0x88, true, close)).read();

        Observation.WebSocketClosed closed =
                Captures.only(Observation.WebSocketClosed.class, all).getFirst();
        assertThat(closed.code().number()).isEqualTo(1009);
        assertThat(closed.code().name()).isEqualTo("Message too big");
        assertThat(closed.reason()).isEqualTo("too big");
    }

    @Test
    void mqttInATextMessageIsReadAndReportedOnce() {
        byte[] publish = Packets.publish("a", "text");
        List<Observation> all =
                connected()
                        .client(Frames.frame(0x81, true, publish))
                        .client(Frames.frame(0x81, true, publish))
                        .read();

        assertThat(payloads(all)).containsExactly("text", "text");
        assertThat(broken(all))
                .singleElement()
                .matches(each -> each.layer() == Layer.MQTT && each.rule().contains("§6"));
    }

    @Test
    void aFrameLargerThanTheBoundIsPassedOver() {
        // a binary frame of 2^32 bytes, not masked
        List<Observation> all = connected().server("827f 0000000100000000 3003").read();

        assertThat(Captures.only(Observation.Malformed.class, all))
                .singleElement()
                .matches(each -> each.rule().contains("bound"));
    }

    @Test
    void afterLostSegmentsTheFramesAndPacketsAreFoundAgain() {
        Dialogue dialogue = connected();
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            byte[] frame = Frames.client(Packets.publish("sensor/a", "value " + i));
            if (i == 7) {
                dialogue.clientLoses(frame.length);
            } else {
                dialogue.client(frame);
                sent.add("value " + i);
            }
        }

        assertThat(payloads(dialogue.read())).containsExactlyElementsOf(sent);
    }

    // ---- permessage-deflate

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; client_no_context_takeover",
                "permessage-deflate; client_max_window_bits=10; server_no_context_takeover",
            })
    void compressedMessagesAreExpanded(String extensions) {
        boolean forgets = extensions.contains("client_no_context");
        Frames.Compressor compressor = new Frames.Compressor(forgets);
        Dialogue dialogue =
                upgraded("mqtt", extensions)
                        .client(Frames.frame(0xc2, true, compressor.message(CONNECT)));
        List<String> sent = new ArrayList<>();
        for (int i = 0; i < 10; i++) {
            String payload =
                    "the same words again and again and again and again "
                            + i
                            + "x".repeat(i * 2000);
            byte[] message = compressor.message(Packets.publish("a", payload.substring(0, 40 + i)));
            int half = message.length / 2;
            dialogue.client(Frames.frame(0x42, true, Arrays.copyOf(message, half)));
            dialogue.client(Frames.frame(0x89, true, new byte[0]));
            dialogue.client(
                    Frames.frame(0x80, true, Arrays.copyOfRange(message, half, message.length)));
            sent.add(payload.substring(0, 40 + i));
        }
        List<Observation> all = dialogue.client(Frames.client(Packets.publish("a", "bare"))).read();
        sent.add("bare");

        assertThat(payloads(all)).containsExactlyElementsOf(sent);
        assertThat(broken(all)).isEmpty();
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
    }

    @Test
    void aBombIsGivenUpAtTheBound() {
        Frames.Compressor compressor = new Frames.Compressor(false);
        byte[] bomb = compressor.message(new byte[Inflation.MESSAGE_BYTES_MAX + 1]);
        List<Observation> all =
                upgraded("mqtt", DEFLATE)
                        .client(Frames.client(CONNECT))
                        .client(Frames.frame(0xc2, true, bomb))
                        .read();

        assertThat(Captures.only(Observation.Malformed.class, all))
                .anyMatch(each -> each.what().contains("expands to more"));
    }

    @Test
    void damagedCompressionIsMalformedAndWithContextNothingAfterItIsGuessed() {
        Frames.Compressor compressor = new Frames.Compressor(false);
        compressor.message(Packets.publish("a", "lost with the damage"));
        List<Observation> all =
                upgraded("mqtt", DEFLATE)
                        .client(Frames.client(CONNECT))
                        .client(Frames.frame(0xc2, true, new byte[] {(byte) 0xff, 1, 2, 3}))
                        .client(
                                Frames.frame(
                                        0xc2,
                                        true,
                                        compressor.message(Packets.publish("a", "lost again"))))
                        .read();

        assertThat(payloads(all)).isEmpty();
        assertThat(Captures.only(Observation.Malformed.class, all))
                .hasSize(2)
                .allMatch(each -> each.rule().startsWith("RFC 7692 §7.2"));
    }

    @Test
    void withoutContextTheMessagesAfterAGapAreExpanded() {
        Frames.Compressor compressor = new Frames.Compressor(true);
        Dialogue dialogue =
                upgraded("mqtt", "permessage-deflate; client_no_context_takeover")
                        .client(Frames.client(CONNECT));
        byte[] lost =
                Frames.frame(0xc2, true, compressor.message(Packets.publish("a", "in the gap")));
        dialogue.clientLoses(lost.length);
        dialogue.client(
                Frames.frame(0xc2, true, compressor.message(Packets.publish("a", "after it"))));

        assertThat(payloads(dialogue.read())).containsExactly("after it");
    }
}
