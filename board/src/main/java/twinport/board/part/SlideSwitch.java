// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A slide switch: its middle pin is connected to the left one (position 0) or the right one
/// (position 1). One of the two connected pins is on a GPIO, the other on ground or supply; a GPIO
/// that is connected to nothing floats (C&K OS series data sheet, "Switch Function": SPDT).
public final class SlideSwitch extends Part {
    private final Pins pins;
    private volatile boolean right;

    SlideSwitch(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
        turn("position", placement.number("position"));
    }

    @Override
    public PartState.Position state() {
        return new PartState.Position(right ? 1 : 0, "");
    }

    @Override
    public double get(String control) {
        return control.equals("position") ? (right ? 1 : 0) : super.get(control);
    }

    @Override
    void turn(String control, double value) {
        right = value >= 0.5;
        Terminal common = placement().wire("common");
        Terminal to = placement().wire(right ? "right" : "left");
        Terminal off = placement().wire(right ? "left" : "right");
        off.gpio().ifPresent(pins::release);
        connect(common, to);
        connect(to, common);
        changed();
    }

    private void connect(Terminal gpio, Terminal rail) {
        if (gpio instanceof Terminal.Gpio(int number)) {
            switch (rail) {
                case Terminal.Low _ -> pins.drive(number, false);
                case Terminal.High _ -> pins.drive(number, true);
                case Terminal.Open _, Terminal.Gpio _ -> pins.release(number);
            }
        }
    }
}
