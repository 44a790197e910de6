// SPDX-License-Identifier: MIT
package twinport.capture;

import java.io.IOException;
import java.nio.file.Path;

/// A process that records until it is killed; for at most some seconds if nobody does.
final class EndlessCapture {
    /// The length of each frame's block: 28 before the frame, 4 behind it.
    static final int BLOCK = 28 + 1_500 + 4;

    private static final int MAX_FRAMES = 2_000_000;

    private EndlessCapture() {}

    public static void main(String[] arguments) throws IOException {
        CaptureSettings settings = CaptureSettings.to(Path.of(arguments[0]));
        try (CaptureQueue queue = new CaptureQueue(settings, _ -> {})) {
            for (int i = 1; i <= MAX_FRAMES; i++) {
                queue.frame(i, new byte[1_500], null);
            }
        }
    }
}
