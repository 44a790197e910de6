// SPDX-License-Identifier: MIT
package twinport.board.arduino;

import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;
import twinport.board.BoardClock;

/// A board's clock whose waits take no time: it jumps to their end.
public final class JumpingClock implements BoardClock {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05Z");
    private static final int ONE_LOOK_NANOS = 2_000;
    private static final int LONGEST_PAUSE_NANOS = 8_000_000;
    private static final int LOOKS_PER_PAUSE = 50;

    private final AtomicLong nanos = new AtomicLong();
    private final LongSupplier betweenLooks;

    public JumpingClock() {
        this(() -> 0);
    }

    private JumpingClock(LongSupplier betweenLooks) {
        this.betweenLooks = betweenLooks;
    }

    /// One that passes between two looks at it, and now and then a lot: the clock of a program on a
    /// computer with too much to do.
    static JumpingClock ofABusyComputer(Random random) {
        return new JumpingClock(() ->
                random.nextInt(LOOKS_PER_PAUSE) == 0
                        ? random.nextInt(LONGEST_PAUSE_NANOS)
                        : random.nextInt(ONE_LOOK_NANOS));
    }

    @Override
    public long nanos() {
        return nanos.addAndGet(betweenLooks.getAsLong());
    }

    @Override
    public Instant instant() {
        return START.plusNanos(nanos.get());
    }

    @Override
    public void sleep(Duration howLong) throws InterruptedException {
        if (Thread.interrupted()) {
            throw new InterruptedException();
        }
        nanos.addAndGet(howLong.toNanos());
    }

    /// What comes from outside takes the wall's time.
    @Override
    public void pause(Duration atMost) throws InterruptedException {
        long start = System.nanoTime();
        BoardClock.super.pause(atMost);
        nanos.addAndGet(System.nanoTime() - start);
    }
}
