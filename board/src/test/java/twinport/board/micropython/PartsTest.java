// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import twinport.board.BoardSettings;
import twinport.board.part.PartState;
import twinport.board.part.PartType;
import twinport.board.part.Placement;
import twinport.board.part.Terminal;

/// Every part of the table, driven by firmware through the modules of the ESP32 port.
final class PartsTest {
    private static Bench bench(String main, Placement... parts) {
        Bench bench = Bench.with(BoardSettings.of("bench").withParts(List.of(parts)), main);
        bench.board().start();
        return bench;
    }

    private static PartState state(Bench bench, String id) {
        return bench.board().bench().named(id).state();
    }

    private static void turn(Bench bench, String id, String control, double value) {
        bench.board().bench().named(id).set(control, value);
    }

    private static Terminal gpio(int number) {
        return new Terminal.Gpio(number);
    }

    private static Placement on(String id, PartType type, Map<String, Terminal> wires) {
        return new Placement(id, type, wires, Map.of());
    }

    @Test
    void aDht11AndADs18b20AreReadOnTheirPins() {
        String main =
                """
                import dht, machine, onewire, ds18x20, time
                d = dht.DHT11(machine.Pin(4)); d.measure()
                print('dht', d.temperature(), d.humidity())
                bus = ds18x20.DS18X20(onewire.OneWire(machine.Pin(5)))
                roms = bus.scan(); bus.convert_temp(); time.sleep_ms(750)
                print('ds', len(roms), bus.read_temp(roms[0]))
                """;
        try (Bench bench =
                bench(
                        main,
                        Placement.of("in", PartType.DHT11, "data", 4)
                                .with("temperature", "19")
                                .with("humidity", "61"),
                        Placement.of("water", PartType.DS18B20, "DQ", 5)
                                .with("temperature", "-10.125"))) {
            bench.says("dht 19 61\nds 1 -10.125");
        }
    }

    @Test
    void lampsShineAsTheFirmwareDrivesThem() {
        String main =
                """
                from machine import Pin, PWM
                import neopixel, time
                PWM(Pin(2), freq=1000, duty=512)
                for n, duty in ((25, 1023), (26, 0), (27, 512)): PWM(Pin(n), freq=1000, duty=duty)
                strip = neopixel.NeoPixel(Pin(13), 3)
                strip[0] = (255, 128, 0); strip[2] = (1, 2, 3); strip.write()
                print('shining')
                time.sleep(60)
                """;
        try (Bench bench =
                bench(
                        main,
                        Placement.of("led", PartType.LED, "A", 2),
                        on(
                                "rgb",
                                PartType.RGB_LED,
                                Map.of("R", gpio(25), "G", gpio(26), "B", gpio(27))),
                        Placement.of("strip", PartType.NEOPIXEL, "DIN", 13).with("pixels", "3"))) {
            bench.says("shining");
            assertThat(state(bench, "led")).isEqualTo(new PartState.Light(0.5));
            assertThat(state(bench, "rgb")).isEqualTo(new PartState.Colours(List.of(0xff0080)));
            assertThat(state(bench, "strip"))
                    .isEqualTo(new PartState.Colours(List.of(0xff8000, 0, 0x010203)));
        }
    }

    @Test
    void whatPeopleTurnIsReadByTheFirmware() {
        String main =
                """
                from machine import Pin, ADC
                import time
                button = Pin(18, Pin.IN, Pin.PULL_UP)
                switch = Pin(19, Pin.IN)
                knob, light = ADC(Pin(34)), ADC(Pin(35))
                for adc in knob, light: adc.atten(ADC.ATTN_11DB)
                dark = Pin(23, Pin.IN)
                seen = None
                while True:
                    now = button(), switch(), knob.read() > 2000, light.read() > 3000, dark()
                    if now != seen: print(*now)
                    seen = now
                    time.sleep_ms(5)
                """;
        try (Bench bench =
                bench(
                        main,
                        Placement.of("btn", PartType.BUTTON, "1", 18),
                        on(
                                "sw",
                                PartType.SLIDE_SWITCH,
                                Map.of(
                                        "1", new Terminal.Low(),
                                        "2", gpio(19),
                                        "3", new Terminal.High())),
                        Placement.of("pot", PartType.POTENTIOMETER, "SIG", 34),
                        on("ldr", PartType.LDR, Map.of("AO", gpio(35), "DO", gpio(23))))) {
            bench.says("1 0 False False 0");
            turn(bench, "btn", "pressed", 1);
            bench.says("0 0 False False 0");
            turn(bench, "btn", "pressed", 0);
            turn(bench, "sw", "position", 1);
            bench.says("1 1 False False 0");
            turn(bench, "pot", "position", 0.9);
            bench.says("1 1 True False 0");
            turn(bench, "ldr", "lux", 0.5);
            bench.says("1 1 True True 1");
        }
    }

    @Test
    void whatMovesAndSoundsFollowsTheFirmware() {
        String main =
                """
                from machine import Pin, PWM
                import time
                PWM(Pin(25), freq=440, duty=512)
                Pin(26, Pin.OUT).on()
                PWM(Pin(27), freq=50, duty_ns=1472000)
                print('moving')
                time.sleep(60)
                """;
        try (Bench bench =
                bench(
                        main,
                        Placement.of("bz", PartType.BUZZER, "2", 25),
                        Placement.of("relay", PartType.RELAY, "IN", 26),
                        Placement.of("servo", PartType.SERVO, "PWM", 27))) {
            bench.says("moving");
            assertThat(state(bench, "bz")).isEqualTo(new PartState.Sound(440));
            assertThat(state(bench, "relay")).isEqualTo(new PartState.Contact(true));
            assertThat(state(bench, "servo"))
                    .isInstanceOfSatisfying(
                            PartState.Position.class,
                            position -> assertThat(Math.round(position.value())).isEqualTo(90));
        }
    }

    @Test
    void screensShowWhatTheFirmwareWrites() {
        String main =
                """
                from machine import Pin, I2C
                import ssd1306, i2c_lcd, time
                i2c = I2C(0, scl=Pin(22), sda=Pin(21))
                print([hex(a) for a in i2c.scan()])
                oled = ssd1306.SSD1306_I2C(128, 64, i2c)
                oled.pixel(5, 9, 1); oled.show()
                lcd = i2c_lcd.I2cLcd(i2c, 0x27, 2, 16)
                lcd.putstr('Twinport\\n21.5')
                tall = i2c_lcd.I2cLcd(i2c, 0x26, 4, 20)
                tall.move_to(0, 3); tall.putstr('fourth')
                print('shown')
                time.sleep(60)
                """;
        Map<String, Terminal> bus = Map.of("SDA", gpio(21), "SCL", gpio(22));
        try (Bench bench =
                bench(
                        main,
                        on("oled", PartType.SSD1306, bus),
                        on("lcd", PartType.LCD1602, bus),
                        on("tall", PartType.LCD2004, bus).with("address", "0x26"))) {
            bench.says("shown");
            assertThat(bench.serial()).startsWith("['0x26', '0x27', '0x3c']\n");
            assertThat(state(bench, "oled"))
                    .isInstanceOfSatisfying(
                            PartState.Screen.class,
                            screen -> {
                                assertThat(screen.on()).isTrue();
                                assertThat(screen.lit(5, 9)).isTrue();
                                assertThat(screen.lit(5, 8)).isFalse();
                            });
            assertThat(state(bench, "lcd"))
                    .isInstanceOfSatisfying(
                            PartState.Text.class,
                            text ->
                                    assertThat(text.lines())
                                            .extracting(String::strip)
                                            .containsExactly("Twinport", "21.5"));
            assertThat(state(bench, "tall"))
                    .isInstanceOfSatisfying(
                            PartState.Text.class,
                            text -> assertThat(text.lines().get(3)).startsWith("fourth"));
        }
    }
}
