// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import twinport.lab.scenario.ScenarioReport.Outcome;

/// Waits for what steps wait for, within the limit of a step or of the whole scenario. Time counts
/// by the boards' clock or by the wall's, whichever goes faster; delays do not count.
final class Patience {
    private final VirtualClock clock;
    private final LongSupplier wall;
    private long left;

    /// @param limit for all waits together
    Patience(VirtualClock clock, LongSupplier wall, Duration limit) {
        this.clock = clock;
        this.wall = wall;
        this.left = limit.toNanos();
    }

    /// Waits until something holds, or cannot hold any more.
    ///
    /// @param hopeless why it cannot hold any more
    /// @param missing what is still missing, for the message
    Outcome until(
            Step step,
            BooleanSupplier holds,
            Supplier<Optional<String>> hopeless,
            Supplier<String> missing)
            throws InterruptedException {
        long limit = Math.min(left, step.within().map(Duration::toNanos).orElse(Long.MAX_VALUE));
        boolean own = limit < left;
        long boardsStart = clock.nanos();
        long wallStart = wall.getAsLong();
        Thread me = Thread.currentThread();
        CompletableFuture.delayedExecutor(limit, TimeUnit.NANOSECONDS)
                .execute(() -> clock.wake(me));
        while (true) {
            long spent = Math.max(clock.nanos() - boardsStart, wall.getAsLong() - wallStart);
            Optional<Outcome> outcome = outcome(holds, hopeless, spent >= limit, own, missing);
            if (outcome.isPresent()) {
                left -= Math.min(left, spent);
                return outcome.get();
            }
            clock.pause(Duration.ofNanos(limit - spent));
        }
    }

    private static Optional<Outcome> outcome(
            BooleanSupplier holds,
            Supplier<Optional<String>> hopeless,
            boolean over,
            boolean own,
            Supplier<String> missing) {
        if (holds.getAsBoolean()) {
            return Optional.of(new Outcome.Held(""));
        }
        Optional<String> why = hopeless.get();
        if (why.isPresent()) {
            return Optional.of(new Outcome.Failed(why.get() + "; " + missing.get()));
        }
        if (!over) {
            return Optional.empty();
        }
        return Optional.of(
                own ? new Outcome.Failed(missing.get()) : new Outcome.TimedOut(missing.get()));
    }
}
