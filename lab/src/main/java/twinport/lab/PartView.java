// SPDX-License-Identifier: MIT
package twinport.lab;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import twinport.board.part.Part;
import twinport.board.part.PartState;
import twinport.board.part.PartType;
import twinport.board.part.Setting;

/// A part on a board's bench at one moment.
///
/// @param type its name in docs/reference/parts.md: `dht22`, `rgb-led`
/// @param pins what each is wired to: a GPIO's number, `low`, `high` or `open`
/// @param settings what was chosen when it was placed, controls left out
/// @param controls what can be turned now
/// @param state what it shows or measures; its fields depend on the type
public record PartView(
        String id,
        String type,
        Map<String, String> pins,
        Map<String, String> settings,
        List<Control> controls,
        PartState state) {
    /// @param unit may be empty
    public record Control(String name, double value, double least, double most, String unit) {}

    static PartView of(Part part) {
        Map<String, String> pins = new LinkedHashMap<>();
        for (PartType.Pin pin : part.type().pins()) {
            pins.put(pin.name(), part.placement().wire(pin.name()).toString());
        }
        Map<String, String> settings = new LinkedHashMap<>();
        for (Setting setting : part.type().settings()) {
            if (!setting.control()) {
                settings.put(
                        setting.name(),
                        part.placement()
                                .settings()
                                .getOrDefault(setting.name(), setting.initial()));
            }
        }
        List<Control> controls =
                part.type().settings().stream()
                        .filter(Setting::control)
                        .map(setting ->
                                new Control(
                                        setting.name(),
                                        part.get(setting.name()),
                                        setting.least(),
                                        setting.most(),
                                        setting.unit()))
                        .toList();
        return new PartView(part.id(), part.type().word(), pins, settings, controls, part.state());
    }
}
