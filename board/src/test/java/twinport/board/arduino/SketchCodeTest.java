// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The translation of modules to class files, and its cache.
@Timeout(120)
final class SketchCodeTest {
    private static final FileTime LONG_AGO = FileTime.from(Instant.EPOCH);

    @TempDir private Path cache;
    private byte[] module = {};

    @BeforeEach
    void takeTheRealSketch() throws IOException {
        module = Files.readAllBytes(Path.of("..", "firmware", "arduino", "thermo", "thermo.wasm"));
    }

    private Path entry() throws IOException {
        try (Stream<Path> list = Files.list(cache)) {
            List<Path> entries = list.toList();
            assertThat(entries).hasSize(1);
            return entries.getFirst();
        }
    }

    private void runs(SketchCode code) {
        try (SketchBench bench = SketchBench.running(code, new JumpingClock(), Map.of())) {
            bench.says("no /config.json: upload the file system first");
        }
    }

    @Test
    void theSecondTranslationIsTheFirstOne() throws IOException {
        runs(SketchCode.translated(module, cache));
        Files.setLastModifiedTime(entry(), LONG_AGO);
        runs(SketchCode.translated(module, cache));
        assertThat(Files.getLastModifiedTime(entry())).isEqualTo(LONG_AGO);
    }

    @Test
    void aDamagedEntryIsRebuilt() throws IOException {
        SketchCode.translated(module, cache);
        byte[] good = Files.readAllBytes(entry());
        byte[] bad = good.clone();
        bad[bad.length / 2] ^= 1;
        Files.write(entry(), bad);
        runs(SketchCode.translated(module, cache));
        assertThat(Files.readAllBytes(entry())).isNotEqualTo(bad).hasSameSizeAs(good);

        // sealed correctly, but not class files
        byte[] nonsense = "nonsense".getBytes(StandardCharsets.UTF_8);
        Files.write(entry(), concat(Digest.of(nonsense), nonsense));
        runs(SketchCode.translated(module, cache));
        assertThat(Files.size(entry())).isGreaterThan(1000);
    }

    @Test
    void aCacheThatCannotBeWrittenCostsOnlyTime() throws IOException {
        Path file = Files.createFile(cache.resolve("file"));
        runs(SketchCode.translated(module, file.resolve("below")));
    }

    private static byte[] concat(byte[] a, byte[] b) {
        byte[] all = Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, all, a.length, b.length);
        return all;
    }
}
