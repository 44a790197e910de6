// SPDX-License-Identifier: MIT
package twinport.board;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import twinport.board.arduino.MqttWatch;
import twinport.board.arduino.Sketches;
import twinport.board.micropython.MicroPythonProgram;
import twinport.board.net.DetouredNetwork;
import twinport.board.net.InventedNames;
import twinport.board.net.LoopbackNetwork;
import twinport.board.part.PartType;
import twinport.board.part.Placement;
import twinport.board.part.Terminal;

/// The programs in examples/tutorials run as they stand, with the brokers' names they dial, and do
/// what they are for.
@Timeout(120)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class TutorialsTest {
    private static final Path EXAMPLES = Path.of("..", "examples", "tutorials");
    private static final InetAddress LOCAL = InetAddress.ofLiteral("127.0.0.1");

    private static final List<Placement> PARTS =
            List.of(
                    Placement.of("dht22", PartType.DHT22, "data", 15),
                    Placement.of("led", PartType.LED, "anode", 2),
                    Placement.of("lamp", PartType.LED, "anode", 19),
                    Placement.of("beeper", PartType.BUZZER, "pin", 23),
                    i2c("lcd", PartType.LCD1602),
                    i2c("oled", PartType.SSD1306));

    private Mosquitto broker;

    private static Placement i2c(String id, PartType type) {
        return new Placement(
                id,
                type,
                Map.of("sda", new Terminal.Gpio(21), "scl", new Terminal.Gpio(22)),
                Map.of());
    }

    /// What somebody hears of each.
    static Stream<Arguments> programs() {
        return Stream.of(
                Arguments.of("arduino/weather_pubsub", "esp32/temperature 23.50"),
                Arguments.of("arduino/json_lamp", "lamp/state {\"level\":0,\"on\":false"),
                Arguments.of("arduino/secure_insecure", "garden/temp 23.5"),
                Arguments.of("arduino/secure_ca", "secure/station up "),
                Arguments.of("arduino/deep_sleeper", "battery/boot 3"),
                Arguments.of("arduino/door_bell", "door/ready yes"),
                Arguments.of("arduino/lcd_station", "lcd/weather {\"t\":23.5,\"h\":46}"),
                Arguments.of("arduino/boiler_ticker", "boiler/celsius 22.00"),
                Arguments.of("arduino/async_timers", "hall/temperature 23.50"),
                Arguments.of("arduino/two_tasks", "cellar/climate 23.5 C 45.8 % after "),
                Arguments.of("arduino/ntp_lamp", "studio/lamp/clock "),
                Arguments.of("arduino/time_stamps", "stamps/batch {\"readings\":[{\"at\":\"20"),
                Arguments.of("micropython/async-station", "loft/climate 23.5;45.8"),
                Arguments.of("micropython/button-timer", "door/temp 23.5"),
                Arguments.of("micropython/first-publish", "home/desk/weather {"),
                Arguments.of("micropython/oled-clock", "oled/state {"),
                Arguments.of("micropython/robust-station", "greenhouse/bed1/state here"),
                Arguments.of("micropython/room-notes", "rooms/küche "),
                Arguments.of("micropython/secure-context", "weather/text "),
                Arguments.of("micropython/secure-params", "devices/kitchen/data {"),
                Arguments.of("micropython/sleeper", "battery/node 2 23.5"));
    }

    @BeforeAll
    void start(@TempDir Path folder) throws Exception {
        broker = new Mosquitto(folder);
    }

    @AfterAll
    void end() {
        if (broker != null) {
            broker.close();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("programs")
    void theProgramRunsUnchanged(String program, String heard) throws Exception {
        boolean mutual = program.endsWith("secure-params");
        try (MqttWatch watch = new MqttWatch(broker.plain(), "#");
                Board board = board(program, mutual ? broker.mutual() : broker.tls())) {
            board.sensor().set(23.5, 45.8);
            board.start();
            try {
                watch.sees(heard);
                if (program.endsWith("json_lamp")) {
                    watch.publish("lamp/set", "{\"level\":128,\"by\":\"test\"}", 0);
                    watch.sees("lamp/state {\"level\":128,\"on\":true");
                    watch.publish("lamp/set", "{", 0);
                    watch.sees("lamp/error IncompleteInput");
                }
                if (program.endsWith("async_timers")) {
                    watch.publish("hall/led", "on", 2);
                    watch.sees("hall/heard hall/led qos 2 is on");
                }
                if (program.endsWith("ntp_lamp")) {
                    watch.publish("studio/lamp/set", "on", 1);
                    watch.sees("studio/lamp/state on at ");
                }
                if (program.endsWith("door_bell")) {
                    board.bench().named("bell").set("pressed", 1);
                    watch.sees("door/bell ring");
                }
            } catch (AssertionError e) {
                throw new AssertionError(e.getMessage() + "\nserial: " + board.serial().text(), e);
            }
        }
    }

    @Test
    void everyTutorialIsTriedHere() throws IOException {
        List<String> there = new ArrayList<>();
        for (String language : List.of("arduino", "micropython")) {
            try (Stream<Path> folders = Files.list(EXAMPLES.resolve(language))) {
                folders.forEach(each -> there.add(language + "/" + each.getFileName()));
            }
        }
        assertThat(programs().map(each -> each.get()[0]))
                .containsExactlyInAnyOrderElementsOf(there);
        assertThat(there).hasSizeGreaterThanOrEqualTo(12);
    }

    private Board board(String program, int tls) throws Exception {
        Path folder = EXAMPLES.resolve(program);
        Map<String, byte[]> files = new HashMap<>();
        for (String name : List.of("ca.pem", "client.pem", "client.key")) {
            files.put("/" + name, broker.pem(name).getBytes(StandardCharsets.UTF_8));
        }
        Firmware firmware;
        if (program.startsWith("arduino/")) {
            firmware = Sketches.firmware(folder, files);
        } else {
            try (Stream<Path> all = Files.list(folder)) {
                for (Path file : all.toList()) {
                    files.put("/" + file.getFileName(), Files.readAllBytes(file));
                }
            }
            firmware = new MicroPythonProgram(files);
        }
        List<Placement> parts = new ArrayList<>(PARTS);
        parts.add(
                program.endsWith("boiler_ticker")
                        ? Placement.of("probe", PartType.DS18B20, "data", 4)
                        : Placement.of("bell", PartType.BUTTON, "pin", 4));
        InetSocketAddress plainPort = new InetSocketAddress(LOCAL, broker.plain());
        InetSocketAddress tlsPort = new InetSocketAddress(LOCAL, tls);
        return new Board(
                BoardSettings.of("tutorial").withBootTime(Duration.ZERO).withParts(parts),
                firmware,
                new DetouredNetwork(
                        new LoopbackNetwork(
                                InetAddress.ofLiteral("127.0.10.1"),
                                Map.of("localhost", LOCAL),
                                Set.of(plainPort, tlsPort)),
                        new InventedNames(),
                        Map.of(1883, plainPort, 8883, tlsPort),
                        Set.of(),
                        List.of()),
                BoardClock.system(),
                new Random(1));
    }
}
