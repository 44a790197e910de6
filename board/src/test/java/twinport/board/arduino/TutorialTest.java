// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import twinport.board.BoardClock;
import twinport.board.Mosquitto;

/// A sketch with the habits of the usual tutorials runs as it stands.
@Timeout(120)
final class TutorialTest {
    @Test
    void theUsualTutorialRunsUnchanged(@TempDir Path folder)
            throws IOException, InterruptedException, SketchException {
        SketchCode code = SketchBench.sketch("tutorial");
        Mosquitto broker = new Mosquitto(folder);
        try (MqttWatch watch = new MqttWatch(broker.plain());
                SketchBench bench =
                        SketchBench.running(
                                code,
                                BoardClock.system(),
                                Map.of("/port.txt", String.valueOf(broker.plain())),
                                broker.plain())) {
            bench.says("tutorial\r\nchip ").says("Connecting to Wokwi-GUEST");
            bench.says("IP address: \r\n127.0.10.1\r\n").says("MAC 24:0A, again 24:0A:C4:");
            bench.says("year 20").says("epoch good 1").says("MQTT connection...connected");
            watch.sees("t/outTopic hello world");
            watch.sees("t/temperature 23.50").sees("t/count hello world #1");
            watch.sees("t/json {\"temperature\":23.50, \"humidity\":45.8}");
            bench.says("Temperature: 23.50°C  Heat index: 23.10");
            watch.publish("t/output", "on", 0);
            bench.says("Message arrived on topic: t/output. Message: on");
            watch.sees("t/led lit");
            assertThat(bench.board().pins().read(2)).isTrue();
        } finally {
            broker.close();
        }
    }
}
