// SPDX-License-Identifier: MIT
package twinport.board.micropython;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;
import twinport.board.Chip;

/// Time, timers and interrupts, as our Python modules see them.
final class ClockCalls {
    private static final long EPOCH_2000 = 946_684_800L;
    private static final int TICKS_MASK = 0x3FFFFFFF;

    private final Chip chip;
    private final Interrupts interrupts;
    private final Supplier<Collector> collector;
    private final long start;

    ClockCalls(Chip chip, Interrupts interrupts, Supplier<Collector> collector) {
        this.chip = chip;
        this.interrupts = interrupts;
        this.collector = collector;
        this.start = chip.clock().nanos();
    }

    void into(HostCalls calls) {
        calls.number("sleep", a -> sleep(a.number(0), a.number(1)));
        calls.number("ticks_ms", _ -> (int) (elapsed() / 1_000_000) & TICKS_MASK);
        calls.number("ticks_us", _ -> (int) (elapsed() / 1_000) & TICKS_MASK);
        calls.number("time", _ -> (int) time().getEpochSecond());
        calls.text("time_ns", _ -> nanosSince2000());
        calls.deed("set_time", a -> set(a.number(0), a.number(1)));
        calls.deed("collect", _ -> collector.get().now());
        calls.deed("irq_handler", a -> interrupts.handler(a.theirs(0)));
        calls.deed("irq_raise", a -> interrupts.raise(a.number(0)));
        calls.number("irq_mask", a -> interrupts.mask(a.truth(0)) ? 1 : 0);
        calls.deed("irq_pin", a -> interrupts.pin(a.number(0), a.number(1)));
        calls.deed(
                "timer",
                a ->
                        interrupts.timer(
                                a.number(0), Duration.ofNanos(a.number(1) * 1_000L), a.truth(2)));
        calls.deed("watchdog", a -> interrupts.watchdog(Duration.ofMillis(a.number(0))));
    }

    /// 1 when Ctrl-C ended it early.
    private int sleep(int seconds, int micros) {
        Duration howLong = Duration.ofSeconds(Math.max(0, seconds), Math.max(0, micros) * 1_000L);
        return interrupts.sleep(howLong) ? 1 : 0;
    }

    private long elapsed() {
        return chip.clock().nanos() - start;
    }

    /// The board's time on the port's scale, where 0 is the year 2000; a clock that nobody set
    /// starts there.
    private Instant time() {
        Instant now = chip.time().now();
        return chip.time().set() ? now.minusSeconds(EPOCH_2000) : now;
    }

    private String nanosSince2000() {
        Instant now = time();
        return Long.toString(now.getEpochSecond() * 1_000_000_000L + now.getNano());
    }

    private void set(int secondsSince2000, int micros) {
        chip.time().set(Instant.ofEpochSecond(EPOCH_2000 + secondsSince2000, micros * 1_000L));
    }
}
