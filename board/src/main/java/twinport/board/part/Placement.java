// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A part as it is put on the bench: what it is, what its pins are wired to, how it is set.
///
/// @param id its name on this bench: letters, digits, `-` and `_`
/// @param wires by pin; a pin that is left out is wired as [PartType] says
/// @param settings by name; what is left out is as [PartType] says
public record Placement(
        String id, PartType type, Map<String, Terminal> wires, Map<String, String> settings) {
    /// How a part's id looks.
    public static final String ID_PATTERN = "[A-Za-z0-9][A-Za-z0-9_-]{0,63}";

    /// @throws IllegalArgumentException what is wrong, and what is allowed
    public Placement {
        if (!id.matches(ID_PATTERN)) {
            throw new IllegalArgumentException(
                    "a part's id has letters, digits, - and _, at most 64: \"" + id + '"');
        }
        wires = named(type, wires);
        Map<String, Terminal> allWires = new LinkedHashMap<>();
        for (PartType.Pin pin : type.pins()) {
            Terminal wire = wires.get(pin.name());
            allWires.put(pin.name(), wire == null ? missing(id, type, pin) : pin.check(wire));
        }
        Map<String, String> allSettings = new LinkedHashMap<>();
        for (Setting setting : type.settings()) {
            String value = settings.getOrDefault(setting.name(), setting.initial());
            allSettings.put(setting.name(), setting.check(value));
        }
        settings.keySet().forEach(type::setting);
        wires = Map.copyOf(allWires);
        settings = Map.copyOf(allSettings);
    }

    /// One with a single wire of its own, everything else as usual.
    public static Placement of(String id, PartType type, String pin, int gpio) {
        return new Placement(id, type, Map.of(pin, new Terminal.Gpio(gpio)), Map.of());
    }

    /// The same part, set otherwise.
    public Placement with(String setting, String value) {
        Map<String, String> changed = new LinkedHashMap<>(settings);
        changed.put(setting, value);
        return new Placement(id, type, wires, changed);
    }

    /// What a pin is wired to; the pin may be named by an alias.
    ///
    /// @throws IllegalArgumentException there is no such pin
    public Terminal wire(String pin) {
        String name = type.pin(pin).name();
        Terminal wire = wires.get(name);
        if (wire == null) {
            throw new IllegalStateException(type.word() + " without its pin " + name);
        }
        return wire;
    }

    /// The GPIO that a pin is wired to, if it is wired to one.
    public Optional<Integer> gpio(String pin) {
        return wire(pin).gpio();
    }

    /// True when one of its pins is wired to this GPIO.
    public boolean isOn(int gpio) {
        return wires.containsValue(new Terminal.Gpio(gpio));
    }

    String word(String setting) {
        String value = settings.get(setting);
        if (value == null) {
            throw new IllegalArgumentException(type.word() + " has no setting " + setting);
        }
        return value;
    }

    double number(String setting) {
        return type.setting(setting).parse(word(setting));
    }

    private static Terminal missing(String id, PartType type, PartType.Pin pin) {
        return pin.usual()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "the %s \"%s\" needs its pin %s wired to a GPIO"
                                        .formatted(type.word(), id, pin.name())));
    }

    /// The same wires by the pins' own names.
    private static Map<String, Terminal> named(PartType type, Map<String, Terminal> wires) {
        Map<String, Terminal> byName = new LinkedHashMap<>();
        wires.forEach((pin, wire) -> {
            String name = type.pin(pin).name();
            if (byName.put(name, wire) != null) {
                throw new IllegalArgumentException("the pin " + name + " is wired twice");
            }
        });
        return byName;
    }
}
