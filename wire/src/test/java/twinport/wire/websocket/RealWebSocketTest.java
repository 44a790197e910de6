// SPDX-License-Identifier: MIT
package twinport.wire.websocket;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import twinport.wire.Captures;
import twinport.wire.Dialogue;
import twinport.wire.Packets;
import twinport.wire.mqtt.Packet;
import twinport.wire.read.Conversation;
import twinport.wire.read.Observation;
import twinport.wire.tls.SecretLog;

/// WebSockets that others wrote: the captures of the Zeek project, and a real Mosquitto.
class RealWebSocketTest {

    /// None of them holds MQTT. The numbers are those of connections and of broken rules.
    @ParameterizedTest(name = "{0}")
    @CsvSource({
        "http_websocket.pcap, 1, 0",
        "websocket_broker-websocket.pcap, 1, 0",
        "websocket_fragmented-http-reply.pcap, 1, 0",
        "websocket_jupyter-websocket.pcap, 1, 0",
        "websocket_message-too-big-status.pcap, 1, 0",
        // a Close of 258 bytes, its length in eight bytes
        "websocket_oversized-close-frame.pcapng, 1, 2",
        "websocket_reply-ping-coalesced.pcap, 1, 0",
        "websocket_reply-ping-separate.pcap, 1, 0",
        "websocket_two-binary-fragments.pcap, 1, 0",
        "websocket_wrong-accept-header.pcap, 1, 1",
        // both frames of this client are without mask
        "websocket_wstunnel-http.pcap, 1, 2",
        "websocket_wstunnel-https.pcap, 1, 0",
        "websocket_wstunnel-ssh.pcap, 2, 0",
    })
    void theWebSocketsOfOthersAreNamedAndHoldNoMqtt(String name, int opened, int broken) {
        Path capture = Captures.others().map(folder -> folder.resolve(name)).orElse(null);
        assumeTrue(capture != null && Files.exists(capture), name + " is not here");

        List<Observation> all = Captures.read(Objects.requireNonNull(capture), new SecretLog());

        assertThat(Captures.only(Observation.WebSocketOpened.class, all)).hasSize(opened);
        assertThat(Captures.only(Observation.MqttSeen.class, all)).isEmpty();
        assertThat(Captures.only(Observation.RuleBroken.class, all)).hasSize(broken);
        assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
    }

    @Test
    @Timeout(20)
    void whatARealBrokerSaysOverWebSocketIsRead(@TempDir Path folder) throws Exception {
        int port = freePort();
        Process broker = broker(folder, port);
        assumeTrue(broker != null, "mosquitto is not installed");
        try (Socket socket = connect(port, Objects.requireNonNull(broker))) {
            Recorded recorded = new Recorded(socket);
            recorded.send(Frames.request("mqtt", ""));
            recorded.receiveUntil("\r\n\r\n".getBytes(UTF_8));
            recorded.send(Frames.client(Packets.connect("recorder")));
            recorded.receive(2 + 4);
            // SUBSCRIBE "lab/#" with QoS 1, packet identifier 1
            recorded.send(Frames.client(Dialogue.hex("82 0a 0001 0005 6c61622f23 01")));
            recorded.receive(2 + 5);
            byte[] large = Packets.publish("lab/large", "x".repeat(300));
            recorded.send(Frames.client(Packets.publish("lab/small", "21.5")));
            recorded.send(Frames.client(large));
            recorded.receive(2 + 2 + 11 + 4);
            recorded.receive(4 + large.length);
            List<Observation> all = recorded.dialogue.read();

            assertThat(Captures.only(Observation.MqttSeen.class, all))
                    .extracting(each -> each.packet().type().name())
                    .containsExactly(
                            "CONNECT",
                            "CONNACK",
                            "SUBSCRIBE",
                            "SUBACK",
                            "PUBLISH",
                            "PUBLISH",
                            "PUBLISH",
                            "PUBLISH");
            assertThat(Captures.only(Observation.RuleBroken.class, all)).isEmpty();
            assertThat(Captures.only(Observation.Malformed.class, all)).isEmpty();
            Observation.MqttSeen last = Captures.only(Observation.MqttSeen.class, all).getLast();
            assertThat(((Packet.Publish) last.packet()).payload()).hasSize(300);
            Conversation conversation = last.conversation();
            assertThat(Objects.requireNonNull(conversation.webSocket()).isMqtt()).isTrue();
        } finally {
            broker.destroy();
            broker.waitFor(5, TimeUnit.SECONDS);
        }
    }

    /// What both ends say, as a capture would hold it.
    private static final class Recorded {
        final Dialogue dialogue = Dialogue.fromStart();
        private final Socket socket;
        private final InputStream in;

        Recorded(Socket socket) throws IOException {
            this.socket = socket;
            this.in = socket.getInputStream();
        }

        void send(byte[] bytes) throws IOException {
            socket.getOutputStream().write(bytes);
            dialogue.client(bytes);
        }

        void receive(int length) throws IOException {
            byte[] bytes = in.readNBytes(length);
            assertThat(bytes).hasSize(length);
            dialogue.server(bytes);
        }

        void receiveUntil(byte[] end) throws IOException {
            byte[] seen = new byte[0];
            while (seen.length < end.length
                    || !Arrays.equals(
                            seen, seen.length - end.length, seen.length, end, 0, end.length)) {
                int next = in.read();
                assertThat(next).isNotNegative();
                seen = Packets.join(seen, new byte[] {(byte) next});
            }
            dialogue.server(seen);
        }
    }

    private static @Nullable Process broker(Path folder, int port) throws IOException {
        Path file = folder.resolve("mosquitto.conf");
        // Mosquitto 2.0.11 refuses to start with no other listener than one for WebSocket.
        Files.write(
                file,
                List.of(
                        "user " + System.getProperty("user.name"),
                        "allow_anonymous true",
                        "listener " + freePort() + " 127.0.0.1",
                        "listener " + port,
                        "protocol websockets"));
        for (String program : List.of("mosquitto", "/usr/sbin/mosquitto")) {
            try {
                return new ProcessBuilder(program, "-c", file.toString())
                        .redirectErrorStream(true)
                        .redirectOutput(folder.resolve("log").toFile())
                        .start();
            } catch (IOException _) {
                // the next place is tried
            }
        }
        return null;
    }

    /// The broker listens some time after it was started.
    private static Socket connect(int port, Process broker) throws IOException {
        while (true) {
            try {
                return new Socket(InetAddress.getLoopbackAddress(), port);
            } catch (IOException e) {
                if (!broker.isAlive()) {
                    throw e;
                }
                Thread.onSpinWait();
            }
        }
    }

    static int freePort() throws IOException {
        Random random = new Random();
        while (true) {
            int port = 20_000 + random.nextInt(12_000);
            try (ServerSocket socket =
                    new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
                return socket.getLocalPort();
            } catch (IOException _) {
                // taken: another is tried
            }
        }
    }
}
