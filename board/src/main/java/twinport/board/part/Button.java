// SPDX-License-Identifier: MIT
package twinport.board.part;

/// A push button: while it is held down its pin is connected to ground or supply. It does not
/// bounce (Omron B3F data sheet, "Terminal Arrangement": 1 and 2, 3 and 4 are always connected).
/// When it is up, an external pull resistor holds the pin, or nothing does.
public final class Button extends Part {
    private final Pins pins;
    private final int pin;
    private volatile boolean pressed;

    Button(Placement placement, Pins pins) {
        super(placement);
        this.pins = pins;
        pin = placement.gpio("pin").orElseThrow();
        turn("pressed", placement.number("pressed"));
    }

    @Override
    public PartState.Contact state() {
        return new PartState.Contact(pressed);
    }

    @Override
    public double get(String control) {
        return control.equals("pressed") ? (pressed ? 1 : 0) : super.get(control);
    }

    @Override
    void turn(String control, double value) {
        pressed = value >= 0.5;
        if (pressed) {
            pins.drive(pin, placement().wire("to") instanceof Terminal.High);
        } else {
            switch (placement().word("pull")) {
                case "up" -> pins.drive(pin, true);
                case "down" -> pins.drive(pin, false);
                default -> pins.release(pin);
            }
        }
        changed();
    }
}
