// SPDX-License-Identifier: MIT
package twinport.cli.fleet;

import java.util.random.RandomGenerator;

/// What a DHT22 in a room reads: a slow wave a room of its own, and what the sensor adds; in its
/// steps of 0.1 and within its range.
final class Climate {
    private static final double WAVE_SECONDS = 600;

    private final RandomGenerator chance;
    private final double middle;
    private final double swing;
    private final double phase;

    Climate(RandomGenerator chance) {
        this.chance = chance;
        this.middle = chance.nextDouble(16, 26);
        this.swing = chance.nextDouble(0.5, 3);
        this.phase = chance.nextDouble(2 * Math.PI);
    }

    /// @return tenths of a degree
    long temperature(double seconds) {
        return Math.round(10 * (middle + wave(seconds)) + chance.nextDouble(-1, 1));
    }

    /// The warmer, the drier.
    ///
    /// @return tenths of a per cent
    long humidity(double seconds) {
        return Math.round(10 * (50 - 4 * wave(seconds)) + chance.nextDouble(-2, 2));
    }

    private double wave(double seconds) {
        return swing * Math.sin(phase + 2 * Math.PI * seconds / WAVE_SECONDS);
    }
}
