// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A light-emitting diode: it shines while its anode is high and its cathode is low. Its series
/// resistor is taken for granted (Kingbright WP7113 series data sheet, "Forward Current vs. Forward
/// Voltage": no light the other way round).
public final class Led extends Part {
    private final Pins pins;

    Led(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
    }

    @Override
    public PartState.Light state() {
        return new PartState.Light(
                current(pins, placement().wire("anode"), placement().wire("cathode")));
    }

    @Override
    void moved(int gpio) {
        changed();
    }

    /// The share of the time in which current flows from one terminal to the other.
    static double current(Pins pins, Terminal from, Terminal to) {
        return signal(pins, from).high() * signal(pins, to).low();
    }

    private static Pins.Signal signal(Pins pins, Terminal terminal) {
        return switch (terminal) {
            case Terminal.Gpio(int number) -> pins.signal(number);
            case Terminal.Low _ -> Pins.Signal.LOW;
            case Terminal.High _ -> Pins.Signal.HIGH;
            case Terminal.Open _ -> Pins.Signal.NONE;
        };
    }
}
