// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.nio.file.Path;
import java.util.Map;
import twinport.board.Firmware;

/// Compiled sketches for tests of other packages.
public final class Sketches {
    private Sketches() {}

    /// A folder's sketch; skips the test where there is no compiler.
    public static Firmware firmware(Path folder, Map<String, byte[]> files) throws Exception {
        SketchCode code = SketchCode.interpreted(SketchBench.compiler().compile(folder));
        return new Sketch(code, files);
    }
}
