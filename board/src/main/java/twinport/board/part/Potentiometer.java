// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A potentiometer: its middle pin has a voltage between those of its ends, linear from the left
/// one (position 0) to the right one (position 1) (Bourns PTV09 data sheet, "Taper": linear).
public final class Potentiometer extends Part {
    private final Pins pins;
    private volatile double position;

    Potentiometer(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
        turn("position", placement.number("position"));
    }

    @Override
    public PartState.Position state() {
        return new PartState.Position(position, "");
    }

    @Override
    public double get(String control) {
        return control.equals("position") ? position : super.get(control);
    }

    @Override
    void turn(String control, double value) {
        position = value;
        double left = millivolts("left");
        double right = millivolts("right");
        int now = (int) Math.round(left + (right - left) * value);
        placement().gpio("signal").ifPresent(pin -> pins.voltage(pin, now));
        changed();
    }

    private double millivolts(String end) {
        return placement().wire(end) instanceof Terminal.High ? Pins.SUPPLY_MILLIVOLTS : 0;
    }
}
