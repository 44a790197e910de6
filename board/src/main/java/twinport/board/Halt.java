// SPDX-License-Identifier: MIT
package twinport.board;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Ends a running machine from within a host function. It has no stack trace: it is an order, not a
/// fault of ours, and unwinding the guest is all that it is for.
public abstract sealed class Halt extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private Halt(String why) {
        super(why, null, false, false);
    }

    /// The owner switched the board off or pressed reset.
    public static final class Stop extends Halt {
        private static final long serialVersionUID = 1L;

        public Stop() {
            super("stopped");
        }
    }

    /// The chip starts again: the firmware asked for it (`machine.reset()`, `ESP.restart()`), or it
    /// did not feed a watchdog.
    public static final class Reset extends Halt {
        private static final long serialVersionUID = 1L;

        private final ResetCause cause;

        /// The firmware asked for it.
        public Reset() {
            this(ResetCause.SOFTWARE);
        }

        public Reset(ResetCause cause) {
            super("reset: " + cause);
            this.cause = cause;
        }

        /// What the next start will give as its cause.
        public ResetCause cause() {
            return cause;
        }
    }

    /// The firmware sent the chip into deep sleep; it starts again when the time is over.
    static final class DeepSleep extends Halt {
        private static final long serialVersionUID = 1L;

        private final @Nullable Duration howLong;

        /// @param howLong nothing when only a reset can wake it
        DeepSleep(@Nullable Duration howLong) {
            super("deep sleep");
            this.howLong = howLong;
        }

        Optional<Duration> howLong() {
            return Optional.ofNullable(howLong);
        }
    }

    /// The firmware cannot go on: memory used up, an uncaught error, a trap. Already said on the
    /// serial line where the real firmware would say it.
    public static final class Panic extends Halt {
        private static final long serialVersionUID = 1L;

        private final String reason;

        public Panic(String reason) {
            super(reason);
            this.reason = reason;
        }

        /// What happened, in one line.
        public String reason() {
            return reason;
        }
    }
}
