// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Building sketches with the real compiler: what the Arduino IDE would accept is accepted, what is
/// wrong is said in the user's terms.
@Timeout(120)
final class SketchCompilerTest {
    @TempDir private Path temporary;
    private Path sketch = Path.of(".");

    @BeforeEach
    void makeTheFolder() throws IOException {
        sketch = Files.createDirectory(temporary.resolve("blink"));
    }

    private void file(String name, String text) throws IOException {
        Path file = sketch.resolve(name);
        Files.createDirectories(sketch.resolve(name).resolveSibling("."));
        Files.writeString(file, text);
    }

    @Test
    void anErrorNamesTheUsersFileAndLine() throws Exception {
        file("blink.ino", "void setup() { helper(); }\nvoid loop() {\n  undefinedThing();\n}\n");
        file("second.ino", "void helper() {\n\n\n  int x = \"text\";\n}\n");
        assertThatExceptionOfType(SketchException.class)
                .isThrownBy(() -> SketchBench.compiler().compile(sketch))
                .withMessageContaining("blink.ino does not compile")
                .withMessageContaining("blink.ino:3:3: error:")
                .withMessageContaining("undefinedThing")
                .withMessageContaining("second.ino:4:7: error:");
    }

    @Test
    void aMissingHeaderIsNamedWithTheFolderItBelongsIn() throws Exception {
        file("blink.ino", "#include <SomeSensor.h>\nvoid setup() {}\nvoid loop() {}\n");
        assertThatExceptionOfType(SketchException.class)
                .isThrownBy(() -> SketchBench.compiler().compile(sketch))
                .withMessageContaining("blink.ino:1:10: fatal error: 'SomeSensor.h'")
                .withMessageContaining("blink/libraries");
    }

    @Test
    void severalFilesAndLibrariesBecomeOneProgram() throws Exception {
        file(
                "blink.ino",
                "#include <Answer.h>\n#include \"own.h\"\nvoid loop() { delay(1000); }\n");
        file(
                "b.ino",
                "void setup() { Serial.println(\"says \" + String(answer() + own() + c_part())); }\n");
        file("own.h", "#pragma once\nint own();\nextern \"C\" int c_part();\n");
        file("own.cpp", "#include \"own.h\"\n#include <Arduino.h>\nint own() { return 100; }\n");
        file("part.c", "int c_part() { return 1000; }\n");
        file("libraries/Answer/library.properties", "name=Answer\n");
        file("libraries/Answer/src/Answer.h", "#include <Deep.h>\nint answer();\n");
        file(
                "libraries/Answer/src/Answer.cpp",
                "#include \"Answer.h\"\nint answer() { return deep() + 2; }\n");
        file("libraries/Deep/Deep.h", "#include <Arduino.h>\nint deep();\n");
        file(
                "libraries/Deep/utility/deep.cpp",
                "#include \"../Deep.h\"\nint deep() { return 40; }\n");
        file("libraries/Deep/examples/e.cpp", "this is not compiled\n");
        file("libraries/Unused/Unused.cpp", "this is not compiled\n");
        SketchCode code = SketchCode.interpreted(SketchBench.compiler().compile(sketch));
        try (SketchBench bench = SketchBench.running(code, new JumpingClock(), Map.of())) {
            bench.says("says 1142");
        }
    }

    @Test
    void whatWasBuiltOnceIsNotBuiltAgainUntilSomethingChanges() throws Exception {
        file("blink.ino", "void setup() {}\nvoid loop() {}\n");
        SketchCompiler real = SketchBench.compiler();
        byte[] first = real.compile(sketch);
        // A compiler of the same version that cannot run shows that it was not needed.
        Clang clang = Clang.on(System.getenv("PATH")).orElseThrow();
        Optional<Clang> broken =
                Optional.of(new Clang(temporary.resolve("absent"), clang.version()));
        SketchCompiler blind = new SketchCompiler(broken, SketchBench.CACHE, List.of());
        assertThat(blind.compile(sketch)).isEqualTo(first);
        file("blink.ino", "void setup() {}\nvoid loop() { delay(5); }\n");
        assertThatExceptionOfType(SketchException.class)
                .isThrownBy(() -> blind.compile(sketch))
                .withMessageContaining("does not start");
    }

    @Test
    void aDamagedBuildInTheCacheIsBuiltAgain() throws Exception {
        file("blink.ino", "void setup() { Serial.println(42); }\nvoid loop() {}\n");
        byte[] first = SketchBench.compiler().compile(sketch);
        Path cached = cachedBuild(first);
        byte[] content = Files.readAllBytes(cached);
        content[content.length - 1] ^= 1;
        Files.write(cached, content);
        assertThat(SketchBench.compiler().compile(sketch)).isEqualTo(first);
    }

    private static Path cachedBuild(byte[] wasm) throws IOException {
        try (Stream<Path> files = Files.list(SketchBench.CACHE)) {
            for (Path file : files.filter(each -> each.toString().endsWith(".cached")).toList()) {
                if (SealedFile.read(file).filter(found -> Arrays.equals(found, wasm)).isPresent()) {
                    return file;
                }
            }
        }
        throw new AssertionError("the build is not in the cache");
    }

    @Test
    void withoutACompilerTheMessageSaysWhatToInstall() throws Exception {
        file("blink.ino", "void setup() {}\nvoid loop() {}\n");
        SketchCompiler none = new SketchCompiler(Optional.empty(), temporary, List.of());
        assertThatExceptionOfType(SketchException.class)
                .isThrownBy(() -> none.wasm(sketch))
                .withMessageContaining("blink.ino: to compile it clang is needed")
                .withMessageContaining("apt install clang lld wasi-libc");
        assertThatExceptionOfType(SketchException.class)
                .isThrownBy(() -> none.wasm(temporary.resolve("absent")))
                .withMessageContaining("there is no such sketch");
    }
}
