// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// The thermometer sketch and the module that is checked in beside it.
@Timeout(120)
final class ThermoTest {
    private static final Path THERMO = Path.of("..", "firmware", "arduino", "thermo");
    private static final String VERSION = "14.0.6";

    /// After a change of the sketch or of the board's headers, run the tests once with
    /// `-Dtwinport.checkin=true` to write the module again.
    @Test
    void theCheckedInModuleBelongsToItsSourcesAndNeedsNoCompiler(@TempDir Path cache)
            throws Exception {
        if (Boolean.getBoolean("twinport.checkin")) {
            compiler14(cache).checkIn(THERMO);
        }
        SketchCompiler none = new SketchCompiler(Optional.empty(), cache, List.of());
        assertThat(none.wasm(THERMO)).isEqualTo(Files.readAllBytes(THERMO.resolve("thermo.wasm")));
    }

    @Test
    void buildingTheModuleAgainGivesTheSameBytes(@TempDir Path cache) throws Exception {
        byte[] built = compiler14(cache).compile(THERMO);
        assertThat(built).isEqualTo(Files.readAllBytes(THERMO.resolve("thermo.wasm")));
        assertThat(SketchCompiler.checkedInWith(THERMO)).contains(VERSION);
    }

    private static SketchCompiler compiler14(Path cache) throws InterruptedException {
        Optional<Clang> clang = Clang.on(System.getenv("PATH"));
        Assumptions.assumeTrue(
                clang.map(Clang::number).equals(Optional.of(VERSION)),
                "skipped: the same bytes are promised for clang " + VERSION + ", here is " + clang);
        return new SketchCompiler(clang, cache, List.of());
    }
}
