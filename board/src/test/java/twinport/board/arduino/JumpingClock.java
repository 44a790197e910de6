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
    private final Duration jumpsOver;

    public JumpingClock() {
        this(() -> 0, Duration.ZERO);
    }

    private JumpingClock(LongSupplier betweenLooks, Duration jumpsOver) {
        this.betweenLooks = betweenLooks;
        this.jumpsOver = jumpsOver;
    }

    /// One that jumps over short pauses as well: for firmware that sleeps while nothing but the
    /// network comes from outside, whose waits are longer.
    public static JumpingClock overPausesUpTo(Duration jumpsOver) {
        return new JumpingClock(() -> 0, jumpsOver);
    }

    /// One that passes between two looks at it, and now and then a lot: the clock of a program on a
    /// computer with too much to do.
    static JumpingClock ofABusyComputer(Random random) {
        return new JumpingClock(
                () ->
                        random.nextInt(LOOKS_PER_PAUSE) == 0
                                ? random.nextInt(LONGEST_PAUSE_NANOS)
                                : random.nextInt(ONE_LOOK_NANOS),
                Duration.ZERO);
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
        if (atMost.compareTo(jumpsOver) <= 0) {
            sleep(atMost);
            return;
        }
        long start = System.nanoTime();
        BoardClock.super.pause(atMost);
        nanos.addAndGet(System.nanoTime() - start);
    }
}
