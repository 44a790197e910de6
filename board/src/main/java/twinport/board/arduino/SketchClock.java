// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.time.Duration;
import java.time.Instant;
import twinport.board.Chip;

/// A sketch's time in microseconds since power-on.
///
/// Ordinarily it is the board's clock. Two things bend it, because the computer underneath cannot
/// wait for single microseconds:
///
/// - Delays below a millisecond do not wait: the sketch's time runs ahead of the board's, and the
///   next longer delay waits for both.
/// - While a sensor's frame is on the wire time is virtual: each look at the clock or a pin costs a
///   microsecond, delays add themselves. So pulse widths are exact however busy the computer is.
///
/// A sketch that polls without ever waiting is slowed down, so that it does not take a processor
/// for itself.
final class SketchClock {
    private static final long LONG_DELAY_MICROS = 1_000;
    private static final long MAX_AHEAD_MICROS = 5_000;
    private static final int POLLS_WITHOUT_REST = 500;
    private static final int POLLS_OF_A_YIELD = 20;
    private static final Duration REST = Duration.ofMillis(1);

    private final Chip chip;
    private final SketchTasks tasks;
    private final long start;
    private long ahead;
    private long virtual;
    private boolean framing;
    private boolean rested;
    private int polls;

    SketchClock(Chip chip, SketchTasks tasks) {
        this.chip = chip;
        this.tasks = tasks;
        start = chip.clock().nanos();
    }

    /// Now; looking costs nothing.
    long now() {
        return framing ? virtual : real() + ahead;
    }

    /// The sketch looks at its clock, a pin or a socket.
    void poll() {
        if (framing) {
            virtual++;
            return;
        }
        chip.checkpoint();
        if (++polls >= POLLS_WITHOUT_REST) {
            rest();
        }
    }

    /// The sketch waits.
    void delay(long micros) {
        if (framing && micros < LONG_DELAY_MICROS) {
            virtual += micros;
            return;
        }
        endFrame();
        ahead += micros;
        if (micros >= LONG_DELAY_MICROS || ahead >= MAX_AHEAD_MICROS) {
            long wait = ahead;
            ahead = 0;
            rested = true;
            polls = 0;
            sleep(Duration.ofNanos(Math.max(0, wait) * 1_000));
        } else {
            polls += POLLS_OF_A_YIELD;
            poll();
        }
    }

    /// Called after each turn of `loop()`: one that never waited rests a little.
    void turn() {
        endFrame();
        if (!rested) {
            rest();
        }
        rested = false;
        chip.checkpoint();
    }

    void beginFrame() {
        virtual = now();
        framing = true;
    }

    void endFrame() {
        if (framing) {
            framing = false;
            ahead = Math.max(ahead, virtual - real());
        }
    }

    /// Microseconds since 1970, or since power-on while nobody set the clock.
    long epochMicros() {
        Instant believed = chip.time().now();
        long micros = believed.getEpochSecond() * 1_000_000 + believed.getNano() / 1_000;
        return micros + now() - real();
    }

    private void rest() {
        polls = 0;
        rested = true;
        sleep(REST);
    }

    /// While other tasks run.
    private void sleep(Duration howLong) {
        tasks.away(() -> {
            chip.sleep(howLong);
            return 0;
        });
    }

    private long real() {
        return (chip.clock().nanos() - start) / 1_000;
    }
}
