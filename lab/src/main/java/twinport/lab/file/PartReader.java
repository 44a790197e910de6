// SPDX-License-Identifier: MIT
package twinport.lab.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import twinport.board.part.Bench;
import twinport.board.part.PartType;
import twinport.board.part.Placement;
import twinport.board.part.Terminal;

/// Reads what is wired to a board: the key `parts`, or the older `sensor` of a usual bench.
final class PartReader {
    private static final double USUAL_CELSIUS = 21.5;
    private static final double USUAL_HUMIDITY_PERCENT = 48;
    private static final double LEAST_CELSIUS = -40;
    private static final double MOST_CELSIUS = 80;

    private PartReader() {}

    /// @param watches whether the board shows what another one measures; it then has no sensor of
    ///   its own unless the file says so
    static List<Placement> parts(Section board, boolean watches) {
        Optional<Section> sensor = board.section("sensor");
        boolean listed = board.has("parts");
        var entries = board.sections("parts", Bench.MAX_PARTS);
        if (!listed) {
            return usual(sensor, watches);
        }
        if (sensor.isPresent()) {
            board.wrongKey(
                    "sensor",
                    "sensor is for boards without parts; set temperature and humidity at the part");
        }
        Set<String> ids = new HashSet<>();
        List<Placement> parts = new ArrayList<>();
        for (Section entry : entries) {
            part(entry)
                    .ifPresent(part -> {
                        if (!ids.add(part.id())) {
                            entry.wrongAt("id", "two parts have the id \"" + part.id() + '"');
                        }
                        parts.add(part);
                    });
        }
        return parts;
    }

    private static List<Placement> usual(Optional<Section> sensor, boolean watches) {
        double celsius = USUAL_CELSIUS;
        double humidity = USUAL_HUMIDITY_PERCENT;
        if (sensor.isPresent()) {
            celsius =
                    sensor.get().number("temperature", celsius, LEAST_CELSIUS, MOST_CELSIUS, "°C");
            humidity = sensor.get().number("humidity", humidity, 0, 100, "%");
            sensor.get().refuseOthers();
        }
        boolean measures = sensor.isPresent() || !watches;
        Map<String, String> climate =
                Map.of(
                        "temperature", Double.toString(celsius),
                        "humidity", Double.toString(humidity));
        return Bench.usual().stream()
                .filter(part -> measures || part.type() != PartType.DHT22)
                .map(part ->
                        part.type() == PartType.DHT22
                                ? new Placement(part.id(), part.type(), part.wires(), climate)
                                : part)
                .toList();
    }

    private static Optional<Placement> part(Section entry) {
        String id =
                entry.name(
                        "id",
                        Placement.ID_PATTERN,
                        "a part's id has letters, digits, - and _, at most 64");
        Optional<String> word = entry.text("type");
        Optional<PartType> type = word.flatMap(PartType::ofWord);
        Optional<Section> pins = entry.section("pins");
        Optional<Section> settings = entry.section("settings");
        entry.refuseOthers();
        if (type.isEmpty()) {
            String what =
                    word.map(text -> "there is no part \"" + text + "\"")
                            .orElse("a part needs the key type");
            entry.wrongAt("type", what + "; parts are " + PartType.words());
            return Optional.empty();
        }
        Map<String, Terminal> wires = new LinkedHashMap<>();
        boolean wired = each(pins, (section, key) -> wire(section, key, type.get(), wires));
        boolean set = each(settings, (section, key) -> setting(section, key, type.get()));
        if (!wired || !set || !id.matches(Placement.ID_PATTERN)) {
            return Optional.empty();
        }
        return tried(
                () -> new Placement(id, type.get(), wires, texts(settings)),
                what -> entry.wrongAt("pins", what));
    }

    private interface Entry {
        Optional<Boolean> read(Section section, String key);
    }

    /// Reads every key, so that all mistakes are told at once.
    private static boolean each(Optional<Section> section, Entry entry) {
        boolean right = true;
        for (String key : section.map(Section::keys).orElse(List.of())) {
            right &= entry.read(section.orElseThrow(), key).isPresent();
        }
        return right;
    }

    private static Optional<Boolean> wire(
            Section section, String key, PartType type, Map<String, Terminal> wires) {
        Optional<PartType.Pin> pin =
                tried(() -> type.pin(key), what -> section.wrongKey(key, what));
        Optional<Terminal> wire =
                section.text(key)
                        .flatMap(text ->
                                pin.flatMap(known ->
                                        tried(
                                                () -> known.check(Terminal.parse(text)),
                                                what -> section.wrongAt(key, what))));
        wire.ifPresent(terminal -> wires.put(key, terminal));
        return wire.map(_ -> true);
    }

    private static Optional<Boolean> setting(Section section, String key, PartType type) {
        var setting = tried(() -> type.setting(key), what -> section.wrongKey(key, what));
        return section.text(key)
                .flatMap(text ->
                        setting.flatMap(known ->
                                tried(() -> known.check(text), what -> section.wrongAt(key, what))))
                .map(_ -> true);
    }

    private static Map<String, String> texts(Optional<Section> settings) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (String key : settings.map(Section::keys).orElse(List.of())) {
            settings.flatMap(section -> section.text(key)).ifPresent(text -> texts.put(key, text));
        }
        return texts;
    }

    private static <T> Optional<T> tried(Supplier<T> made, Consumer<String> wrong) {
        try {
            return Optional.of(made.get());
        } catch (IllegalArgumentException e) {
            wrong.accept(String.valueOf(e.getMessage()));
            return Optional.empty();
        }
    }
}
