// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
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
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.read.Protocol;
import twinport.wire.tls.SecretLog;

class WebSocketTest {
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

    private static Conversation last(List<Observation> all) {
        return Captures.only(Observation.ConversationClosed.class, all).getLast().conversation();
    }

    // ---- the upgrade

    @Test
    void theUpgradeTellsPathHostSubProtocolAndExtensions() {
        List<Observation> all =
                Dialogue.fromStart()
                        .client(Frames.request("mqttv3.1, mqtt", DEFLATE))
                        .server(Frames.answer("mqtt", DEFLATE))
                        .read();

        Handshake handshake = Objects.requireNonNull(last(all).webSocket());
        assertThat(handshake.path()).isEqualTo("/mqtt");
        assertThat(handshake.host()).isEqualTo("broker.example:9001");
        assertThat(handshake.offered()).containsExactly("mqttv3.1", "mqtt");
        assertThat(handshake.protocol()).isEqualTo("mqtt");
        assertThat(handshake.extensions()).isEqualTo(DEFLATE);
        assertThat(last(all).protocol()).isEqualTo(Protocol.WEBSOCKET);
        assertThat(broken(all)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Host: broker.example:9001\\r\\n |  | §4.1: a Host | GET",
                "Version: 13 | Version: 12 | §4.1: version 13 | Sec-WebSocket-Version",
                "b25jZQ== | b25j | §4.1: a key | Sec-WebSocket-Key",
                "Connection: keep-alive, Upgrade\\r\\n | | §4.1: a Connection | GET",
            })
    void aRequestThatBreaksARuleIsReportedAtItsLine(
            String from, @Nullable String to, String rule, String line) {
        String changed =
                new String(Frames.request("mqtt", ""), US_ASCII)
                        .replace(from.replace("\\r\\n", "\r\n"), to == null ? "" : to);
        List<Observation> all =
                Dialogue.fromStart()
                        .client(changed.getBytes(US_ASCII))
                        .server(Frames.answer("mqtt", ""))
                        .client(Frames.client(CONNECT))
                        .read();

        assertThat(broken(all)).anyMatch(each -> each.rule().contains("RFC 6455 " + rule));
        Observation.RuleBroken first = broken(all).getFirst();
        assertThat(first.layer()).isEqualTo(Layer.WEBSOCKET);
        assertThat(first.frame()).isEqualTo(3);
        assertThat(first.offset() - 54).isEqualTo(changed.indexOf(line));
        assertThat(Captures.only(Observation.MqttSeen.class, all)).hasSize(1);
    }

    @Test
    void aWrongAcceptValueIsReported() {
        String wrong = new String(Frames.answer("mqtt", ""), US_ASCII).replace("s3pPL", "s3pPM");
        List<Observation> all =
                Dialogue.fromStart()
                        .client(Frames.request("mqtt", ""))
                        .server(wrong.getBytes(US_ASCII))
                        .read();

        assertThat(broken(all))
                .singleElement()
                .matches(each -> each.what().startsWith("Sec-WebSocket-Accept: s3pPM"))
                .matches(each -> each.rule().contains("RFC 6455 §4.2.2"));
    }

    @Test
    void aSubProtocolThatNobodyOfferedIsReported() {
        List<Observation> all =
                Dialogue.fromStart()
                        .client(Frames.request("chat", ""))
                        .server(Frames.answer("mqtt", ""))
                        .read();

        assertThat(broken(all)).singleElement().matches(each -> each.rule().contains("§4.2.2"));
    }

    @Test
    void theUpgradeMayComeByteByByteAndWithTheFirstFrameOfTheServer() {
        Dialogue dialogue = Dialogue.fromStart();
        for (byte each : Frames.request("mqtt", "")) {
            dialogue.client(new byte[] {each});
        }
        byte[] all = Packets.join(Frames.answer("mqtt", ""), Frames.server(CONNACK));
        for (byte each : all) {
            dialogue.server(new byte[] {each});
        }

        assertThat(Captures.only(Observation.MqttSeen.class, dialogue.read())).hasSize(1);
    }

    @Test
    void whatTheClientSendsBeforeTheAnswerWasCapturedIsReadAfterIt() {
        List<Observation> all =
                Dialogue.fromStart()
                        .client(Packets.join(Frames.request("mqtt", ""), Frames.client(CONNECT)))
                        .client(Frames.client(Packets.publish("a", "early")))
                        .server(Frames.answer("mqtt", ""))
                        .read();

        assertThat(payloads(all)).containsExactly("early");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET / HTTP/1.1\r\nHost: a\r\n\r\n",
                "GET / HTTP/1.1\r\nHost: a\r\nUpgrade: h2c\r\nConnection: Upgrade\r\n\r\n",
                "GET /endless"
            })
    void httpThatAsksForNoWebSocketIsLeftAlone(String request) {
        List<Observation> all =
                Dialogue.fromStart()
                        .client(request.getBytes(US_ASCII))
                        .server("HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII))
                        .server(CONNACK)
                        .client(CONNECT)
                        .read();

        assertThat(last(all).protocol()).isEqualTo(Protocol.UNKNOWN);
        assertThat(Captures.only(Observation.MqttSeen.class, all)).isEmpty();
        assertThat(broken(all)).isEmpty();
    }

    @Test
    void aHeadWithoutEndIsGivenUp() {
        byte[] endless = new byte[HttpHead.BYTES_MAX + 1000];
        Arrays.fill(endless, (byte) 'x');
        System.arraycopy("GET /".getBytes(US_ASCII), 0, endless, 0, 5);
        List<Observation> all =
                Dialogue.fromStart().client(endless).server(Frames.answer("mqtt", "")).read();

        assertThat(Captures.only(Observation.WebSocketOpened.class, all)).isEmpty();
    }

    // ---- frames

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

    // ---- what is no MQTT

    @Test
    void anotherSubProtocolIsNamedAndReadAsMqttOnlyFromAConnectOn() {
        byte[] publish = Packets.publish("a", "hidden");
        List<Observation> chat =
                upgraded("chat", "")
                        .client(Frames.client(publish))
                        .server(Frames.server(CONNACK))
                        .client(Frames.client(publish))
                        .read();
        List<Observation> hidden =
                upgraded("", "")
                        .client(Frames.client(CONNECT))
                        .client(Frames.client(publish))
                        .read();

        assertThat(Captures.only(Observation.MqttSeen.class, chat)).isEmpty();
        assertThat(Objects.requireNonNull(last(chat).webSocket()).protocol()).isEqualTo("chat");
        assertThat(payloads(hidden)).containsExactly("hidden");
    }

    @Test
    void randomFramesNeverThrowAndInventNothing() {
        Random random = new Random(11);
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(400)];
            random.nextBytes(noise);
            List<Observation> all =
                    upgraded("", i % 2 == 0 ? DEFLATE : "").client(noise).server(noise).read();
            assertThat(Captures.only(Observation.MqttSeen.class, all)).isEmpty();
        }
    }

    @Test
    void theCorpusFileHoldsTwoPublishes() {
        List<Observation> all = Captures.read(Captures.own("mqtt-websocket.pcap"), new SecretLog());

        assertThat(payloads(all)).hasSize(2);
        assertThat(broken(all)).isEmpty();
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
        assertThat(Objects.requireNonNull(last(all).webSocket()).protocol()).isEqualTo("mqtt");
    }
}
