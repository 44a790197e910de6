// SPDX-License-Identifier: MIT
package twinport.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt5.Mqtt5BlockingClient;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A run in which a message did not reach its client is not called good.
class DroppedMessagesTest {
    private static final int MEGABYTE = 1 << 20;
    private static final int MESSAGES = 60;

    private static final String LAB =
            """
            plain: {port: 0, open: true}
            boards:
              - {id: thermo, firmware: FIRMWARE, transport: plain}
            identities:
              - {name: writer, publish: [plain/slow/#]}
            """;

    /// MQTT 3.1.1: CONNECT of client id `slow`, then SUBSCRIBE to `plain/slow/#` with QoS 0.
    private static final String CONNECT = "10100004" + "4d515454" + "0402003c" + "0004736c6f77";

    private static final String SUBSCRIBE = "8211000100" + "0c" + "706c61696e2f736c6f772f23" + "00";

    @TempDir private Path folder;

    @Test
    void aRunThatDroppedAMessageSaysSoAndEndsWithOne() throws Exception {
        Path firmware = Path.of("../firmware/arduino/thermo").toAbsolutePath().normalize();
        Path file =
                Files.writeString(
                        folder.resolve("lab.yaml"), LAB.replace("FIRMWARE", firmware.toString()));
        try (RunningLab lab = RunningLab.start(folder, file.toString(), "--for", "6s");
                Socket slow = new Socket()) {
            slow.setReceiveBufferSize(4096);
            slow.connect(
                    new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), lab.plainPort()));
            send(slow, CONNECT);
            assertThat(slow.getInputStream().readNBytes(4)).isEqualTo(new byte[] {0x20, 2, 0, 0});
            send(slow, SUBSCRIBE);
            assertThat(slow.getInputStream().readNBytes(5)).hasSize(5);
            write(lab);

            assertThat(lab.exitCode()).as(lab.output()).isEqualTo(Exit.NOT_GOOD);
            assertThat(lab.output())
                    .contains("dropped: slow did not get a message on plain/slow/big (QoS 0)")
                    .containsPattern("\\d+ messages did not reach a client");
        }
    }

    private static void send(Socket slow, String packet) throws Exception {
        slow.getOutputStream().write(HexFormat.of().parseHex(packet));
    }

    private static void write(RunningLab lab) throws Exception {
        Mqtt5BlockingClient writer =
                MqttClient.builder()
                        .useMqttVersion5()
                        .identifier("writer")
                        .serverHost("127.0.0.1")
                        .serverPort(lab.plainPort())
                        .simpleAuth()
                        .username("writer")
                        .password(lab.password("writer").getBytes(StandardCharsets.UTF_8))
                        .applySimpleAuth()
                        .buildBlocking();
        writer.connect();
        for (int i = 0; i < MESSAGES; i++) {
            writer.publishWith()
                    .topic("plain/slow/big")
                    .qos(MqttQos.AT_LEAST_ONCE)
                    .payload(new byte[MEGABYTE - 64])
                    .send();
        }
        writer.disconnect();
    }
}
