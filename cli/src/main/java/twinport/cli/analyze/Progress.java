// SPDX-License-Identifier: MIT
package twinport.cli.analyze;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/// How far a long file is read, on one line of a terminal that is written over and over.
final class Progress {
    private static final Duration FIRST = Duration.ofSeconds(2);
    private static final Duration BETWEEN = Duration.ofMillis(250);

    /// The clock is looked at once in so many blocks.
    private static final int BLOCKS = 1 << 10;

    private final PrintStream out;
    private final boolean shown;
    private final InstantSource clock;
    private Instant next;
    private long bytes;
    private int blocks;
    private boolean written;

    /// @param shown whether there is somebody to look
    Progress(PrintStream out, boolean shown, InstantSource clock) {
        this.out = out;
        this.shown = shown;
        this.clock = clock;
        this.next = clock.instant().plus(FIRST);
    }

    /// The size of the file.
    void of(long size) {
        bytes = size;
    }

    void at(long position) {
        if (!shown || ++blocks % BLOCKS != 0) {
            return;
        }
        Instant now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        next = now.plus(BETWEEN);
        written = true;
        String read = position / 1_000_000 + " MB";
        // a compressed file gives more bytes than it has
        boolean known = bytes > 0 && position <= bytes;
        out.print(
                "\r" + read + (known ? " of " + bytes / 1_000_000 + " MB" : "") + " read \u001b[K");
        out.flush();
    }

    /// Takes the line away.
    void end() {
        if (written) {
            out.print("\r\u001b[K");
            out.flush();
        }
    }
}
