// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.Optional;

/// What one pin of a part is wired to.
public sealed interface Terminal {
    /// A GPIO of the board.
    record Gpio(int number) implements Terminal {
        public Gpio {
            if (!Pins.exists(number)) {
                throw new IllegalArgumentException(
                        "GPIO %d does not exist: the ESP32 has 0 to %d"
                                .formatted(number, Pins.COUNT - 1));
            }
        }

        @Override
        public String toString() {
            return Integer.toString(number);
        }
    }

    /// Ground.
    record Low() implements Terminal {
        @Override
        public String toString() {
            return "low";
        }
    }

    /// The supply.
    record High() implements Terminal {
        @Override
        public String toString() {
            return "high";
        }
    }

    /// Nothing.
    record Open() implements Terminal {
        @Override
        public String toString() {
            return "open";
        }
    }

    /// The number of the GPIO, if it is one.
    default Optional<Integer> gpio() {
        return this instanceof Gpio(int number) ? Optional.of(number) : Optional.empty();
    }

    /// A GPIO's number, `low`, `high` or `open`.
    static Terminal parse(String text) {
        return switch (text) {
            case "low" -> new Low();
            case "high" -> new High();
            case "open" -> new Open();
            default -> new Gpio(number(text));
        };
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a pin is wired to a GPIO's number, low, high or open, not to \"" + text + '"',
                    e);
        }
    }
}
