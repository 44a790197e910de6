// SPDX-License-Identifier: MIT
package twinport.capture;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import twinport.capture.segment.Dialogue;
import twinport.capture.segment.LinkLayer;
import twinport.wire.flow.Direction;
import twinport.wire.mqtt.Packet;
import twinport.wire.pcap.CaptureFile;
import twinport.wire.read.Observation;
import twinport.wire.read.Reader;

/// A capture of 802.11 frames, as Wokwi writes them.
class WifiFramesTest {
    // 10 0d 00 04 "MQTT" 04 02 00 3c 00 01 "a": CONNECT 3.1.1; 30 08 00 03 "a/1" "one": PUBLISH
    private static final byte[] SAID =
            HexFormat.of()
                    .parseHex(
                            "100d00044d5154540402003c0001613008 0003612f316f6e65".replace(" ", ""));

    @TempDir Path folder;
    private Path file;

    @BeforeEach
    void capture() throws Exception {
        file = folder.resolve("wifi.pcapng");
        CaptureSettings settings =
                new CaptureSettings(
                        file,
                        CaptureSettings.DEFAULT_SIZE_LIMIT,
                        CaptureSettings.RING_FILES,
                        "t",
                        Map.of(),
                        LinkLayer.WIFI,
                        null);
        Dialogue dialogue =
                new Dialogue(
                        new InetSocketAddress(InetAddress.ofLiteral("10.10.0.2"), 40_000),
                        new InetSocketAddress(InetAddress.ofLiteral("10.10.0.1"), 1883),
                        0,
                        LinkLayer.WIFI);
        List<byte[]> frames = new ArrayList<>(dialogue.opening());
        frames.add(dialogue.payload(Direction.FROM_CLIENT, ByteBuffer.wrap(SAID)));
        byte[] answer = {0x20, 2, 0, 0};
        frames.add(dialogue.payload(Direction.FROM_SERVER, ByteBuffer.wrap(answer)));
        frames.addAll(dialogue.end(Direction.FROM_CLIENT));
        frames.addAll(dialogue.end(Direction.FROM_SERVER));
        try (CaptureQueue queue = new CaptureQueue(settings, _ -> {})) {
            for (byte[] frame : frames) {
                queue.frame(1_700_000_000_000_000_000L, frame, null);
            }
        }
    }

    @Test
    void wiresharkReadsOpenDataFramesUpToMqtt() throws Exception {
        List<String> protocols = Tshark.read(file, "-T", "fields", "-e", "frame.protocols");
        List<String> messages =
                Tshark.read(file, "-Y", "mqtt", "-T", "fields", "-e", "mqtt.msgtype");

        assertThat(protocols).hasSize(9).allMatch(each -> each.startsWith("wlan:llc:ip:tcp"));
        assertThat(messages).containsExactly("1,3", "2");
        assertThat(Tshark.read(file, "-Y", "_ws.malformed || tcp.analysis.flags")).isEmpty();
    }

    /// Worked out by hand: the bare ACK has 24 + 8 + 20 + 20 bytes, as Wokwi's.
    @Test
    void theAddressesTellStationAndAccessPoint() throws Exception {
        List<String> seen =
                Tshark.read(
                        file,
                        "-T",
                        "fields",
                        "-e",
                        "frame.len",
                        "-e",
                        "wlan.sa",
                        "-e",
                        "wlan.da",
                        "-e",
                        "wlan.bssid",
                        "-e",
                        "wlan.seq");

        assertThat(seen.get(2))
                .isEqualTo("72\t02:00:0a:0a:00:02\t02:00:0a:0a:00:01\t02:54:57:49:4e:01\t2");
        assertThat(seen.get(4))
                .endsWith("02:00:0a:0a:00:01\t02:00:0a:0a:00:02\t02:54:57:49:4e:01\t4");
    }

    @Test
    void ourReaderReadsTheSameMessages() throws Exception {
        List<Packet> packets = new ArrayList<>();
        Reader reader =
                new Reader(observation -> {
                    if (observation instanceof Observation.MqttSeen mqtt) {
                        packets.add(mqtt.packet());
                    }
                });
        try (CaptureFile capture = CaptureFile.open(file)) {
            capture.forEach(reader::accept);
        }
        reader.end();

        assertThat(packets)
                .hasExactlyElementsOfTypes(
                        Packet.Connect.class, Packet.Publish.class, Packet.ConnAck.class);
    }
}
