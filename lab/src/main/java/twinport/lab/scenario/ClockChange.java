// SPDX-License-Identifier: MIT
package twinport.lab.scenario;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// How a board's clock is changed: to a moment, or by some time. What the board does about it, as
/// asking a time server, is its own affair.
sealed interface ClockChange {
    /// What the board believes after this.
    Instant from(Instant believed);

    record To(Instant moment) implements ClockChange {
        @Override
        public Instant from(Instant believed) {
            return moment;
        }

        @Override
        public String toString() {
            return "is set to " + moment;
        }
    }

    record By(Duration change) implements ClockChange {
        @Override
        public Instant from(Instant believed) {
            return believed.plus(change);
        }

        @Override
        public String toString() {
            return change.isNegative()
                    ? "goes back by " + TimeText.of(change.negated())
                    : "jumps ahead by " + TimeText.of(change);
        }
    }

    /// `1970`, a moment (`2031-05-01T12:00:00Z`), or a time with a sign (`+90m`, `-36h`). Empty if
    /// it is none of these.
    static Optional<ClockChange> parse(String text) {
        if (text.equals("1970")) {
            return Optional.of(new To(Instant.EPOCH));
        }
        if (text.startsWith("+") || text.startsWith("-")) {
            boolean back = text.startsWith("-");
            return TimeText.parse(text.substring(1))
                    .map(time -> new By(back ? time.negated() : time));
        }
        try {
            return Optional.of(new To(Instant.parse(text)));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}
