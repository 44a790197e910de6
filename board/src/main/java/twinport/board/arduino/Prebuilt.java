// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A module that lies beside its source, and a note of three lines that says what it was made from:
/// `sources`, `compiler` and `wasm`, each with its SHA-256 or version.
///
/// @param wasm the module
/// @param note what it was made from
record Prebuilt(Path wasm, Path note) {
    static Prebuilt beside(SketchFolder sketch) {
        String main = sketch.main().toString();
        String stem = main.substring(0, Math.max(0, main.lastIndexOf('.')));
        return new Prebuilt(
                sketch.folder().resolve(stem + ".wasm"),
                sketch.folder().resolve(stem + ".wasm.from"));
    }

    boolean exists() {
        return Files.isRegularFile(wasm);
    }

    String name() {
        return String.valueOf(wasm.getFileName());
    }

    /// The module, if it was made from these sources and is what was made then.
    Optional<byte[]> wasmFrom(String sources) throws SketchException {
        if (!exists() || !line("sources").equals(Optional.of(sources))) {
            return Optional.empty();
        }
        try {
            byte[] module = Files.readAllBytes(wasm);
            String digest = Digest.hex(Digest.of(module));
            return line("wasm").equals(Optional.of(digest))
                    ? Optional.of(module)
                    : Optional.empty();
        } catch (IOException e) {
            throw new SketchException(wasm + " cannot be read: " + e.getMessage(), e);
        }
    }

    Optional<String> compiler() throws SketchException {
        return line("compiler");
    }

    void write(byte[] module, String sources, String compiler) throws SketchException {
        try {
            Files.write(wasm, module);
            Files.write(
                    note,
                    List.of(
                            "sources " + sources,
                            "compiler " + compiler,
                            "wasm " + Digest.hex(Digest.of(module))));
        } catch (IOException e) {
            throw new SketchException(wasm + " cannot be written: " + e.getMessage(), e);
        }
    }

    private Optional<String> line(String name) throws SketchException {
        if (!Files.isRegularFile(note)) {
            return Optional.empty();
        }
        try {
            return Files.readAllLines(note).stream()
                    .filter(line -> line.startsWith(name + " "))
                    .map(line -> line.substring(name.length() + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            throw new SketchException(note + " cannot be read: " + e.getMessage(), e);
        }
    }
}
