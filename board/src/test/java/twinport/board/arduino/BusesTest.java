// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.BoardClock;
import twinport.board.BoardSettings;
import twinport.board.net.Ports;
import twinport.board.part.PartState;
import twinport.board.part.PartType;
import twinport.board.part.Placement;

/// A sketch reaches the parts on the bench by the libraries that tutorials use, and the network by
/// UDP and HTTP.
@Timeout(120)
final class BusesTest {
    private static final List<Placement> PARTS =
            List.of(
                    lcd(),
                    Placement.of("probe", PartType.DS18B20, "data", 4),
                    Placement.of("ring", PartType.NEOPIXEL, "data", 5).with("pixels", "3"),
                    Placement.of("arm", PartType.SERVO, "signal", 18),
                    Placement.of("lamp", PartType.LED, "anode", 19),
                    Placement.of("beeper", PartType.BUZZER, "pin", 23));

    private static Placement lcd() {
        return new Placement(
                "lcd",
                PartType.LCD1602,
                Map.of(
                        "sda", new twinport.board.part.Terminal.Gpio(21),
                        "scl", new twinport.board.part.Terminal.Gpio(22)),
                Map.of());
    }

    @Test
    void partsAnswerTheLibrariesOfTutorials() throws Exception {
        SketchCode code = SketchBench.sketch("parts");
        List<String> requests = new CopyOnWriteArrayList<>();
        ServerSocket server = new ServerSocket(Ports.free(), 1, InetAddress.ofLiteral("127.0.0.1"));
        Thread.ofVirtual().start(() -> serve(server, requests));
        int port = server.getLocalPort();
        try (SketchBench bench =
                SketchBench.running(
                        BoardSettings.of("bench").withBootTime(Duration.ZERO).withParts(PARTS),
                        code,
                        BoardClock.system(),
                        Map.of("/port.txt", String.valueOf(port)),
                        port)) {
            bench.says(
                    "{\"device\":\"esp32\",\"celsius\":23.5,\"count\":7,\"on\":true,"
                            + "\"nested\":{\"deep\":\"x\\\"y\"},\"list\":[1,2.25,\"three\"]}");
            bench.says("json on 80 -15.0 2 °").says("json 42 1 1 1 on");
            bench.says("led;level;t;a;u;IncompleteInput");
            bench.says("InvalidInput").says("EmptyInput");
            bench.says("i2c 0x27").says("dallas 1 ").says("parts set");
            assertThat(state(bench, "lcd")).asString().contains("Temperature:").contains("23.5");
            assertThat(state(bench, "probe"))
                    .isEqualTo(new PartState.Temperature(temperature(bench)));
            assertThat(state(bench, "ring")).asString().contains(String.valueOf(0xFF0010));
            assertThat(((PartState.Position) state(bench, "arm")).value()).isBetween(85.0, 95.0);
            assertThat(((PartState.Light) state(bench, "lamp")).brightness()).isBetween(0.2, 0.3);
            assertThat(state(bench, "beeper")).isEqualTo(new PartState.Sound(440));
            bench.says("ntp 1").says("http 201 stored");
            assertThat(requests).containsExactly("POST /data?x=1 HTTP/1.1 {\"t\":23.5}");
        } finally {
            server.close();
        }
    }

    /// One request, answered in chunks (RFC 9112 §7.1).
    private static void serve(ServerSocket server, List<String> requests) {
        try (Socket client = server.accept()) {
            BufferedReader in =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII));
            String first = in.readLine();
            int length = 0;
            for (String line = in.readLine();
                    line != null && !line.isEmpty();
                    line = in.readLine()) {
                if (line.startsWith("Content-Length: ")) {
                    length = Integer.parseInt(line.substring("Content-Length: ".length()));
                }
            }
            char[] body = new char[length];
            int got = in.read(body);
            requests.add(first + " " + new String(body, 0, Math.max(0, got)));
            String answer =
                    String.join(
                            "\r\n",
                            "HTTP/1.1 201 Created",
                            "Transfer-Encoding: chunked",
                            "",
                            "4",
                            "stor",
                            "2",
                            "ed",
                            "0",
                            "",
                            "");
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            requests.add(e.toString());
        }
    }

    private static double temperature(SketchBench bench) {
        return bench.board().bench().named("probe").get("temperature");
    }

    private static PartState state(SketchBench bench, String part) {
        return bench.board().bench().named(part).state();
    }
}
