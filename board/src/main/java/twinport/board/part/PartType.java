// SPDX-License-Identifier: MIT
package twinport.board.part;

import static twinport.board.part.Setting.control;
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
            List.of(Pin.data("data")),
            List.of(
                    control("temperature", 23.5, Dht22.MIN_CELSIUS, Dht22.MAX_CELSIUS, "°C"),
                    control("humidity", 45.8, 0, 100, "%")),
            (placement, _) -> new Dht22(placement)),
    DHT11(
            List.of(Pin.data("data")),
            List.of(
                    control("temperature", 23, Dht11.MIN_CELSIUS, Dht11.MAX_CELSIUS, "°C"),
                    control(
                            "humidity",
                            45,
                            Dht11.MIN_HUMIDITY_PERCENT,
                            Dht11.MAX_HUMIDITY_PERCENT,
                            "%")),
            (placement, _) -> new Dht11(placement)),
    LED(
            List.of(Pin.any("anode"), Pin.usually("cathode", new Terminal.Low())),
            List.of(
                    oneOf("color", "red", "green", "blue", "yellow", "orange", "white", "purple"),
                    text("label", "")),
            (placement, site) -> new Led(placement, site.pins()));

    /// A pin of a part.
    ///
    /// @param rails whether ground and supply make sense, too
    /// @param usual what it is wired to when nothing is said; empty if that must be said
    public record Pin(String name, boolean rails, Optional<Terminal> usual) {
        /// One that must be on a GPIO.
        static Pin data(String name) {
            return new Pin(name, false, Optional.empty());
        }

        static Pin any(String name) {
            return new Pin(name, true, Optional.empty());
        }

        static Pin usually(String name, Terminal usual) {
            return new Pin(name, true, Optional.of(usual));
        }

        Terminal check(Terminal wire) {
            if (!rails && wire.gpio().isEmpty()) {
                throw new IllegalArgumentException(
                        "the pin %s is wired to a GPIO, not to %s".formatted(name, wire));
            }
            return wire;
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
                                                settings.stream()
                                                        .map(Setting::name)
                                                        .collect(Collectors.joining(", ")))));
    }

    /// Its name in lab files and on the page: `dht22`, `rgb-led`.
    public String word() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// The part of this name, if there is one.
    public static Optional<PartType> ofWord(String word) {
        return Stream.of(values()).filter(type -> type.word().equals(word)).findFirst();
    }

    Part make(Placement placement, Bench.Site site) {
        return maker.make(placement, site);
    }
}
