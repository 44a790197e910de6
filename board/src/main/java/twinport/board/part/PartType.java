// SPDX-License-Identifier: MIT
package twinport.board.part;

import static twinport.board.part.Setting.control;
import static twinport.board.part.Setting.number;
import static twinport.board.part.Setting.oneOf;
import static twinport.board.part.Setting.text;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The table of parts: what there is, with its pins and what can be set.
@SuppressWarnings("ImmutableEnumChecker") // immutable lists, makers without state
public enum PartType {
    DHT22(
            List.of(Pin.data("data", "SDA")),
            List.of(
                    control("temperature", 23.5, Dht22.MIN_CELSIUS, Dht22.MAX_CELSIUS, "°C"),
                    control("humidity", 45.8, 0, 100, "%")),
            (placement, _) -> new Dht22(placement)),
    DHT11(
            List.of(Pin.data("data", "SDA")),
            List.of(
                    control("temperature", 23, Dht11.MIN_CELSIUS, Dht11.MAX_CELSIUS, "°C"),
                    control(
                            "humidity",
                            45,
                            Dht11.MIN_HUMIDITY_PERCENT,
                            Dht11.MAX_HUMIDITY_PERCENT,
                            "%")),
            (placement, _) -> new Dht11(placement)),
    DS18B20(
            List.of(Pin.data("data", "DQ")),
            List.of(control("temperature", 22, -55, 125, "°C")),
            (placement, site) -> new Ds18b20(placement, site.nanos())),
    LED(
            List.of(Pin.any("anode", "A"), Pin.usually("cathode", new Terminal.Low(), "C")),
            List.of(
                    oneOf("color", "red", "green", "blue", "yellow", "orange", "white", "purple"),
                    text("label", "")),
            (placement, site) -> new Led(placement, site.pins())),
    RGB_LED(
            List.of(
                    Pin.usually("red", new Terminal.Open(), "R"),
                    Pin.usually("green", new Terminal.Open(), "G"),
                    Pin.usually("blue", new Terminal.Open(), "B"),
                    Pin.usually("common", new Terminal.Low(), "COM")),
            List.of(),
            (placement, site) -> new RgbLed(placement, site.pins())),
    NEOPIXEL(
            List.of(Pin.data("data", "DIN")),
            List.of(number("pixels", 1, 1, 1_024, "")),
            (placement, _) -> new NeoPixel(placement)),
    BUTTON(
            List.of(Pin.data("pin", "1"), Pin.rail("to", new Terminal.Low(), "2")),
            List.of(
                    control("pressed", 0, 0, 1, ""),
                    oneOf("pull", "none", "up", "down"),
                    oneOf("color", "red", "green", "blue", "yellow", "black", "white", "grey"),
                    text("label", "")),
            (placement, site) -> new Button(placement, site.pins())),
    SLIDE_SWITCH(
            List.of(
                    Pin.usually("common", new Terminal.Open(), "2"),
                    Pin.usually("left", new Terminal.Open(), "1"),
                    Pin.usually("right", new Terminal.Open(), "3")),
            List.of(control("position", 0, 0, 1, "")),
            (placement, site) -> new SlideSwitch(placement, site.pins())),
    POTENTIOMETER(
            List.of(
                    Pin.data("signal", "SIG"),
                    Pin.rail("left", new Terminal.Low(), "GND"),
                    Pin.rail("right", new Terminal.High(), "VCC")),
            List.of(control("position", 0, 0, 1, "")),
            (placement, site) -> new Potentiometer(placement, site.pins())),
    LDR(
            List.of(Pin.usually("ao", new Terminal.Open()), Pin.usually("do", new Terminal.Open())),
            List.of(
                    control("lux", 500, 0.1, 100_000, "lx"),
                    number("rl10", 50, 1, 1_000, "kΩ"),
                    number("gamma", 0.7, 0.1, 2, ""),
                    number("threshold", 2.5, 0, 3.3, "V")),
            (placement, site) -> new Ldr(placement, site.pins())),
    BUZZER(
            List.of(Pin.data("pin", "2")),
            List.of(oneOf("kind", "passive", "active")),
            (placement, site) -> new Buzzer(placement, site.pins())),
    RELAY(
            List.of(Pin.data("in")),
            List.of(oneOf("active", "high", "low")),
            (placement, site) -> new Relay(placement, site.pins())),
    SERVO(
            List.of(Pin.data("signal", "PWM")),
            List.of(),
            (placement, site) -> new Servo(placement, site.pins())),
    SSD1306(
            List.of(Pin.data("sda", "DATA"), Pin.data("scl", "CLK")),
            List.of(number("address", 0x3C, 0x08, 0x77, ""), oneOf("rows", "64", "32")),
            (placement, _) -> new Ssd1306(placement)),
    LCD1602(
            List.of(Pin.data("sda"), Pin.data("scl")),
            List.of(number("address", 0x27, 0x08, 0x77, "")),
            (placement, _) -> new CharacterLcd(placement, 16, 2)),
    LCD2004(
            List.of(Pin.data("sda"), Pin.data("scl")),
            List.of(number("address", 0x27, 0x08, 0x77, "")),
            (placement, _) -> new CharacterLcd(placement, 20, 4));

    /// A pin of a part.
    ///
    /// @param aliases what else it is called: what Wokwi's diagrams write
    /// @param gpio whether it may be on a GPIO
    /// @param rails whether it may be on ground, on the supply or open
    /// @param usual what it is wired to when nothing is said; empty if that must be said
    public record Pin(
            String name,
            List<String> aliases,
            boolean gpio,
            boolean rails,
            Optional<Terminal> usual) {
        public Pin {
            aliases = List.copyOf(aliases);
        }

        private static Pin data(String name, String... aliases) {
            return new Pin(name, List.of(aliases), true, false, Optional.empty());
        }

        private static Pin any(String name, String... aliases) {
            return new Pin(name, List.of(aliases), true, true, Optional.empty());
        }

        private static Pin usually(String name, Terminal usual, String... aliases) {
            return new Pin(name, List.of(aliases), true, true, Optional.of(usual));
        }

        private static Pin rail(String name, Terminal usual, String... aliases) {
            return new Pin(name, List.of(aliases), false, true, Optional.of(usual));
        }

        private boolean isCalled(String word) {
            return name.equalsIgnoreCase(word)
                    || aliases.stream().anyMatch(alias -> alias.equalsIgnoreCase(word));
        }

        /// The same wire, if this pin may have it.
        ///
        /// @throws IllegalArgumentException with what is allowed
        public Terminal check(Terminal wire) {
            if (!(wire.gpio().isPresent() ? gpio : rails)) {
                throw new IllegalArgumentException(
                        "the pin %s is wired to %s, not to %s".formatted(name, allowed(), wire));
            }
            return wire;
        }

        /// What it may be wired to, for people.
        public String allowed() {
            String toRails = "low, high or open";
            return gpio ? (rails ? "a GPIO, " + toRails : "a GPIO") : toRails;
        }
    }

    private interface Maker {
        Part make(Placement placement, Bench.Site site);
    }

    private final List<Pin> pins;
    private final List<Setting> settings;
    private final Maker maker;

    PartType(List<Pin> pins, List<Setting> settings, Maker maker) {
        this.pins = List.copyOf(pins);
        this.settings = List.copyOf(settings);
        this.maker = maker;
    }

    public List<Pin> pins() {
        return pins;
    }

    public List<Setting> settings() {
        return settings;
    }

    /// A pin by its name or one of its aliases, whatever the case of the letters.
    ///
    /// @throws IllegalArgumentException there is none of this name
    public Pin pin(String name) {
        return pins.stream()
                .filter(pin -> pin.isCalled(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a %s has no pin \"%s\"; it has %s"
                                        .formatted(
                                                word(),
                                                name,
                                                pins.stream()
                                                        .map(Pin::name)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// A setting by its name.
    ///
    /// @throws IllegalArgumentException there is none of this name
    public Setting setting(String name) {
        return settings.stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a %s has no %s; it has %s"
                                        .formatted(
                                                word(),
                                                name,
                                                settings.isEmpty()
                                                        ? "no settings"
                                                        : settings.stream()
                                                                .map(Setting::name)
                                                                .collect(
                                                                        Collectors.joining(
                                                                                ", ")))));
    }

    /// Its name in lab files and on the page: `dht22`, `rgb-led`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// All names, for people.
    public static String words() {
        return Stream.of(values()).map(PartType::word).collect(Collectors.joining(", "));
    }

    /// The part of this name, if there is one.
    public static Optional<PartType> ofWord(String word) {
        return Stream.of(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    Part make(Placement placement, Bench.Site site) {
        return maker.make(placement, site);
    }
}
