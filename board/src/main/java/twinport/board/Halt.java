// SPDX-License-Identifier: MIT
package twinport.board;

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

    /// The firmware asked for a restart: `machine.reset()`, `ESP.restart()`.
    public static final class Reset extends Halt {
        private static final long serialVersionUID = 1L;

        public Reset() {
            super("reset by the firmware");
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
