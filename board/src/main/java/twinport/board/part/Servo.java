// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A servo such as the SG90: it turns to the angle that the width of its pulses says, from 544 µs
/// (0°) to 2,400 µs (180°), the range of the Arduino library Servo, and stays there when they end.
/// It is there at once: the real one takes 0.1 s for 60° (SG90 data sheet, "Operating speed").
public final class Servo extends Part {
    private static final double SHORTEST_MICROS = 544;
    private static final double LONGEST_MICROS = 2_400;
    private static final double FULL_DEGREES = 180;

    /// Slower or faster pulses are no servo signal; the usual ones come at 50 Hz.
    private static final double SLOWEST_HERTZ = 20;

    private static final double FASTEST_HERTZ = 400;

    private final Pins pins;
    private volatile double degrees;

    Servo(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
    }

    @Override
    public PartState.Position state() {
        return new PartState.Position(degrees, "°");
    }

    @Override
    void moved(int gpio) {
        Pins.Signal signal = pins.signal(gpio);
        double micros = signal.high() / signal.hertz() * 1e6;
        if (signal.hertz() >= SLOWEST_HERTZ && signal.hertz() <= FASTEST_HERTZ && micros > 0) {
            double share = (micros - SHORTEST_MICROS) / (LONGEST_MICROS - SHORTEST_MICROS);
            degrees = Math.clamp(share, 0.0, 1.0) * FULL_DEGREES;
            changed();
        }
    }
}
