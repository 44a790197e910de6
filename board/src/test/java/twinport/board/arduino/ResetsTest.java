// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import twinport.board.BoardSettings;
import twinport.board.Resets;

/// A board with a sketch leaves nothing behind when it is reset.
@Timeout(240)
final class ResetsTest {
    @Test
    void aThousandResetsLeakNothing() throws Exception {
        SketchCode code = SketchBench.sketch("hostile");
        try (Resets resets = new Resets();
                SketchBench bench =
                        SketchBench.still(
                                BoardSettings.of("again").withBootTime(Duration.ZERO),
                                code,
                                new JumpingClock(),
                                Map.of(
                                        "/mode.txt",
                                        "reset",
                                        "/port",
                                        String.valueOf(resets.port())),
                                resets.port())) {
            resets.leaveNothingBehind(bench.board(), 1_000);
        }
    }
}
