// SPDX-License-Identifier: MIT
package twinport.lab.wokwi;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalInt;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import twinport.board.part.Bench;
import twinport.board.part.PartType;
import twinport.board.part.PinNames;
import twinport.board.part.Placement;

/// The firmware in a project's folder, and what its text says about its wiring.
final class Sources {
    private static final int MAX_FILES = 200;
    private static final long MAX_FILE_BYTES = 1 << 20;
    private static final int MAX_TOML_LINES = 1_000;
    private static final String PYTHON = "main.py";

    /// The data pin of a DHT: `#define DHTPIN 4`, `const int DHT_PIN = D4;`, `DHT dht(4, DHT22)`,
    /// `DHT22(Pin(4))`.
    private static final Pattern DHT_PIN =
            Pattern.compile(
                    "(?:DHT_?(?:DATA_?)?PIN\\w*\\s*=?\\s*|\\bDHT\\s+\\w+\\s*\\(\\s*"
                            + "|\\bDHT(?:11|22)\\s*\\(\\s*(?:machine\\.)?Pin\\s*\\(\\s*)"
                            + "((?:GPIO_NUM_|GPIO|IO|D)?\\d{1,2})\\b",
                    Pattern.CASE_INSENSITIVE);

    private Sources() {}

    /// Where the firmware is: a folder with a `main.py` or a sketch.
    ///
    /// @throws ProjectException there is none
    static Path firmware(Path folder) throws IOException, ProjectException {
        if (Files.exists(folder.resolve(PYTHON)) || holds(folder, ".ino")) {
            return folder;
        }
        Path src = folder.resolve("src");
        if (holds(src, ".ino") || Files.exists(src.resolve(PYTHON))) {
            return src;
        }
        if (holds(src, ".cpp") || holds(folder, ".cpp")) {
            return folder;
        }
        throw new ProjectException(
                folder + " has no sketch (.ino, src/main.cpp) and no main.py",
                "put the source beside the diagram; a compiled binary can't run here");
    }

    /// Whether a folder has firmware at all.
    static boolean areIn(Path folder) {
        try {
            firmware(folder);
            return true;
        } catch (IOException | ProjectException e) {
            return false;
        }
    }

    private static boolean holds(Path folder, String ending) throws IOException {
        if (!Files.isDirectory(folder)) {
            return false;
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.limit(MAX_FILES).anyMatch(file -> file.toString().endsWith(ending));
        }
    }

    /// The usual bench, with the sensor where the source says.
    static List<Placement> bench(Path folder, Consumer<String> notes) throws IOException {
        String text = text(folder);
        OptionalInt pin = OptionalInt.empty();
        Matcher matcher = DHT_PIN.matcher(text);
        if (matcher.find()) {
            pin = PinNames.gpio(matcher.group(1).replace("GPIO_NUM_", ""));
        }
        boolean old = text.contains("DHT11") && !text.contains("DHT22");
        PartType type = old ? PartType.DHT11 : PartType.DHT22;
        int at = pin.orElse(Bench.USUAL_SENSOR_PIN);
        notes.accept(
                "no %s: a %s on GPIO %d (%s) and an LED on GPIO %d"
                        .formatted(
                                Diagram.FILE,
                                type.word().toUpperCase(Locale.ROOT),
                                at,
                                pin.isPresent() ? "as the source says" : "as usual",
                                Bench.USUAL_LED_PIN));
        Map<String, String> climate = Map.of("temperature", "24", "humidity", "40");
        Placement sensor = Placement.of(type.word(), type, "data", at);
        return List.of(
                new Placement(sensor.id(), type, sensor.wires(), climate),
                Placement.of("led", PartType.LED, "anode", Bench.USUAL_LED_PIN));
    }

    private static String text(Path folder) throws IOException {
        StringBuilder all = new StringBuilder();
        try (Stream<Path> files = Files.walk(folder, 2)) {
            for (Path file :
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().matches(".*\\.(ino|cpp|h|py)"))
                            .sorted()
                            .limit(MAX_FILES)
                            .toList()) {
                if (Files.size(file) <= MAX_FILE_BYTES) {
                    byte[] bytes = Files.readAllBytes(file);
                    all.append(new String(bytes, StandardCharsets.UTF_8)).append('\n');
                }
            }
        }
        return all.toString();
    }

    /// Says what of `wokwi.toml` and `libraries.txt` counts here.
    static void sayWhatIsIgnored(Path folder, Consumer<String> notes) throws IOException {
        for (String line : lines(folder.resolve("wokwi.toml"))) {
            String key = line.replaceFirst("[=#].*", "").strip();
            switch (key) {
                case "", "[wokwi]", "version" -> {}
                case "firmware", "elf" ->
                        notes.accept(
                                "wokwi.toml: %s is ignored: the source beside it is compiled and run, not a binary"
                                        .formatted(key));
                default -> notes.accept("wokwi.toml: %s is ignored".formatted(key));
            }
        }
        for (String line : lines(folder.resolve("libraries.txt"))) {
            String name = line.replaceFirst("#.*", "").replaceFirst("@.*", "").strip();
            if (!name.isEmpty()) {
                notes.accept(
                        "libraries.txt: %s comes from %s"
                                .formatted(
                                        name,
                                        Files.isDirectory(folder.resolve("libraries"))
                                                ? "the folder libraries, else from our own headers"
                                                : "our own headers, if they have it (docs/reference/arduino.md)"));
            }
        }
    }

    private static List<String> lines(Path file) throws IOException {
        if (!Files.isRegularFile(file) || Files.size(file) > MAX_FILE_BYTES) {
            return List.of();
        }
        String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
        return text.lines().limit(MAX_TOML_LINES).map(String::strip).toList();
    }
}
