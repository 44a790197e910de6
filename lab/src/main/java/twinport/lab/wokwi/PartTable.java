// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import twinport.board.part.PartType;
import twinport.board.part.Placement;
import twinport.board.part.Setting;
import twinport.board.part.Terminal;

/// Makes parts of ours out of Wokwi's (docs.wokwi.com, "Parts": pins, attributes, initial values).
/// What can't be had is said and left out.
final class PartTable {
    private static final double KNOB_STEPS = 1023;

    /// Held together by, or only for the eye.
    private static final Set<String> PASSIVE =
            Set.of("wokwi-resistor", "wokwi-gnd", "wokwi-vcc", "wokwi-text", "wokwi-junction");

    private final Wiring wiring;
    private final String board;
    private final Consumer<String> notes;

    /// @param board the item that is the board
    PartTable(Wiring wiring, String board, Consumer<String> notes) {
        this.wiring = wiring;
        this.board = board;
        this.notes = notes;
    }

    static boolean isPassive(String type) {
        return PASSIVE.contains(type) || type.startsWith("wokwi-breadboard");
    }

    /// What a part of Wokwi's is called here, if there is one.
    static Optional<PartType> type(Diagram.Item item) {
        boolean overI2c = item.attributes().getOrDefault("pins", "full").equals("i2c");
        return switch (item.type()) {
            case "wokwi-dht22" -> Optional.of(PartType.DHT22);
            case "wokwi-dht11" -> Optional.of(PartType.DHT11);
            case "wokwi-ds18b20", "board-ds18b20" -> Optional.of(PartType.DS18B20);
            case "wokwi-led" -> Optional.of(PartType.LED);
            case "wokwi-rgb-led" -> Optional.of(PartType.RGB_LED);
            case "wokwi-neopixel", "wokwi-led-ring", "wokwi-neopixel-canvas", "wokwi-led-strip" ->
                    Optional.of(PartType.NEOPIXEL);
            case "wokwi-pushbutton", "wokwi-pushbutton-6mm" -> Optional.of(PartType.BUTTON);
            case "wokwi-slide-switch" -> Optional.of(PartType.SLIDE_SWITCH);
            case "wokwi-potentiometer", "wokwi-slide-potentiometer" ->
                    Optional.of(PartType.POTENTIOMETER);
            case "wokwi-photoresistor-sensor" -> Optional.of(PartType.LDR);
            case "wokwi-buzzer" -> Optional.of(PartType.BUZZER);
            case "wokwi-relay-module", "wokwi-ks2e-m-dc5" -> Optional.of(PartType.RELAY);
            case "wokwi-servo" -> Optional.of(PartType.SERVO);
            case "board-ssd1306", "wokwi-ssd1306" -> Optional.of(PartType.SSD1306);
            case "wokwi-lcd1602" -> overI2c ? Optional.of(PartType.LCD1602) : Optional.empty();
            case "wokwi-lcd2004" -> overI2c ? Optional.of(PartType.LCD2004) : Optional.empty();
            default -> Optional.empty();
        };
    }

    /// Whether one of its pins reaches a GPIO of this board.
    boolean isHere(Diagram.Item item, PartType type) {
        return wires(item, type).values().stream().anyMatch(wire -> wire.gpio().isPresent());
    }

    Optional<Placement> placement(Diagram.Item item, PartType type) {
        try {
            return Optional.of(
                    new Placement(id(item.id()), type, wires(item, type), settings(item, type)));
        } catch (IllegalArgumentException e) {
            notes.accept(
                    "the part %s (%s) is left out: %s"
                            .formatted(item.id(), item.type(), e.getMessage()));
            return Optional.empty();
        }
    }

    /// An id as our parts have them.
    static String id(String wokwis) {
        String plain = wokwis.replaceAll("[^A-Za-z0-9_-]", "-").replaceFirst("^[-_]+", "");
        return plain.isEmpty() ? "part" : plain.substring(0, Math.min(plain.length(), 64));
    }

    private Map<String, Terminal> wires(Diagram.Item item, PartType type) {
        Map<String, Terminal> wires = new LinkedHashMap<>();
        switch (type) {
            case BUTTON -> {
                Terminal one = at(item, "1");
                Terminal other = at(item, "2");
                boolean turned = one.gpio().isEmpty();
                wires.put("pin", turned ? other : one);
                wires.put("to", turned ? one : other);
            }
            case BUZZER -> wires.put("pin", first(item, "2", "1"));
            case RELAY -> wires.put("in", first(item, "IN", "COIL1", "COIL2"));
            case POTENTIOMETER -> {
                wires.put("signal", at(item, "SIG"));
                rail(item, "GND").ifPresent(wire -> wires.put("left", wire));
                rail(item, "VCC").ifPresent(wire -> wires.put("right", wire));
            }
            default -> {
                for (PartType.Pin pin : type.pins()) {
                    String name = pin.name();
                    Stream<String> names = Stream.concat(pin.aliases().stream(), upper(name));
                    Terminal wire = first(item, names.toArray(String[]::new));
                    if (!(wire instanceof Terminal.Open) || pin.rails()) {
                        wires.put(name, wire);
                    }
                }
            }
        }
        wires.values().removeIf(wire -> wire instanceof Terminal.Open && type != PartType.LED);
        return wires;
    }

    private static Stream<String> upper(String name) {
        return Stream.of(name.toUpperCase(Locale.ROOT));
    }

    private Optional<Terminal> rail(Diagram.Item item, String pin) {
        return Optional.of(at(item, pin))
                .filter(wire -> wire instanceof Terminal.Low || wire instanceof Terminal.High);
    }

    private Terminal at(Diagram.Item item, String pin) {
        return wiring.at(board, item.id(), pin);
    }

    private Terminal first(Diagram.Item item, String... pins) {
        List<Terminal> wires = Stream.of(pins).map(pin -> at(item, pin)).toList();
        return wires.stream()
                .filter(wire -> wire.gpio().isPresent())
                .findFirst()
                .orElseGet(() ->
                        wires.stream()
                                .filter(wire -> !(wire instanceof Terminal.Open))
                                .findFirst()
                                .orElseGet(Terminal.Open::new));
    }

    private Map<String, String> settings(Diagram.Item item, PartType type) {
        Map<String, String> given = item.attributes();
        Map<String, String> settings = new LinkedHashMap<>();
        switch (type) {
            case DHT22, DHT11 -> {
                set(item, type, settings, "temperature", given.getOrDefault("temperature", "24"));
                set(item, type, settings, "humidity", given.getOrDefault("humidity", "40"));
            }
            case NEOPIXEL -> set(item, type, settings, "pixels", Integer.toString(pixels(item)));
            case BUTTON -> {
                set(item, type, settings, "pull", pull(item));
                same(item, type, settings, "color", "label");
            }
            case SLIDE_SWITCH ->
                    set(
                            item,
                            type,
                            settings,
                            "position",
                            given.getOrDefault("value", "").equals("1") ? "1" : "0");
            case POTENTIOMETER ->
                    set(
                            item,
                            type,
                            settings,
                            "position",
                            Double.toString(number(given.get("value"), 0) / KNOB_STEPS));
            case RELAY ->
                    set(
                            item,
                            type,
                            settings,
                            "active",
                            given.getOrDefault("transistor", "npn").equals("pnp") ? "low" : "high");
            case SSD1306, LCD1602, LCD2004 -> {
                if (given.containsKey("i2cAddress")) {
                    set(item, type, settings, "address", given.getOrDefault("i2cAddress", ""));
                }
            }
            case DS18B20, LED, RGB_LED, LDR, BUZZER, SERVO ->
                    same(
                            item,
                            type,
                            settings,
                            type.settings().stream().map(Setting::name).toArray(String[]::new));
        }
        return settings;
    }

    private void same(
            Diagram.Item item, PartType type, Map<String, String> settings, String... names) {
        for (String name : names) {
            String value = item.attributes().get(name);
            if (value != null && !value.isEmpty()) {
                set(item, type, settings, name, value);
            }
        }
    }

    /// Takes a value that is allowed, and says which is not.
    private void set(
            Diagram.Item item,
            PartType type,
            Map<String, String> settings,
            String name,
            String value) {
        try {
            settings.put(name, type.setting(name).check(value));
        } catch (IllegalArgumentException e) {
            notes.accept(
                    "%s of %s is left as usual: %s".formatted(name, item.id(), e.getMessage()));
        }
    }

    private String pull(Diagram.Item item) {
        String pin = at(item, "1").gpio().isPresent() ? "1" : "2";
        return wiring.pull(item.id(), pin)
                .map(rail -> rail instanceof Terminal.High ? "up" : "down")
                .orElse("none");
    }

    private static int pixels(Diagram.Item item) {
        Map<String, String> given = item.attributes();
        double count =
                switch (item.type()) {
                    case "wokwi-led-ring" -> number(given.get("pixels"), 16);
                    case "wokwi-led-strip" -> number(given.get("pixels"), 8);
                    case "wokwi-neopixel-canvas" ->
                            number(given.get("rows"), 8) * number(given.get("cols"), 8);
                    default -> 1;
                };
        return (int) Math.clamp(count, 1, 1_024);
    }

    private static double number(@Nullable String text, double otherwise) {
        try {
            return text == null || text.isBlank() ? otherwise : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return otherwise;
        }
    }
}
