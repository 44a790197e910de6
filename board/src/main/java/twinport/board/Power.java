// SPDX-License-Identifier: MIT
package twinport.board;

import java.util.concurrent.atomic.AtomicReference;

/// The switch and the reset button, as the board's thread sees them.
final class Power {
    enum Wish {
        RUN,
        RESET,
        STOP
    }

    private final AtomicReference<Wish> wish = new AtomicReference<>(Wish.RUN);

    private volatile ResetCause cause = ResetCause.POWER_ON;

    /// Why the chip starts again that was asked to.
    ResetCause cause() {
        return cause;
    }

    /// Asks for a reset that has a cause of its own.
    void reset(ResetCause why) {
        cause = why;
        want(Wish.RESET);
    }

    Wish wish() {
        return wish.get();
    }

    /// Asks for an end or a reset. An end is never taken back by a reset.
    void want(Wish wanted) {
        wish.accumulateAndGet(wanted, (old, now) -> old == Wish.STOP ? old : now);
    }

    /// The next power cycle begins; false if it must not.
    boolean begin() {
        return wish.updateAndGet(old -> old == Wish.RESET ? Wish.RUN : old) == Wish.RUN;
    }

    void checkpoint() {
        switch (wish.get()) {
            case RUN -> {
                if (Thread.currentThread().isInterrupted()) {
                    throw new Halt.Stop();
                }
            }
            case RESET, STOP -> throw new Halt.Stop();
        }
    }
}
