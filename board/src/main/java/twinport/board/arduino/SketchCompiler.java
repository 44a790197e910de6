// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Makes WebAssembly out of an Arduino sketch, as the Arduino IDE makes an image: the `.ino` files
/// become one program with declarations for its functions, the files beside them and the libraries
/// it includes are compiled with it. What was built before is taken from the cache.
///
/// A sketch may carry its result beside its source (`thermo.wasm` with `thermo.wasm.from`); that is
/// used, without any compiler, as long as it belongs to these sources and these headers.
public final class SketchCompiler {
    private static final String CPP_STANDARD = "-std=gnu++17";
    private static final List<String> FLAGS =
            List.of(
                    "--target=wasm32-wasi",
                    "-O2",
                    "-fno-exceptions",
                    "-fno-threadsafe-statics",
                    "-fno-color-diagnostics",
                    "-w",
                    "-mexec-model=reactor",
                    "-mmutable-globals",
                    "-DESP32",
                    "-DESP_PLATFORM",
                    "-DARDUINO=10819",
                    "-DARDUINO_ARCH_ESP32",
                    "-DARDUINO_ESP32_DEV");
    private static final List<String> LINK_FLAGS =
            List.of(
                    "-Wl,--strip-all",
                    "-Wl,--stack-first",
                    "-Wl,--export=__stack_pointer",
                    "-Wl,-z,stack-size=65536");
    private static final int MAX_SHOWN_LINES = 60;

    private final Optional<Clang> clang;
    private final Path cache;
    private final List<Path> libraryFolders;
    private final BoardSupport support = new BoardSupport();

    /// @param clang none on a machine without it: then only sketches with their result beside them
    ///   can be used
    /// @param cacheFolder made when needed
    /// @param libraryFolders folders of Arduino libraries, beside each sketch's own `libraries`
    public SketchCompiler(Optional<Clang> clang, Path cacheFolder, List<Path> libraryFolders) {
        this.clang = clang;
        this.cache = cacheFolder.toAbsolutePath();
        this.libraryFolders = List.copyOf(libraryFolders);
    }

    /// The module for a sketch, by the shortest way: built beside the source, built earlier, built
    /// now.
    ///
    /// @param sketch its folder, or its main file
    public byte[] wasm(Path sketch) throws SketchException, InterruptedException {
        SketchFolder folder = SketchFolder.at(sketch);
        Prebuilt prebuilt = Prebuilt.beside(folder);
        Optional<byte[]> ready = prebuilt.wasmFrom(fingerprint(folder));
        if (ready.isPresent()) {
            return ready.get();
        }
        if (clang.isEmpty()) {
            throw new SketchException(
                    "%s: to compile it clang is needed; %s%s"
                            .formatted(
                                    folder.main(),
                                    prebuilt.exists()
                                            ? prebuilt.name()
                                                    + " belongs to other sources or headers; "
                                            : "",
                                    Clang.HOW_TO_INSTALL));
        }
        return compile(sketch);
    }

    /// Builds with clang, or takes the same build out of the cache.
    public byte[] compile(Path sketch) throws SketchException, InterruptedException {
        Clang compiler = clang.orElseThrow(() -> new SketchException(Clang.HOW_TO_INSTALL));
        SketchFolder folder = SketchFolder.at(sketch);
        Libraries libraries = libraries(folder);
        MessageDigest digest = Digest.begin();
        digest.update(compiler.version().getBytes(StandardCharsets.UTF_8));
        describe(folder, digest);
        libraries.addTo(digest);
        Path built = cache.resolve("sketch-" + Digest.hex(digest.digest()) + ".cached");
        try {
            Optional<byte[]> earlier =
                    folder.reachesOutside() ? Optional.empty() : SealedFile.read(built);
            if (earlier.isPresent()) {
                return earlier.get();
            }
            Path work = Files.createTempDirectory(Files.createDirectories(cache), "build");
            try {
                Path module = build(compiler, folder, libraries, work);
                byte[] wasm = Files.readAllBytes(module);
                SealedFile.write(built, wasm);
                return wasm;
            } finally {
                delete(work);
            }
        } catch (IOException e) {
            throw new SketchException(folder.main() + ": building it failed: " + e.getMessage(), e);
        }
    }

    /// Builds the sketch and puts the result beside its source, to be checked in.
    public void checkIn(Path sketch) throws SketchException, InterruptedException {
        SketchFolder folder = SketchFolder.at(sketch);
        String version = clang.map(Clang::number).orElse("none");
        Prebuilt.beside(folder).write(compile(sketch), fingerprint(folder), version);
    }

    /// The version of the compiler that made what lies beside the source, if anything does.
    public static Optional<String> checkedInWith(Path sketch) throws SketchException {
        return Prebuilt.beside(SketchFolder.at(sketch)).compiler();
    }

    private String fingerprint(SketchFolder folder) throws SketchException {
        MessageDigest digest = Digest.begin();
        describe(folder, digest);
        libraries(folder).addTo(digest);
        return Digest.hex(digest.digest());
    }

    private Libraries libraries(SketchFolder folder) throws SketchException {
        List<Path> places = new ArrayList<>();
        places.add(folder.folder().resolve("libraries"));
        places.addAll(libraryFolders);
        return new Libraries(folder, places);
    }

    private void describe(SketchFolder folder, MessageDigest digest) throws SketchException {
        FLAGS.forEach(flag -> digest.update(flag.getBytes(StandardCharsets.UTF_8)));
        LINK_FLAGS.forEach(flag -> digest.update(flag.getBytes(StandardCharsets.UTF_8)));
        support.addTo(digest);
        folder.addTo(digest);
    }

    private Path build(Clang compiler, SketchFolder folder, Libraries libraries, Path work)
            throws SketchException, InterruptedException, IOException {
        Path headers = support.unpackInto(cache);
        Path program = work.resolve("sketch.cpp");
        Files.writeString(program, folder.program());
        Path module = work.resolve("sketch.wasm");

        List<String> includes = new ArrayList<>(List.of("-I."));
        libraries.includeFolders().forEach(each -> includes.add("-I" + each.toAbsolutePath()));
        includes.add("-I" + headers.resolve("include"));
        List<Path> units = new ArrayList<>(folder.units());
        libraries.units().forEach(each -> units.add(each.toAbsolutePath()));

        List<String> arguments = new ArrayList<>(FLAGS);
        arguments.add(CPP_STANDARD);
        arguments.addAll(LINK_FLAGS);
        arguments.addAll(includes);
        arguments.addAll(List.of("-include", "Arduino.h"));
        if (!folder.parts().isEmpty()) {
            arguments.add(program.toString());
        }
        for (int i = 0; i < units.size(); i++) {
            Path unit = units.get(i);
            boolean plainC = unit.toString().endsWith(".c");
            Path object = work.resolve("c" + i + ".o");
            arguments.add(plainC ? object.toString() : unit.toString());
            if (plainC) {
                List<String> ofC = new ArrayList<>(FLAGS);
                ofC.addAll(includes);
                ofC.addAll(List.of("-c", "-x", "c", unit.toString(), "-o", object.toString()));
                run(compiler, folder, ofC);
            }
        }
        Path objects = coreObjects(compiler, headers);
        for (String source : support.sources()) {
            arguments.add(objects.resolve(object(source)).toString());
        }
        arguments.addAll(List.of("-o", module.toString()));
        run(compiler, folder, arguments);
        return module;
    }

    private static void run(Clang compiler, SketchFolder folder, List<String> arguments)
            throws SketchException, InterruptedException {
        Clang.Result said = compiler.compile(arguments, folder.folder());
        if (said.status() != 0) {
            throw new SketchException(explain(folder, said.output()));
        }
    }

    /// The code behind the headers, compiled once for each compiler.
    private Path coreObjects(Clang compiler, Path headers)
            throws SketchException, InterruptedException, IOException {
        byte[] version = (compiler.version() + FLAGS).getBytes(StandardCharsets.UTF_8);
        Path target = headers.resolve("objects-" + Digest.hex(Digest.of(version)).substring(0, 16));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path part = Files.createTempDirectory(headers, "objects");
        List<String> arguments = new ArrayList<>(FLAGS);
        arguments.addAll(List.of(CPP_STANDARD, "-c", "-I" + headers.resolve("include")));
        support.sources().forEach(source -> arguments.add(headers.resolve(source).toString()));
        Clang.Result said = compiler.compile(arguments, part);
        if (said.status() != 0) {
            delete(part);
            throw new SketchException(
                    "the board's own code does not compile with "
                            + compiler.version()
                            + ":\n"
                            + said.output());
        }
        try {
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException taken) {
            delete(part);
            if (Files.isDirectory(target)) {
                return target; // another process was faster
            }
            throw taken;
        }
    }

    private static String object(String source) {
        return source.substring(source.lastIndexOf('/') + 1).replace(".cpp", ".o");
    }

    /// What the compiler said, shortened, and what to do about the usual cause.
    private static String explain(SketchFolder folder, String output) {
        List<String> lines = output.lines().toList();
        StringBuilder text = new StringBuilder(folder.main() + " does not compile:");
        lines.stream().limit(MAX_SHOWN_LINES).forEach(line -> text.append('\n').append(line));
        if (lines.size() > MAX_SHOWN_LINES) {
            text.append("\n... and ").append(lines.size() - MAX_SHOWN_LINES).append(" more lines");
        }
        if (output.contains("file not found")) {
            text.append("\nhint: a library's header? Put the library into the folder ")
                    .append(folder.folder().resolve("libraries"));
        }
        return text.toString();
    }

    private static void delete(Path folder) {
        try (Stream<Path> walk = Files.walk(folder)) {
            for (Path each : walk.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        } catch (IOException e) {
            System.getLogger(SketchCompiler.class.getName())
                    .log(System.Logger.Level.DEBUG, "removing " + folder, e);
        }
    }
}
