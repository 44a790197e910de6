// SPDX-License-Identifier: MIT
package twinport.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import twinport.board.Firmware;
import twinport.board.arduino.Clang;
import twinport.board.arduino.Sketch;
import twinport.board.arduino.SketchCode;
import twinport.board.arduino.SketchCompiler;
import twinport.board.arduino.SketchException;
import twinport.board.micropython.MicroPythonProgram;

/// Finds out what a firmware folder holds, and makes firmware of it. What several boards run is
/// compiled once.
final class FirmwareShelf {
    private static final long MAXIMUM_FILE_BYTES = 1 << 20;
    private static final int MAXIMUM_FILES = 200;

    /// What Wokwi keeps beside a program.
    private static final Set<String> NOT_FIRMWARE =
            Set.of("diagram.json", "wokwi.toml", "wokwi-project.txt", "libraries.txt");

    private final SketchCompiler compiler;
    private final Path translations;
    private final Map<Path, SketchCode> sketches = new HashMap<>();

    /// @param cache keeps what was compiled, from run to run
    /// @param path where clang is looked for, as in the environment's PATH
    FirmwareShelf(Path cache, String path) throws InterruptedException {
        this.compiler = new SketchCompiler(Clang.on(path), cache.resolve("sketches"), List.of());
        this.translations = cache.resolve("translations");
    }

    /// @param place a folder with a `main.py` or an `.ino`, or one of these files
    /// @param provisioned files that the board's flash gets beside the firmware's own
    Firmware load(Path place, Map<String, byte[]> provisioned)
            throws LabException, IOException, InterruptedException {
        Path folder = Files.isDirectory(place) ? place : place.toAbsolutePath().getParent();
        if (folder == null) {
            throw nothing(place);
        }
        boolean python =
                place.toString().endsWith(".py") || Files.exists(folder.resolve("main.py"));
        if (python) {
            return program(folder, provisioned);
        }
        List<Path> sources = matching(folder, ".ino");
        if (sources.isEmpty() && matching(folder, ".cpp").isEmpty()) {
            throw nothing(place);
        }
        return new Sketch(sketch(folder), provisioned);
    }

    private SketchCode sketch(Path folder) throws LabException, InterruptedException {
        SketchCode known = sketches.get(folder);
        if (known != null) {
            return known;
        }
        try {
            SketchCode made = SketchCode.translated(compiler.wasm(folder), translations);
            sketches.put(folder, made);
            return made;
        } catch (SketchException e) {
            throw new LabException(
                    "the sketch in " + folder + " can't be used: " + e.getMessage(),
                    "see docs/reference/arduino.md for what sketches may use",
                    e);
        }
    }

    private static LabException nothing(Path place) {
        return new LabException(
                place + " has neither a sketch (.ino) nor a main.py",
                "point firmware: at the folder of a sketch or of a MicroPython program");
    }

    private static Firmware program(Path folder, Map<String, byte[]> provisioned)
            throws IOException, LabException {
        Map<String, byte[]> files = new TreeMap<>();
        for (Path file : matching(folder, "")) {
            String name = folder.relativize(file).toString().replace('\\', '/');
            boolean wanted =
                    !name.startsWith(".")
                            && !name.contains("/.")
                            && !name.endsWith(".md")
                            && !NOT_FIRMWARE.contains(name);
            if (wanted) {
                if (Files.size(file) > MAXIMUM_FILE_BYTES) {
                    throw new LabException(
                            file + " is larger than a board's flash file may be (1 MiB)",
                            "take it out of the firmware folder");
                }
                files.put("/" + name, Files.readAllBytes(file));
            }
        }
        files.putAll(provisioned);
        return new MicroPythonProgram(files);
    }

    private static List<Path> matching(Path folder, String ending)
            throws IOException, LabException {
        try (Stream<Path> files = Files.walk(folder, 4)) {
            List<Path> found =
                    files.filter(Files::isRegularFile)
                            .filter(file -> file.toString().endsWith(ending))
                            .sorted()
                            .limit(MAXIMUM_FILES + 1L)
                            .toList();
            if (found.size() > MAXIMUM_FILES) {
                throw new LabException(
                        folder + " has more than " + MAXIMUM_FILES + " files",
                        "point firmware: at a folder that holds the firmware alone");
            }
            return found;
        }
    }
}
