// SPDX-License-Identifier: MIT
package twinport.board.part;

import java.util.Locale;
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

    /// A GPIO as boards print it (`15`, `D15`, `GPIO15`), `low`, `high` or `open`, or a rail's name
    /// on the board (`GND`, `3V3`, `5V`, `VIN`).
    static Terminal parse(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "low", "gnd" -> new Low();
            case "high", "3v3", "5v", "vcc", "vin" -> new High();
            case "open" -> new Open();
            default -> new Gpio(number(text));
        };
    }

    private static int number(String text) {
        return PinNames.gpio(text)
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "a pin is wired to a GPIO of the board (0 to %d), low, high or open, not to \"%s\""
                                        .formatted(Pins.COUNT - 1, text)));
    }
}
