// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardSettings;
import twinport.board.Mosquitto;

/// The viewer program of the default lab, with a real broker.
@Timeout(60)
final class ViewerTest {
    private static final Path VIEWER = Path.of("../firmware/micropython/viewer/main.py");

    /// A thermometer and somebody who sends commands, in one.
    private static String peer(int port) {
        return """
        import network, time, json
        from umqtt.simple import MQTTClient
        w = network.WLAN(); w.active(True); w.connect('Wokwi-GUEST', '')
        while not w.isconnected(): time.sleep_ms(10)
        c = MQTTClient('peer', 'localhost', %d); c.set_callback(lambda t, m: print(t, m)); c.connect()
        for topic in ('lab/view/cmd/+/response', 'lab/view/status'): c.subscribe(topic)
        while True:
            line = input()
            if line:
                topic, _, message = line.partition(' ')
                c.publish(topic, message)
            else:
                c.wait_msg()
        """
                .formatted(port);
    }

    private static String config(Mosquitto broker, boolean tls) throws IOException {
        return """
        {"wifi_ssid":"Wokwi-GUEST","wifi_password":"","host":"localhost","port":%d,"tls":%b,
        "site":"lab","id":"view","watch":"thermo","user":"","password":"",
        "ca":"%s","cert":"%s","key":"%s"}
        """
                .formatted(
                        tls ? broker.mutual() : broker.plain(),
                        tls,
                        line(broker.pem("ca.pem")),
                        line(broker.pem("client.pem")),
                        line(broker.pem("client.key")));
    }

    private static String line(String pem) {
        return pem.replace("\n", "\\n");
    }

    private static Bench viewer(String config, int port) throws IOException {
        Map<String, String> files = new HashMap<>();
        files.put("/main.py", Files.readString(VIEWER));
        files.put("/config.json", config);
        return Bench.with(BoardSettings.of("view"), files, port);
    }

    private static void type(Bench peer, String line) {
        peer.board().serial().type(line + "\r");
    }

    @Test
    void itShowsReadingsAnswersCommandsAndLeavesAWill(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Mosquitto broker = new Mosquitto(folder);
                Bench peer = Bench.running(peer(broker.plain()), broker.plain());
                Bench viewer = viewer(config(broker, false), broker.plain())) {
            peer.waits("a connection", () -> peer.board().counters().connections() == 1);
            viewer.board().start();
            viewer.says("# connected to localhost:" + broker.plain() + " as view");
            type(peer, "");
            peer.says("b'lab/view/status' b'online'");
            type(peer, "lab/thermo/dht22 {\"temperature\":23.5,\"humidity\":45.8}");
            viewer.says("temperature:23.5 humidity:45.8\n");
            type(peer, "lab/thermo/dht22 {\"temperature\":null,\"humidity\":null}");
            viewer.says("# the sensor could not be read\n");
            type(peer, "lab/thermo/dht22 [1, 2]");
            viewer.says("# not a reading: b'[1, 2]'\n");
            assertThat(viewer.board().pins().read(2)).isFalse();
            type(peer, "lab/view/cmd/led {\"id\":\"c1\",\"value\":\"on\"}");
            type(peer, "");
            peer.says("b'lab/view/cmd/led/response'");
            peer.says("\"id\": \"c1\"");
            peer.says("\"value\": \"on\"");
            assertThat(viewer.board().pins().read(2)).isTrue();
            refusals(peer);
            // The broker may hand an answer on before the board has counted what it sent.
            viewer.waits("its count", () -> viewer.board().counters().published() >= 6);
            assertThat(viewer.board().counters().published()).isEqualTo(6);
            assertThat(viewer.board().counters().received()).isEqualTo(8);
            viewer.board().stop();
            type(peer, "");
            peer.says("b'lab/view/status' b'offline'");
        }
    }

    private static void refusals(Bench peer) {
        type(peer, "lab/view/cmd/led {\"id\":\"c2\",\"value\":\"blue\"}");
        type(peer, "");
        peer.says("led is on or off");
        type(peer, "lab/view/cmd/interval {\"id\":\"c3\",\"value\":5}");
        type(peer, "");
        peer.says("unknown command: interval");
        for (String nonsense : new String[] {"on", "[1]"}) {
            int before = peer.serial().length();
            type(peer, "lab/view/cmd/led " + nonsense);
            type(peer, "");
            peer.waits(
                    "an answer to " + nonsense,
                    () -> peer.serial().indexOf("a command is a JSON object", before) > 0);
        }
    }

    @Test
    void itUsesTlsWithItsCertificateAndComesBackAfterTheBrokerWasAway(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Mosquitto broker = new Mosquitto(folder);
                Bench viewer = viewer(config(broker, true), broker.mutual())) {
            viewer.board().start();
            viewer.says("# connected to localhost:" + broker.mutual());
            int before = viewer.serial().length();
            broker.restart();
            viewer.waits(
                    "a new connection", () -> viewer.serial().indexOf("# connected", before) > 0);
        }
    }

    @Test
    void itSaysWhyItDoesNotConnectAndTriesAgain(@TempDir Path folder)
            throws IOException, InterruptedException {
        try (Mosquitto broker = new Mosquitto(folder)) {
            String wrong =
                    config(broker, true)
                            .replace(line(broker.pem("ca.pem")), line(broker.pem("other-ca.pem")));
            try (Bench viewer = viewer(wrong, broker.mutual())) {
                viewer.board().start();
                viewer.says("# ValueError: ");
                viewer.says("again in 2 s");
            }
        }
    }
}
