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
